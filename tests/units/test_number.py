"""Written numbers are read exactly or not at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from caretree.units.number import read_decimal, read_number, too_long
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "value"),
    [("20,000", "20000"), ("1.74", "1.74"), ("0.5", "0.5"), ("1,234,567.25", "1234567.25"), ("-3", "-3"), ("0", "0")],
)
def test_numbers_are_exact(text: str, value: str) -> None:
    """Thousands separators and decimals read as the exact rational."""
    assert read_number(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    ["", ".5", "5.", "1,74", "0,500", "20,00", "2000,000", "1,2345", "1e3", "<10", "NA", "nan", "inf", "１", "1_000"]
    + ["1 000", " 1", "1\n", "+1", "--1", "1.2.3", "1/2", "٣", "²"],
)
def test_anything_else_is_refused(text: str) -> None:
    """A decimal comma, a naked decimal, an exponent or a foreign digit is never guessed at."""
    assert read_number(text) is None
    assert read_decimal(text) is None


def test_data_have_no_separators() -> None:
    """``20,000`` is a number in a sentence and none in data."""
    assert read_decimal("20,000") is None


def test_thirty_digits_are_the_limit() -> None:
    """Thirty digits are read exactly, thirty-one are too long, wherever the point stands."""
    assert read_number("1" * 30) == int("1" * 30)
    assert read_number("1" * 31) is None and too_long("1" * 31)
    assert read_decimal("0." + "1" * 30) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_every_written_decimal_is_read_back(value: Decimal) -> None:
    """With and without separators a decimal reads as itself, exactly."""
    assert read_decimal(f"{value:f}") == Fraction(value)
    assert read_number(f"{value:,f}") == Fraction(value)
