"""Terms and literals: formulas with exact units, and numbers exactly as written."""

from fractions import Fraction

import pytest
from caretree.guideline.doses import TimeRange
from caretree.guideline.terms import (
    Calculation,
    Extreme,
    Logarithm,
    NumberTerm,
    Power,
    Rounded,
    SquareRoot,
    WithoutUnit,
    WithUnit,
)
from caretree.resolve.literals import (
    read_literal,
    read_literal_range,
    read_number_literal,
    read_time_range,
    read_unit,
)
from caretree.resolve.terms import read_date, read_label_term, read_number, read_number_in
from clinic_names import clinic_reading, phrase, unit


def number(text: str, result: str | None = None) -> NumberTerm:
    reading = clinic_reading()
    found = read_number_in(phrase(text), reading, unit(result)) if result else read_number(phrase(text), reading)
    assert reading.problems == []
    assert found is not None
    return found


def problems(text: str, result: str | None = None) -> list[str]:
    reading = clinic_reading()
    found = read_number_in(phrase(text), reading, unit(result)) if result else read_number(phrase(text), reading)
    assert found is None
    return [one.name for one in reading.problems]


def test_a_formula_of_bare_numbers_gets_the_units_of_its_heading() -> None:
    """Mosteller's formula: numbers in stated units, the result in m2."""
    found = number("square root of (height in cm * weight in kg / 3600)", "m2")
    assert isinstance(found, WithUnit)
    assert found.unit == unit("m2")
    root = found.of
    assert isinstance(root, SquareRoot)
    division = root.of
    assert isinstance(division, Calculation)
    product = division.left
    assert isinstance(product, Calculation)
    assert (division.operator, product.operator) == ("/", "*")
    assert isinstance(product.left, WithoutUnit)
    assert product.left.stated == unit("cm")


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("0.4 * weight", "kg"),
        ("visit SBP - home SBP", "mmHg"),
        ("weight / height to the power 2", "kg/cm2"),
        ("weight + 500 g", None),
        ("the higher of visit SBP, home SBP and 100 mmHg", "mmHg"),
        ("(visit SBP + 2 * home SBP) / 3", "mmHg"),
        ("ANC in x10^9/L / 2", ""),
    ],
)
def test_units_follow_the_arithmetic(text: str, symbol: str | None) -> None:
    """Products and quotients multiply units; sums and extremes keep the unit of the first."""
    if symbol is None:
        assert problems(text) == ["wrong-dimension"]
    else:
        assert number(text).unit.symbol == symbol


def test_sums_in_two_units_are_converted_in_the_tree() -> None:
    """Numbers that meet share a unit: the second is expressed in the unit of the first."""
    found = number("height + 2 inches")
    assert isinstance(found, Calculation)
    assert found.unit == unit("cm")
    assert isinstance(found.right, WithUnit)
    assert found.right.unit == unit("cm")


def test_a_result_is_expressed_in_the_unit_asked_for() -> None:
    """A formula in cm gives metres when metres are wanted; another dimension is refused."""
    assert number("height", "m").unit == unit("m")
    assert problems("height", "kg") == ["wrong-dimension"]


def test_operators_bind_as_in_arithmetic() -> None:
    """``*`` before ``+``, from left to right, powers before both."""
    found = number("1 - 2 - 3 * 4")
    assert isinstance(found, Calculation)
    assert (found.operator, getattr(found.left, "operator", ""), getattr(found.right, "operator", "")) == (
        "-",
        "-",
        "*",
    )
    power = number("2 * 3 to the power 0.425")
    assert isinstance(power, Calculation)
    assert isinstance(power.right, Power)
    assert power.right.exponent == Fraction(17, 40)


def test_rounding_is_declared_and_covers_the_whole_formula() -> None:
    """``rounded to`` is half-up and loosest; the step is in the unit of the result."""
    found = number("weight * 2 rounded down to 0.5 kg")
    assert isinstance(found, Rounded)
    assert (found.mode, found.step) == ("down", Fraction(1, 2))
    grams = number("weight rounded to 100 g")
    assert isinstance(grams, Rounded)
    assert (grams.mode, grams.step) == ("half-up", Fraction(1, 10))


def test_functions_take_one_operand() -> None:
    """``log`` and ``square root of`` take the name, the bracket or the function after them, and no more."""
    found = number("log (age in years) + 1")
    assert isinstance(found, Calculation)
    assert isinstance(found.left, Logarithm)
    nested = number("square root of log 5")
    assert isinstance(nested, SquareRoot)
    assert isinstance(nested.of, Logarithm)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("weight + height", "wrong-dimension"),
        ("square root of weight", "wrong-dimension"),
        ("log weight", "wrong-dimension"),
        ("weight to the power 0.5", "wrong-dimension"),
        ("temperature * 2", "temperature-arithmetic"),
        ("temperature + 2 °C", "temperature-arithmetic"),
        ("the lower of weight and height", "wrong-dimension"),
        ("weight rounded to 0 kg", "bad-number"),
        ("height in kg", "wrong-dimension"),
        ("height in cmm", "unknown-unit"),
        ("weight -3", "not-understood"),
        ("fever + 1", "wrong-kind"),
        ("today", "wrong-kind"),
        ("the lower of weight", "not-understood"),
        ("(weight", "not-understood"),
    ],
)
def test_bad_formulas_are_one_problem(text: str, name: str) -> None:
    """Arithmetic that has no meaning is refused and named."""
    assert problems(text) == [name]


def test_the_extreme_keeps_every_operand() -> None:
    """``the lower of a, b and c`` reads three."""
    found = number("the lower of visit SBP, home SBP and 100 mmHg")
    assert isinstance(found, Extreme)
    assert (found.which, len(found.of)) == ("lowest", 3)


def test_literals_are_exact_and_keep_their_text() -> None:
    """``20,000 /uL`` is 20000 of its unit; a default unit is worn by bare numbers only."""
    reading = clinic_reading()
    found = read_literal(phrase("20,000 /uL"), reading)
    assert found is not None
    assert (found.value, found.unit, found.text) == (Fraction(20000), unit("/uL"), "20,000 /uL")
    bare = read_literal(phrase("0.5"), reading, unit("mg"))
    assert bare is not None
    assert bare.unit == unit("mg")
    worn = read_literal(phrase("0.5 g"), reading, unit("mg"))
    assert worn is not None
    assert worn.unit == unit("g")
    kind = read_literal(phrase("500 ng/mL FEU"), reading)
    assert kind is not None
    assert kind.unit.kind == "FEU"
    assert read_number_literal(phrase("0.25"), reading) == Fraction(1, 4)
    assert read_unit(phrase("×10⁹/L"), reading) == unit("x10^9/L")
    assert reading.problems == []


def test_ranges_of_literals_share_the_last_unit() -> None:
    """``2 to 3 g`` and ``2 to 4 weeks`` read as people say them; a single amount is a range of itself."""
    reading = clinic_reading()
    found = read_literal_range(phrase("2 to 3 g"), reading)
    assert found is not None
    assert [(one.value, one.unit.symbol) for one in found] == [(Fraction(2), "g"), (Fraction(3), "g")]
    single = read_literal_range(phrase("40 mg"), reading)
    assert single is not None
    assert single[0] == single[1]
    assert read_time_range(phrase("2 to 4 weeks"), reading) == TimeRange(Fraction(14), Fraction(28), "2 to 4 weeks")
    assert reading.problems == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3 to 2 g", "backwards-range"),
        ("2-3 g", "threshold-is-a-range"),
        ("5 parsecs", "unknown-unit"),
        ("x", "not-understood"),
    ],
)
def test_bad_ranges_of_literals(text: str, name: str) -> None:
    """Each mistake has its name."""
    reading = clinic_reading()
    assert read_literal_range(phrase(text), reading) is None
    assert [one.name for one in reading.problems] == [name]


def test_a_time_range_must_be_a_time() -> None:
    """``4 kg`` is no duration."""
    reading = clinic_reading()
    assert read_time_range(phrase("4 kg"), reading) is None
    assert [one.name for one in reading.problems] == ["wrong-dimension"]


def test_label_terms_and_dates_by_themselves() -> None:
    """A name of the wrong kind is refused in both."""
    reading = clinic_reading()
    assert read_label_term(phrase("stage"), reading) is not None
    assert read_date(phrase("the later of diagnosis date and 4 weeks before today"), reading) is not None
    assert reading.problems == []
    assert read_label_term(phrase("weight"), reading) is None
    assert read_date(phrase("weight"), reading) is None
    assert [one.name for one in reading.problems] == ["wrong-kind", "wrong-kind"]
