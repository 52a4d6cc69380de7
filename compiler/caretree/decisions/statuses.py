"""How far each result holds: absent 0, undecided 1, provisional 2, certain 3.

    when fever: recommend cultures, consider G-CSF      fever unknown: cultures 3 (both open branches), G-CSF 1
    otherwise: recommend cultures

Fork: where every open branch holds it, at least provisionally, the weakest of them; where some do, undecided. Extra: as
within while its condition must be yes, at most undecided while it is unknown. Union: the strongest.
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct, field

from caretree.decisions.answer import Status
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    ExtraNode,
    ForkNode,
    GapNode,
    GraphNode,
    NothingNode,
    ReportNode,
)
from caretree.decisions.intervals import Truth
from caretree.decisions.outline import Key, key_of

ABSENT, UNDECIDED, PROVISIONAL, CERTAIN = 0, 1, 2, 3
Levels = dict[Key, int]

_WORDS: dict[int, Status] = {UNDECIDED: "undecided", PROVISIONAL: "provisional", CERTAIN: "certain"}


class Statuses(Struct):
    """The level of every result that is not absent; ``torn`` lists forks the facts contradict."""

    levels: Levels = field(default_factory=dict)
    torn: list[ForkNode] = field(default_factory=list)

    def of(self, key: Key) -> int:
        """The level of one result."""
        return self.levels.get(key, ABSENT)


def word(level: int) -> Status:
    """``undecided``, ``provisional`` or ``certain``."""
    return _WORDS[level]


def statuses(evaluation: Evaluation, in_scope: Truth) -> Statuses:
    """Every result's level for the patient; while the scope is unknown none is above undecided."""
    found = Statuses()
    for run in evaluation.graph.runs:
        started = True if run.condition is None else evaluation.truth(run.condition)
        if started is not False:
            levels = _levels(evaluation, run.node, found.torn)
            _join(found.levels, levels if started else _capped(levels, UNDECIDED))
    if in_scope is None:
        found.levels = _capped(found.levels, UNDECIDED)
    return found


def _levels(evaluation: Evaluation, name: str, torn: list[ForkNode]) -> Levels:
    node = evaluation.graph.nodes[name]
    match node:
        case BlockNode(of=parts):
            union: Levels = {}
            for part in parts:
                _join(union, _levels(evaluation, part, torn))
            return union
        case ForkNode():
            return _fork_levels(evaluation, node, torn)
        case ExtraNode():
            return _extra_levels(evaluation, node, torn)
        case ConflictNode(then=then):
            levels = _certain(node)
            return levels if then is None else _join(levels, _levels(evaluation, then, torn))
        case _:
            return _certain(node)


def _certain(node: GraphNode) -> Levels:
    match node:
        case AdviceNode() | ChoiceNode() | GapNode() | ConflictNode() | ReportNode():
            return {key_of(node): CERTAIN, ("line", node.id): CERTAIN}
        case NothingNode() | BlockNode() | ForkNode() | ExtraNode():
            return {}
        case _:
            assert_never(node)


def _fork_levels(evaluation: Evaluation, node: ForkNode, torn: list[ForkNode]) -> Levels:
    is_open = evaluation.open_branches([branch.condition for branch in node.branches], node.ordered)
    if not is_open:
        torn.append(node)
        return {}
    branches = [_levels(evaluation, node.branches[position].then, torn) for position in is_open]
    weakest = {key: min(levels.get(key, ABSENT) for levels in branches) for levels in branches for key in levels}
    return {key: level if level >= PROVISIONAL else UNDECIDED for key, level in weakest.items()}


def _extra_levels(evaluation: Evaluation, node: ExtraNode, torn: list[ForkNode]) -> Levels:
    truth = evaluation.truth(node.condition)
    if truth is False:
        return {}
    levels = _levels(evaluation, node.then, torn)
    return _capped(levels, UNDECIDED if truth is None else PROVISIONAL if node.waiting else CERTAIN)


def _capped(levels: Levels, most: int) -> Levels:
    return {key: min(level, most) for key, level in levels.items()}


def _join(into: Levels, levels: Levels) -> Levels:
    for key, level in levels.items():
        into[key] = max(level, into.get(key, ABSENT))
    return into
