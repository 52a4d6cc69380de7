"""Intervals: what is known of a number while something it is made of is unknown.

    weight from 40 to 80 kg, 2 mg/kg       multiply(Interval(40, 80), point(2))            Interval(80, 160)
    Interval(80, 160) is at least 80       compare("ge", Interval(80, 160), point(80))     True: must be yes
    Interval(80, 160) is above 100         compare("gt", Interval(80, 160), point(100))    None: unknown

Both ends are included; an end that is ``None`` is open to infinity. Every operation encloses all results of its
arguments' values taken independently (interval arithmetic, Moore 1966): two readings of one unknown input are not
correlated, so a result can stay unknown although every completion agrees, and is never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil, floor, inf
from typing import Literal

from msgspec import Struct

from caretree.decisions.expressions import Comparison
from caretree.decisions.irrational import logarithm_bounds, power_bounds, root_bounds

Truth = bool | None
"""``True`` must be yes, ``False`` must be no, ``None`` unknown."""

Bound = Fraction | None
"""One end of an interval; ``None`` is open to infinity."""

_End = Fraction | float


class Interval(Struct, frozen=True):
    """All numbers from ``low`` to ``high``, both included; ``None`` is no bound."""

    low: Fraction | None
    high: Fraction | None

    @property
    def exact(self) -> Fraction | None:
        """The number, if only one is left."""
        return self.low if self.low is not None and self.low == self.high else None


UNBOUNDED = Interval(None, None)


def point(value: Fraction | int) -> Interval:
    """The interval of one number."""
    exact = value if type(value) is Fraction else Fraction(value)
    return Interval(exact, exact)


def compare(comparison: Comparison, left: Interval, right: Interval) -> Truth:
    """``left < right`` and its sisters: must be yes if every pair agrees, must be no if no pair does."""
    return _compare(comparison, left, right.low, right.high)


def compare_with(comparison: Comparison, left: Interval, bound: Fraction) -> Truth:
    """The same for one number on the right, which need not become an interval first."""
    return _compare(comparison, left, bound, bound)


def _compare(comparison: Comparison, left: Interval, low: Bound, high: Bound) -> Truth:
    match comparison:
        case "lt":
            return _below(left.low, left.high, low, high)
        case "gt":
            return _below(low, high, left.low, left.high)
        case "ge":
            below = _below(left.low, left.high, low, high)
        case "le":
            below = _below(low, high, left.low, left.high)
    return None if below is None else not below


def _below(low: Bound, high: Bound, other_low: Bound, other_high: Bound) -> Truth:
    """Whether every number from ``low`` to ``high`` lies below every one from ``other_low`` to ``other_high``."""
    if high is not None and other_low is not None and _less(high, other_low):
        return True
    if low is high and other_low is other_high and low is not None and other_high is not None:
        return False  # two numbers: that was asked already
    if low is not None and other_high is not None and not _less(low, other_high):
        return False
    return None


def _less(left: Fraction, right: Fraction) -> bool:
    """``left < right`` by the whole numbers they are made of: a fraction's own ``<`` first asks what its other side is,
    which takes several times as long, and comparing is most of what evaluating is."""
    return left.numerator * right.denominator < right.numerator * left.denominator


def calculate(operator: Literal["+", "-", "*", "/"], left: Interval, right: Interval) -> Interval:
    """The four operations; dividing by an interval that holds 0 leaves no bounds."""
    match operator:
        case "+":
            return Interval(_plus(left.low, right.low), _plus(left.high, right.high))
        case "-":
            return Interval(_minus(left.low, right.high), _minus(left.high, right.low))
        case "*":
            return multiply(left, right)
        case "/":
            return UNBOUNDED if _holds_zero(right) else multiply(left, _reciprocal(right))


def _plus(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left + right


def _minus(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left - right


def multiply(left: Interval, right: Interval) -> Interval:
    """The lowest and highest product of ends; 0 times an unbounded end is 0."""
    products = [_product(one, other) for one in _ends(left) for other in _ends(right)]
    return Interval(_finite(min(products)), _finite(max(products)))


def _ends(of: Interval) -> tuple[_End, _End]:
    return -inf if of.low is None else of.low, inf if of.high is None else of.high


def _product(left: _End, right: _End) -> _End:
    if left == 0 or right == 0:
        return Fraction(0)
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left * right
    return inf if (left > 0) == (right > 0) else -inf


def _finite(end: _End) -> Fraction | None:
    return end if isinstance(end, Fraction) else None


def _holds_zero(of: Interval) -> bool:
    return (of.low is None or of.low <= 0) and (of.high is None or of.high >= 0)


def _reciprocal(of: Interval) -> Interval:
    zero = Fraction(0)
    return Interval(zero if of.high is None else 1 / of.high, zero if of.low is None else 1 / of.low)


def lowest(of: Iterable[Interval]) -> Interval:
    """The lowest of several numbers."""
    ends = [_ends(each) for each in of]
    return Interval(_finite(min(low for low, _ in ends)), _finite(min(high for _, high in ends)))


def highest(of: Iterable[Interval]) -> Interval:
    """The highest of several numbers."""
    ends = [_ends(each) for each in of]
    return Interval(_finite(max(low for low, _ in ends)), _finite(max(high for _, high in ends)))


def hull(of: Iterable[Interval]) -> Interval:
    """The smallest interval around several; no bounds around none."""
    ends = [_ends(each) for each in of]
    if not ends:
        return UNBOUNDED
    return Interval(_finite(min(low for low, _ in ends)), _finite(max(high for _, high in ends)))


def square_root(of: Interval) -> Interval:
    """The square root of the part that has one; no bounds if no part has."""
    if of.high is not None and of.high < 0:
        return UNBOUNDED
    low = Fraction(0) if of.low is None or of.low < 0 else root_bounds(of.low, 2)[0]
    return Interval(low, None if of.high is None else root_bounds(of.high, 2)[1])


def logarithm(of: Interval) -> Interval:
    """The natural logarithm of the part that has one; no bounds if no part has."""
    if of.high is not None and of.high <= 0:
        return UNBOUNDED
    low = None if of.low is None or of.low <= 0 else logarithm_bounds(of.low)[0]
    return Interval(low, None if of.high is None else logarithm_bounds(of.high)[1])


def power(of: Interval, exponent: Fraction) -> Interval:
    """``of`` to an exact exponent; a fractional one only of the part that is not negative."""
    if exponent == 0:
        return point(1)
    if exponent < 0:
        return calculate("/", point(1), power(of, -exponent))
    if exponent.denominator == 1:
        return _whole_power(of, exponent.numerator)
    if of.high is not None and of.high < 0:
        return UNBOUNDED
    low = Fraction(0) if of.low is None or of.low < 0 else power_bounds(of.low, exponent)[0]
    return Interval(low, None if of.high is None else power_bounds(of.high, exponent)[1])


def _whole_power(of: Interval, exponent: int) -> Interval:
    low = None if of.low is None else of.low**exponent
    high = None if of.high is None else of.high**exponent
    if exponent % 2 or (of.low is not None and of.low >= 0):
        return Interval(low, high)
    if of.high is not None and of.high <= 0:
        return Interval(high, low)
    return Interval(Fraction(0), None if low is None or high is None else max(low, high))


def round_to(value: Fraction, step: Fraction, mode: Literal["half-up", "up", "down"]) -> Fraction:
    """A multiple of ``step``: the next one up or down, or the nearest with ties away from zero."""
    steps = value / step
    match mode:
        case "up":
            return ceil(steps) * step
        case "down":
            return floor(steps) * step
        case "half-up":
            nearest = floor(abs(steps) + Fraction(1, 2))
            return (nearest if steps >= 0 else -nearest) * step


def monotone(of: Interval, change: Callable[[Fraction], Fraction | None]) -> Interval:
    """Both ends changed by a function that keeps order (``None``: no bound)."""
    low = None if of.low is None else change(of.low)
    return Interval(low, low if of.exact is not None else None if of.high is None else change(of.high))
