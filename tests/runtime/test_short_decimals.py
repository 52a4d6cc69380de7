"""Decimals kept as floats: nothing a guideline compares or shows is lost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from caretree.runtime.exact import decimal_text
from caretree.runtime.quick_reading import _scaled
from caretree.runtime.short_decimals import exact_of, product_text, short_float
from hypothesis import example, given
from hypothesis import strategies as some

floats = some.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
thresholds = some.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=4)
"""Bounds as guidelines write them: at most 15 significant digits."""


@given(floats, thresholds)
@example(0.1 + 0.2, Decimal("0.3"))
@example(0.5, Decimal("0.5"))
def test_comparing_floats_compares_their_decimals(value: float, threshold: Decimal) -> None:
    """A float stands for its shortest decimal, and is below a threshold exactly when that decimal is."""
    exact, bound = Fraction(repr(value)), float(threshold)
    assert (value < bound) == (exact < Fraction(threshold))
    assert (value <= bound) == (exact <= Fraction(threshold))


@given(some.one_of(floats, some.integers(-(10**20), 10**20)))
def test_a_kept_number_is_its_shortest_decimal(kept: float | int) -> None:
    """What is kept comes back exactly, and would be kept again."""
    exact = exact_of(kept)
    assert exact == Fraction(repr(kept)) and short_float(exact) == kept


@given(some.fractions())
def test_only_what_comes_back_is_kept(value: Fraction) -> None:
    """A number without a short decimal is left to the general way."""
    kept = short_float(value)
    assert kept is None or exact_of(kept) == value
    assert short_float(Fraction(1, 3)) is None


@given(
    some.one_of(some.floats(0.001, 1e6), some.decimals(0, 1000, places=3).map(float), some.integers(1, 10**6)),
    some.fractions(Fraction(1, 10**4), 10**4, max_denominator=10**4),
)
@example(70.3, Fraction(3, 100))
def test_a_quick_dose_is_the_exact_one(kept: float | int, factor: Fraction) -> None:
    """Where the quick way gives a text, it is the text of the exact product."""
    text = product_text(kept, float(factor))
    assert text is None or text == decimal_text(exact_of(kept) * factor)


def test_usual_doses_are_quick() -> None:
    """The quick way is taken for what people write."""
    assert [product_text(*of) for of in ((70.3, 1.0), (70, 0.03), (82.5, 375.0))] == ["70.3", "2.1", "30937.5"]


@given(
    some.one_of(some.integers(0, 10**8), some.decimals(0, 10**5, places=3).map(float), some.floats(0, 1e4)),
    some.sampled_from(
        (Fraction(1, 1000), Fraction(1, 10), Fraction(10), Fraction(45359237, 10**8), Fraction(254, 100))
    ),
)
def test_quick_conversion_is_exact(given_value: float | int, factor: Fraction) -> None:
    """A value in another unit is kept as the float of the exact decimal, or read with care."""
    kept = _scaled(given_value, factor.numerator, factor.denominator)
    assert kept is None or exact_of(kept) == Fraction(repr(given_value)) * factor
