"""Conditions in the solver's words, for complete patients.

ANC is below 0.5 x10^9/L and fever      And(ANC < 1/2, fever)
at least 2 of a, b, c                   PbGe([a, b, c], 2)

What a series or a course says can be unknown even for a complete patient; it is then a free value, as each value it
could have must keep every promise.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

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
    InputValue,
    IsOffered,
    LabelIn,
    Not,
    NotKnown,
    SeriesValue,
    SquareRoot,
    Sustained,
    Trend,
)
from caretree.decisions.phases import ENDED, NOT_STARTED, pathway_of
from caretree.decisions.reported import in_code
from caretree.guideline.types import COURSE_STATUSES
from caretree.solver.encode_numbers import thresholds_of_monotone
from caretree.solver.encode_series import encode_sustained, encode_trend
from caretree.solver.encoding import Encoding
from caretree.solver.logic import (
    Formula,
    all_of,
    any_of,
    at_least,
    at_most,
    chosen,
    compared,
    constant,
    exact,
    negation,
)

OTHER_UNIT = "another unit"


def encode_condition(node: ConditionNode, encoding: Encoding) -> Formula:
    """When a condition holds."""
    context = encoding.context
    match node:
        case Constant(value=value):
            return constant(value, context)
        case Not(of=of):
            return negation(encoding.formula(of))
        case AllOf(of=parts):
            return all_of([encoding.formula(part) for part in parts], context)
        case AnyOf(of=parts):
            return any_of([encoding.formula(part) for part in parts], context)
        case CountOf(count=count, of=parts, exactly=exactly):
            each = [encoding.formula(part) for part in parts]
            enough = at_least(count, each, context)
            return all_of([enough, at_most(count, each, context)], context) if exactly else enough
        case Assumed(of=of):
            return encoding.formula(of)
        case IsOffered(actions=actions):
            assert encoding.offered is not None, "only safety rules ask what is offered"
            return any_of([encoding.offered(action) for action in actions], context)
        case _:
            return _encode_leaf(node, encoding)


def _encode_leaf(
    node: Fact | Compare | DualCompare | LabelIn | CourseIs | Trend | Sustained | NotKnown | InPhase, encoding: Encoding
) -> Formula:
    match node:
        case Fact(input=name):
            return encoding.truth(name)
        case Compare():
            return _compare(node, encoding)
        case DualCompare():
            return _dual_compare(node, encoding)
        case LabelIn(of=of, labels=labels):
            values = encoding.label(of)
            return any_of([values[label] for label in labels if label in values], encoding.context)
        case CourseIs(input=name, statuses=statuses):
            courses = encoding.one_of(name, COURSE_STATUSES)
            return any_of([courses[status] for status in statuses], encoding.context)
        case Trend():
            return encode_trend(node, encoding)
        case Sustained():
            return encode_sustained(node, encoding)
        case NotKnown():
            return encoding.waits(node)
        case InPhase(pathway=pathway, phases=phases):
            places = phases_of(pathway, encoding)
            return any_of([places[phase] for phase in phases], encoding.context)
        case _:
            assert_never(node)


def phases_of(pathway: str, encoding: Encoding) -> dict[str, Formula]:
    """When the patient is in each phase of a pathway, ``not started`` and ``ended`` included."""
    names = (NOT_STARTED, *(phase.id for phase in pathway_of(encoding.graph, pathway).phases), ENDED)
    return encoding.one_of(f"phase of {pathway}", names)


def _compare(node: Compare, encoding: Encoding) -> Formula:
    source = encoding.graph.numbers[node.left]
    if isinstance(node.right, Fraction):
        if isinstance(source, SquareRoot):
            return _compare_root(node.comparison, source, node.right, encoding)
        thresholds_of_monotone(node.left, node.right, encoding)
        return compared(node.comparison, encoding.amount(node.left), exact(node.right, encoding.context))
    return compared(node.comparison, encoding.amount(node.left), encoding.amount(node.right))


def _compare_root(comparison: str, root: SquareRoot, threshold: Fraction, encoding: Encoding) -> Formula:
    """The root of q is at least t where q is at least t squared: linear if q is."""
    if threshold < 0:
        return constant(comparison in ("gt", "ge"), encoding.context)
    return compared(comparison, encoding.amount(root.of), exact(threshold**2, encoding.context))


def _dual_compare(node: DualCompare, encoding: Encoding) -> Formula:
    """Each cut-off for values reported in its unit; the first for values reported in any other."""
    source = encoding.graph.numbers[node.of]
    assert isinstance(source, InputValue | SeriesValue)
    units = reporting_units(source, encoding)
    value = encoding.amount(node.of)
    given = encoding.inputs[source.input]

    def meets(code: str, cutoff: Fraction) -> Formula:
        offset = in_code(given, Fraction(0), code)
        factor = in_code(given, Fraction(1), code) - offset
        return compared(node.comparison, value * exact(factor, encoding.context), exact(cutoff - offset, value.ctx))

    first = meets(*node.cutoffs[0])
    cases = [(units[code], meets(code, cutoff)) for code, cutoff in node.cutoffs]
    return chosen(cases, first)


def reporting_units(source: InputValue | SeriesValue, encoding: Encoding) -> dict[str, Formula]:
    """In which unit a value was reported: one of those any published pair of cut-offs names, or another."""
    codes: dict[str, None] = {}
    for node in encoding.graph.conditions.values():
        if isinstance(node, DualCompare):
            other = encoding.graph.numbers[node.of]
            if isinstance(other, InputValue | SeriesValue) and other.input == source.input:
                codes.update(dict.fromkeys(code for code, _ in node.cutoffs))
    if isinstance(source, InputValue):
        return encoding.one_of(f"unit of {source.input}", (*codes, OTHER_UNIT))
    key = f"{source.which} {source.input} {source.within} {source.last}"
    return encoding.one_of(f"unit of {key}", (*codes, OTHER_UNIT))
