"""The legend of a cohort's answers as JSON (``caretree-cohort/1``): what columns and leaf numbers stand for."""

from __future__ import annotations

import json
from typing import Any

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.header import not_approved
from caretree.targets.sql.decided import Plan
from caretree.targets.sql.results import STATUS_WORDS, ResultColumn


def legend_json(graph: DecisionGraph, plan: Plan) -> str:
    """The whole legend."""
    header = graph.guideline.header
    legend = {
        "format": "caretree-cohort/1",
        "guideline": {"id": header.id, "version": header.version, "status": header.status, "graph_hash": graph.hash},
        "key": plan.key,
        "notice": not_approved(header),
        "status": {str(level): word for level, word in STATUS_WORDS.items()},
        "columns": [_column(one) for one in plan.columns],
        "leaves": {tree.name: _leaves(tree.leaves) for tree in plan.trees},
    }
    return json.dumps(legend, indent=1, ensure_ascii=False) + "\n"


def _column(one: ResultColumn) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": one.name, "kind": one.kind, "of": list(one.of), "text": one.text}
    if one.cites:
        shown["citations"] = list(one.cites)
    if one.unit:
        shown["unit"] = one.unit
    return shown


def _leaves(leaves: Any) -> list[dict[str, Any]]:
    return [{"leaf": leaf.number, "block": leaf.block, "lines": list(leaf.lines)} for leaf in leaves]
