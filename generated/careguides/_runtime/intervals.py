# Copied by Caretree from its runtime; generated, do not edit.
"""Numbers about an incomplete patient: an interval that holds every value the number can still have.

    below((1, 4), 5) is True      below((1, 4), 3) is None      plus((1, 4), (10, 10)) == (11, 14)

An end that is ``None`` is open to infinity. A known number has two equal ends.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from .exact import Exact, logarithm_between, power_between, root_between, round_to
from .truth import Truth

Interval = tuple[Exact | None, Exact | None]

ANYTHING: Interval = (None, None)


def known(value: Exact) -> Interval:
    """The interval of one number."""
    return (value, value)


def below(left: Interval, right: Interval) -> Truth:
    """``left`` is below ``right``."""
    if left[1] is not None and right[0] is not None and left[1] < right[0]:
        return True
    if left[0] is not None and right[1] is not None and left[0] >= right[1]:
        return False
    return None


def at_most(left: Interval, right: Interval) -> Truth:
    """``left`` is at most ``right``."""
    if left[1] is not None and right[0] is not None and left[1] <= right[0]:
        return True
    if left[0] is not None and right[1] is not None and left[0] > right[1]:
        return False
    return None


def above(left: Interval, right: Interval) -> Truth:
    """``left`` is above ``right``."""
    return below(right, left)


def at_least(left: Interval, right: Interval) -> Truth:
    """``left`` is at least ``right``."""
    return at_most(right, left)


def plus(left: Interval, right: Interval) -> Interval:
    """The sum."""
    return (
        None if left[0] is None or right[0] is None else left[0] + right[0],
        None if left[1] is None or right[1] is None else left[1] + right[1],
    )


def minus(left: Interval, right: Interval) -> Interval:
    """The difference."""
    return (
        None if left[0] is None or right[1] is None else left[0] - right[1],
        None if left[1] is None or right[0] is None else left[1] - right[0],
    )


def _product(left: Exact | None, left_sign: int, right: Exact | None, right_sign: int) -> tuple[int, Exact]:
    """The product of two ends: -1 (minus infinity), 0 (a number) or 1, and the number; 0 times infinity is 0."""
    if left is not None and right is not None:
        return 0, left * right
    if left == 0 or right == 0:
        return 0, 0
    if left is not None:
        left_sign = 1 if left > 0 else -1
    if right is not None:
        right_sign = 1 if right > 0 else -1
    return left_sign * right_sign, 0


def times(left: Interval, right: Interval) -> Interval:
    """The product: the lowest and highest of the four products of ends."""
    if left[0] is left[1] and right[0] is right[1] and left[0] is not None and right[0] is not None:
        return known(left[0] * right[0])
    ends = [
        _product(one, one_sign, other, other_sign)
        for one, one_sign in zip(left, (-1, 1), strict=True)
        for other, other_sign in zip(right, (-1, 1), strict=True)
    ]
    (low_kind, low), (high_kind, high) = min(ends), max(ends)
    return None if low_kind else low, None if high_kind else high


def divided(left: Interval, right: Interval) -> Interval:
    """The quotient; nothing is known when the divisor can be 0."""
    low, high = right
    if (low is None or low <= 0) and (high is None or high >= 0):
        return ANYTHING
    return times(left, (0 if high is None else 1 / Fraction(high), 0 if low is None else 1 / Fraction(low)))


def square_root(of: Interval) -> Interval:
    """The square root of the part that is not negative."""
    low, high = of
    if high is not None and high < 0:
        return ANYTHING
    return (
        root_between(low, 2)[0] if low is not None and low > 0 else 0,
        None if high is None else root_between(high, 2)[1],
    )


def to_the_power(of: Interval, exponent: Exact) -> Interval:
    """``of`` to an exact exponent; one that is not whole only of the part that is not negative."""
    power = Fraction(exponent)
    if power == 0:
        return (1, 1)
    if power < 0:
        return divided((1, 1), to_the_power(of, -power))
    if power.denominator == 1:
        return _whole_power(of, power.numerator)
    low, high = of
    if high is not None and high < 0:
        return ANYTHING
    return (
        power_between(low, power)[0] if low is not None and low > 0 else 0,
        None if high is None else power_between(high, power)[1],
    )


def _whole_power(of: Interval, exponent: int) -> Interval:
    """A positive whole power; an even one folds what is below 0 over."""
    low, high = (None if end is None else end**exponent for end in of)
    if exponent % 2 or (of[0] is not None and of[0] >= 0):
        return low, high
    if of[1] is not None and of[1] <= 0:
        return high, low
    return 0, None if low is None or high is None else max(low, high)


def logarithm(of: Interval) -> Interval:
    """The natural logarithm of the part that is positive."""
    low, high = of
    if high is not None and high <= 0:
        return ANYTHING
    return (
        logarithm_between(low)[0] if low is not None and low > 0 else None,
        None if high is None else logarithm_between(high)[1],
    )


def lowest(*of: Interval) -> Interval:
    """The lowest of several numbers."""
    lows = [low for low, _ in of if low is not None]
    highs = [high for _, high in of if high is not None]
    return min(lows) if len(lows) == len(of) else None, min(highs) if highs else None


def highest(*of: Interval) -> Interval:
    """The highest of several numbers."""
    lows = [low for low, _ in of if low is not None]
    highs = [high for _, high in of if high is not None]
    return max(lows) if lows else None, max(highs) if len(highs) == len(of) else None


def hull(of: list[Interval]) -> Interval:
    """The smallest interval around several; no bounds around none."""
    lows = [low for low, _ in of if low is not None]
    highs = [high for _, high in of if high is not None]
    return (
        min(lows) if lows and len(lows) == len(of) else None,
        max(highs) if highs and len(highs) == len(of) else None,
    )


def monotone(of: Interval, change: Callable[[Exact], Exact | None]) -> Interval:
    """Both ends changed by a function that keeps order (``None``: no bound)."""
    low, high = of
    if low is not None and low == high:
        value = change(low)
        return (value, value)
    return None if low is None else change(low), None if high is None else change(high)


def rounded(of: Interval, step: Exact, mode: str) -> Interval:
    """Rounded to a multiple of ``step``."""
    return monotone(of, lambda value: round_to(value, step, mode))
