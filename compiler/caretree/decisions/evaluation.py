"""One evaluation: a graph read for one patient, each expression once.

    truth("c3")       True must be yes, False must be no, None unknown
    number("n1")      Interval(1/2, 1/2)
    label("l1")       ("severe", "moderate"): the labels not ruled out

The rules are in ``evaluate_conditions``, ``evaluate_numbers`` and ``evaluate_labels``; this keeps what was found.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from caretree.decisions.evaluate_conditions import evaluate_condition
from caretree.decisions.evaluate_labels import evaluate_label
from caretree.decisions.evaluate_numbers import evaluate_number
from caretree.decisions.expressions import ConditionId, LabelId, NumberId
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.intervals import Interval, Truth
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.reads import inputs_by_name
from caretree.guideline.inputs import Input


class Evaluation(Struct):
    """What is known so far. ``contradictory`` lists labels that no value is left for, in the order found; ``offered``
    is how far each action is offered (filled when the advice is known; only safety rules read it)."""

    graph: DecisionGraph
    patient: PatientRecord
    truths: dict[ConditionId, Truth] = field(default_factory=dict)
    intervals: dict[NumberId, Interval] = field(default_factory=dict)
    labels: dict[LabelId, tuple[str, ...]] = field(default_factory=dict)
    contradictory: list[str] = field(default_factory=list)
    offered: dict[str, Truth] = field(default_factory=dict)

    def truth(self, condition: ConditionId) -> Truth:
        """Whether a condition must be yes (True), must be no (False) or is unknown (None)."""
        truths = self.truths
        if condition in truths:
            return truths[condition]
        found = truths[condition] = evaluate_condition(self.graph.conditions[condition], self)
        return found

    def number(self, number: NumberId) -> Interval:
        """The interval of a number, in the number's unit."""
        if number not in self.intervals:
            self.intervals[number] = evaluate_number(self.graph.numbers[number], self)
        return self.intervals[number]

    def label(self, label: LabelId) -> tuple[str, ...]:
        """The labels not ruled out, in the order of the label's own list."""
        if label not in self.labels:
            self.labels[label] = evaluate_label(label, self.graph.labels[label], self)
        return self.labels[label]

    def given(self, name: str) -> Input:
        """The input with this identity."""
        return inputs_by_name(self.graph)[name]

    def open_branches(self, conditions: Sequence[ConditionId], ordered: bool) -> list[int]:
        """The branches of a fork that can be the patient's, by position: none, if the facts contradict each other.

        A branch is open unless it must be no; one that must be yes closes the others (in an ordered fork, those after
        it), so two that must be yes close each other.
        """
        truths = [self.truth(condition) for condition in conditions]
        if True not in truths:
            return [position for position, truth in enumerate(truths) if truth is None]
        first = truths.index(True)
        if ordered:
            return [position for position, truth in enumerate(truths[: first + 1]) if truth is not False]
        return [first] if truths.count(True) == 1 else []
