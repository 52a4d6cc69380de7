"""Which branches of a fork are proved to be exactly one, by trying every combination of what they look at.

    ANC below 0.5 · from 0.5 to below 1 · at least 1      cells (0 to 0.5) 0.5 (0.5 to 1) 1 (1 to 100): one branch each

A cell is one combination of yes/no facts, labels and regions of numbers between the constants they are compared with.
The cells in which a condition holds are the bits of one whole number, so that conditions combine by ``&`` and ``|``.
What cannot be looked into (trends, two numbers compared) is a fact of its own: that only ever proves less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from msgspec import Struct, field

from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Assumed,
    Compare,
    CompletedYears,
    ConditionId,
    ConditionNode,
    Constant,
    CountOf,
    CourseIs,
    Fact,
    InPhase,
    InputLabel,
    InputValue,
    LabelFork,
    LabelId,
    LabelIn,
    Not,
    NotKnown,
    NumberId,
    Score,
    SeriesValue,
)
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.phases import ENDED, NOT_STARTED, pathway_of
from caretree.decisions.references import condition_references, label_references
from caretree.guideline.types import COURSE_STATUSES, Number

MOST_CELLS = 1 << 17


class TooManyCells(Exception):
    """More combinations than are tried."""


Region = tuple[Fraction | None, Fraction | None]
"""A number exactly (both ends equal) or between two neighbouring constants (``None``: no bound)."""


class Cells(Struct):
    """The cells of some conditions. ``sizes`` counts the values of each thing that is looked at."""

    graph: DecisionGraph
    sizes: dict[str, int] = field(default_factory=dict)
    strides: dict[str, int] = field(default_factory=dict)
    regions: dict[NumberId, list[Region]] = field(default_factory=dict)
    known: dict[ConditionId, int] = field(default_factory=dict)
    labels: dict[LabelId, dict[str, int]] = field(default_factory=dict)
    every: int = 1

    def holds(self, condition: ConditionId) -> int:
        """The cells in which a condition holds."""
        if condition not in self.known:
            self.known[condition] = self._holds(condition, self.graph.conditions[condition])
        return self.known[condition]

    def _holds(self, name: ConditionId, node: ConditionNode) -> int:
        match node:
            case Constant(value=value):
                return self.every if value else 0
            case Not(of=of):
                return self.every & ~self.holds(of)
            case AllOf(of=of):
                found = self.every
                for part in of:
                    found &= self.holds(part)
                return found
            case AnyOf(of=of):
                return _union(self.holds(part) for part in of)
            case CountOf(count=count, of=of, exactly=exactly):
                return self._counted(count, exactly, [self.holds(part) for part in of])
            case Assumed(of=of):
                return self.holds(of)
            case NotKnown():
                return 0
            case _:
                return self._leaf(name, node)

    def _leaf(self, name: ConditionId, node: ConditionNode) -> int:
        match node:
            case Fact(input=given):
                return self._value(f"fact {given}", 1)
            case LabelIn(of=of, labels=labels):
                possible = self.label(of)
                return _union(possible.get(label, 0) for label in labels)
            case CourseIs(input=given, statuses=statuses):
                return _union(self._value(f"course {given}", COURSE_STATUSES.index(one)) for one in statuses)
            case InPhase(pathway=pathway, phases=phases):
                return _union(self._value(f"phase {pathway}", self._phases(pathway).index(one)) for one in phases)
            case Compare(comparison=comparison, left=left, right=Fraction() as right):
                return self._compared(left, comparison, right)
            case _:
                return self._value(f"condition {name}", 1)

    def _counted(self, count: int, exactly: bool, parts: Sequence[int]) -> int:
        """Cells in which at least so many (exactly: and no more) hold: at_least[n] grows part by part."""
        at_least = [self.every] + [0] * (len(parts) + 1)
        for part in parts:
            for number in range(len(parts), 0, -1):
                at_least[number] |= at_least[number - 1] & part
        most = at_least[count] if count <= len(parts) else 0
        return most & ~at_least[count + 1] if exactly and count < len(parts) else most

    def _phases(self, pathway: str) -> tuple[str, ...]:
        return (NOT_STARTED, *(one.id for one in pathway_of(self.graph, pathway).phases), ENDED)

    def _compared(self, number: NumberId, comparison: str, right: Fraction) -> int:
        fits = [at for at, region in enumerate(self.regions[number]) if _is(region, comparison, right)]
        return _union(self._value(f"number {number}", at) for at in fits)

    def label(self, label: LabelId) -> dict[str, int]:
        """The cells of each label."""
        if label not in self.labels:
            node = self.graph.labels[label]
            if isinstance(node, LabelFork):
                self.labels[label] = self._fork(node)
            else:
                self.labels[label] = {one: self._value(f"label {node.input}", at) for at, one in enumerate(node.labels)}
        return self.labels[label]

    def _fork(self, node: LabelFork) -> dict[str, int]:
        found: dict[str, int] = {}
        branches = self.branches([condition for condition, _, _ in node.branches], node.ordered)
        for cells, (_, label, nested) in zip(branches, node.branches, strict=True):
            inside = {label: self.every} if nested is None else self.label(nested)
            for one, held in inside.items():
                found[one] = found.get(one, 0) | (cells & held)
        return found

    def branches(self, conditions: Sequence[ConditionId], ordered: bool) -> list[int]:
        """The cells of each branch: those of its condition, in an ordered fork without the ones above."""
        found, above = [], 0
        for condition in conditions:
            cells = self.holds(condition)
            found.append(cells & ~above if ordered else cells)
            above |= cells
        return found

    def exactly_one(self, conditions: Sequence[ConditionId], ordered: bool, inside: int | None = None) -> bool:
        """Whether exactly one branch holds in each of the cells looked at (all, unless ``inside`` says which)."""
        within, seen = self.every if inside is None else inside, 0
        for cells in self.branches(conditions, ordered):
            if cells & seen & within:
                return False
            seen |= cells
        return within & ~seen == 0

    def _value(self, name: str, at: int) -> int:
        """The cells in which one thing has one of its values: a pattern that repeats. It is doubled until it is long
        enough, since dividing numbers of so many digits takes far longer."""
        stride, size, total = self.strides[name], self.sizes[name], self.every.bit_length()
        pattern = ((1 << stride) - 1) << (stride * at)
        length = stride * size
        while length < total:
            pattern |= pattern << length
            length *= 2
        return pattern & self.every


def _union(of: Iterable[int]) -> int:
    found = 0
    for cells in of:
        found |= cells
    return found


def _is(region: Region, comparison: str, right: Fraction) -> bool:
    low, high = region
    if comparison == "ge":
        return low is not None and low >= right
    if comparison == "gt":
        return low is not None and (low > right or (low == right and low != high))
    return not _is(region, "ge" if comparison == "lt" else "gt", right)


def cells_of(graph: DecisionGraph, conditions: Iterable[ConditionId]) -> Cells:
    """The cells of some conditions; raises ``TooManyCells``."""
    cells = Cells(graph)
    looked_at: dict[str, int] = {}
    cutoffs: dict[NumberId, set[Fraction]] = {}
    for name in _below(graph, conditions):
        _look(cells, name, graph.conditions[name], looked_at, cutoffs)
    for number, found in cutoffs.items():
        cells.regions[number] = _regions(graph, number, sorted(found))
        looked_at[f"number {number}"] = len(cells.regions[number])
    total = 1
    for name, size in looked_at.items():
        cells.sizes[name], cells.strides[name] = size, total
        total *= size
        if total > MOST_CELLS:
            raise TooManyCells
    cells.every = (1 << total) - 1
    return cells


def _below(graph: DecisionGraph, conditions: Iterable[ConditionId]) -> list[ConditionId]:
    """The conditions and all they are made of through conditions and labels; numbers are not looked into."""
    found: dict[ConditionId, None] = {}
    labels: set[LabelId] = set()
    waiting = list(conditions)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = None
        mentioned = condition_references(graph.conditions[name])
        waiting += mentioned.conditions
        of_labels = list(mentioned.labels)
        while of_labels:
            label = of_labels.pop()
            if label not in labels:
                labels.add(label)
                inside = label_references(graph.labels[label])
                waiting += inside.conditions
                of_labels += inside.labels
    return list(found)


def _look(
    cells: Cells,
    name: ConditionId,
    node: ConditionNode,
    looked_at: dict[str, int],
    cutoffs: dict[NumberId, set[Fraction]],
) -> None:
    match node:
        case Fact(input=given):
            looked_at[f"fact {given}"] = 2
        case LabelIn(of=of):
            for label in _inputs_of(cells.graph, of):
                looked_at[f"label {label.input}"] = len(label.labels)
        case CourseIs(input=given):
            looked_at[f"course {given}"] = len(COURSE_STATUSES)
        case InPhase(pathway=pathway):
            looked_at[f"phase {pathway}"] = len(pathway_of(cells.graph, pathway).phases) + 2
        case Compare(left=left, right=Fraction() as right):
            cutoffs.setdefault(left, set()).add(right)
        case Constant() | Not() | AllOf() | AnyOf() | CountOf() | Assumed() | NotKnown():
            pass
        case _:
            looked_at[f"condition {name}"] = 2


def _inputs_of(graph: DecisionGraph, label: LabelId) -> list[InputLabel]:
    node = graph.labels[label]
    if isinstance(node, InputLabel):
        return [node]
    return [one for _, _, nested in node.branches if nested is not None for one in _inputs_of(graph, nested)]


def _regions(graph: DecisionGraph, number: NumberId, cutoffs: list[Fraction]) -> list[Region]:
    ends: list[Fraction | None] = [None, *cutoffs, None]
    found: list[Region] = []
    for low, high in zip(ends, ends[1:], strict=False):
        found.append((low, high))
        if high is not None:
            found.append((high, high))
    low, high = _plausible(graph, number)
    is_whole = _is_whole(graph, number)
    possible = [one for one in found if _meets(one, low, high) and (not is_whole or _holds_a_whole_number(one))]
    return possible or found


def _is_whole(graph: DecisionGraph, number: NumberId) -> bool:
    """Whether a number is always a whole one."""
    match graph.numbers[number]:
        case Score(items=items, add=()):
            return all(points.denominator == 1 for points, _ in items)
        case InputValue(input=name):
            given = next(one for one in graph.guideline.inputs if one.name.id == name)
            return isinstance(given.type, Number) and given.type.whole
        case SeriesValue(which="number") | CompletedYears():
            return True
        case _:
            return False


def _holds_a_whole_number(region: Region) -> bool:
    low, high = region
    if low is None or high is None:
        return True
    return low.denominator == 1 if low == high else floor(low) + 1 < high


def _plausible(graph: DecisionGraph, number: NumberId) -> Region:
    node = graph.numbers[number]
    if isinstance(node, InputValue):
        given = next(one for one in graph.guideline.inputs if one.name.id == node.input)
        if isinstance(given.type, Number):
            return given.type.plausible.low, given.type.plausible.high
    return None, None


def _meets(region: Region, low: Fraction | None, high: Fraction | None) -> bool:
    start, end = region
    if start is not None and start == end:
        return (low is None or low <= start) and (high is None or start <= high)
    return (low is None or end is None or low < end) and (high is None or start is None or start < high)
