"""Between what each number lies for every plausible patient, by interval arithmetic.

height 40 to 230 cm, weight 2 to 300 kg       BSA between 0.149 and 4.38 m2

These are the intervals the interpreter gives a patient about whom nothing is known. What it would assume of such a
patient is taken out first, and what depends on the day of the evaluation has no bounds.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import AnyOf, Assumed, ConditionId, ConditionNode, Now, NumberId
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.intervals import Interval
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.reads import reached


class StaticBounds(Struct):
    """Intervals of numbers, worked out when first asked for."""

    evaluation: Evaluation
    known: dict[NumberId, Interval | None] = field(default_factory=dict)

    def get(self, number: NumberId) -> Interval | None:
        """The number's interval; ``None`` where it depends on the day of the evaluation."""
        if number not in self.known:
            below = reached(self.evaluation.graph, [("number", number)])
            timeless = not any(kind == "number" and self._is_now(name) for kind, name in below)
            self.known[number] = self.evaluation.number(number) if timeless else None
        return self.known[number]

    def _is_now(self, number: NumberId) -> bool:
        return isinstance(self.evaluation.graph.numbers[number], Now)


def static_bounds(graph: DecisionGraph) -> StaticBounds:
    """The bounds of a graph's numbers."""
    conditions: dict[ConditionId, ConditionNode] = {
        name: AnyOf((node.of,)) if isinstance(node, Assumed) else node for name, node in graph.conditions.items()
    }
    return StaticBounds(Evaluation(replace(graph, conditions=conditions), PatientRecord({}, Fraction(0))))
