"""
A sync engine to begin with: it creates a record for each new one, and nothing else yet. Python 3.8, standard library only.

syncproof starts this program, writes one message a line to its standard input, and reads one answer a line from its
standard output (node_modules/syncproof/docs/engine-protocol.md). Everything else that it prints goes to standard error.
"Next" marks what to do next; D1 to D27 are decisions in node_modules/syncproof/docs/semantics.md. A complete engine to
compare with is in node_modules/syncproof/examples/engine-python.
"""
import json
import os
import sys
import traceback
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

# What runs at the moment, by the name that syncproof gives it: each scenario is a session of its own.
sessions = {}


def call(system, method, path, body=None):
    """A call to a simulated system (node_modules/syncproof/docs/rest-dialect.md). Next: wait and repeat after 429 and 503."""
    headers = {"Authorization": "Bearer " + system["token"], "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(f"{system['baseUrl']}/{path}", data, headers, method=method)) as response:
            return json.load(response)
    except HTTPError as error:
        raise RuntimeError(f"{method} {path} was answered {error.code}: {json.load(error).get('detail')}")


def list_records(side):
    """All records of one side of a section, page by page."""
    cursor = ""
    while cursor is not None:
        query = "?cursor=" + quote(cursor, safe="") if cursor else ""
        page = call(side["system"], "GET", quote(side["datatype"], safe="") + query)
        yield from page["items"]
        cursor = page["next"]


def key_of(side, record):
    """Which record is meant, as text, so that two can be compared."""
    return json.dumps({"system": side["system"]["id"], "datatype": side["datatype"], "id": record["id"]})


def converted(value, side, name):
    """A value as the schema wants it at a property. Next: the rules of the rows' data types (D15)."""
    wanted = side["system"]["schema"][side["datatype"]]["properties"].get(name, {}).get("type")
    if wanted == "string" and value is not None and not isinstance(value, str):
        return json.dumps(value)
    if wanted == "integer" and isinstance(value, str):
        return int(value)
    if wanted == "number" and isinstance(value, str):
        return float(value)
    return value


def save(session):
    """What is linked is on disk before "sync" is answered, so that a restart finds it."""
    with open(session["file"] + ".new", "w") as file:
        json.dump(session["links"], file)
    os.replace(session["file"] + ".new", session["file"])


def create(session, section, record):
    """Creates a counterpart of a record; the link keeps the values on which the two agreed."""
    source, target = section["source"], section["target"]
    properties = {}
    for row in section["rows"]:
        value = record["properties"].get(row["source"])
        if value is not None:
            properties[row["target"]] = converted(value, target, row["target"])
    made = call(target["system"], "POST", quote(target["datatype"], safe=""), {"properties": properties})
    session["links"].append({
        "from": key_of(source, record), "to": key_of(target, made),
        "source": record["properties"], "target": made["properties"],
    })
    save(session)


def synchronize(session, section):
    """One section of a document: brings its target up to date."""
    source, target = section["source"], section["target"]
    counterparts = {key_of(target, record): record for record in list_records(target)}
    for record in list_records(source):
        key = key_of(source, record)
        link = next((one for one in session["links"] if one["from"] == key and one["to"] in counterparts), None)
        try:
            # Next: merge-on-match (D5 to D8): a record that was there already may be the counterpart.
            if link is None and "create-always" in section["kinds"]:
                create(session, section, record)
            # Next: edits (D12).
        except (RuntimeError, ValueError) as error:
            # A record that cannot be written does not hold up the others.
            print(error, file=sys.stderr)


def lacking(message):
    """What this engine cannot do of what a scenario asks for: its checks are then "unsupported"."""
    sections = [section for dataflow in message["dataflows"] for section in dataflow["sections"]]
    statements = [statement for section in sections for statement in section["statements"]]
    kinds = [statement["kind"] for statement in statements]
    needs = {
        "native": any(system["api"] == "native" for system in message["systems"].values()),
        "references": "create-if-connected" in kinds,
        "conditions": "conditional" in kinds,
        "gates": any("gate" in row for statement in statements for row in statement.get("rows", [])),
        "clear": message["policies"].get("clear") == "restore",
        "deletes": message["policies"].get("deletes") == "propagate",
        "fullSync": message["policies"].get("fullSync") is False,
    }
    return next((capability for capability, needed in needs.items() if needed), None)


def sections_of(message):
    """The sections of all documents, with their systems in place of the systems' names."""
    systems = {system["name"]: {"id": key, **system} for key, system in message["systems"].items()}

    def side(end):
        return {"system": systems[end["system"]], "datatype": end["datatype"]}

    return [
        {
            "source": side(section["source"]),
            "target": side(section["target"]),
            "kinds": [statement["kind"] for statement in section["statements"]],
            "rows": [row for one in section["statements"] if one["kind"] == "properties" for row in one["rows"]],
        }
        for dataflow in message["dataflows"]
        for section in dataflow["sections"]
    ]


def hello(message):
    return {
        "engine": {"name": "my engine", "version": "0.0.1", "language": "Python"},
        "capabilities": ["links", "restart", "sessions"],
    }


def configure(message):
    unsupported = lacking(message)
    if unsupported is not None:
        return {"unsupported": unsupported}
    session = {"file": os.path.join(message["stateDir"], "links.json"), "links": [], "sections": sections_of(message)}
    if os.path.exists(session["file"]):
        with open(session["file"]) as file:
            session["links"] = json.load(file)
    sessions[message.get("session")] = session
    return {}


def sync(message):
    session = sessions[message.get("session")]
    for section in session["sections"]:
        synchronize(session, section)
    return {}


def links(message):
    session = sessions[message.get("session")]
    return {"clusters": [[json.loads(link["from"]), json.loads(link["to"])] for link in session["links"]]}


def stop(message):
    sessions.pop(message.get("session"), None)
    return {}


# What is done with each message, by its type.
METHODS = {"hello": hello, "configure": configure, "sync": sync, "links": links, "stop": stop}


def answer(message):
    """The answer to a message. It repeats "seq" and "session", whatever goes wrong."""
    envelope = {name: message[name] for name in ("seq", "session") if name in message}
    try:
        return {**envelope, **METHODS[message["type"]](message)}
    except Exception as error:
        traceback.print_exc()
        return {**envelope, "error": repr(error)}


# A message a line; at the end of the input the process ends.
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
