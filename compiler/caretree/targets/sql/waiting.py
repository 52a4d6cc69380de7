"""What undecided results wait for: an unknown input, read by a condition that is open on the way to one of them.

"fever" IS NULL AND <the fork is reached> AND <its condition is unknown> AND <something below it is undecided>
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import BlockNode, ConflictNode, ExtraNode, ForkNode, NodeId, ReportNode
from caretree.decisions.outline import OutcomeNode, key_of
from caretree.decisions.reads import read
from caretree.targets.sql.statuses import Levels
from caretree.targets.sql.words import Sql, all_of, any_of, compared, constant, truth, unknown, whole

UNDECIDED, PROVISIONAL = 1, 2


class Waiting(Struct):
    """``pending`` says of each node whether a result below it that may hold has one of the two statuses."""

    levels: Levels
    inputs: dict[ConditionId, tuple[str, ...]] = field(default_factory=dict)
    pending: dict[tuple[NodeId, int], Sql] = field(default_factory=dict)

    def reads(self, condition: ConditionId, name: str) -> bool:
        """Whether a condition reads an input, transitively."""
        if condition not in self.inputs:
            self.inputs[condition] = read(self.levels.meaning.graph, [("condition", condition)]).inputs
        return name in self.inputs[condition]

    def below(self, name: NodeId, level: int) -> Sql:
        """Whether something below a node (reports left out) is undecided, or provisional, and may hold."""
        if (name, level) not in self.pending:
            tree = self._below(name, level)
            self.pending[name, level] = self.levels.meaning.sheet.keep(f"pending {level} {name}", tree)()
        return self.pending[name, level].copy()

    def _below(self, name: NodeId, level: int) -> Sql:
        meaning, node = self.levels.meaning, self.levels.meaning.graph.nodes[name]
        match node:
            case BlockNode(of=of):
                return any_of(self.below(part, level) for part in of)
            case ForkNode(branches=branches):
                trees = [self.below(branch.then, level) for branch in branches]
                opened = self.levels.opened[name]
                return any_of(all_of([opened.any_of(places), tree]) for tree, places in _together(trees))
            case ExtraNode(condition=condition, then=then):
                return all_of([meaning.truth(condition).may(), self.below(then, level)])
            case ReportNode():
                return truth(False)
            case ConflictNode(then=then):
                own = compared(self.levels.status[key_of(node)](), "eq", whole(level))
                return any_of([own, *([] if then is None else [self.below(then, level)])])
            case _ if isinstance(node, OutcomeNode):
                return compared(self.levels.status[key_of(node)](), "eq", whole(level))
            case _:
                return truth(False)


def waits(waiting: Waiting, name: str) -> Sql:
    """Whether an unknown input is what some undecided (or provisional) result other than a report waits for."""
    meaning, levels = waiting.levels.meaning, waiting.levels
    graph, parts = meaning.graph, []
    if meaning.is_given(name) and meaning.has(name):
        return truth(False)  # a column without a null: nothing waits for it
    for run in graph.runs:
        conditions = [one for one in (graph.applies_when, run.condition) if one is not None]
        parts.append(_open(waiting, name, conditions, truth(True), run.node))
    for node_id, reach in levels.reach.items():
        node = graph.nodes[node_id]
        if isinstance(node, ForkNode):
            parts.append(_open(waiting, name, [branch.condition for branch in node.branches], reach, node_id))
        elif isinstance(node, ExtraNode):
            parts.append(_open(waiting, name, [node.condition], reach, node_id))
            if node.waiting and waiting.reads(node.condition, name):
                holds = meaning.truth(node.condition)
                parts.append(all_of([reach.copy(), holds.yes(), waiting.below(node.then, PROVISIONAL)]))
    own = unknown(meaning.value(name)) if meaning.has(name) else truth(True)
    return all_of([own, any_of(parts)])


def _open(waiting: Waiting, name: str, conditions: list[ConditionId], reach: Sql, below: NodeId) -> Sql:
    wanted = [waiting.levels.meaning.truth(one) for one in conditions if waiting.reads(one, name)]
    undecided = any_of(one.is_unknown() for one in wanted)
    if constant(undecided) is False:
        return truth(False)
    return all_of([reach.copy(), undecided, waiting.below(below, UNDECIDED)])


def _together(trees: Sequence[Sql]) -> list[tuple[Sql, list[int]]]:
    """Each different tree with the places where it stands: branches with the same results are asked together."""
    found: list[tuple[Sql, list[int]]] = []
    for place, tree in enumerate(trees):
        places = next((places for other, places in found if other == tree), None)
        if places is None:
            found.append((tree, [place]))
        else:
            places.append(place)
    return found
