"""Exact numbers, intervals, roots and dates: every result encloses every possible value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import log

from caretree.decisions import intervals
from caretree.decisions.dates import completed_years, date_of, days_of, moment_text, read_moment, shift
from caretree.decisions.intervals import Interval
from caretree.decisions.irrational import logarithm_bounds, power_bounds, root_bounds, whole_root
from hypothesis import assume, given, settings
from hypothesis import strategies as st

SURE = settings(max_examples=300, deadline=None, derandomize=True, database=None)
NUMBERS = st.fractions(-20, 20, max_denominator=8)
POSITIVE = st.fractions(Fraction(1, 100), 10_000, max_denominator=1000)
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def within(draw: st.DrawFn) -> tuple[Fraction, Interval]:
    """A number and an interval that holds it, at times without bounds."""
    number, first, second = draw(NUMBERS), draw(st.none() | NUMBERS), draw(st.none() | NUMBERS)
    low = None if first is None else min(first, number)
    return number, Interval(low, None if second is None else max(second, number))


def holds(interval: Interval, number: Fraction) -> bool:
    return (interval.low is None or interval.low <= number) and (interval.high is None or number <= interval.high)


@SURE
@given(within(), within(), st.sampled_from("+-*/"))
def test_operations_enclose_every_pair(
    one: tuple[Fraction, Interval], other: tuple[Fraction, Interval], sign: str
) -> None:
    """Whatever two numbers are taken from two intervals, the result lies in the result."""
    (a, left), (b, right) = one, other
    assume(sign != "/" or b != 0)
    plain = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}
    assert holds(intervals.calculate(sign, left, right), plain[sign]())  # type: ignore[arg-type]
    assert holds(intervals.lowest([left, right]), min(a, b))
    assert holds(intervals.highest([left, right]), max(a, b))


@SURE
@given(within(), within(), st.sampled_from(["lt", "le", "gt", "ge"]))
def test_a_decided_comparison_holds_for_every_pair(
    one: tuple[Fraction, Interval], other: tuple[Fraction, Interval], word: str
) -> None:
    """Must be yes and must be no are never wrong; two known numbers are always decided."""
    (a, left), (b, right) = one, other
    plain = {"lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}[word]
    assert intervals.compare(word, left, right) in (plain, None)  # type: ignore[arg-type]
    assert intervals.compare(word, intervals.point(a), intervals.point(b)) is plain  # type: ignore[arg-type]


@SURE
@given(within(), st.integers(-3, 4))
def test_whole_powers_enclose(one: tuple[Fraction, Interval], exponent: int) -> None:
    """Even powers of intervals around 0 reach down to 0; negative powers of such intervals know nothing."""
    number, interval = one
    assume(number != 0 or exponent >= 0)
    assert holds(intervals.power(interval, Fraction(exponent)), number**exponent)


@SURE
@given(POSITIVE, st.integers(2, 5))
def test_roots_are_exact_or_narrow(number: Fraction, degree: int) -> None:
    """The bounds of a root, raised again, enclose the number; the root of a power is that number."""
    low, high = root_bounds(number, degree)
    assert low**degree <= number <= high**degree and high - low <= Fraction(1, 10**40)
    assert root_bounds(number**degree, degree) == (number, number)


@SURE
@given(POSITIVE, st.sampled_from([Fraction(3, 4), Fraction(577, 500), Fraction(1, 2)]))
def test_fractional_powers_and_logarithms_are_narrow(number: Fraction, exponent: Fraction) -> None:
    """As near to floating point as floats can tell, and far narrower than any threshold."""
    low, high = power_bounds(number, exponent)
    assert abs(float(low) / float(number) ** float(exponent) - 1) < 1e-12 and high - low < Fraction(1, 10**35)
    low, high = logarithm_bounds(number)
    assert abs(float(low) - log(number)) < 1e-12 and 0 <= high - low < Fraction(1, 10**35)


@SURE
@given(st.integers(0, 10**40), st.integers(1, 7))
def test_whole_roots_are_the_largest(value: int, degree: int) -> None:
    """The next whole number is too large."""
    root = whole_root(value, degree)
    assert root**degree <= value < (root + 1) ** degree


@SURE
@given(DATES, st.integers(-60, 60))
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    """So many months on, the same day of the month, or the last where there is none."""
    moved = shift(days_of(day), months, "months")
    assert moved is not None
    found = date_of(moved)
    assert found is not None
    assert found.year * 12 + found.month == day.year * 12 + day.month + months
    following = date_of(moved + 1)
    assert found.day == day.day or (found.day < day.day and following is not None and following.day == 1)


@SURE
@given(DATES, DATES)
def test_completed_years_are_the_most_that_fit(start: date, end: date) -> None:
    """That many years after the start is not after the end, one more is."""
    years = completed_years(days_of(start), days_of(end))
    assert years is not None
    fits, too_many = (shift(days_of(start), int(years) + more, "years") for more in (0, 1))
    assert fits is not None and too_many is not None and fits <= days_of(end) < too_many


@SURE
@given(st.datetimes())
def test_moments_are_read_as_they_are_written(moment: object) -> None:
    """A moment to the second goes to text and back."""
    exact = days_of(moment.replace(microsecond=0))  # type: ignore[attr-defined]
    assert read_moment(moment_text(exact)) == exact
