"""Values: paths, what is empty, what is equal, conversions. docs/semantics.md has the decisions (D1 to D27)."""
import json
import math
import re
from decimal import Decimal

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
# By their JSON text.
BOOLEANS = {"true": True, "false": False, "1": True, "0": False, '"true"': True, '"false"': False}
MADE_UP = {"integer": 0, "number": 0, "boolean": False, "object": {}}
LARGEST_INTEGER = 2**53 - 1


class Inconvertible(Exception):
    """A value that a data type cannot hold."""


def whole(number):
    """JSON has one kind of numbers: 7.0 is 7."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def canonical(value):
    """The JSON text by which values are compared: in Python, True equals 1."""
    return json.dumps(value, sort_keys=True)


def is_blank(value):
    return value is None or value == "" or value == []


def same(one, other):
    return canonical(one) == canonical(other) or (is_blank(one) and is_blank(other))


def read(held, path):
    """The value at a dotted path; a path that meets a list reads the property of every element (D7)."""
    if isinstance(held, list):
        return [read(element, path) for element in held]
    step, _, rest = path.partition(".")
    below = held.get(step) if isinstance(held, dict) else None
    return read(below, rest) if rest else below


def write(held, steps, value, index=None):
    """`held` with the value at the path; where a list is met, in the element at `index` alone (D14, D26)."""
    if steps and not isinstance(held, list):
        held = held if isinstance(held, dict) else {}
        return {**held, steps[0]: write(held.get(steps[0]), steps[1:], value, index)}
    if index is None:
        if not steps:
            return value
        parts = value or []
        return [write(each, steps, parts[at] if at < len(parts) else None) for at, each in enumerate(held)]
    elements = list(held) if isinstance(held, list) else [] if is_blank(held) else [held]
    element = write(elements[index] if index < len(elements) else None, steps, value) if steps else value
    elements[index : index + 1] = [] if is_blank(element) else [element]
    return elements


def difference(before, after):
    """What a PATCH must say to get from one object to the other; lists are written whole."""
    before = before if isinstance(before, dict) else {}
    changed = {name: value for name, value in after.items() if name not in before or canonical(before[name]) != canonical(value)}
    return {
        name: difference(before.get(name), value) if isinstance(value, dict) else value
        for name, value in changed.items()
    }


def overlay(known, shown):
    """What an answer shows, laid over what is known: what it leaves out was not cleared (D13)."""
    if not isinstance(known, dict) or not isinstance(shown, dict):
        return shown
    return {**known, **{name: overlay(known.get(name), value) for name, value in shown.items()}}


def text_of(number):
    """The shortest JSON text of a number, as other languages write it too."""
    if isinstance(number, int) or 1e-6 <= abs(number) < 1e21:
        return format(Decimal(repr(number)), "f")
    return re.sub(r"e([+-])0*", r"e\1", repr(number))


def convert(value, data_type):
    """A value in a data type, a list by its elements (D15)."""
    if isinstance(value, list):
        return [convert(element, data_type) for element in value]
    if data_type == "string" and not isinstance(value, dict):
        return value if isinstance(value, str) else canonical(value) if isinstance(value, bool) else text_of(value)
    if data_type == "boolean" and canonical(value) in BOOLEANS:
        return BOOLEANS[canonical(value)]
    if data_type in ("integer", "float", "decimal", "number") and not isinstance(value, bool):
        if isinstance(value, (int, float)) or (isinstance(value, str) and NUMBER.fullmatch(value)):
            number = whole(float(value))
            if data_type == "integer" and isinstance(number, int) and abs(number) <= LARGEST_INTEGER:
                return number
            if data_type != "integer" and math.isfinite(number):
                return number
    if data_type in ("string", "boolean", "integer", "float", "decimal", "number"):
        raise Inconvertible(f"{canonical(value)} is not {data_type}")
    return value


def type_of(value):
    """The name that a schema has for the type of a value; none for lists and objects."""
    kinds = {bool: "boolean", int: "number", float: "number", str: "string"}
    return kinds.get(type(value))


def fallback(schema):
    """What a required property gets that no row fills (D24)."""
    single = "unspecified@example.com" if schema.get("format") == "email" else "unspecified"
    value = MADE_UP.get(schema.get("type"), single)
    return schema.get("default", [value] if schema.get("list") else value)
