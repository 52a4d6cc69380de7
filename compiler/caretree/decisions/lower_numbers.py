"""Number terms become nodes of the number table, every unit conversion written out.

BSA in m2 is calculated as:
  square root of (height in cm * weight in kg / 3600)
n1 InputValue(height)  n2 InputValue(weight)  n3 n1 * n2  n4 3600  n5 n3 / n4  n6 SquareRoot(n5), in m2
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from msgspec.structs import replace

from caretree.decisions import expressions as to
from caretree.decisions.lower_dates import days_between, lower_date, time_unit
from caretree.decisions.lower_units import declared_unit, in_unit, scaled
from caretree.decisions.tables import LoweringError, Quantity, Tables, bare
from caretree.guideline.terms import (
    Calculation,
    CompletedYears,
    DefinedNumber,
    Extreme,
    InputNumber,
    Literal,
    Logarithm,
    NumberTerm,
    Power,
    Rounded,
    SeriesTerm,
    SquareRoot,
    TimeBetween,
    WithoutUnit,
    WithUnit,
)
from caretree.units.unit import NUMBER, Unit


def lower_number(term: NumberTerm, tables: Tables) -> Quantity:
    """A term as a number in the unit its node naturally stands in; convert with ``in_unit`` where it meets another."""
    match term:
        case Literal(value=value, unit=unit):
            return Quantity(to.ConstantNumber(value), unit)
        case InputNumber(input=name):
            return Quantity(to.InputValue(name), declared_unit(tables, name), name)
        case DefinedNumber(definition=name):
            return defined_number(name, tables)
        case Calculation():
            return _calculation(term, tables)
        case WithoutUnit(of=of, stated=stated):
            return bare(in_unit(lower_number(of, tables), stated, tables))
        case WithUnit(of=of, unit=unit):
            return replace(lower_number(of, tables), unit=unit)
        case SquareRoot() | Power() | Logarithm() | Extreme() | Rounded():
            return _function(term, tables)
        case SeriesTerm():
            return _series(term, tables)
        case TimeBetween():
            return days_between(term, tables)
        case CompletedYears(start=start, end=end):
            ends = tables.number(lower_date(start, tables)), tables.number(lower_date(end, tables))
            return Quantity(to.CompletedYears(*ends), time_unit("years"))
        case _:
            assert_never(term)


def defined_number(name: str, tables: Tables) -> Quantity:
    """The value of a definition that is a number; definitions are lowered before what uses them."""
    kind, number = tables.defined[name]
    if kind != "number":
        raise LoweringError(f"`{name}` is not a number")
    return Quantity(tables.numbers[number], tables.number_units[number])


def _function(term: SquareRoot | Power | Logarithm | Extreme | Rounded, tables: Tables) -> Quantity:
    match term:
        case SquareRoot(of=of, unit=unit):
            return Quantity(to.SquareRoot(tables.number(lower_number(of, tables))), unit)
        case Power(of=of, exponent=exponent, unit=unit):
            return Quantity(to.Power(tables.number(lower_number(of, tables)), exponent), unit)
        case Logarithm(of=of, unit=unit):
            return Quantity(to.Logarithm(tables.number(lower_number(of, tables))), unit)
        case Extreme(which=which, of=parts, unit=unit):
            return Quantity(to.Extreme(which, tuple(_number_in(part, unit, tables) for part in parts)), unit)
        case Rounded(of=of, step=step, mode=mode, unit=unit):
            return Quantity(to.Rounded(_number_in(of, unit, tables), step, mode), unit)


def _number_in(term: NumberTerm, unit: Unit, tables: Tables) -> to.NumberId:
    return tables.number(in_unit(lower_number(term, tables), unit, tables))


def _series(term: SeriesTerm, tables: Tables) -> Quantity:
    counts = term.which == "number"
    unit = NUMBER if counts else declared_unit(tables, term.input)
    node = to.SeriesValue(term.which, term.input, term.within, term.last)
    return Quantity(node, unit, "" if counts else term.input)


def _calculation(term: Calculation, tables: Tables) -> Quantity:
    """Sums meet in the result's unit; a product's units multiply and are then brought to the result's unit."""
    left, right = lower_number(term.left, tables), lower_number(term.right, tables)
    if term.operator in ("+", "-"):
        left = in_unit(left, term.unit, tables, right.input)
        right = in_unit(right, term.unit, tables, left.input)
        return arithmetic(term, left, right, term.unit, tables)
    sizes = left.unit.factor * right.unit.factor if term.operator == "*" else left.unit.factor / right.unit.factor
    result = arithmetic(term, left, right, NUMBER, tables)
    return scaled(result, sizes / term.unit.factor, term.unit, tables)


def arithmetic(term: Calculation, left: Quantity, right: Quantity, unit: Unit, tables: Tables) -> Quantity:
    """The operation, or its result when both sides are constants."""
    if left.constant is not None and right.constant is not None and (term.operator != "/" or right.constant != 0):
        return Quantity(to.ConstantNumber(_computed(term.operator, left.constant, right.constant)), unit)
    return Quantity(to.Arithmetic(term.operator, tables.number(left), tables.number(right)), unit)


def _computed(operator: str, left: Fraction, right: Fraction) -> Fraction:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right
