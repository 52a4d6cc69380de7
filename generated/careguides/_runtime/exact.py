# Copied by Caretree from its runtime; generated, do not edit.
"""Exact numbers: reading decimals, writing them, rounding, and enclosures of roots, powers and logarithms.

    exact("0.50") == Fraction(1, 2)        decimal_text(Fraction(1, 3)) == "0.333333333333"

No binary rounding takes part: an irrational number is enclosed between two rationals ``PRECISION`` digits apart, found
by integer arithmetic.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

Exact = int | Fraction

PRECISION = 50
"""Digits after the point of an enclosure: far finer than any threshold a guideline can state (30 digits)."""

JSON_DIGITS = 12
TEXT_DIGITS = 4


def exact(text: str) -> Exact:
    """The exact value of ``12``, ``0.5`` or ``1/3``; a whole number is an ``int``."""
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def round_to(value: Exact, step: Exact, mode: str) -> Fraction:
    """``value`` as a multiple of ``step``: ``half-up`` (ties away from zero), ``up`` or ``down``."""
    steps = Fraction(value) / step
    if mode == "up":
        whole = -(-steps.numerator // steps.denominator)
    elif mode == "down":
        whole = steps.numerator // steps.denominator
    else:
        size = (2 * abs(steps.numerator) + steps.denominator) // (2 * steps.denominator)
        whole = size if steps >= 0 else -size
    return whole * Fraction(step)


def decimal_text(value: Exact, digits: int = JSON_DIGITS) -> str:
    """A plain decimal: exact when it ends within ``digits`` significant digits, otherwise rounded half-up to them.

    No exponent, no trailing zeros, never a naked point.
    """
    top, bottom = abs(value.numerator), value.denominator
    if not top:
        return "0"
    leading = len(str(top)) - len(str(bottom))
    if top * 10 ** max(-leading, 0) < bottom * 10 ** max(leading, 0):
        leading -= 1
    places = digits - 1 - leading
    top, bottom = top * 10 ** max(places, 0), bottom * 10 ** max(-places, 0)
    whole = (2 * top + bottom) // (2 * bottom)
    sign = "-" if value < 0 else ""
    if places <= 0:
        return f"{sign}{whole * 10**-places}"
    shown = str(whole).rjust(places + 1, "0")
    return f"{sign}{shown[:-places]}.{shown[-places:]}".rstrip("0").rstrip(".")


def whole_root(value: int, degree: int) -> int:
    """The largest whole number whose ``degree``-th power is at most ``value`` (Newton's iteration on integers)."""
    if value < 2:
        return value
    if degree == 2:
        return isqrt(value)
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def root_between(value: Exact, degree: int) -> tuple[Fraction, Fraction]:
    """Two rationals around the ``degree``-th root of a number that is not negative; equal when the root is rational."""
    number = Fraction(value)
    top, bottom = whole_root(number.numerator, degree), whole_root(number.denominator, degree)
    if top**degree == number.numerator and bottom**degree == number.denominator:
        return Fraction(top, bottom), Fraction(top, bottom)
    scale = 10**PRECISION
    # the root of n/d is the root of n * d^(degree-1), divided by d
    inside = number.numerator * number.denominator ** (degree - 1) * scale**degree
    low = whole_root(inside, degree)
    return Fraction(low, number.denominator * scale), Fraction(low + 1, number.denominator * scale)


def power_between(value: Exact, exponent: Fraction) -> tuple[Fraction, Fraction]:
    """Two rationals around ``value`` to an exact exponent; ``value`` is positive (or 0 with a positive exponent)."""
    raised = Fraction(value) ** exponent.numerator
    return (raised, raised) if exponent.denominator == 1 else root_between(raised, exponent.denominator)


def _inverse_tangent_series(ratio: Fraction, scale: int) -> int:
    """``2 * artanh(ratio) * scale`` rounded down by at most one per term; 0 <= ratio <= 1/3."""
    top, bottom = ratio.numerator, ratio.denominator
    term = scale * top // bottom
    total, odd = 0, 1
    while term:
        total += term // odd
        term = term * top * top // (bottom * bottom)
        odd += 2
    return 2 * total


def logarithm_between(value: Exact) -> tuple[Fraction, Fraction]:
    """Two rationals around the natural logarithm of a positive number.

    ln(m * 2^k) = k * ln 2 + 2 * artanh((m-1)/(m+1)) with 1 <= m < 2; the series' truncation stays far below the margin.
    """
    number = Fraction(value)
    if number == 1:
        return Fraction(0), Fraction(0)
    twos = number.numerator.bit_length() - number.denominator.bit_length()
    reduced = number / Fraction(2) ** twos
    if reduced < 1:
        reduced, twos = reduced * 2, twos - 1
    scale = 10 ** (PRECISION + 15)
    near = twos * _inverse_tangent_series(Fraction(1, 3), scale)
    near += _inverse_tangent_series((reduced - 1) / (reduced + 1), scale)
    margin = 10**10 * (abs(twos) + 1)
    return Fraction(near - margin, scale), Fraction(near + margin, scale)
