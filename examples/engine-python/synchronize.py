"""One cycle: read what changed, join records that belong together, create what is missing, write what differs."""
import json

from client import Client
from plan import list_at, move_anchor, plan, to_target, value_of
from values import Inconvertible, canonical, difference, fallback, is_blank, overlay, same, write

CREATING = ("create-always", "create-missing")


class Synchronizer:
    def __init__(self, configuration, state, save, log):
        """`state` is plain JSON, `{}` at first, and `save` keeps it."""
        self.systems, self.policies = configuration["systems"], configuration["policies"]
        self.state, self.save, self.log = state, save, log
        self.types = {}
        state.setdefault("since", {})
        state.setdefault("records", {})
        self.sections = [self.section(each) for flow in configuration["dataflows"] for each in flow["sections"]]

    def type_of(self, side):
        rank, (name, system) = next(
            (rank, item) for rank, item in enumerate(self.systems.items()) if item[1]["name"] == side["system"]
        )
        key = json.dumps([name, side["datatype"]])
        made = {"key": key, "rank": rank, "datatype": side["datatype"], "client": Client(system, self.log)}
        schema = system["schema"][side["datatype"]]["properties"]
        return self.types.setdefault(key, {**made, "schema": schema, "paths": set()})

    def section(self, section):
        source, target = self.type_of(section["source"]), self.type_of(section["target"])
        rows = {each["kind"]: each.get("rows", []) for each in section["statements"]}

        def is_list(kind, path):
            return any(kind["schema"][key].get("list") and f"{path}.".startswith(f"{key}.") for key in kind["schema"])

        def complete(row):
            source_list, target_list = is_list(source, row["source"]), is_list(target, row["target"])
            return {
                "source": row["source"],
                "target": row["target"],
                "to": row.get("dataType", {}).get("name"),
                "sourceSchema": source["schema"].get(row["source"], {}),
                "targetSchema": target["schema"].get(row["target"], {}),
                "list": None if source_list == target_list else "source" if source_list else "target",
            }

        def usable(row):
            return row["to"] != "expression" and (row["source"], row["target"]) != ("id", "id")

        properties = [row for row in map(complete, rows.get("properties", [])) if usable(row)]
        columns = {}
        for row in properties:
            source["paths"].add(row["source"])
            target["paths"].add(row["target"])
            columns.setdefault(row["target"], []).append(row)
        typed = {(row["source"], row["target"]): row for row in properties}
        merge = [typed.get((row["source"], row["target"]), row) for row in map(complete, rows.get("merge-on-match", []))]
        creates = source is not target and "link-required" not in rows and any(kind in rows for kind in CREATING)
        return {"source": source, "target": target, "columns": list(columns.values()), "merge": merge, "creates": creates}

    def sync(self, mode):
        """Raises Unreadable where a system cannot be read."""
        since = self.state["since"]
        # A creation that was refused may be accepted by now: `create` adds the record again, with the values of today.
        for record in [record for record in self.records() if record.get("rest") == "refused"]:
            del self.state["records"][record["key"]]
        for record in [record for record in self.records() if record.get("rest") == "pending"]:
            self.perform(record, record["body"])
        for kind in self.types.values():
            last = since.get(kind["key"])
            for record in kind["client"].list(kind["datatype"], None if mode == "full" else last):
                self.take(kind, record)
                since[kind["key"]] = max(since.get(kind["key"], ""), record["modifiedAt"])
        for _ in range(10):
            if not self.round():
                break
        self.save()

    def links(self):
        names = ("system", "datatype", "id")
        return [
            [dict(zip(names, json.loads(member["key"]))) for member in members if not member.get("rest")]
            for members in self.clusters()
        ]

    def records(self, kind=None):
        every = self.state["records"].values()
        return [record for record in every if kind is None or record["type"] == kind["key"]]

    def present(self, kind):
        return [record for record in self.records(kind) if record.get("rest") != "gone"]

    def clusters(self):
        clusters = {}
        for record in self.records():
            clusters.setdefault(record["cluster"], []).append(record)
        return list(clusters.values())

    def new_record(self, key, kind, **members):
        return {"key": key, "type": kind["key"], "cluster": key, "properties": {}, "stamps": {}, "anchors": {}, **members}

    def take(self, kind, shown):
        """Takes over what a system shows of a record; what differs from what is known is an edit."""
        key = json.dumps([*json.loads(kind["key"]), shown["id"]])
        record = self.state["records"].setdefault(key, self.new_record(key, kind, id=shown["id"]))
        version = shown.get("version")
        if version is not None and version <= (record.get("version") or 0) and record.get("rest") != "gone":
            return
        before = {path: value_of(record, path) for path in kind["paths"]}
        properties = overlay(record["properties"], shown["properties"])
        record.update(version=version, rest=None, properties=properties)
        for path in kind["paths"]:
            stamp = record["stamps"].get(path)
            if path in record["anchors"]:
                move_anchor(record, path, before[path])
            if stamp is None or not same(before[path], value_of(record, path)):
                edit = stamp is not None and (stamp["edit"] or not stamp["new"])
                stamp = {"time": shown["modifiedAt"], "rank": kind["rank"], "key": key, "new": True, "edit": edit}
                record["stamps"][path] = stamp

    def join(self, one, other):
        """Makes one cluster of two; nothing in it is agreed on any more."""
        clusters = {one["cluster"], other["cluster"]}
        if len(clusters) == 1:
            return
        name = one["cluster"]
        for record in self.records():
            if record["cluster"] in clusters:
                record["cluster"] = name
                for stamp in record["stamps"].values():
                    stamp.update(new=True, edit=False)

    def match(self):
        """Joins all records that hold the same value by a merge row, whichever side they are of (D5 to D8)."""
        for section in self.sections:
            for row in section["merge"]:
                first = {}
                for record, value in self.merge_values(section, row):
                    if not is_blank(value):
                        self.join(first.setdefault(canonical(value), record), record)

    def merge_values(self, section, row):
        for x in self.present(section["source"]):
            for value in list_at(x, row["source"]):
                try:
                    yield x, to_target(value, row)
                except Inconvertible:
                    continue
        for y in self.present(section["target"]):
            for value in list_at(y, row["target"]):
                yield y, value

    def create(self):
        """Adds a record that has no id yet to each cluster that never had one (D8, D19)."""
        added = False
        for section in self.sections:
            source, target = section["source"], section["target"]
            for x in self.present(source) if section["creates"] else []:
                if not any(y["cluster"] == x["cluster"] for y in self.records(target)):
                    key = json.dumps([x["cluster"], target["key"]])
                    stamp = {"time": "", "rank": target["rank"], "key": key, "new": True, "edit": False}
                    stamps = {path: dict(stamp) for path in target["paths"]}
                    created = self.new_record(key, target, cluster=x["cluster"], stamps=stamps)
                    self.state["records"][key] = created
                    added = True
        return added

    def round(self):
        """Plans and writes once; whether it makes sense to plan again."""
        self.match()
        while self.create():
            pass
        plans = []
        for cluster in self.clusters():
            members = [member for member in cluster if not member.get("rest")]
            if any("id" not in member or any(s["new"] for s in member["stamps"].values()) for member in members):
                plans.append((members, plan(self.sections, members, self.policies, self.log)))
        works = [
            (member, self.body_of(member, copy)) for members, copies in plans for member, copy in zip(members, copies)
        ]
        work = [(record, body) for record, body in works if body or "id" not in record]
        for record, body in work:
            if "id" not in record:
                record.update(body=body, rest="pending")
        self.save()
        outcomes = [(record["cluster"], self.perform(record, body)) for record, body in work]
        unfinished = {cluster for cluster, outcome in outcomes if outcome != "done"}
        for members, copies in plans:
            for member, copy in zip(members, copies) if members[0]["cluster"] not in unfinished else []:
                member["stamps"] = {path: {**stamp, "new": False, "edit": False} for path, stamp in copy["stamps"].items()}
        return any(outcome != "later" for _, outcome in outcomes)

    def body_of(self, record, copy):
        """What a call must say: what differs, or of a new record all, with what the schema requires."""
        properties = copy["properties"]
        for path, schema in self.types[record["type"]]["schema"].items():
            missing = "id" not in record and schema.get("required")
            if missing and is_blank(value_of({"properties": properties, "anchors": {}}, path)):
                properties = write(properties, path.split("."), fallback(schema))
        return difference(record["properties"], properties)

    def perform(self, record, body):
        """Writes one record. `done`: also a refusal is, of a change until somebody edits, of a creation until the next
        sync; `again`: somebody was faster; `later`: no answer."""
        kind = self.types[record["type"]]
        client, datatype, new = kind["client"], kind["datatype"], "id" not in record
        if new:
            status, answer = client.create(datatype, body, record["key"])
        else:
            status, answer = client.change(datatype, record["id"], body, record.get("version"))
        if status == 412:
            status, answer = client.get(datatype, record["id"])
            if status == 200:
                self.take(kind, answer)
            return "again" if status == 200 else "later"
        if status in (200, 201):
            del self.state["records"][record["key"]]
            record.update(body=None, id=answer["id"], key=json.dumps([*json.loads(kind["key"]), answer["id"]]))
            self.state["records"][record["key"]] = record
            self.take(kind, answer)
            return "done"
        self.log(f"{datatype} {record.get('id', '(new)')}: {status} {answer.get('detail')}")
        if status in (0, 401, 429) or status >= 500:
            return "later"
        record["rest"] = "refused" if new else "gone" if status == 404 else None
        return "done"
