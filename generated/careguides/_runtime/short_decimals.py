# Copied by Caretree from its runtime; generated, do not edit.
"""Decimals kept as floats: exact to compare, quick to write.

short_float(Fraction(174, 100)) == 1.74      short_float(Fraction(1, 3)) is None
exact_of(1.74) == Fraction(87, 50)
"""

from __future__ import annotations

from fractions import Fraction

from .exact import Exact


def short_float(value: Exact) -> float | int | None:
    """The number as it is kept: a whole number, the float whose shortest decimal it is, or ``None`` for any other."""
    if value.denominator == 1:
        return value.numerator
    try:
        near = value.numerator / value.denominator
    except OverflowError:
        return None
    return near if Fraction(repr(near)) == value else None


def exact_of(kept: float | int) -> Exact:
    """The exact value of a kept number: a float stands for its shortest decimal."""
    if isinstance(kept, int):
        return kept
    if abs(kept) < 10**11:
        whole = round(kept * 1000)
        if whole / 1000 == kept:
            return Fraction(whole, 1000)
    return Fraction(repr(kept))


def product_text(kept: float | int, factor: float) -> str | None:
    """A kept number times a factor as a plain decimal of at most twelve digits; ``None`` where a closer look is needed.

    The float product is within 4e-16 of the exact one. Where it is also within 1e-14 of its own twelve digits, far less
    than half a last digit, the exact product rounds to the same digits.
    """
    product = kept * factor
    text = f"{product:.12g}"
    if "e" in text or abs(float(text) - product) > abs(product) * 1e-14:
        return None
    return text
