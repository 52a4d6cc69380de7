"""The regions of an unknown input: one value for each way the guideline can read it.

    ANC plausible 0 to 100, compared with 0.5 and 1.0      0.25, 0.75, 50.5

``next_question`` says how regions are used; their definition is here.

* yes/no: yes, no. Choice: its labels in order. Course: the six statuses in order, start unknown.
* number: its *thresholds* are the constants t for which some condition of the graph is a ``Compare`` of the input
  with t, or of a chain of ``+ - * /`` with one constant each around the input, solved for the input; and every cut-off
  of a ``DualCompare`` of the input, in the declared unit. Only thresholds strictly inside the plausible range, from low
  to high, count. The values are the midpoints between neighbours of low, thresholds in order, high.
* whole number: the values are low, and for each threshold t the whole numbers ceil(t) and floor(t) + 1, each once, in
  order, as far as they are at most high.
* date, series: none (they are no single value).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import assert_never

from caretree.decisions.expressions import Arithmetic, Compare, ConstantNumber, DualCompare, InputValue, NumberId
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.once import once_a_graph
from caretree.decisions.patient_record import CourseValue, PatientValue, ScalarValue
from caretree.decisions.patient_units import to_declared, unit_of_code
from caretree.decisions.reported import number_type
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo

Thresholds = dict[str, set[Fraction]]


def regions(given: Input, thresholds: Thresholds) -> list[PatientValue]:
    """One value a region, in order; none for dates and series."""
    match given.type:
        case YesNo():
            return [True, False]
        case Choice(labels=labels):
            return list(labels)
        case Course():
            return [CourseValue(status, None) for status in COURSE_STATUSES]
        case Number() as number:
            values = _number_values(number, thresholds.get(given.name.id, set()))
            return [ScalarValue(value, value, number.unit.ucum) for value in values]
        case Date() | Series():
            return []
        case _:
            assert_never(given.type)


def _number_values(number: Number, thresholds: set[Fraction]) -> list[Fraction]:
    low, high = number.plausible.low, number.plausible.high
    inside = sorted(each for each in thresholds if low < each < high)
    if number.whole:
        starts = {ceil(low), *(whole for each in inside for whole in (ceil(each), floor(each) + 1))}
        return [Fraction(start) for start in sorted(starts) if start <= high]
    return [(before + after) / 2 for before, after in pairwise([low, *inside, high])]


@once_a_graph
def thresholds_of(graph: DecisionGraph) -> Thresholds:
    """The thresholds of every input the graph compares with constants."""
    found: Thresholds = {}
    inputs = {given.name.id: given for given in graph.guideline.inputs}
    for condition in graph.conditions.values():
        if isinstance(condition, Compare):
            for name, threshold in _compared(graph, condition):
                found.setdefault(name, set()).add(threshold)
        elif isinstance(condition, DualCompare):
            source = graph.numbers[condition.of]
            if isinstance(source, InputValue):
                found.setdefault(source.input, set()).update(_cutoffs(inputs[source.input], condition))
    return found


def _compared(graph: DecisionGraph, condition: Compare) -> list[tuple[str, Fraction]]:
    if isinstance(condition.right, Fraction):
        sides = [(condition.left, condition.right)]
    else:
        constants = [(condition.left, graph.numbers[condition.right]), (condition.right, graph.numbers[condition.left])]
        sides = [(number, node.value) for number, node in constants if isinstance(node, ConstantNumber)]
    solved = [_solved(graph, number, threshold) for number, threshold in sides]
    return [each for each in solved if each is not None]


def _solved(graph: DecisionGraph, number: NumberId, threshold: Fraction) -> tuple[str, Fraction] | None:
    """The input inside a chain of operations with constants, and its value where the chain meets the threshold."""
    node = graph.numbers[number]
    if isinstance(node, InputValue):
        return node.input, threshold
    if not isinstance(node, Arithmetic):
        return None
    left, right = graph.numbers[node.left], graph.numbers[node.right]
    if isinstance(right, ConstantNumber):
        before = _undone(node.operator, threshold, right.value)
        return None if before is None else _solved(graph, node.left, before)
    if isinstance(left, ConstantNumber) and node.operator != "/":
        before = left.value - threshold if node.operator == "-" else _undone(node.operator, threshold, left.value)
        return None if before is None else _solved(graph, node.right, before)
    return None


def _undone(operator: str, result: Fraction, constant: Fraction) -> Fraction | None:
    """The x of ``x operator constant = result``."""
    match operator:
        case "+":
            return result - constant
        case "-":
            return result + constant
        case "*":
            return None if constant == 0 else result / constant
        case _:
            return result * constant


def _cutoffs(given: Input, condition: DualCompare) -> list[Fraction]:
    declared = number_type(given).unit
    units = [(unit_of_code(given, declared, code), bound) for code, bound in condition.cutoffs]
    converted = [to_declared(given, declared, bound, unit) for unit, bound in units if unit is not None]
    return [each for each in converted if each is not None]
