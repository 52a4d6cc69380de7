"""Results in words: what a reader of an answer would see of them.

("advice", "offer", "home-monitoring")      recommend home monitoring
("option", "treatments", "rituximab")       rituximab among treatments
"""

from __future__ import annotations

from caretree.decisions.graph import AdviceNode, DecisionGraph
from caretree.decisions.outline import Key
from caretree.guideline.blocks import STRENGTHS
from caretree.solver.advice import name_of


def result_words(graph: DecisionGraph, key: Key) -> str:
    """One result; several strengths are joined by ``or``."""
    match key:
        case ("scope",):
            return "the guideline applies"
        case ("advice", direction, action):
            lines = [node for node in graph.nodes.values() if isinstance(node, AdviceNode)]
            said = {one.strength for one in lines if (one.direction, one.action) == (direction, action)}
            strengths = " or ".join(sorted(said, key=STRENGTHS.index))
            return f"{strengths} {name_of(graph, action)}"
        case ("choice", options, _):
            return f"the choice of {graph.options[options].name}"
        case ("option", options, action):
            return f"{name_of(graph, action)} among {graph.options[options].name}"
        case ("gap", name):
            return f"gap {next((one.name.long for one in graph.guideline.gaps if one.name.id == name), name)}"
        case ("conflict", name):
            found = (one.name.long for one in graph.guideline.conflicts if one.name.id == name)
            return f"conflict {next(found, name)}"
        case (_, label, *_):
            return label
        case _:
            raise ValueError(f"no such result: {key}")
