"""Products, quotients and powers of units carry exact sizes and cancel as on paper."""

from __future__ import annotations

from fractions import Fraction

import pytest
from caretree.units.arithmetic import divide, multiplies, multiply, power
from caretree.units.convert import convert
from caretree.units.find import all_units, find_unit
from caretree.units.unit import NUMBER, Unit
from hypothesis import given
from hypothesis import strategies as st

SCALES = st.sampled_from([each for each in all_units() if multiplies(each)])


def unit(text: str) -> Unit:
    found = find_unit(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        ("mg/kg/day", "kg", "mg/day"),
        ("mcg/kg", "kg", "mcg"),
        ("mg/m2", "m2", "mg"),
        ("mg/day", "days", "mg"),
        ("m", "m", "m2"),
        ("ng/mL FEU", "mL", "ng FEU"),
        ("mL/hour", "hours", "mL"),
    ],
)
def test_products_cancel(left: str, right: str, product: str) -> None:
    """A dose by body mass times a body mass is a drug mass, under its own name."""
    assert multiply(unit(left), unit(right)).symbol == product


def test_quotients_and_powers() -> None:
    """BMI is kg/m2, like by like is a bare number, and a square root's inverse is a power."""
    assert divide(unit("kg"), unit("m2")) == unit("kg/m2")
    assert divide(unit("mg"), unit("mg")) == NUMBER
    assert divide(unit("ng/mL FEU"), unit("ng/mL FEU")) == NUMBER
    assert power(unit("m"), 2) == unit("m2")
    assert power(unit("days"), -1) == unit("/day")
    assert power(unit("mg"), 0) == NUMBER
    assert divide(NUMBER, unit("min")) == unit("/min")
    assert divide(unit("/uL"), unit("x10^9/L")).factor == Fraction(1, 1000)


def test_a_dose_for_pounds_is_exact() -> None:
    """1 mcg/kg for 100 lb is exactly 45.359237 mcg."""
    assert convert(Fraction(100), multiply(unit("mcg/kg"), unit("lb")), unit("mcg")) == Fraction("45.359237")


def test_a_percentage_of_a_dose_is_a_dose() -> None:
    """10 % times 50 mg converts to exactly 5 mg."""
    assert convert(Fraction(500), multiply(unit("%"), unit("mg")), unit("mg")) == 5


@given(SCALES, SCALES)
def test_sizes_multiply_and_divide(left: Unit, right: Unit) -> None:
    """A product's size is the product of the sizes; dividing again gives the first unit's size and dimension back."""
    product = multiply(left, right)
    assert product.factor == left.factor * right.factor
    back = divide(product, right)
    assert back.factor == left.factor
    ratios = any(name == "ratio" for each in (left, right) for name, _ in each.dimension)
    assert ratios or back.dimension == left.dimension


@given(SCALES, SCALES)
def test_products_do_not_depend_on_order(left: Unit, right: Unit) -> None:
    """Either order gives the same size and dimension."""
    one, other = multiply(left, right), multiply(right, left)
    assert (one.factor, one.dimension) == (other.factor, other.dimension)


def test_a_temperature_is_never_multiplied() -> None:
    """The zero of °C and °F is arbitrary: twice 20 °C is not 40 °C. Asking is a bug of ours."""
    assert not multiplies(unit("°C"))
    with pytest.raises(ValueError, match="temperature"):
        multiply(unit("°F"), unit("mg"))
