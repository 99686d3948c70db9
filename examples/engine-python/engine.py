#!/usr/bin/env python3
"""The messages of the engine protocol (docs/engine-protocol.md): one a line on stdin, answers on stdout, the log on stderr."""
import json
import os
import sys
import traceback

from client import parse
from synchronize import Synchronizer

sessions = {}


def log(line):
    print(line, file=sys.stderr, flush=True)


def lacking(configuration):
    """The first capability that the configuration asks for, and the engine does not have."""
    systems, policies = configuration["systems"].values(), configuration["policies"]
    schemas = {system["name"]: system["schema"] for system in systems}
    sections = [section for flow in configuration["dataflows"] for section in flow["sections"]]
    kinds = {statement["kind"] for section in sections for statement in section["statements"]}
    rows = [(s, row) for s in sections for statement in s["statements"] for row in statement.get("rows", [])]

    def refers(section, row, side):
        properties = schemas[section[side]["system"]][section[side]["datatype"]]["properties"]
        return "references" in properties.get(row[side], {})

    keys = any(refers(section, row, side) for section, row in rows for side in ("source", "target"))
    needs = {
        "native": any(system["api"] == "native" for system in systems),
        "conditions": "conditional" in kinds,
        "references": "create-if-connected" in kinds or keys,
        "gates": any("gate" in row for _, row in rows),
        "deletes": policies.get("deletes") == "propagate",
        "fullSync": policies.get("fullSync") is False,
    }
    return next((capability for capability, needed in needs.items() if needed), None)


def state_in(directory):
    """What a session knows, in a file that is replaced as a whole: a crash leaves the old one or the new one."""
    path = os.path.join(directory, "state.json")
    state = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            state = parse(file.read())

    def save():
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            json.dump(state, file)
        os.replace(f"{path}.new", path)

    return state, save


def hello(message):
    engine = {"name": "engine-python", "version": "1.0.0", "language": "Python"}
    return {"engine": engine, "capabilities": ["links", "restart", "clear", "sessions"]}


def configure(message):
    capability = lacking(message)
    if capability is not None:
        return {"unsupported": capability}
    state, save = state_in(message["stateDir"])
    sessions[message.get("session")] = Synchronizer(message, state, save, log)
    return {}


def sync(message):
    sessions[message.get("session")].sync(message["mode"])
    return {}


def links(message):
    return {"clusters": sessions[message.get("session")].links()}


def stop(message):
    sessions.pop(message.get("session"), None)
    return {}


METHODS = {"hello": hello, "configure": configure, "sync": sync, "links": links, "stop": stop}


def answer_to(message):
    """The answer to a message, whatever goes wrong."""
    envelope = {member: message[member] for member in ("seq", "session") if member in message}
    try:
        return {**envelope, **METHODS[message["type"]](message)}
    except Exception as error:  # whatever it is, the harness must learn of it
        log(traceback.format_exc())
        return {**envelope, "error": f"{type(error).__name__}: {error}"}


def main():
    sys.stdin.reconfigure(encoding="utf-8")
    for line in sys.stdin:
        print(json.dumps(answer_to(parse(line))), flush=True)


if __name__ == "__main__":
    main()
