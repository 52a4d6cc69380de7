"""Numbers as text: exact where short, rounded half away from zero, never naked, never with trailing zeros."""

from __future__ import annotations

import re
from fractions import Fraction

from caretree.decisions.decimals import decimal_text, exact_text, human_number
from hypothesis import given
from hypothesis import strategies as st


def test_short_decimals_are_exact() -> None:
    """Whole numbers and terminating decimals keep every digit and gain none."""
    expected = {"70": "70", "20000": "20000", "0.5": "0.5", "-1.74": "-1.74", "0": "0", "5.10": "5.1", "0.03": "0.03"}
    assert {text: decimal_text(Fraction(text)) for text in expected} == expected


def test_long_decimals_are_rounded_half_up() -> None:
    """Twelve significant digits for machines, four for people, ties away from zero."""
    assert decimal_text(Fraction(2, 3)) == "0.666666666667"
    assert decimal_text(Fraction(-2, 3)) == "-0.666666666667"
    assert decimal_text(Fraction("1234567890125") / 10) == "123456789013"
    assert human_number(Fraction("1.8645")) == "1.865"
    assert human_number(Fraction("99.995")) == "100"
    assert exact_text(Fraction(1, 3)) == "1/3"


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_text_is_close_and_plain(value: Fraction) -> None:
    """Any number reads back within half a unit of its twelfth digit, in plain figures."""
    text = decimal_text(value)
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text) and text != "-0"
    assert abs(Fraction(text) - value) <= abs(value) * Fraction(1, 2 * 10**11)
