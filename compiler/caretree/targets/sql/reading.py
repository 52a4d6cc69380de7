"""From a table's columns to values that can be trusted, and what is wrong with the others.

    ANC in /uL, plausible 0 to 100 x10^9/L     "anc" AS "neutrophil-count", fine: >= 0 and <= 100000 (NaN is not)
    bleeding "severe", no such label           bad-choice: bleeding

A value is kept in the unit it is reported in; comparisons are moved there, exactly (``boundaries``).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from msgspec import Struct
from sqlglot import exp

from caretree.decisions.patient_units import to_declared
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number
from caretree.targets.sql.boundaries import Scale, against_cutoff
from caretree.targets.sql.sources import NumberColumn
from caretree.targets.sql.words import (
    Make,
    Sql,
    all_of,
    any_of,
    calculated,
    called,
    cast,
    column,
    compared,
    double,
    known,
    negated,
    text,
    tried,
    truth,
    unknown,
    whole,
)
from caretree.units.unit import Unit

LARGEST_DOUBLE = 1.7976931348623157e308
DIGITS = 15
"""Every decimal of so many significant digits has a double of its own."""
FORMULA_DECIMALS = 6
"""Decimals kept of a value that formulas calculate with, where neither the guideline nor the column says how many."""
_NUMBER_TEXT = "^[+-]?[0-9]+([.][0-9]+)?$"
_LONGEST_TEXT = 60


class Test(Struct, frozen=True):
    """One thing that can be wrong: the problem's name and a condition, never null where the value is given.

    ``is_right`` is its opposite as it filters rows best (``None``: simply negated).
    """

    problem: str
    is_wrong: Make
    is_right: Make | None = None


class Read(Struct, frozen=True):
    """One input (or phase, or moment) as read: columns by their new names, whether it is given, whether it is fine
    (true, or null/false), and what can be wrong with it, the first that is counting; of a series every one counts,
    because each of its measurements has a first of its own (``tells_all``)."""

    name: str
    select: tuple[tuple[str, Sql], ...]
    given: Make
    fine: Make
    tests: tuple[Test, ...]
    tells_all: bool = False


def number_of_input(given: Input) -> Number:
    """The number an input, or each value of its series, is."""
    of = given.type if isinstance(given.type, Number) else getattr(given.type, "of", None)
    assert isinstance(of, Number)
    return of


def scale_of(given: Input, unit: Unit) -> Scale:
    """From the reported unit to the declared one: factor and offset. The unit is known to convert."""
    declared = number_of_input(given).unit
    zero, one = (to_declared(given, declared, Fraction(value), unit) for value in (0, 1))
    assert zero is not None and one is not None
    return one - zero, zero


def reported_range(given: Input, scale: Scale) -> tuple[Fraction, Fraction]:
    """The plausible range in the reported unit."""
    plausible, (factor, offset) = number_of_input(given).plausible, scale
    low, high = ((end - offset) / factor for end in (plausible.low, plausible.high))
    return min(low, high), max(low, high)


def decimals_kept(given: Input, unit: Unit, decimals: int | None) -> int:
    """How many decimals of the reported value whole-number arithmetic keeps; finer values are refused."""
    number = number_of_input(given)
    low, high = reported_range(given, scale_of(given, unit))
    room = max(0, DIGITS - len(str(int(max(abs(low), abs(high))))))
    if unit == number.unit and number.whole:
        return 0
    if unit == number.unit and number.decimals is not None:
        return min(room, number.decimals)
    return min(room, FORMULA_DECIMALS if decimals is None else decimals)


def counted(value: Sql, decimals: int) -> Sql:
    """A double as a whole number of its last decimal: 70.5 with 1 decimal is 705."""
    if not decimals:
        return cast(value, "BIGINT")
    return cast(_nearest(value, decimals), "BIGINT")


def _nearest(value: Sql, decimals: int) -> Sql:
    return exp.Floor(this=calculated(calculated(value, "*", double(10.0**decimals)), "+", double(0.5)))


def is_finer(value: Make, decimals: int) -> Sql:
    """Whether a double's decimal has more places.

    The quotient of two whole numbers below 2^53 is rounded once, so it is the double nearest to that decimal; with 15
    digits at most, that is the double's own decimal.
    """
    if not decimals:
        return compared(exp.Floor(this=value()), "ne", value())
    nearest = cast(_nearest(value(), decimals), "DOUBLE")
    return compared(calculated(nearest, "/", double(10.0**decimals)), "ne", value())


def read_number(given: Input, of: NumberColumn, name: str, for_formulas: bool) -> Read:
    """A number as a double in its reported unit."""
    raw = f"{name} as text" if of.stored == "text" else name
    tests = number_tests(given, of, lambda: column(name), for_formulas)
    if of.stored != "text":
        select: tuple[tuple[str, Sql], ...] = ((name, cast(column(of.column), "DOUBLE")),)
        return Read(given.name.shown, select, lambda: known(column(name)), _fine(tests), tuple(tests))
    select = ((raw, column(of.column)), (name, _readable_text(of.column)))
    unread = [
        Test("too-many-digits", lambda: all_of([unknown(column(name)), _is_number(raw), *_short(raw)])),
        Test("bad-number", lambda: unknown(column(name))),
    ]
    fine = all_of([known(column(name)), _fine(tests)()])
    return Read(given.name.shown, select, lambda: known(column(raw)), lambda: fine.copy(), (*unread, *tests))


def _fine(tests: Sequence[Test]) -> Make:
    """All tests passed. The range is tested by both ends, so NaN, infinities and null are not fine."""
    return lambda: all_of(negated(test.is_wrong()) if test.is_right is None else test.is_right() for test in tests)


def _readable_text(name: str) -> Sql:
    fits = all_of([_is_number(name), *_short(name), compared(_digits(name), "le", whole(DIGITS))])
    return tried(exp.Case(ifs=[exp.If(this=fits, true=column(name))]), "DOUBLE")


def _is_number(name: str) -> Sql:
    return exp.RegexpLike(this=column(name), expression=text(_NUMBER_TEXT))


def _short(name: str) -> list[Sql]:
    return [compared(called("LENGTH", column(name)), "le", whole(_LONGEST_TEXT))]


def _digits(name: str) -> Sql:
    """How many significant digits a plain decimal has."""
    bare = column(name)
    for sign in "-+.":
        bare = called("REPLACE", bare, text(sign), text(""))
    stripped = exp.Trim(
        this=exp.Trim(this=bare, position="LEADING", expression=text("0")), position="TRAILING", expression=text("0")
    )
    return called("LENGTH", stripped)


def number_tests(given: Input, of: NumberColumn, value: Make, for_formulas: bool) -> list[Test]:
    """What can be wrong with a double, in the order of the interpreter's checks."""
    number, scale = number_of_input(given), scale_of(given, of.unit)
    low, high = number.plausible.low, number.plausible.high
    in_range: Make = lambda: _between(value, scale, low, high)  # noqa: E731 - a maker, passed on
    tests = [
        Test("bad-number", lambda: compared(called("ABS", value()), "gt", double(LARGEST_DOUBLE)), lambda: truth(True)),
        Test("out-of-range", lambda: negated(in_range()), in_range),
    ]
    declared = of.unit == number.unit
    if declared and number.decimals is not None and not (of.decimals is not None and of.decimals <= number.decimals):
        decimals = number.decimals
        tests.append(Test("too-precise", lambda: is_finer(value, decimals)))
    if number.whole and declared and of.decimals != 0:
        tests.append(Test("not-whole", lambda: is_finer(value, 0)))
    kept = decimals_kept(given, of.unit, of.decimals)
    covered = declared and (number.decimals == kept or number.whole)
    if (for_formulas or (number.whole and not declared)) and not covered and of.decimals != kept:
        tests.append(Test("too-many-digits", lambda: is_finer(value, kept)))
    if number.whole and not declared:
        tests.append(Test("not-whole", lambda: _is_no_whole(value, kept, scale)))
    return tests


def _between(value: Make, scale: Scale, low: Fraction, high: Fraction) -> Sql:
    return all_of([against_cutoff(value(), scale, "ge", low), against_cutoff(value(), scale, "le", high)])


def _is_no_whole(value: Make, decimals: int, scale: Scale) -> Sql:
    """Whether a value of another unit is no whole number in the declared one: exactly, by remainders."""
    factor, offset = scale[0] / 10**decimals, scale[1]
    parts = lcm(factor.denominator, offset.denominator)
    steps = calculated(counted(value(), decimals), "*", whole(int(factor * parts)))
    return compared(calculated(calculated(steps, "+", whole(int(offset * parts))), "%", whole(parts)), "ne", whole(0))


def reason(read: Read) -> Sql:
    """The problem's name and the input's (of a series each problem's), or null where nothing is wrong or given."""
    told = [(test.is_wrong(), text(f"{test.problem}: {read.name}")) for test in read.tests]
    if read.tells_all:
        each = [exp.Case(ifs=[exp.If(this=is_wrong, true=problem)]) for is_wrong, problem in told]
        told = [(truth(True), called("NULLIF", called("CONCAT_WS", text("; "), *each), text("")))]
    branches = [exp.If(this=negated(read.given()), true=exp.Null())]
    branches += [exp.If(this=is_wrong, true=problem) for is_wrong, problem in told]
    return exp.Case(ifs=branches)


def readable(read: Read, is_known: bool) -> Sql:
    """Whether a row's value can be read: fine, or (unless it is known to be given) not given."""
    if is_known:
        return read.fine()
    return any_of([negated(read.given()), read.fine()]) if read.tests else truth(True)


def unreadable(read: Read, is_known: bool) -> Sql:
    """Its opposite, never null: given but not fine, or not given although it must be."""
    wrong = all_of([read.given(), negated(read.fine())]) if read.tests else truth(False)
    return any_of([negated(read.given()), wrong]) if is_known else wrong
