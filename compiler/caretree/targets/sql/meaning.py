"""What the expressions of a graph are in SQL, each worked out once: truths, spans of numbers, possible labels.

    truth("c3")      Truth("ANC" < 5e-1)                     ANC is given for every row of this query
    truth("c3")      Truth(COALESCE("ANC" < 5e-1, FALSE), …)  ANC may be unknown

``given`` are the inputs that are never null in the query this is for: the mandatory ones, or, for the rows that are
complete, all that decisions read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from caretree.decisions.expressions import ConditionId, LabelId, NumberId
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.inputs import Input
from caretree.targets.sql.cells import Cells, TooManyCells, cells_of
from caretree.targets.sql.sheet import SMALL, Sheet
from caretree.targets.sql.sources import PatientColumns
from caretree.targets.sql.spans import Span
from caretree.targets.sql.truths import Truth
from caretree.targets.sql.words import Dialect, Make, Sql, all_of, any_of, column, negated, size

OFTEN = 10
"""Words of a condition's tree above which it gets a column when several read it."""
LONG = 60
"""Words above which it gets one in any case."""

Possible = dict[str, Sql]
"""Each label and the tree that says whether it is not ruled out."""


@dataclass(slots=True)
class Meaning:
    """One query's view of a graph. ``torn`` holds what would contradict itself in each fork or label that is not proved
    to have exactly one branch: a name and the tree that is true then."""

    graph: DecisionGraph
    dialect: Dialect
    columns: PatientColumns
    sheet: Sheet
    given: frozenset[str]
    complete: bool = False
    renamed: dict[str, str] = field(default_factory=dict)
    uses: dict[str, int] = field(default_factory=dict)
    truths: dict[ConditionId, Truth] = field(default_factory=dict)
    spans: dict[NumberId, Span] = field(default_factory=dict)
    labels: dict[LabelId, Possible] = field(default_factory=dict)
    torn: dict[str, Make] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
    inputs: dict[str, Input] = field(default_factory=dict)

    def truth(self, condition: ConditionId) -> Truth:
        """A condition."""
        if condition not in self.truths:
            from caretree.targets.sql.conditions import condition_truth

            self.truths[condition] = self._kept(condition, condition_truth(self, self.graph.conditions[condition]))
        return self.truths[condition]

    def span(self, number: NumberId) -> Span:
        """A number in its own unit."""
        if number not in self.spans:
            from caretree.targets.sql.numbers import number_span

            self.spans[number] = number_span(self, number, self.graph.numbers[number])
        return self.spans[number]

    def label(self, label: LabelId) -> Possible:
        """The labels not ruled out."""
        if label not in self.labels:
            from caretree.targets.sql.labels import possible_labels

            self.labels[label] = possible_labels(self, label, self.graph.labels[label])
        return self.labels[label]

    def _kept(self, name: str, of: Truth) -> Truth:
        limit = OFTEN if self.uses.get(name, 0) > 1 else LONG
        if size(of.yes_tree) + (0 if of.no_tree is None else size(of.no_tree)) <= limit:
            return of
        return self.kept(name, of)

    def kept(self, name: str, of: Truth) -> Truth:
        """The same truth in columns of its own."""
        yes = self.sheet.keep(f"{name} yes", of.yes_tree)()
        return Truth(yes, None if of.no_tree is None else self.sheet.keep(f"{name} no", of.no_tree)())

    def input(self, name: str) -> Input:
        """The input with this identity."""
        if not self.inputs:
            self.inputs = {given.name.id: given for given in self.graph.guideline.inputs}
        return self.inputs[name]

    def has(self, name: str) -> bool:
        """Whether the table has the input at all."""
        return name in self.columns.inputs

    def value(self, name: str) -> Sql:
        """The column of an input's value, assumptions made."""
        return column(self.renamed.get(name, name))

    def is_given(self, name: str) -> bool:
        """Whether the input's value is never null here."""
        return name in self.given

    def branches(self, name: str, conditions: Sequence[ConditionId], ordered: bool) -> list[Sql]:
        """When each branch of a fork is open. What leaves none open is noted as ``name``, unless proved impossible."""
        truths = [self.truth(condition) for condition in conditions]
        proved = proved_exactly_one(self.graph, conditions, ordered)
        opened = [self._opened(truths, at, ordered, proved) for at in range(len(truths))]
        if not proved:
            kept = [self.sheet.keep(f"{name} open {at}", tree)() for at, tree in enumerate(opened)]
            self.torn[name] = lambda: negated(any_of(tree.copy() for tree in kept))
            return kept
        return opened

    def _opened(self, truths: Sequence[Truth], at: int, ordered: bool, proved: bool) -> Sql:
        own = truths[at]
        above = [truth.yes() for truth in truths[:at]]
        others = above if ordered else [*above, *(truth.yes() for truth in truths[at + 1 :])]
        if proved and not ordered and all(truth.definite for truth in truths):
            return own.yes()
        return all_of([own.may(), *(negated(other) for other in others)])


def proved_exactly_one(graph: DecisionGraph, conditions: Sequence[ConditionId], ordered: bool) -> bool:
    """Whether every complete patient fits exactly one branch, whatever the path above."""
    cells = fork_cells(graph, conditions)
    return cells is not None and cells.exactly_one(conditions, ordered)


def fork_cells(graph: DecisionGraph, conditions: Iterable[ConditionId]) -> Cells | None:
    """The cells of some conditions, or nothing where there are too many."""
    try:
        return cells_of(graph, conditions)
    except TooManyCells:
        return None


__all__ = ["SMALL", "Meaning", "Possible", "fork_cells", "proved_exactly_one"]
