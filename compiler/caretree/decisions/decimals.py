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
    if value.denominator == 1 and abs(value.numerator) < 10**digits:
        return str(value.numerator)
    exponent = _leading_exponent(abs(value)) - digits + 1
    over, under = _times_ten(abs(value.numerator), value.denominator, -exponent)
    whole = (2 * over + under) // (2 * under)
    return ("-" if value < 0 else "") + _placed(whole, exponent)


def human_number(value: Fraction) -> str:
    """The number for a sentence: four significant digits, half away from zero."""
    return decimal_text(value, HUMAN_DIGITS)


def _leading_exponent(value: Fraction) -> int:
    """The power of ten of the first significant digit of a positive number."""
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    over, under = _times_ten(value.numerator, value.denominator, -exponent)
    return exponent if over >= under else exponent - 1


def _times_ten(over: int, under: int, exponent: int) -> tuple[int, int]:
    """A fraction of whole numbers times ten to the ``exponent``, not shortened."""
    return (over * 10**exponent, under) if exponent >= 0 else (over, under * 10**-exponent)


def _placed(whole: int, exponent: int) -> str:
    """``whole`` times ten to the ``exponent`` without an exponent and without trailing zeros."""
    if exponent >= 0:
        return str(whole * 10**exponent)
    digits = str(whole).rjust(1 - exponent, "0")
    return f"{digits[:exponent]}.{digits[exponent:]}".rstrip("0").rstrip(".")
