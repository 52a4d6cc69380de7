"""Conditions, numbers, dates and types in the words of the editor, or as near to them as can be built.

Within(ANC, (below 0.5,), text="ANC is below 0.5 x10^9/L")     "ANC is below 0.5 x10^9/L"
SquareRoot(Calculation("*", height, weight))                   "square root of (height * weight)"
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_never

from caretree.decisions.decimals import decimal_text
from caretree.guideline.conditions import AllOf, AnyOf, Bounds, Condition, CountOf, Not
from caretree.guideline.inputs import Assumption, Conversion
from caretree.guideline.terms import (
    Calculation,
    CompletedYears,
    CourseStart,
    DateExtreme,
    DateInput,
    DateShift,
    DateTerm,
    DefinedNumber,
    Extreme,
    InputNumber,
    Literal,
    Logarithm,
    NumberTerm,
    Power,
    Rounded,
    SeriesDate,
    SeriesTerm,
    SquareRoot,
    TimeBetween,
    Today,
    WithoutUnit,
    WithUnit,
)
from caretree.guideline.types import Choice, Course, Date, InputType, Number, Series, YesNo
from caretree.units.unit import Unit

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def quantity(value: Fraction, unit: Unit) -> str:
    """A number with its unit: ``0.5 x10^9/L``."""
    return f"{decimal_text(value)} {unit.symbol}".strip()


def condition_words(condition: Condition) -> str:
    """A condition as it was written, or put together from its parts."""
    if condition.text:
        return " ".join(condition.text.split())
    match condition:
        case Not(of=of):
            return f"not {condition_words(of)}"
        case AllOf(of=parts):
            return " and ".join(map(condition_words, parts))
        case AnyOf(of=parts):
            return " or ".join(map(condition_words, parts))
        case CountOf(count=count, of=parts, exactly=exactly):
            word = "exactly" if exactly else "at least"
            return f"{word} {count} of: {'; '.join(map(condition_words, parts))}"
        case _:
            return ""


def condition_lines(condition: Condition) -> tuple[str, tuple[str, ...]]:
    """A list's heading and its lines (``any of``, …), or an empty heading and the whole condition as one line."""
    match condition:
        case AllOf(of=parts):
            return "all of", tuple(map(condition_words, parts))
        case AnyOf(of=parts):
            return "any of", tuple(map(condition_words, parts))
        case CountOf(count=count, of=parts, exactly=exactly):
            return f"{'exactly' if exactly else 'at least'} {count} of", tuple(map(condition_words, parts))
        case _:
            return "", (condition_words(condition),)


def bounds_words(bounds: Bounds) -> str:
    """A range: ``from 0.5 to below 1``; units stand in the heading."""
    if bounds.text:
        return bounds.text
    low, high = bounds.low, bounds.high
    if low and high and low.value == high.value:
        return number_words(low.value)
    if low and high:
        start = f"{'from' if low.included else 'above'} {number_words(low.value)}"
        return f"{start} {'to' if high.included else 'to below'} {number_words(high.value)}"
    if low:
        return f"{'at least' if low.included else 'above'} {number_words(low.value)}"
    return f"{'at most' if high.included else 'below'} {number_words(high.value)}" if high else "any"


def number_words(term: NumberTerm) -> str:
    """A number as it was written; a formula is put together with all its brackets."""
    match term:
        case Literal(text=text) | InputNumber(text=text) | DefinedNumber(text=text):
            return text
        case SeriesTerm(text=text, which=which, input=name):
            return text or f"the {which} {name}"
        case Calculation(operator=operator, left=left, right=right):
            return f"{_inside(left)} {operator} {_inside(right)}"
        case WithoutUnit(of=of, stated=stated):
            return f"{number_words(of)} in {stated.symbol}"
        case WithUnit(of=of):
            return number_words(of)
        case SquareRoot(of=of):
            return f"square root of {_inside(of)}"
        case Power(of=of, exponent=exponent):
            return f"{_inside(of)} to the power {decimal_text(exponent)}"
        case Logarithm(of=of):
            return f"log {_inside(of)}"
        case Extreme(which=which, of=parts):
            return f"the {'lower' if which == 'lowest' else 'higher'} of {_listed(list(map(_inside, parts)))}"
        case Rounded(of=of, step=step, mode=mode):
            word = {"half-up": "rounded to", "up": "rounded up to", "down": "rounded down to"}[mode]
            return f"{_inside(of)} {word} {decimal_text(step)}"
        case TimeBetween(text=text, start=start, end=end):
            return text or f"time from {date_words(start)} to {date_words(end)}"
        case CompletedYears(start=start, end=end):
            return f"completed years from {date_words(start)} to {date_words(end)}"
        case _:
            assert_never(term)


def _inside(term: NumberTerm) -> str:
    """A part of a formula, in brackets where it is one of several parts itself."""
    plain = term.of if isinstance(term, WithUnit) else term
    words = number_words(plain)
    return f"({words})" if isinstance(plain, Calculation | Rounded | Extreme) else words


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def date_words(term: DateTerm) -> str:
    """A date as it was written."""
    match term:
        case DateInput(text=text, input=name) | CourseStart(text=text, input=name):
            return text or name
        case SeriesDate(text=text, which=which, input=name):
            return text or f"date of the {which} {name}"
        case Today(with_time=with_time):
            return "now" if with_time else "today"
        case DateShift(of=of, amount=amount, unit=unit):
            return f"{abs(amount)} {unit} {'before' if amount < 0 else 'after'} {date_words(of)}"
        case DateExtreme(which=which, of=parts):
            return f"the {which} of {_listed(list(map(date_words, parts)))}"
        case _:
            assert_never(term)


def type_words(kind: InputType) -> str:
    """What an input is: ``quantity in x10^9/L``, ``one of: none, minor, significant (rising)``."""
    match kind:
        case YesNo():
            return "yes or no"
        case Choice(labels=labels, ordered=ordered):
            return f"one of: {', '.join(labels)}{' (in rising order)' if ordered else ''}"
        case Number():
            return _number_kind(kind)
        case Date(with_time=with_time):
            return "date and time" if with_time else "date"
        case Series(of=of):
            return f"series over time: {_number_kind(of)}"
        case Course(treatment=treatment):
            return f"course of {treatment}: not tried, under way, responded, failed, not tolerated or stopped"
        case _:
            assert_never(kind)


def _number_kind(kind: Number) -> str:
    unit = f" in {kind.unit.symbol}" if kind.unit.symbol else ""
    decimals = f", to {kind.decimals} decimal{'' if kind.decimals == 1 else 's'}" if kind.decimals is not None else ""
    return f"{kind.kind}{unit}{decimals}"


def plausible_words(kind: InputType) -> str:
    """The plausible range of a number: ``0 to 60``; empty for other types."""
    number = kind.of if isinstance(kind, Series) else kind
    if not isinstance(number, Number):
        return ""
    return f"{decimal_text(number.plausible.low)} to {quantity(number.plausible.high, number.unit)}"


def assumption_words(assumption: Assumption) -> str:
    """``no, unless fever``: what is assumed while nothing is recorded."""
    value = assumption.value
    shown = ("yes" if value else "no") if isinstance(value, bool) else value
    words = shown if isinstance(shown, str) else decimal_text(shown)
    words += f", unless {condition_words(assumption.unless)}" if assumption.unless else ""
    return words + (f" (decided by {assumption.decided_by})" if assumption.decided_by else "")


def conversion_words(conversion: Conversion, declared: str) -> str:
    """``1 mmol/L = 18.016 mg/dL``."""
    return conversion.text or f"1 {conversion.unit.symbol} = {decimal_text(conversion.factor)} {declared}"


def date_text(day: date | None) -> str:
    """A day for people of any country: ``8 September 2025``; empty when not stated."""
    if day is None:
        return ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
