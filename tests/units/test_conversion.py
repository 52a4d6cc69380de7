"""Conversion is exact, and refused wherever size alone does not carry from one unit to the other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from caretree.units.convert import convert, factor
from caretree.units.describe import describe_dimension
from caretree.units.find import all_units, find_unit, units_like
from caretree.units.unit import NUMBER, Unit
from hypothesis import given
from hypothesis import strategies as st

UNITS = st.sampled_from(all_units())
VALUES = st.fractions(max_denominator=10**6)


def unit(text: str) -> Unit:
    found = find_unit(text)
    assert found is not None, text
    return found


@st.composite
def alike(draw: st.DrawFn, count: int) -> list[Unit]:
    like = units_like(draw(UNITS))
    return [draw(st.sampled_from(like)) for _ in range(count)]


@given(alike(2), VALUES)
def test_there_and_back_is_the_same_number(pair: list[Unit], value: Fraction) -> None:
    """A value converted and converted back is exactly itself."""
    there = convert(value, pair[0], pair[1])
    assert there is not None
    assert convert(there, pair[1], pair[0]) == value


@given(alike(3), VALUES)
def test_a_detour_changes_nothing(three: list[Unit], value: Fraction) -> None:
    """Converting by way of a third unit gives exactly the direct conversion."""
    there = convert(value, three[0], three[1])
    assert there is not None
    assert convert(there, three[1], three[2]) == convert(value, three[0], three[2])


@given(alike(2), VALUES, VALUES)
def test_order_is_kept(pair: list[Unit], low: Fraction, high: Fraction) -> None:
    """A larger value stays larger in every unit, so that a threshold means the same in all of them."""
    first, second = convert(low, *pair), convert(high, *pair)
    assert first is not None and second is not None
    assert (first < second) == (low < high)


@given(UNITS, UNITS, VALUES)
def test_units_of_different_dimensions_never_meet(left: Unit, right: Unit, value: Fraction) -> None:
    """Conversion is refused exactly when dimension or kind differ."""
    possible = (left.dimension, left.kind) == (right.dimension, right.kind)
    assert (convert(value, left, right) is not None) == possible
    assert possible or factor(left, right) is None


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("20000", "/uL", "x10^9/L", "20"),
        ("4.5", "x10^12/L", "x10^6/uL", "4.5"),
        ("1", "mg", "mcg", "1000"),
        ("8", "g/dL", "g/L", "80"),
        ("1", "weeks", "days", "7"),
        ("1", "months", "days", "30.4375"),
        ("1", "years", "days", "365.25"),
        ("1", "years", "months", "12"),
        ("24", "hours", "days", "1"),
        ("450", "ms", "seconds", "0.45"),
        ("70", "inches", "cm", "177.8"),
        ("100", "lb", "kg", "45.359237"),
        ("14", "lb", "stone", "1"),
        ("16", "oz", "lb", "1"),
        ("98.6", "°F", "°C", "37"),
        ("-40", "°C", "°F", "-40"),
        ("45", "%", "L/L", "0.45"),
        ("1", "mg/kg/day", "mcg/kg/hour", "125/3"),
        ("60", "/min", "/s", "1"),
        ("1.73", "mL/min/m2", "mL/min/1.73m2", "2.9929"),
        ("1", "kPa", "mmHg", "500000/66661"),
        ("1", "cmH2O", "kPa", "0.0980665"),
        ("1", "kcal", "kJ", "4.184"),
        ("500", "ng/mL FEU", "mcg/mL FEU", "0.5"),
    ],
)
def test_known_conversions(value: str, source: str, target: str, expected: str) -> None:
    """Published exact conversions (UCUM 2.1; 1 lb = 0.45359237 kg, 1 in = 2.54 cm) hold to the last digit."""
    assert convert(Fraction(value), unit(source), unit(target)) == Fraction(expected)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("kg", "mg"),
        ("mmol/L", "mg/dL"),
        ("mg", "mL"),
        ("mg", "IU"),
        ("IU", "units"),
        ("mEq/L", "mmol/L"),
        ("ng/mL FEU", "ng/mL"),
        ("ng/mL FEU", "ng/mL DDU"),
        ("copies/mL", "/mL"),
        ("tablets", "puffs"),
        ("mmol/mol", "%"),
        ("mg/kg", "mg"),
        ("mL/min", "mL/min/1.73m2"),
        ("/min", "/uL"),
        ("x10^6 cells/kg", "x10^6/L"),
    ],
)
def test_look_alikes_do_not_convert(left: str, right: str) -> None:
    """Body and drug mass, mass and molar concentration, IU, counts, kinds and HbA1c scales never convert by size."""
    assert convert(Fraction(1), unit(left), unit(right)) is None
    assert convert(Fraction(1), unit(right), unit(left)) is None


def test_a_factor_exists_only_where_zeros_agree() -> None:
    """Fahrenheit and Celsius convert, but not by a factor; a unit's factor to itself is one."""
    assert factor(unit("/uL"), unit("x10^9/L")) == Fraction(1, 1000)
    assert factor(unit("°F"), unit("°C")) is None
    assert factor(unit("°F"), unit("°F")) == 1


def test_dimensions_are_told_in_plain_words() -> None:
    """A message can name any dimension and show units of it."""
    assert describe_dimension(unit("/uL").dimension) == "a concentration of cells (x10^9/L, x10^12/L)"
    assert describe_dimension(NUMBER.dimension) == "a bare number"
    assert describe_dimension((("body mass", 2), ("time", -3))) == "body mass to the power 2 per time to the power 3"
    assert all(describe_dimension(each.dimension) for each in all_units())
