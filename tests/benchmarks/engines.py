"""The workload in other engines: each gives the three leaves (and recommendations) of one patient's plain values.

Every function returns how to decide one mapping, or nothing where the engine is not installed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

Decide = Callable[[dict[str, Any]], Any]

BAD = ("significant", "life-threatening")
"""Bleeding that is at least significant."""

Row = tuple[str, tuple[tuple[str, str, Any], ...], tuple[str, ...], bool]
"""A leaf, its conditions (key, sign, value), its recommendations, and whether it has a dose."""

TREES: dict[str, tuple[Row, ...]] = {
    "i": (
        ("I01", (("plt", ">=", 50), ("bleeding", "in", BAD)), ("R01",), False),
        ("I02", (("plt", ">=", 50),), ("R02",), False),
        ("I03", (("bleeding", "==", "life-threatening"),), ("R03", "R04"), False),
        ("I04", (("plt", "<", 10),), ("R05", "R04"), True),
        ("I05", (("rapid", "==", True),), ("R05", "R04"), True),
        ("I06", (("plt", ">=", 30), ("bleeding", "in", ("none", "minor"))), ("R06",), False),
        ("I07", (("steroid", "==", "untested"),), ("R07",), False),
        ("I08", (("steroid", "==", "responsive"),), ("R07", "R02"), False),
        ("I09", (("months", "<", 3),), ("R08",), False),
        ("I10", (("months", "<", 12),), ("R09",), True),
        ("I11", (("splenectomy", "==", True), ("bleeding", "in", BAD)), ("R08",), False),
        ("I12", (("splenectomy", "==", True),), ("R09",), True),
        ("I13", (("bleeding", "in", BAD),), ("R10",), False),
        ("I14", (), ("R09", "R11"), True),
    ),
    "n": (
        ("N01", (("anc", "<", 0.5), ("fever", "==", True), ("infection", "==", True)), ("G01", "G02", "G03"), False),
        ("N02", (("anc", "<", 0.5), ("fever", "==", True)), ("G01", "G03"), False),
        ("N03", (("anc", "<", 0.5), ("infection", "==", True)), ("G02", "G03"), False),
        ("N04", (("anc", "<", 0.5),), ("G04", "G05"), False),
        ("N05", (("anc", "<", 1.0), ("fever", "==", True)), ("G03", "G04"), False),
        ("N06", (("anc", "<", 1.0), ("infection", "==", True)), ("G06", "G04"), False),
        ("N07", (("anc", "<", 1.0),), ("G04", "G05"), False),
        ("N08", (("anc", "<", 1.8), ("fever", "==", True)), ("G06", "G07"), False),
        ("N08", (("anc", "<", 1.8), ("infection", "==", True)), ("G06", "G07"), False),
        ("N09", (("anc", "<", 1.8),), ("G07",), False),
        ("N10", (), (), False),
    ),
    "h": (
        ("H01", (("hgb", "<", 7),), ("A01",), False),
        ("H02", (("hgb", "<", 8), ("bleeding", "in", BAD)), ("A01",), False),
        ("H03", (("hgb", "<", 8),), ("A02",), False),
        ("H04", (("hgb", "<", 12),), ("A03",), False),
        ("H05", (), (), False),
    ),
}
KEYS = ("plt", "anc", "hgb", "fever", "infection", "bleeding", "months", "steroid", "splenectomy", "rapid")


def _literal(value: Any) -> str:
    return json.dumps(value)


def _cell(sign: str, value: Any) -> str:
    if sign == "in":
        return ", ".join(_literal(one) for one in value)
    return _literal(value) if sign == "==" else f"{sign} {value}"


def zen() -> Decide | None:
    """GoRules zen-engine: three decision tables with hit policy *first*, compiled once."""
    try:
        import zen
    except ImportError:
        return None
    decision = zen.ZenEngine().create_decision(json.dumps(zen_graph()))

    def decide(patient: dict[str, Any]) -> Any:
        return decision.evaluate(patient)["result"]

    return decide


def zen_batch() -> Callable[[list[dict[str, Any]]], Any] | None:
    """zen-engine over many patients in one call: every table loops over them."""
    try:
        import zen
    except ImportError:
        return None
    decision = zen.ZenEngine().create_decision(json.dumps(zen_graph(loop=True)))

    def decide(patients: list[dict[str, Any]]) -> Any:
        return decision.evaluate({"patients": patients})["result"]

    return decide


def zen_graph(loop: bool = False) -> dict[str, Any]:
    """The three tables as zen-engine's own format; with ``loop`` each goes through the patients of one call."""
    nodes: list[dict[str, Any]] = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
    ]
    edges = []
    for tree, rows in TREES.items():
        nodes.append(
            {
                "id": tree,
                "name": tree,
                "type": "decisionTableNode",
                "position": {"x": 0, "y": 0},
                "content": {**_zen_table(tree, rows), **(_looping(tree) if loop else {})},
            }
        )
        for source, target in (("in", tree), (tree, "out")):
            edges.append({"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"})
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _looping(tree: str) -> dict[str, Any]:
    return {"executionMode": "loop", "inputField": "patients", "outputPath": f"of_{tree}"}


def _zen_table(tree: str, rows: tuple[Row, ...]) -> dict[str, Any]:
    keys = [key for key in KEYS if any(key == one[0] for row in rows for one in row[1])]
    rules = []
    for leaf, conditions, recommendations, dosed in rows:
        cells = {key: _cell(sign, value) for key, sign, value in conditions}
        rules.append(
            {
                "_id": leaf,
                **{f"in-{key}": cells.get(key, "") for key in keys},
                "leaf": _literal(leaf),
                "recs": _literal(list(recommendations)),
                "dose": "weight * 1.0" if dosed else "null",
            }
        )
    return {
        "hitPolicy": "first",
        "inputs": [{"id": f"in-{key}", "name": key, "field": key} for key in keys],
        "outputs": [{"id": name, "name": name, "field": f"{tree}.{name}"} for name in ("leaf", "recs", "dose")],
        "rules": rules,
    }


def json_logic() -> Decide | None:
    """json-logic: a chain of if for each tree."""
    try:
        from json_logic import jsonLogic
    except ImportError:
        return None
    rules = [_json_logic(rows) for rows in TREES.values()]

    def decide(patient: dict[str, Any]) -> Any:
        return [jsonLogic(rule, patient) for rule in rules]

    return decide


def _json_logic(rows: tuple[Row, ...]) -> dict[str, Any]:
    parts: list[Any] = []
    for leaf, conditions, _, _ in rows:
        asked = [{sign: [{"var": key}, list(value) if sign == "in" else value]} for key, sign, value in conditions]
        parts += [asked[0] if len(asked) == 1 else {"and": asked}, leaf] if asked else [leaf]
    return {"if": parts}


def rule_engine() -> Decide | None:
    """rule-engine: one compiled rule a row, first hit."""
    try:
        import rule_engine as engine
    except ImportError:
        return None
    trees = [[(engine.Rule(_rule(row[1])), row) for row in rows] for rows in TREES.values()]

    def decide(patient: dict[str, Any]) -> Any:
        return [next(row[0] for rule, row in tree if rule.matches(patient)) for tree in trees]

    return decide


def _rule(conditions: tuple[tuple[str, str, Any], ...]) -> str:
    asked = [
        f"{key} in [{', '.join(_literal(one) for one in value)}]" if sign == "in" else f"{key} {sign} {_literal(value)}"
        for key, sign, value in conditions
    ]
    return " and ".join(asked) or "true"


def durable() -> Decide | None:
    """durable_rules: one ruleset a tree, a rule a row, the first by priority; each patient is a new event."""
    try:
        from durable import lang
    except ImportError:
        return None
    found: list[str] = []
    for tree, rows in TREES.items():
        with lang.ruleset(f"tree_{tree}"):
            for at, row in enumerate(rows):
                _durable_rule(lang, row, at, found)

    numbers = count()

    def decide(patient: dict[str, Any]) -> Any:
        found.clear()
        for tree in TREES:
            lang.post(f"tree_{tree}", {**patient, "always": True, "id": next(numbers)})
        return list(found)

    return decide


def _durable_rule(lang: Any, row: Row, at: int, found: list[str]) -> None:
    condition = lang.m.always == True  # noqa: E712
    for key, sign, value in row[1]:
        field = getattr(lang.m, key)
        if sign == "in":
            one, other = (field == label for label in value)
            condition = condition & (one | other)
        else:
            condition = condition & {"<": field < value, ">=": field >= value, "==": field == value}[sign]

    def take(_: Any) -> None:
        found.append(row[0])

    lang.when_all(lang.pri(at), condition)(take)


def bkflow_dmn() -> Decide | None:
    """bkflow-dmn: three decision tables with hit policy *First*; its numbers are all floats."""
    try:
        from bkflow_dmn.data_model import SingleDecisionTable
    except ImportError:
        return None
    tables = [SingleDecisionTable(**_bkflow_table(rows)) for rows in TREES.values()]

    def decide(patient: dict[str, Any]) -> Any:
        facts = {**patient, "months": float(patient["months"])}
        return [table.decide(facts, True)[0]["leaf"] for table in tables]

    return decide


def _bkflow_table(rows: tuple[Row, ...]) -> dict[str, Any]:
    keys = [key for key in KEYS if any(key == one[0] for row in rows for one in row[1])]
    cells = [{key: _bkflow_cell(key, sign, value) for key, sign, value in row[1]} for row in rows]
    return {
        "title": "tree",
        "hit_policy": "First",
        "inputs": {
            "cols": [{"id": key} for key in keys],
            "rows": [[one.get(key, "") for key in keys] for one in cells],
        },
        "outputs": {
            "cols": [{"id": "leaf"}, {"id": "recommendations"}, {"id": "dose"}],
            "rows": [[_literal(row[0]), _literal(list(row[2])), "weight * 1.0" if row[3] else "null"] for row in rows],
        },
    }


def _bkflow_cell(key: str, sign: str, value: Any) -> str:
    if sign == "in":
        return f"{key} in [{', '.join(_literal(one) for one in value)}]"
    return _literal(value) if sign == "==" else f"{sign}{float(value)}"


def leaves_of(found: Any) -> tuple[str, ...]:
    """The three leaves out of what an engine found."""
    return tuple(found[tree]["leaf"] for tree in TREES) if isinstance(found, dict) else tuple(found)


def leaves_of_batch(found: Any) -> list[tuple[str, ...]]:
    """The three leaves of every patient out of what zen-engine's batch found."""
    lists = [[one[tree]["leaf"] for one in found[f"of_{tree}"]] for tree in TREES]
    return list(zip(*lists, strict=True))


ENGINES: dict[str, Callable[[], Decide | None]] = {
    "bkflow-dmn": bkflow_dmn,
    "zen-engine, single call": zen,
    "json-logic": json_logic,
    "rule-engine": rule_engine,
    "durable_rules": durable,
}
