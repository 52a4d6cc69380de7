"""Exact numbers of the generated library: nothing is lost to binary rounding."""

from __future__ import annotations

from fractions import Fraction

from caretree.runtime.exact import decimal_text, logarithm_between, power_between, root_between, round_to, whole_root
from hypothesis import given
from hypothesis import strategies as some

fractions = some.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
positive = some.fractions(min_value=Fraction(1, 10**6), max_value=10**9, max_denominator=10**6)


@given(fractions)
def test_a_decimal_text_is_within_half_a_last_digit(value: Fraction) -> None:
    """Twelve significant digits, half up, no exponent, no trailing zero, no naked point."""
    text = decimal_text(value)
    assert abs(Fraction(text) - value) * 2 * 10**11 <= abs(value)
    assert "e" not in text and not text.startswith((".", "-.")) and text != "-0"
    assert "." not in text or text[-1] not in "0."


def test_short_decimals_are_written_exactly() -> None:
    """A value a clinician wrote comes back as written."""
    assert [decimal_text(Fraction(text)) for text in ("0.5", "1.74", "20000", "0", "-2.5", "0.00012")] == [
        "0.5", "1.74", "20000", "0", "-2.5", "0.00012",
    ]  # fmt: skip


@given(positive, some.integers(2, 5))
def test_a_root_lies_between_its_ends(value: Fraction, degree: int) -> None:
    """The enclosure holds the true root and is far narrower than any threshold."""
    low, high = root_between(value, degree)
    assert low**degree <= value <= high**degree and high - low < Fraction(1, 10**40)


@given(some.integers(0, 10**40), some.integers(2, 7))
def test_whole_roots_are_the_largest_that_fit(value: int, degree: int) -> None:
    """Integer arithmetic only."""
    root = whole_root(value, degree)
    assert root**degree <= value < (root + 1) ** degree


@given(positive, positive)
def test_logarithms_add_up(one: Fraction, other: Fraction) -> None:
    """ln(a) + ln(b) and ln(a * b) overlap, and enclosures are narrow."""
    low, high = (a + b for a, b in zip(logarithm_between(one), logarithm_between(other), strict=True))
    product_low, product_high = logarithm_between(one * other)
    assert low <= product_high and product_low <= high and high - low < Fraction(1, 10**40)


def test_the_logarithm_of_ten() -> None:
    """Against its published digits (OEIS A002392)."""
    low, high = logarithm_between(10)
    digits = Fraction("2.302585092994045684017991454684364207601")
    assert low <= digits + Fraction(1, 10**38) and digits <= high


@given(positive)
def test_powers_of_fractions_undo_themselves(value: Fraction) -> None:
    """Raising to 3/2 and squaring gives the cube."""
    low, high = power_between(value, Fraction(3, 2))
    assert low**2 <= value**3 <= high**2


@given(fractions, positive)
def test_rounding_is_to_the_nearest_step(value: Fraction, step: Fraction) -> None:
    """Half-up is within half a step; up and down enclose the value."""
    assert abs(round_to(value, step, "half-up") - value) * 2 <= step
    assert round_to(value, step, "down") <= value <= round_to(value, step, "up")


def test_ties_go_away_from_zero() -> None:
    """2.5 rounds to 3 and -2.5 to -3."""
    assert [round_to(Fraction(text), 1, "half-up") for text in ("2.5", "-2.5", "2.4")] == [3, -3, 2]
