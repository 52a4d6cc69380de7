"""Exact numbers as text: the one way every target shows a number.

    decimal_text(1/2) "0.5"     decimal_text(1/3) "0.333333333333"     human_number(1/3) "0.3333"
    decimal_text(70)  "70"      exact_text(1/3)   "1/3"                human_number(20_000) "20000"

No trailing zeros, no naked decimals, no exponents: ISMP's list of error-prone dose designations asks for it.
"""

from __future__ import annotations

from fractions import Fraction

DECIMAL_DIGITS = 12
"""Significant digits of a number in JSON that has no short exact decimal."""

HUMAN_DIGITS = 4
"""Significant digits of a number in a sentence."""


def exact_text(value: Fraction) -> str:
    """The exact number: ``7``, ``-1/2``."""
    return str(value)


def decimal_text(value: Fraction, digits: int = DECIMAL_DIGITS) -> str:
    """The number as a plain decimal, rounded half away from zero to ``digits`` significant digits if it has more."""
    if value == 0:
        return "0"
    exponent = _leading_exponent(abs(value)) - digits + 1
    shifted = abs(value) / Fraction(10) ** exponent
    whole = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    return ("-" if value < 0 else "") + _placed(whole, exponent)


def human_number(value: Fraction) -> str:
    """The number for a sentence: four significant digits, half away from zero."""
    return decimal_text(value, HUMAN_DIGITS)


def _leading_exponent(value: Fraction) -> int:
    """The power of ten of the first significant digit of a positive number."""
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    return exponent if value >= Fraction(10) ** exponent else exponent - 1


def _placed(whole: int, exponent: int) -> str:
    """``whole`` times ten to the ``exponent`` without an exponent and without trailing zeros."""
    if exponent >= 0:
        return str(whole * 10**exponent)
    digits = str(whole).rjust(1 - exponent, "0")
    return f"{digits[:exponent]}.{digits[exponent:]}".rstrip("0").rstrip(".")
