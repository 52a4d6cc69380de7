"""Conditions become nodes of the condition table; definitions are already there and are referred to.

ANC is below 500 /uL and fever        c3 AllOf(c1, c2)
                                      c1 Compare("lt", InputValue("neutrophil-count"), 1/2)
                                      c2 Fact("fever")
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from caretree.decisions import expressions as to
from caretree.decisions.lower_dates import (
    COMPARISONS,
    calendar_length,
    compare_on_calendar,
    end_comparison,
    lower_date_within,
    time_unit,
)
from caretree.decisions.lower_numbers import lower_number
from caretree.decisions.lower_units import declared_unit, in_unit
from caretree.decisions.offers import offering_actions
from caretree.decisions.reads import read
from caretree.decisions.tables import LoweringError, Tables
from caretree.guideline.conditions import (
    AllOf,
    AnyOf,
    Bounds,
    Condition,
    CountOf,
    CourseIs,
    DateWithin,
    Defined,
    DualCutoff,
    End,
    Fact,
    LabelIs,
    Not,
    NotKnown,
    Offered,
    Sustained,
    Trend,
    Within,
)
from caretree.guideline.terms import DefinedLabel, InputLabel, LabelTerm, NumberTerm, TimeBetween


def lower_condition(condition: Condition, tables: Tables) -> to.ConditionId:
    """The id of a condition, its words kept for people."""
    match condition:
        case AllOf(of=parts, text=text):
            return tables.all_of([lower_condition(part, tables) for part in parts], text)
        case AnyOf(of=parts, text=text):
            return tables.any_of([lower_condition(part, tables) for part in parts], text)
        case CountOf(count=count, of=parts, exactly=exactly, text=text):
            each = tuple(lower_condition(part, tables) for part in parts)
            return tables.condition(to.CountOf(count, each, exactly), text)
        case Not(of=of, text=text):
            return tables.opposite(lower_condition(of, tables), text)
        case Within(of=of, ranges=ranges, text=text):
            return lower_within(of, ranges, tables, text)
        case DateWithin():
            return lower_date_within(condition, tables)
        case _:
            return _lower_single(condition, tables)


def _lower_single(
    condition: Fact | Defined | DualCutoff | LabelIs | CourseIs | Trend | Sustained | NotKnown | Offered,
    tables: Tables,
) -> to.ConditionId:
    """A condition that is not made of others."""
    match condition:
        case Fact(input=name, text=text):
            return tables.condition(to.Fact(name), text)
        case Defined(definition=name, text=text):
            return tables.named(_defined_condition(name, tables), text)
        case DualCutoff():
            return _lower_dual(condition, tables)
        case LabelIs(of=of, labels=labels, text=text):
            return tables.condition(to.LabelIn(lower_label_term(of, tables), labels), text)
        case CourseIs(input=name, statuses=statuses, text=text):
            return tables.condition(to.CourseIs(name, statuses), text)
        case Trend(input=name, count=count, direction=direction, text=text):
            return tables.condition(to.Trend(name, count, direction), text)
        case Sustained():
            return _lower_sustained(condition, tables)
        case NotKnown(inputs=names, text=text):
            return _lower_not_known(names, text, tables)
        case Offered(action=action, text=text):
            return tables.condition(to.IsOffered(offering_actions(tables.guideline, action)), text)
        case _:
            assert_never(condition)


def lower_within(of: NumberTerm, ranges: tuple[Bounds, ...], tables: Tables, text: str = "") -> to.ConditionId:
    """A number lies in one of some ranges."""
    return tables.any_of([lower_range(of, bounds, tables) for bounds in ranges], text)


def lower_range(of: NumberTerm, bounds: Bounds, tables: Tables) -> to.ConditionId:
    """A number lies in one range."""
    ends = [(bounds.low, True), (bounds.high, False)]
    return tables.all_of([_lower_end(of, end, is_low, tables) for end, is_low in ends if end is not None])


def _lower_end(of: NumberTerm, end: End, is_low: bool, tables: Tables) -> to.ConditionId:
    """One end of a range, with the threshold in the compared term's unit."""
    length = calendar_length(end) if isinstance(of, TimeBetween) else None
    if isinstance(of, TimeBetween) and length is not None:
        return compare_on_calendar(of, is_low, end.included, length, tables)
    left, bound = lower_number(of, tables), lower_number(end.value, tables)
    right = in_unit(bound, left.unit, tables, left.input)
    comparison = end_comparison(is_low, end.included)
    threshold = right.constant if right.constant is not None else tables.number(right)
    return tables.condition(to.Compare(comparison, tables.number(left), threshold))


def lower_label_term(term: LabelTerm, tables: Tables) -> to.LabelId:
    """A choice input, or a definition that is a label."""
    match term:
        case InputLabel(input=name, labels=labels):
            return tables.label(to.InputLabel(name, labels))
        case DefinedLabel(definition=name):
            kind, label = tables.defined[name]
            if kind != "label":
                raise LoweringError(f"`{name}` is not a label")
            return label
        case _:
            assert_never(term)


def _defined_condition(name: str, tables: Tables) -> to.ConditionId:
    kind, condition = tables.defined[name]
    if kind != "condition":
        raise LoweringError(f"`{name}` is not yes or no")
    return condition


def _lower_dual(condition: DualCutoff, tables: Tables) -> to.ConditionId:
    of = tables.number(lower_number(condition.of, tables))
    cutoffs = tuple((cutoff.unit.ucum, cutoff.value) for cutoff in condition.cutoffs)
    tables.cutoff_units.update(dict.fromkeys(cutoff.unit for cutoff in condition.cutoffs))
    parts = [tables.condition(to.DualCompare(word, of, cutoffs)) for word in COMPARISONS[condition.word]]
    return tables.all_of(parts, condition.text)


def _lower_sustained(condition: Sustained, tables: Tables) -> to.ConditionId:
    days = in_unit(lower_number(condition.days, tables), time_unit("days"), tables).constant
    if days is None:
        raise LoweringError("the length of time is not a constant")
    low, high = (_exact_end(end, condition.input, tables) for end in (condition.bounds.low, condition.bounds.high))
    return tables.condition(to.Sustained(condition.input, low, high, days), condition.text)


def _exact_end(end: End | None, name: str, tables: Tables) -> tuple[Fraction, bool] | None:
    if end is None:
        return None
    bound = in_unit(lower_number(end.value, tables), declared_unit(tables, name), tables, name)
    if bound.constant is None:
        raise LoweringError("a bound that must be a constant is not one")
    return bound.constant, end.included


def _lower_not_known(names: tuple[str, ...], text: str, tables: Tables) -> to.ConditionId:
    """True while something that may be unknown is: definitions stand for the inputs they read."""
    wanted: dict[str, None] = {}
    for name in names:
        expression = tables.defined.get(name)
        wanted.update(dict.fromkeys(read(tables, [expression]).inputs if expression else (name,)))
    waited = tuple(name for name in wanted if tables.input(name).may_be_unknown)
    return tables.condition(to.NotKnown(waited) if waited else to.Constant(False), text)
