"""The graph a page carries: ``caretree-graph/1`` without what only people at work on it need, and without defaults.

    {"is": "advice", "id": …, "timing": "", "cites": [], "strength": "consider", "action": "g-csf", …}
    {"is": "advice", "strength": "consider", "action": "g-csf", …}

A missing key means the empty value (null, false, "", [] or {}); a node's id is its key. A node that another one leads
to is named from there: "/mild" below it, "./mild" beside it. The engine reads the full form and this one alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from caretree.decisions.export import export
from caretree.decisions.graph import DecisionGraph

Json = Any

WITHOUT = ("sources", "units", "conditionTexts", "members", "notEncoded")
"""Tables of the exported graph that deciding does not read."""

HEADER = ("kind", "title", "id", "version", "status", "reviewBy", "audience", "question", "disclaimers")
INPUT = ("id", "name", "short", "type", "mayBeUnknown", "costs", "asks", "asksPatients")
DEFINITION = ("id", "name", "kind", "value")
ACTION = ("id", "name", "urgent", "forClinicians", "forPatients")
STEP = (
    "is", "ordered", "branches", "low", "high", "unit", "rate", "route", "frequency", "duration", "over", "text",
    "limitHigh", "limitLow",
)  # fmt: skip
UNUSED = frozenset(("span", "notes", "codes", "timingDays", "until"))
"""Keys that no answer shows, wherever they stand."""


def compact(graph: DecisionGraph) -> dict[str, Json]:
    """The graph as JSON data for a page. What it decides and its hash are those of the exported graph."""
    whole = export(graph)
    made = {key: part for key, part in whole.items() if key not in WITHOUT}
    made["guideline"] = chosen(whole["guideline"], HEADER)
    made["inputs"] = [_input(each) for each in whole["inputs"]]
    made["definitions"] = [chosen(each, DEFINITION) | _assumed(each) for each in whole["definitions"]]
    made["actions"] = [_action(each) for each in whole["actions"]]
    made["nodes"] = {name: _node(name, node) for name, node in whole["nodes"].items()}
    lean = without_defaults(made)
    assert isinstance(lean, dict)
    return lean


def chosen(data: dict[str, Json], keys: Iterable[str]) -> dict[str, Json]:
    """Some keys of an object, in the order given."""
    return {key: data[key] for key in keys if key in data}


def without(data: dict[str, Json], keys: Iterable[str]) -> dict[str, Json]:
    """An object without some keys."""
    return {key: part for key, part in data.items() if key not in keys}


def _node(name: str, data: dict[str, Json]) -> dict[str, Json]:
    """A node without its id, and with short names for the nodes it leads to."""
    node = without(data, ("id",))
    if node["is"] == "block":
        node["of"] = [_seen_from(name, part) for part in node["of"]]
    if node.get("then"):
        node["then"] = _seen_from(name, node["then"])
    if "branches" in node:
        node["branches"] = [branch | {"then": _seen_from(name, branch["then"])} for branch in node["branches"]]
    return node


def _seen_from(name: str, other: str) -> str:
    """The short name of a node below or beside another, the whole one of any other node."""
    beside = name.rpartition("/")[0]
    if other.startswith(f"{name}/"):
        return other.removeprefix(name)
    return f".{other.removeprefix(beside)}" if beside and other.startswith(f"{beside}/") else other


def _input(data: dict[str, Json]) -> dict[str, Json]:
    accepts = [chosen(unit, ("symbol", "factor")) | _offset(unit) for unit in data["accepts"]]
    return chosen(data, INPUT) | {"accepts": accepts} | _assumed(data)


def _offset(unit: dict[str, Json]) -> dict[str, Json]:
    return {} if unit["offset"] == "0" else {"offset": unit["offset"]}


def _assumed(data: dict[str, Json]) -> dict[str, Json]:
    """What is assumed; an assumed *no* keeps its value, which is a default everywhere else."""
    return {"assume": chosen(data["assume"], ("value", "unless", "text"))} if data["assume"] else {}


def _action(data: dict[str, Json]) -> dict[str, Json]:
    schedule = [chosen(step, ("text",)) for step in data["schedule"]]
    dosing = data["dosing"] and {
        "dose": data["dosing"]["dose"] and _dose(data["dosing"]["dose"]),
        "steps": [_dose(step) for step in data["dosing"]["steps"]],
        "notStated": data["dosing"]["notStated"],
    }
    return chosen(data, ACTION) | {"schedule": schedule, "dosing": dosing}


def _dose(data: dict[str, Json]) -> dict[str, Json]:
    dose = chosen(data, STEP)
    if "branches" in dose:
        dose["branches"] = [["", condition, _dose(then)] for _, condition, then in dose["branches"]]
    return dose


def without_defaults(data: Json) -> Json:
    """The data without empty values of objects; what stands in a list stays."""
    if isinstance(data, list):
        return [without_defaults(part) for part in data]
    if isinstance(data, dict):
        parts = {key: without_defaults(part) for key, part in data.items() if key not in UNUSED}
        return {key: part for key, part in parts.items() if not _is_default(part)}
    return data


def _is_default(part: Json) -> bool:
    """Whether a value is empty; 0 is a number and stays, an assumption stays whole."""
    return part is None or part is False or part in ("", [], {})
