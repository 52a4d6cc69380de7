"""Conditions for one patient: must be yes, must be no, or unknown.

fever and ANC is below 0.5, fever unknown, ANC 0.8      False: whatever fever is
fever or ANC is below 0.5, fever unknown, ANC 0.8       None
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Assumed,
    Compare,
    ConditionNode,
    Constant,
    CountOf,
    CourseIs,
    DualCompare,
    Fact,
    InPhase,
    IsOffered,
    LabelIn,
    Not,
    NotKnown,
    Sustained,
    Trend,
)
from caretree.decisions.intervals import Truth, compare, compare_with
from caretree.decisions.patient_record import CourseValue
from caretree.decisions.phases import possible_phases
from caretree.decisions.reported import readings
from caretree.decisions.series import sustained, trend
from caretree.decisions.series_records import series_of
from caretree.guideline.types import COURSE_STATUSES

if TYPE_CHECKING:
    from caretree.decisions.evaluation import Evaluation


def evaluate_condition(node: ConditionNode, evaluation: Evaluation) -> Truth:
    """What a condition is for the patient. The forms most conditions have are looked for first."""
    match node:
        case Compare(comparison=comparison, left=left, right=right):
            if isinstance(right, Fraction):
                return compare_with(comparison, evaluation.number(left), right)
            return compare(comparison, evaluation.number(left), evaluation.number(right))
        case LabelIn(of=of, labels=labels):
            return among(evaluation.label(of), labels)
        case Fact(input=name):
            value = evaluation.patient.values.get(name)
            return value if isinstance(value, bool) else None
        case Not(of=of):
            return negation(evaluation.truth(of))
        case AllOf(of=parts):
            return all_of([evaluation.truth(part) for part in parts])
        case AnyOf(of=parts):
            return any_of([evaluation.truth(part) for part in parts])
        case _:
            return _evaluate_other(node, evaluation)


def _evaluate_other(
    node: Constant | CountOf | Assumed | IsOffered | DualCompare | CourseIs | Trend | Sustained | NotKnown | InPhase,
    evaluation: Evaluation,
) -> Truth:
    match node:
        case Constant(value=value):
            return value
        case CountOf(count=count, of=parts, exactly=exactly):
            return _count_of(count, exactly, [evaluation.truth(part) for part in parts])
        case Assumed():
            return assumed_truth(node, evaluation)
        case IsOffered(actions=actions):
            return any_of([evaluation.offered.get(action, False) for action in actions])
        case DualCompare():
            return _dual_compare(node, evaluation)
        case CourseIs(input=name, statuses=statuses):
            course = evaluation.patient.values.get(name)
            return among((course.status,) if isinstance(course, CourseValue) else COURSE_STATUSES, statuses)
        case Trend(input=name):
            return trend(node, series_of(evaluation.patient, name))
        case Sustained(input=name):
            return sustained(node, series_of(evaluation.patient, name))
        case NotKnown(inputs=inputs):
            return not all(evaluation.patient.knows(name) for name in inputs)
        case InPhase(pathway=pathway, phases=phases):
            return among(possible_phases(evaluation.graph, evaluation.patient, pathway), phases)
        case _:
            assert_never(node)


def negation(of: Truth) -> Truth:
    """Must-yes and must-no swapped."""
    return None if of is None else not of


def all_of(truths: Sequence[Truth]) -> Truth:
    """Every one holds."""
    if False in truths:
        return False
    return None if None in truths else True


def any_of(truths: Sequence[Truth]) -> Truth:
    """At least one holds."""
    if True in truths:
        return True
    return None if None in truths else False


def _count_of(count: int, exactly: bool, truths: Sequence[Truth]) -> Truth:
    must, may = truths.count(True), len(truths) - truths.count(False)
    if may < count or (exactly and must > count):
        return False
    return True if must >= count and (not exactly or may == count) else None


def among(possible: Collection[str], wanted: Collection[str]) -> Truth:
    """Whether what is possible lies wholly inside (yes) or outside (no) what is wanted; unknown if nothing is left."""
    inside = [each in wanted for each in possible]
    if not inside:
        return None
    return True if all(inside) else None if any(inside) else False


def _dual_compare(node: DualCompare, evaluation: Evaluation) -> Truth:
    """A known value meets one cut-off; an unknown one is yes (or no) only if it is whichever cut-off it will meet."""
    truths = [compare_with(node.comparison, interval, cutoff) for interval, cutoff in readings(node, evaluation)]
    return truths[0] if all(truth == truths[0] for truth in truths) else None


def uses_assumption(node: Assumed, evaluation: Evaluation) -> bool:
    """Whether an assumed definition takes its assumed value: it is unknown, and ``unless`` must be no or is absent."""
    if evaluation.truth(node.of) is not None:
        return False
    return node.unless is None or evaluation.truth(node.unless) is False


def assumed_truth(node: Assumed, evaluation: Evaluation) -> Truth:
    """The definition's own truth, or its assumed value."""
    return node.value if uses_assumption(node, evaluation) else evaluation.truth(node.of)
