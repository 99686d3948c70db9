"""What makes the linked records of a cluster agree."""
from values import Inconvertible, convert, is_blank, read, same, type_of, write


def list_at(record, path):
    value = read(record["properties"], path)
    return value if isinstance(value, list) else [] if value is None else [value]


def value_of(record, path):
    """The value at a path; of a list that faces a single value, the element that stands for it (D26)."""
    value, anchor = read(record["properties"], path), record["anchors"].get(path)
    if anchor is None or not isinstance(value, list):
        return value
    return value[anchor] if anchor < len(value) else None


def to_target(value, row):
    """What the target must hold for a value of the source (D15)."""
    converted = None if is_blank(value) else convert(value, row["to"])
    return None if is_blank(converted) else convert(converted, row["targetSchema"].get("type"))


def to_source(value, row, held):
    """What the source must hold for a value of the target, so that it would give that value (D15)."""
    kind = row["sourceSchema"].get("type", "any")
    back = None if is_blank(value) else convert(value, type_of(held) if kind == "any" and row["to"] else kind)
    if not same(to_target(back, row), value):
        raise Inconvertible("no value gives it back")
    return back


def fits(source_value, target_value, row):
    try:
        return same(to_target(source_value, row), target_value)
    except Inconvertible:
        return False


def supplying(rows, x):
    """Of several rows into one target, the source that was edited last and is not blank counts, else the first (D17)."""
    return max(rows, key=lambda row: "" if is_blank(value_of(x, row["source"])) else x["stamps"][row["source"]]["time"])


def set_anchor(row, x, y):
    """When a list first faces a single value, the equal element stands for it, else the first filled one (D26)."""
    if row["list"] == "source":
        record, path, single = x, row["source"], value_of(y, row["target"])
        equal = [fits(element, single, row) for element in list_at(x, path)]
    else:
        record, path, single = y, row["target"], value_of(x, row["source"])
        equal = [fits(single, element, row) for element in list_at(y, path)]
    filled = [not is_blank(element) for element in list_at(record, path)]
    anchor = next((tests.index(True) for tests in (equal, filled) if True in tests), 0)
    record["anchors"].setdefault(path, anchor)


def move_anchor(record, path, element):
    """After a change of a list, its element is where it is now, or what took its place, or the first (D26)."""
    elements = list_at(record, path)
    places = [at for at, each in enumerate(elements) if same(each, element)]
    before = record["anchors"][path]
    record["anchors"][path] = places[0] if places else before if before < len(elements) else 0


def strength(record, path, policies):
    """What is new beats what was agreed on; then the later time, the system named first, the key (D11, D12). A blank
    counts only where an edit made it, and where it is not to be restored (D13)."""
    stamp = record["stamps"][path]
    counts = stamp["edit"] and policies.get("clear") != "restore"
    void = stamp["new"] and is_blank(value_of(record, path)) and not counts
    return (-1 if void else int(stamp["new"]), stamp["time"], -stamp["rank"], stamp["key"])


def agree(row, x, y, policies, log):
    """Lets the weaker side of a row take over the stronger one's value and stamp. Whether anything changed."""
    if row["list"]:
        set_anchor(row, x, y)
    one, other = strength(x, row["source"], policies), strength(y, row["target"], policies)
    if one == other or (one[0] == other[0] and one[0] < 1):
        return False
    ends = [(x, row["source"], row["sourceSchema"]), (y, row["target"], row["targetSchema"])]
    (giver, given, _), (taker, path, schema) = ends if one > other else reversed(ends)
    value, held = value_of(x, row["source"]), value_of(y, row["target"])
    if not fits(value, held, row):
        try:
            if taker is y:
                wanted = to_target(value, row)
            else:
                if not giver["stamps"][given]["edit"]:
                    to_target(value, row)  # at a first merge, what cannot be converted is not overwritten either
                wanted = to_source(held, row, value)
        except Inconvertible as error:
            log(f"{path} of {taker['key']} cannot hold {given} of {giver['key']}: {error}")
            return False
        refused = is_blank(wanted) and (schema.get("required") or schema.get("clearable") is False)
        if refused or schema.get("readOnly"):
            log(f"{path} of {taker['key']} cannot be written")
            return False
        taker["properties"] = write(taker["properties"], path.split("."), wanted, taker["anchors"].get(path))
    taker["stamps"][path] = giver["stamps"][given]
    return True


def plan(sections, members, policies, log):
    """The records of a cluster as they should be: copies, with other properties and stamps."""
    copies = [{**member, "stamps": dict(member["stamps"])} for member in members]
    cells = [
        (rows, x, y)
        for section in sections
        for x in copies
        for y in copies
        if x is not y and x["type"] == section["source"]["key"] and y["type"] == section["target"]["key"]
        for rows in section["columns"]
    ]
    for _ in range(100):
        if not any([agree(supplying(rows, x), x, y, policies, log) for rows, x, y in cells]):
            break
    return copies
