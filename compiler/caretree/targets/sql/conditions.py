"""Conditions in SQL, kind by kind: the interpreter's rules as trees (``truths``).

ANC is below 0.5 x10^9/L, column in /uL      "ANC" < 5e2
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from caretree.decisions import intervals
from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Assumed,
    Compare,
    ConditionNode,
    Constant,
    ConstantNumber,
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
    NumberId,
    SeriesValue,
    Sustained,
    Trend,
)
from caretree.decisions.phases import ENDED, NOT_STARTED, pathway_of
from caretree.decisions.reported import in_code
from caretree.guideline.types import COURSE_STATUSES, Number
from caretree.targets.sql.boundaries import PLAIN, Scale, against_cutoff
from caretree.targets.sql.labels import label_in
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.measurements import course_status, series_known, sustained_truth, trend_truth
from caretree.targets.sql.reading import number_of_input, scale_of
from caretree.targets.sql.refusal import NotInSql
from caretree.targets.sql.sources import ListColumn, MeasurementColumns, NumberColumn
from caretree.targets.sql.spans import compare, fixed_number
from caretree.targets.sql.truths import NO, UNKNOWN, Truth, counted_of, every, fixed, some, swapped
from caretree.targets.sql.words import Sql, all_of, among, any_of, case, column, null, or_else, text, truth, unknown
from caretree.units.unit import Unit


def condition_truth(meaning: Meaning, node: ConditionNode) -> Truth:
    """What a condition is."""
    match node:
        case Constant(value=value):
            return fixed(value)
        case Not(of=of):
            return swapped(meaning.truth(of))
        case AllOf(of=of):
            return every([meaning.truth(part) for part in of])
        case AnyOf(of=of):
            return some([meaning.truth(part) for part in of])
        case CountOf(count=count, of=of, exactly=exactly):
            return counted_of(count, exactly, [meaning.truth(part) for part in of])
        case Assumed():
            return _assumed(meaning, node)
        case IsOffered():
            raise NotInSql("A condition asks whether something is offered.", "Only safety rules can ask that.")
        case _:
            return _leaf(meaning, node)


def _leaf(
    meaning: Meaning,
    node: Fact | Compare | DualCompare | LabelIn | CourseIs | Trend | Sustained | NotKnown | InPhase,
) -> Truth:
    match node:
        case Fact(input=name):
            return _fact(meaning, name)
        case Compare():
            return _compare(meaning, node)
        case DualCompare():
            return _dual(meaning, node)
        case LabelIn(of=of, labels=labels):
            return label_in(meaning, of, labels)
        case CourseIs(input=name, statuses=statuses):
            return word_in(meaning, course_status(meaning, name), meaning.is_given(name), statuses, COURSE_STATUSES)
        case Trend():
            return trend_truth(meaning, node)
        case Sustained():
            return sustained_truth(meaning, node)
        case NotKnown(inputs=names):
            return Truth(any_of(_missing(meaning, name) for name in names))
        case InPhase(pathway=pathway, phases=phases):
            return _in_phase(meaning, pathway, phases)
        case _:
            assert_never(node)


def _fact(meaning: Meaning, name: str) -> Truth:
    if not meaning.has(name):
        return UNKNOWN
    return Truth(meaning.value(name), meaning.is_given(name))


def _missing(meaning: Meaning, name: str) -> Sql:
    if not meaning.has(name):
        return truth(True)
    return truth(False) if meaning.is_given(name) else unknown(known_by(meaning, name))


def known_by(meaning: Meaning, name: str) -> Sql:
    """The column whose being null says that an input is unknown."""
    return column(meaning.renamed.get(name, name))


def _in_phase(meaning: Meaning, pathway: str, phases: tuple[str, ...]) -> Truth:
    every_phase = (NOT_STARTED, *(one.id for one in pathway_of(meaning.graph, pathway).phases), ENDED)
    of = column(phase_column(pathway)) if pathway in meaning.columns.phases else None
    return word_in(meaning, of, meaning.is_given(phase_column(pathway)), phases, every_phase)


def phase_column(pathway: str) -> str:
    """The column of a pathway's phase."""
    return f"phase of {pathway}"


def word_in(
    meaning: Meaning, of: Sql | None, is_given: bool, wanted: tuple[str, ...], possible: tuple[str, ...]
) -> Truth:
    """A word among some of the possible ones; while unknown it can be any."""
    inside = [each for each in possible if each in wanted]
    if of is None or not inside or len(inside) == len(possible):
        return fixed(intervals_among(len(inside), len(possible)))
    return Truth(among(of, [text(each) for each in inside]), is_given)


def intervals_among(inside: int, possible: int) -> bool | None:
    """Whether all, some (unknown) or none of what is possible is wanted."""
    return None if 0 < inside < possible else inside > 0


def _assumed(meaning: Meaning, node: Assumed) -> Truth:
    own = meaning.truth(node.of)
    if own.definite:
        return own
    unless = NO if node.unless is None else meaning.truth(node.unless)
    if node.unless is None:
        return Truth(or_else(own.tree(), truth(node.value)))
    return Truth(or_else(own.tree(), case([(unless.no(), truth(node.value))], null())), False)


def uses_assumption(own: Truth, unless: Truth) -> Sql:
    """Where an assumed definition takes its assumed value."""
    if own.definite:
        return truth(False)
    return all_of([own.is_unknown(), unless.no()])


def affine(meaning: Meaning, number: NumberId) -> tuple[str, Scale] | None:
    """``factor * input + offset``, where a number is no more than that, in the unit the input is reported in."""
    node = meaning.graph.numbers[number]
    match node:
        case InputValue(input=name):
            of = meaning.columns.inputs.get(name)
            if isinstance(meaning.input(name).type, Number):
                return name, scale_of(meaning.input(name), of.unit) if isinstance(of, NumberColumn) else PLAIN
            return None
        case Arithmetic(operator=operator, left=left, right=right):
            return _affine_step(meaning, operator, left, right)
        case _:
            return None


def _affine_step(meaning: Meaning, operator: str, left: NumberId, right: NumberId) -> tuple[str, Scale] | None:
    constants = [meaning.graph.numbers[each] for each in (left, right)]
    if isinstance(constants[1], ConstantNumber):
        found, value = affine(meaning, left), constants[1].value
        if found is None or (operator in "*/" and value == 0):
            return None
        name, (factor, offset) = found
        match operator:
            case "+":
                return name, (factor, offset + value)
            case "-":
                return name, (factor, offset - value)
            case "*":
                return name, (factor * value, offset * value)
            case _:
                return name, (factor / value, offset / value)
    if isinstance(constants[0], ConstantNumber) and operator in ("+", "-", "*"):
        found, value = affine(meaning, right), constants[0].value
        if found is None or (operator == "*" and value == 0):
            return None
        name, (factor, offset) = found
        sign = -1 if operator == "-" else 1
        return name, ((factor * value, offset * value) if operator == "*" else (sign * factor, value + sign * offset))
    return None


def _compare(meaning: Meaning, node: Compare) -> Truth:
    if isinstance(node.right, Fraction):
        found = affine(meaning, node.left)
        if found is not None:
            return cutoff_truth(meaning, found[0], found[1], node.comparison, node.right)
        return compare(node.comparison, meaning.span(node.left), fixed_number(node.right))
    return compare(node.comparison, meaning.span(node.left), meaning.span(node.right))


def cutoff_truth(meaning: Meaning, name: str, scale: Scale, comparison: str, cutoff: Fraction) -> Truth:
    """An input compared with a constant: by its column where it is given, by its plausible range where it is not."""
    always = _over_range(meaning, name, scale, comparison, cutoff)
    if always is not None or not meaning.has(name):
        return fixed(always)
    found = against_cutoff(meaning.value(name), scale, comparison, cutoff)  # type: ignore[arg-type]
    return Truth(found, meaning.is_given(name))


def _over_range(meaning: Meaning, name: str, scale: Scale, comparison: str, cutoff: Fraction) -> intervals.Truth:
    """What the comparison is for every plausible value."""
    given = meaning.input(name)
    of, plausible = meaning.columns.inputs.get(name), number_of_input(given).plausible
    own = scale_of(given, of.unit) if isinstance(of, NumberColumn) else PLAIN
    ends = [(end - own[1]) / own[0] * scale[0] + scale[1] for end in (plausible.low, plausible.high)]
    return intervals.compare(
        comparison,  # type: ignore[arg-type]
        intervals.Interval(min(ends), max(ends)),
        intervals.point(cutoff),
    )


def _dual(meaning: Meaning, node: DualCompare) -> Truth:
    """A cut-off published in several units: the column's own unit's, otherwise the first."""
    source = meaning.graph.numbers[node.of]
    assert isinstance(source, InputValue | SeriesValue)
    given, of = meaning.input(source.input), meaning.columns.inputs.get(source.input)
    whole_range = {_dual_over_range(meaning, source.input, node.comparison, *cutoff) for cutoff in node.cutoffs}
    always = next(iter(whole_range)) if len(whole_range) == 1 else None
    if always is not None or of is None:
        return fixed(always)
    unit = unit_of_columns(of)
    if source.input in meaning.graph.assumptions and unit.ucum != number_of_input(given).unit.ucum:
        raise NotInSql(
            f'"{given.name.shown}" is assumed in another unit than its column\'s.', "Its cut-off depends on it."
        )
    own = next((bound for code, bound in node.cutoffs if code == unit.ucum), None)
    code, bound = node.cutoffs[0]
    scale = PLAIN if own is not None else _composed(scale_of(given, unit), _to_code(meaning, source.input, code))
    if isinstance(source, InputValue):
        found = against_cutoff(meaning.value(source.input), scale, node.comparison, bound if own is None else own)
        return Truth(found, meaning.is_given(source.input))
    return _dual_of_series(meaning, node, scale, unit, bound if own is None else own)


def _dual_of_series(meaning: Meaning, node: DualCompare, scale: Scale, unit: Unit, bound: Fraction) -> Truth:
    """A single measurement: its exact value in the declared unit, compared with the cut-off moved there."""
    given = meaning.input(meaning.graph.numbers[node.of].input)  # type: ignore[union-attr]
    factor, offset = scale_of(given, unit)
    reported = (bound - scale[1]) / scale[0]
    return compare(node.comparison, series_known(meaning, node.of), fixed_number(reported * factor + offset))


def _dual_over_range(meaning: Meaning, name: str, comparison: str, code: str, bound: Fraction) -> intervals.Truth:
    given = meaning.input(name)
    plausible = number_of_input(given).plausible
    ends = [in_code(given, end, code) for end in (plausible.low, plausible.high)]
    return intervals.compare(
        comparison,  # type: ignore[arg-type]
        intervals.Interval(min(ends), max(ends)),
        intervals.point(bound),
    )


def _to_code(meaning: Meaning, name: str, code: str) -> Scale:
    zero, one = (in_code(meaning.input(name), Fraction(value), code) for value in (0, 1))
    return one - zero, zero


def _composed(first: Scale, then: Scale) -> Scale:
    return first[0] * then[0], first[1] * then[0] + then[1]


def unit_of_columns(of: object) -> Unit:
    """The unit a number's or a series' columns are in."""
    match of:
        case NumberColumn(unit=unit) | ListColumn(unit=unit):
            return unit
        case MeasurementColumns(of=pairs):
            return pairs[0][0].unit
        case _:
            raise AssertionError("only numbers have units")


__all__ = [
    "affine",
    "case",
    "condition_truth",
    "cutoff_truth",
    "known_by",
    "phase_column",
    "uses_assumption",
    "word_in",
]
