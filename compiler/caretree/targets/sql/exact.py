"""Exact numbers in SQL: whole-number columns with a constant scale, a quotient of two, or the root of one.

    weight 70.5 kg, kept to 1 decimal       705 * 1/10
    0.5 mg/kg * weight                      705 * 1/20
    height * weight / 3600, square root     root of (1800000 * 705 * 1/36000000)

Bounds of the whole numbers are known when the query is made, from plausible ranges, so the narrow type is used where
it is enough and nothing can overflow; what would need more than 38 digits is refused. Comparisons cross-multiply.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd

from msgspec import Struct
from msgspec.structs import replace
from sqlglot import exp

from caretree.targets.sql.refusal import NotInSql, too_wide
from caretree.targets.sql.words import (
    Make,
    Sql,
    calculated,
    case,
    cast,
    compared,
    double,
    truth,
    unknown,
    whole,
)

NARROW, WIDEST = 2**62, 10**38


class Count(Struct, frozen=True):
    """A whole number in SQL with its bounds; ``is_wide`` when its type has 38 digits, ``is_fixed`` when it is written
    out as a number (a column whose bounds are equal can still be null)."""

    make: Make
    low: int
    high: int
    is_wide: bool = False
    is_fixed: bool = False

    @property
    def largest(self) -> int:
        """Its largest size."""
        return max(abs(self.low), abs(self.high))

    @property
    def constant(self) -> int | None:
        """The number, if it is written out."""
        return self.low if self.is_fixed else None


class Exact(Struct, frozen=True):
    """``scale * top / bottom``, or its square root. ``bottom`` is above 0 (``None``: 1), ``scale`` too.

    ``is_open`` says that it can be null: then it has no bound (it is an end of an interval without that bound).
    """

    top: Count
    scale: Fraction
    bottom: Count | None = None
    is_root: bool = False
    is_open: bool = False

    @property
    def low(self) -> Fraction:
        """A lower bound of the number under the root, if it is one."""
        return self._bound(self.top.low, self.top.low < 0)

    @property
    def high(self) -> Fraction:
        """An upper bound of it."""
        return self._bound(self.top.high, self.top.high > 0)

    def _bound(self, top: int, outward: bool) -> Fraction:
        if self.bottom is None:
            return self.scale * top
        return self.scale * Fraction(top, self.bottom.low if outward else self.bottom.high)

    @property
    def constant(self) -> Fraction | None:
        """The number, if it is always the same plain one."""
        if self.top.constant is None or self.bottom is not None or self.is_root or self.is_open:
            return None
        return self.scale * self.top.constant


def number(value: Fraction) -> Exact:
    """A constant."""
    return Exact(constant_count(value.numerator), Fraction(1, value.denominator))


def times(one: Count, other: Count) -> Count:
    """A product."""
    if one.constant == 1:
        return other
    if other.constant == 1:
        return one
    ends = [left * right for left in (one.low, one.high) for right in (other.low, other.high)]
    return _sized(one, "*", other, min(ends), max(ends))


def plus(one: Count, other: Count) -> Count:
    """A sum."""
    if one.constant == 0:
        return other
    if other.constant == 0:
        return one
    return _sized(one, "+", other, one.low + other.low, one.high + other.high)


def _sized(one: Count, operator: str, other: Count, low: int, high: int) -> Count:
    if one.constant is not None and other.constant is not None:
        return constant_count(low)
    largest = max(abs(low), abs(high))
    if largest >= WIDEST:
        raise too_wide("A formula")
    is_wide = largest >= NARROW or one.is_wide or other.is_wide

    def make() -> Sql:
        left, right = (wide(each) if is_wide else each.make() for each in (one, other))
        return calculated(left, "*" if operator == "*" else "+", right)

    return Count(make, low, high, is_wide)


def wide(of: Count) -> Sql:
    """Its tree with 38 digits."""
    return of.make() if of.is_wide else cast(of.make(), "WIDE")


def minus(of: Count) -> Count:
    """The negative number."""
    return times(of, constant_count(-1))


def constant_count(value: int) -> Count:
    """A constant."""
    return Count(lambda: whole(value), value, value, False, True)


ONE = constant_count(1)


def to_scale(of: Exact, scale: Fraction) -> Count:
    """The top in another scale that divides its own."""
    return times(of.top, constant_count(int(of.scale / scale)))


def common_scale(*of: Fraction) -> Fraction:
    """The largest scale that divides all of them."""
    top, bottom = 0, 1
    for scale in of:
        top, bottom = gcd(top * scale.denominator, scale.numerator * bottom), bottom * scale.denominator
        shared = gcd(top, bottom)
        top, bottom = top // shared, bottom // shared
    return Fraction(top, bottom)


def add(one: Exact, other: Exact) -> Exact:
    """A sum; of roots there is none."""
    if one.is_root or other.is_root:
        raise NotInSql("A sum with a square root cannot be calculated.", "No exact whole numbers hold it.")
    scale = common_scale(one.scale, other.scale)
    left, right = to_scale(one, scale), to_scale(other, scale)
    is_open = one.is_open or other.is_open
    if one.bottom is None and other.bottom is None:
        return Exact(plus(left, right), scale, None, False, is_open)
    under, over = one.bottom or ONE, other.bottom or ONE
    top = plus(times(left, over), times(right, under))
    return Exact(top, scale, times(under, over), False, is_open)


def negative(of: Exact) -> Exact:
    """The negative number; of a root there is none."""
    if of.is_root:
        raise NotInSql("The negative of a square root cannot be calculated.", "No exact whole numbers hold it.")
    return replace(of, top=minus(of.top))


def squared(of: Exact) -> Exact:
    """The square of a number that is not negative, as a root: the same number in another form."""
    if of.is_root:
        return of
    if of.low < 0:
        raise NotInSql("A square root meets a number that may be negative.", "Squares then lose the sign.")
    bottom = None if of.bottom is None else times(of.bottom, of.bottom)
    return Exact(times(of.top, of.top), of.scale**2, bottom, True, of.is_open)


def product(one: Exact, other: Exact) -> Exact:
    """A product of two numbers (at least one not negative where a root is among them)."""
    if one.is_root or other.is_root:
        one, other = squared(one), squared(other)
    bottom = times(one.bottom or ONE, other.bottom or ONE) if one.bottom or other.bottom else None
    return Exact(times(one.top, other.top), one.scale * other.scale, bottom, one.is_root, one.is_open or other.is_open)


def reciprocal(of: Exact) -> Exact:
    """One over a number that is never 0 where it is read; the sign moves to the top."""
    bottom = of.bottom or ONE
    size = Count(lambda: exp.Abs(this=of.top.make()), 1, max(1, of.top.largest), of.top.is_wide)
    if of.top.low > 0:
        size = replace(of.top)
        return Exact(bottom, 1 / of.scale, size, of.is_root, of.is_open)
    sign = Count(lambda: case([(compared(of.top.make(), "lt", whole(0)), whole(-1))], whole(1)), -1, 1)
    return Exact(times(sign, bottom), 1 / of.scale, size, of.is_root, of.is_open)


def is_less(one: Exact, other: Exact, comparison: str) -> Sql:
    """``one < other`` (or another comparison); null where either has no bound."""
    if one.is_root != other.is_root:
        if (one.is_root and other.high < 0) or (other.is_root and one.high < 0):
            return _settled(one, other, comparison, one.is_root)
        one, other = squared(one), squared(other)
    settled = _by_bounds(one, other, comparison)
    if settled is not None and not one.is_open and not other.is_open:
        return truth(settled)
    constant = _plain_constant(other)
    if constant is not None and one.bottom is None:
        return _with_constant(one, constant, comparison)
    scale = common_scale(one.scale, other.scale)
    left, right = to_scale(one, scale), to_scale(other, scale)
    if one.bottom or other.bottom:
        left, right = times(left, other.bottom or ONE), times(right, one.bottom or ONE)
    return compared(left.make(), comparison, right.make())


def _settled(one: Exact, other: Exact, comparison: str, one_is_higher: bool) -> Sql:
    """A root is never below a negative number."""
    holds = comparison in ("gt", "ge") if one_is_higher else comparison in ("lt", "le")
    if not (one.is_open or other.is_open):
        return truth(holds)
    missing = [unknown(each.top.make()) for each in (one, other) if each.is_open]
    return case([(is_null, exp.Null()) for is_null in missing], truth(holds))


def _by_bounds(one: Exact, other: Exact, comparison: str) -> bool | None:
    if comparison in ("gt", "ge"):
        return _by_bounds(other, one, "lt" if comparison == "gt" else "le")
    below = one.high < other.low if comparison == "lt" else one.high <= other.low
    above = one.low >= other.high if comparison == "lt" else one.low > other.high
    return True if below else False if above else None


def _plain_constant(of: Exact) -> Fraction | None:
    """A constant, or (compared with a root) its square."""
    plain = replace(of, is_root=False)
    return plain.constant


def _with_constant(one: Exact, constant: Fraction, comparison: str) -> Sql:
    """A whole number compared with the whole number next to the cut-off."""
    bound = constant / one.scale
    end = ceil(bound) if comparison in ("ge", "lt") else floor(bound)
    return compared(one.top.make(), comparison, whole(end))


def as_double(of: Exact) -> Sql:
    """The number as a double: exact to 15 significant digits, its shortest decimal where it has no more."""
    if of.constant is not None and not of.is_root:
        return double(float(of.constant))
    scale = of.scale
    top = times(of.top, constant_count(scale.numerator))
    bottom = times(of.bottom or ONE, constant_count(scale.denominator))
    value = cast(top.make(), "DOUBLE")
    if bottom.constant != 1:
        under = double(float(bottom.low)) if bottom.constant is not None else cast(bottom.make(), "DOUBLE")
        value = calculated(value, "/", under)
    return exp.Sqrt(this=value) if of.is_root else value
