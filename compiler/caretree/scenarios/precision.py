"""How finely each number of a patient is measured: the step of "just below" and "just above".

declared `to 1 decimal`                        0.1
ANC is below 1.0 x10^9/L, at most 1.74         0.01: the finest digit the guideline or its examples write
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from caretree.decisions.graph import DecisionGraph
from caretree.decisions.once import once_a_graph
from caretree.decisions.regions import thresholds_of
from caretree.guideline.conditions import Within
from caretree.guideline.definitions import Graded
from caretree.guideline.inputs import Input
from caretree.guideline.patients import Measurement, Quantity
from caretree.guideline.terms import InputNumber, Literal, SeriesTerm
from caretree.guideline.types import Number, Series
from caretree.guideline.walk import nodes
from caretree.units.convert import convert

MOST_DECIMALS = 4
_DIGITS = re.compile(r"\d\.(\d+)")


@once_a_graph
def steps(graph: DecisionGraph) -> dict[str, Fraction]:
    """The step of every numeric input and series, in its declared unit."""
    written: dict[str, set[int]] = {}
    for name, values in thresholds_of(graph).items():
        written.setdefault(name, set()).update(_decimals(value) for value in values)
    for name, literal in _compared(graph):
        written.setdefault(name, set()).add(_literal_decimals(graph, name, literal))
    for fact in _facts(graph):
        written.setdefault(fact[0], set()).add(_decimals(fact[1]))
    numbers = {given.name.id: number_of(given) for given in graph.guideline.inputs}
    return {name: _step(number, written.get(name, set())) for name, number in numbers.items() if number is not None}


def number_of(given: Input) -> Number | None:
    """The scalar an input or its measurements have; ``None`` for yes/no, choices, dates and courses."""
    if isinstance(given.type, Series):
        return given.type.of
    return given.type if isinstance(given.type, Number) else None


def _step(number: Number, written: set[int]) -> Fraction:
    if number.whole:
        return Fraction(1)
    digits = number.decimals if number.decimals is not None else min(MOST_DECIMALS, max(written, default=0))
    return Fraction(1, 10**digits)


def _decimals(value: Fraction) -> int:
    """Digits after the point, or 0 where there is no end to them."""
    for digits in range(MOST_DECIMALS + 1):
        if (value * 10**digits).denominator == 1:
            return digits
    return 0


def _literal_decimals(graph: DecisionGraph, name: str, literal: Literal) -> int:
    given = next(one for one in graph.guideline.inputs if one.name.id == name)
    number = number_of(given)
    if number is not None and literal.unit == number.unit:
        found = _DIGITS.search(literal.text)
        return len(found[1]) if found else 0
    value = None if number is None else convert(literal.value, literal.unit, number.unit)
    return 0 if value is None else _decimals(value)


def _compared(graph: DecisionGraph) -> Iterator[tuple[str, Literal]]:
    """Every written number an input is compared with."""
    for one in nodes(graph.guideline):
        if isinstance(one, Within):
            bounds: object = one.ranges
        elif isinstance(one, Graded):
            bounds = one.rows
        else:
            continue
        for read in nodes(one.of):
            if isinstance(read, InputNumber | SeriesTerm):
                yield from ((read.input, each) for each in nodes(bounds) if isinstance(each, Literal))


def _facts(graph: DecisionGraph) -> Iterator[tuple[str, Fraction]]:
    units = {given.name.id: number_of(given) for given in graph.guideline.inputs}
    stated = [fact for patient in graph.guideline.patients for fact in patient.facts]
    stated += [fact for example in graph.guideline.examples for fact in example.facts]
    for fact in stated:
        number = units.get(fact.input)
        for value in fact.value if isinstance(fact.value, tuple) else (fact.value,):
            if isinstance(value, Quantity | Measurement) and number is not None and value.unit == number.unit:
                yield fact.input, value.value
