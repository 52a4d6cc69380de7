"""What a result waits for and which assumptions it used: the inputs read by the conditions on its way.

when fever and ANC is below 0.5: recommend cultures      fever yes, ANC unknown: waits for ANC
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import ConditionId
from caretree.decisions.outline import Outcome
from caretree.decisions.reads import Expression, Read, in_file_order, read_by
from caretree.decisions.statuses import CERTAIN, PROVISIONAL


class Waits(Struct):
    """What the expressions of one evaluation read."""

    evaluation: Evaluation

    def read(self, expression: Expression) -> Read:
        """What one expression reads, transitively."""
        return read_by(self.evaluation.graph, expression)

    def unknown(self, expressions: Iterable[Expression]) -> tuple[str, ...]:
        """The unknown inputs that some expressions read, in the guideline's order."""
        names = (name for expression in expressions for name in self.read(expression).inputs)
        unknown = {name for name in names if not self.evaluation.patient.knows(name)}
        return in_file_order(self.evaluation.graph, unknown) if unknown else ()

    def undecided(self, conditions: Iterable[ConditionId]) -> tuple[str, ...]:
        """The unknown inputs read by those of the conditions that are neither must-yes nor must-no."""
        return self.unknown(("condition", each) for each in conditions if self.evaluation.truth(each) is None)

    def of(self, outcomes: Sequence[Outcome], level: int) -> tuple[str, ...]:
        """What a result of this level waits for; ``outcomes`` are its places that may hold."""
        if level == CERTAIN:
            return ()
        if level == PROVISIONAL:
            until = (each for one in outcomes for each in one.waiting if self.evaluation.truth(each))
            return self.unknown(("condition", each) for each in until)
        return self.undecided(each for one in outcomes for each in one.conditions)

    def assumed(self, outcomes: Sequence[Outcome], applied: Sequence[str]) -> tuple[str, ...]:
        """Those of the applied assumptions that any condition on the way to these places reads."""
        reads = [self.read(("condition", each)) for one in outcomes for each in one.conditions] if applied else []
        used = {name for each in reads for name in (*each.inputs, *each.assumed_definitions)}
        return tuple(name for name in applied if name in used)
