"""Roots, powers and logarithms as pairs of exact numbers, the true value between them.

    root_bounds(Fraction(9, 4), 2)    (3/2, 3/2): exact where the root is rational
    root_bounds(Fraction(2), 2)       (1.4142…, 1.4142…): 40 digits apart, far finer than any threshold (30 digits)

Logarithms and exponentials come from ``decimal``, whose ``ln`` and ``exp`` are correctly rounded (IBM General Decimal
Arithmetic, version 1.70); the margin around them is ten million times wider than their rounding.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

Bounds = tuple[Fraction, Fraction]

_SCALE = 10**45
_CONTEXT = Context(prec=60, Emax=10**9, Emin=-(10**9))
_MARGIN = Fraction(1, 10**45)


def whole_root(value: int, degree: int) -> int:
    """The largest whole number whose power ``degree`` is at most ``value`` (not negative), by halving."""
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**degree <= value:
            low = middle
        else:
            high = middle - 1
    return low


def _rational_root(value: Fraction, degree: int) -> Fraction | None:
    top, bottom = whole_root(value.numerator, degree), whole_root(value.denominator, degree)
    exact = top**degree == value.numerator and bottom**degree == value.denominator
    return Fraction(top, bottom) if exact else None


def root_bounds(value: Fraction, degree: int) -> Bounds:
    """Around the root of a number that is not negative."""
    exact = _rational_root(value, degree)
    if exact is not None:
        return exact, exact
    scaled = value * Fraction(_SCALE) ** degree
    low = whole_root(scaled.numerator // scaled.denominator, degree)
    return Fraction(low, _SCALE), Fraction(low + 1, _SCALE)


def logarithm_bounds(value: Fraction) -> Bounds:
    """Around the natural logarithm of a positive number."""
    if value == 1:
        return Fraction(0), Fraction(0)
    top, bottom = _CONTEXT.ln(Decimal(value.numerator)), _CONTEXT.ln(Decimal(value.denominator))
    near = Fraction(top) - Fraction(bottom)
    margin = _MARGIN * (1 + abs(Fraction(top)) + abs(Fraction(bottom)))
    return near - margin, near + margin


def power_bounds(value: Fraction, exponent: Fraction) -> Bounds:
    """Around a number that is not negative, to a positive exponent: ``exp(exponent * ln(value))``."""
    if value in (0, 1):
        return value, value
    root = _rational_root(value, exponent.denominator)
    if root is not None:
        return root**exponent.numerator, root**exponent.numerator
    low, high = logarithm_bounds(value)
    return _exponential(low * exponent)[0], _exponential(high * exponent)[1]


def _exponential(of: Fraction) -> Bounds:
    near = Fraction(_CONTEXT.exp(_CONTEXT.divide(Decimal(of.numerator), Decimal(of.denominator))))
    margin = near * _MARGIN * (1 + abs(of))
    return near - margin, near + margin
