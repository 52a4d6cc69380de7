"""What the expressions of a graph are in SQL, each worked out once: truths, spans of numbers, possible labels.

    truth("c3")      Truth("ANC" < 5e-1)      definite where ANC is given for every row of this query, else null with it

``given`` are the inputs that are never null in the query this is for: the mandatory ones, or, for the rows that are
complete, all that decisions read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from caretree.decisions.expressions import AnyOf, Assumed, ConditionId, LabelId, Not, NotKnown, NumberId
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.reads import reached
from caretree.guideline.inputs import Input
from caretree.targets.sql.cells import Cells, TooManyCells, cells_of
from caretree.targets.sql.opened import Opened, bits_of
from caretree.targets.sql.sheet import SMALL, Sheet
from caretree.targets.sql.sources import PatientColumns
from caretree.targets.sql.spans import Span
from caretree.targets.sql.truths import Truth
from caretree.targets.sql.words import Dialect, Make, Sql, column, size

OFTEN = 10
"""Words of a condition's tree above which it gets a column when several read it."""
LONG = 60
"""Words above which it gets one in any case."""

Possible = dict[str, Sql]
"""Each label and the tree that says whether it is not ruled out."""


class Meaning(Struct):
    """One query's view of a graph.

    Numbers of at most ``inline`` words are written where they are needed. ``torn`` holds what would contradict itself
    in each fork or label that is not proved to have exactly one branch: a name and the tree that is true then.
    """

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
    inline: int = SMALL
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
        return of if size(of.template) <= limit else self.kept(name, of)

    def kept(self, name: str, of: Truth) -> Truth:
        """The same truth in a column of its own."""
        return Truth(self.sheet.keep(name, of.template)(), of.definite)

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

    def opened(self, name: str, conditions: Sequence[ConditionId], ordered: bool) -> Opened:
        """Which branches of a fork are open. What leaves none open is noted as ``name``, unless proved impossible."""
        proved = proved_exactly_one(self.graph, conditions, ordered)
        truths = [self.kept(condition, self.truth(condition)) for condition in conditions]
        definite = all(truth.definite for truth in truths)
        exact = proved and definite and not assumes(self.graph, conditions)
        if proved and not ordered and definite:
            return Opened(len(truths), tuple(truth.tree() for truth in truths))
        bits = bits_of(truths, ordered, proved, exact, ordered and is_otherwise(self.graph, conditions))
        made = tuple(self.sheet.column(f"{name} open", tree) for tree in bits)
        found = Opened(len(truths), (), made, exact)
        if not proved:
            self.torn[name] = lambda: found.none_of(range(len(truths)))
        return found


def proved_exactly_one(graph: DecisionGraph, conditions: Sequence[ConditionId], ordered: bool) -> bool:
    """Whether every complete patient fits exactly one branch, whatever the path above."""
    cells = fork_cells(graph, conditions)
    return cells is not None and cells.exactly_one(conditions, ordered)


def assumes(graph: DecisionGraph, conditions: Iterable[ConditionId]) -> bool:
    """Whether an assumption about a definition can be made on the way; what is proved of complete patients need not
    hold of those about whom one is."""
    found = reached(graph, [("condition", condition) for condition in conditions])
    return any(kind == "condition" and isinstance(graph.conditions[name], Assumed | NotKnown) for kind, name in found)


def is_otherwise(graph: DecisionGraph, conditions: Sequence[ConditionId]) -> bool:
    """Whether the last condition says that none of the others holds."""
    *above, last = conditions
    node = graph.conditions[last]
    if not isinstance(node, Not):
        return False
    of = graph.conditions[node.of]
    return set(of.of if isinstance(of, AnyOf) else (node.of,)) == set(above)


def fork_cells(graph: DecisionGraph, conditions: Iterable[ConditionId]) -> Cells | None:
    """The cells of some conditions, or nothing where there are too many."""
    try:
        return cells_of(graph, conditions)
    except TooManyCells:
        return None


__all__ = ["SMALL", "Meaning", "Possible", "fork_cells", "proved_exactly_one"]
