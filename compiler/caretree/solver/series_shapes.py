"""Short lists of measurements the solver may fill in, where it knows a series only roughly.

    the lowest of the last 2 X, the latest X      two values a week apart: lowest = the lesser, latest = the second

A proof never needs this: its series are free values. A patient does: the solver is asked again, with every term worked
out from so many measurements at fixed distances, until one list has all that the question says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import z3  # type: ignore[import-untyped]
from msgspec import Struct

from caretree.decisions.expressions import SeriesValue, Sustained, Trend
from caretree.decisions.patient_record import MeasuredValue, ScalarValue, SeriesRecord
from caretree.decisions.reported import number_type
from caretree.decisions.series import enough
from caretree.guideline.types import Number
from caretree.solver.encode_dates import TODAY
from caretree.solver.encode_series import sustained_key, trend_key, value_key
from caretree.solver.encoding import Encoding
from caretree.solver.logic import Amount, Formula, Model, all_of, any_of, constant, exact, fraction_of, negation

SPACINGS = (Fraction(7), Fraction(1), Fraction(35))
"""Days between two measurements."""

LONGEST = 6
"""The most measurements of a list; more only where a term asks for them."""


class Filled(Struct, frozen=True):
    """One list: the solver's values, oldest first, the last one today."""

    values: tuple[Amount, ...]
    spacing: Fraction

    def record(self, number: Number, model: Model, at: Fraction) -> SeriesRecord:
        """The measurements a model gives."""
        found = [fraction_of(model, value) for value in self.values]
        return tuple(
            MeasuredValue(ScalarValue(value, value, number.unit.ucum), at // 1 - age)
            for value, age in zip(found, self.ages(), strict=True)
        )

    def ages(self) -> list[Fraction]:
        """How many days before today each value was measured."""
        return [self.spacing * back for back in range(len(self.values) - 1, -1, -1)]


class Shape(Struct, frozen=True):
    """A list for every series the question speaks of, and what holds if they are the patient's."""

    formula: Formula
    lists: dict[str, Filled]


def shapes(encoding: Encoding) -> Iterator[Shape]:
    """Every shape worth trying, the shortest first; none where the question speaks of no series."""
    met = {name: terms for name, terms in encoding.series.items() if terms}
    if not met:
        return
    longest = max([LONGEST, *(_length(term) for terms in met.values() for term in terms)])
    spacings = SPACINGS if _asks_when(encoding, met) else SPACINGS[:1]
    for count in (*range(1, longest + 1), 0):
        for spacing in spacings if count > 1 else spacings[:1]:
            lists = {name: _list(name, count, spacing, encoding) for name in met}
            facts = [fact for name, terms in met.items() for fact in _facts(name, terms, lists[name], encoding)]
            yield Shape(all_of(facts, encoding.context), lists)


def _length(term: object) -> int:
    match term:
        case Trend(count=count):
            return count + 1
        case SeriesValue(last=last):
            return (last or 1) + 1
        case _:
            return 1


def _asks_when(encoding: Encoding, met: dict[str, list[object]]) -> bool:
    """Whether it matters when something was measured."""
    timed = any(isinstance(t, Sustained) or getattr(t, "within", None) for terms in met.values() for t in terms)
    return timed or any(f"day of the {which} {name}" in encoding.amounts for which in ENDS for name in met)


ENDS = ("earliest", "latest")


def _list(name: str, count: int, spacing: Fraction, encoding: Encoding) -> Filled:
    whole = number_type(encoding.inputs[name]).whole
    make = z3.Int if whole else z3.Real
    free = [make(f"{name} measured {position}", encoding.context) for position in range(count)]
    return Filled(tuple(z3.ToReal(each) if whole else each for each in free), spacing)


def _facts(name: str, terms: list[object], filled: Filled, encoding: Encoding) -> Iterator[Formula]:
    """The plausible range of every value, and every term as these values make it."""
    plausible, context = number_type(encoding.inputs[name]).plausible, encoding.context
    for value in filled.values:
        yield value >= exact(plausible.low, context)
        yield value <= exact(plausible.high, context)
    for term in terms:
        match term:
            case SeriesValue():
                yield from _term(term, filled, encoding)
            case Trend():
                yield from _trend(term, filled, encoding)
            case Sustained():
                yield from _sustained(term, filled, encoding)
    if filled.values and TODAY in encoding.amounts:
        for which, age in zip(ENDS, (filled.ages()[0], Fraction(0)), strict=True):
            day = encoding.amounts.get(f"day of the {which} {name}")
            if day is not None:
                yield day == encoding.amounts[TODAY] - exact(age, context)


def _term(term: SeriesValue, filled: Filled, encoding: Encoding) -> Iterator[Formula]:
    """A term with too few values stays free: nothing can be shown by it."""
    inside = [
        value
        for value, age in zip(filled.values, filled.ages(), strict=True)
        if term.within is None or age < term.within
    ]
    chosen = inside if term.last is None else inside[-term.last :]
    if enough(term, chosen):  # type: ignore[arg-type]
        yield encoding.amounts[value_key(term)] == _value(term.which, chosen, encoding)


def _value(which: str, chosen: list[Amount], encoding: Encoding) -> Amount:
    match which:
        case "number":
            return exact(len(chosen), encoding.context)
        case "total":
            return z3.Sum(chosen)
        case "average":
            return z3.Sum(chosen) / exact(len(chosen), encoding.context)
        case "latest":
            return chosen[-1]
        case "previous":
            return chosen[-2]
        case "earliest":
            return chosen[0]
        case _:
            result = chosen[0]
            for value in chosen[1:]:
                result = z3.If(value < result if which == "lowest" else value > result, value, result)
            return result


def _trend(term: Trend, filled: Filled, encoding: Encoding) -> Iterator[Formula]:
    if len(filled.values) >= term.count:
        steps = pairwise(filled.values[-term.count :])
        rises = [before < after if term.direction == "rising" else before > after for before, after in steps]
        yield encoding.truths[trend_key(term)] == all_of(rises, encoding.context)


def _sustained(term: Sustained, filled: Filled, encoding: Encoding) -> Iterator[Formula]:
    """Yes if all are inside back to the first one long enough ago; no if one outside lies within those days."""
    context, holds = encoding.context, encoding.truths[sustained_key(term)]
    aged = list(zip(filled.values, filled.ages(), strict=True))
    enough_ago = min((age for _, age in aged if age >= term.days), default=None)
    recent = [negation(_inside(term, value, encoding)) for value, age in aged if age <= term.days]
    long = [_inside(term, value, encoding) for value, age in aged if enough_ago is not None and age <= enough_ago]
    yes = all_of(long, context) if enough_ago is not None else constant(False, context)
    yield z3.If(holds, yes, any_of(recent, context))


def _inside(term: Sustained, value: Amount, encoding: Encoding) -> Formula:
    sides = []
    if term.low is not None:
        low = exact(term.low[0], encoding.context)
        sides.append(value >= low if term.low[1] else value > low)
    if term.high is not None:
        high = exact(term.high[0], encoding.context)
        sides.append(value <= high if term.high[1] else value < high)
    return all_of(sides, encoding.context)
