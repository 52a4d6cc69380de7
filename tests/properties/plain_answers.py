"""What a guideline means for a patient about whom everything is known: yes or no, one number, one branch.

Written for comparison only, on purpose without intervals, sets or statuses. A value that does not exist (a division by
zero, the latest of no measurements) is ``Undefined``: what reads it is left out of the comparison.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor, sqrt
from operator import ge, gt, le, lt

from caretree.decisions import expressions as to
from caretree.decisions import graph as nodes
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import CourseValue, PatientRecord, ScalarValue


class Undefined(Exception):
    """Something has no value for this patient."""


WORDS = {"lt": lt, "le": le, "gt": gt, "ge": ge}


def holds(graph: DecisionGraph, patient: PatientRecord, name: str) -> bool:
    node = graph.conditions[name]
    match node:
        case to.Constant(value=value):
            return value
        case to.Fact(input=given):
            return patient.values[given] is True
        case to.Not(of=of):
            return not holds(graph, patient, of)
        case to.AllOf(of=of):
            return min([holds(graph, patient, each) for each in of])
        case to.AnyOf(of=of):
            return max([holds(graph, patient, each) for each in of])
        case to.CountOf(count=count, of=of, exactly=exactly):
            met = sum(holds(graph, patient, each) for each in of)
            return met == count if exactly else met >= count
        case to.Compare(comparison=word, left=left, right=right):
            bound = right if isinstance(right, Fraction) else number(graph, patient, right)
            return bool(WORDS[word](number(graph, patient, left), bound))
        case to.LabelIn(of=of, labels=labels):
            return label(graph, patient, of) in labels
        case to.CourseIs(input=given, statuses=statuses):
            course = patient.values[given]
            assert isinstance(course, CourseValue)
            return course.status in statuses
        case to.Trend(input=given, count=count, direction=direction):
            last = [value for value, _ in measured(patient, given)][-count:]
            if len(last) < count:
                raise Undefined
            ordered = last if direction == "rising" else last[::-1]
            return ordered == sorted(set(ordered))
        case to.Sustained():
            return _sustained(patient, node)
        case to.InPhase(pathway=pathway, phases=phases):
            return patient.phases[pathway].phase in phases
        case _:
            raise NotImplementedError(node)


def measured(patient: PatientRecord, given: str) -> list[tuple[Fraction, Fraction]]:
    values = patient.values[given]
    assert isinstance(values, tuple)
    return [(value.of.value, value.on) for value in values]


def _sustained(patient: PatientRecord, node: to.Sustained) -> bool:
    values = measured(patient, node.input)
    assert node.high is not None and node.low is None
    spans = []
    for value, on in values[::-1]:
        if value >= node.high[0]:
            break
        spans.append(values[-1][1] - on)
    if spans and max(spans) >= node.days:
        return True
    if any(value >= node.high[0] and values[-1][1] - on <= node.days for value, on in values):
        return False
    raise Undefined


def label(graph: DecisionGraph, patient: PatientRecord, name: str) -> str:
    node = graph.labels[name]
    if isinstance(node, to.InputLabel):
        value = patient.values[node.input]
        assert isinstance(value, str)
        return value
    return next(label for condition, label, _ in node.branches if holds(graph, patient, condition))


def number(graph: DecisionGraph, patient: PatientRecord, name: str) -> Fraction | float:
    node = graph.numbers[name]
    match node:
        case to.ConstantNumber(value=value):
            return value
        case to.InputValue(input=given):
            known = patient.values[given]
            return known.value if isinstance(known, ScalarValue) else known  # type: ignore[return-value]
        case to.Arithmetic(operator=operator, left=left, right=right):
            first, second = number(graph, patient, left), number(graph, patient, right)
            if operator == "/" and second == 0:
                raise Undefined
            both = {"+": lambda: first + second, "-": lambda: first - second, "*": lambda: first * second}
            return both[operator]() if operator in both else first / second
        case to.SquareRoot(of=of):
            return sqrt(number(graph, patient, of))
        case to.Power(of=of, exponent=exponent):
            return number(graph, patient, of) ** int(exponent)
        case to.Extreme(which=which, of=of):
            return (min if which == "lowest" else max)(number(graph, patient, each) for each in of)
        case to.Rounded(of=of, step=step, mode=mode):
            steps = number(graph, patient, of) / step
            nearest = floor(abs(steps) + Fraction(1, 2)) * (1 if steps >= 0 else -1)
            return step * {"up": ceil(steps), "down": floor(steps), "half-up": nearest}[mode]
        case to.Score(items=items, add=add):
            points = sum((points for points, each in items if holds(graph, patient, each)), Fraction(0))
            return points + sum(number(graph, patient, each) for each in add)
        case to.SeriesValue():
            return _series(patient, node)
        case to.ShiftedDate(of=of, amount=amount, unit=unit):
            return _shifted(number(graph, patient, of), amount, unit)
        case to.Now():
            return patient.at
        case to.PhaseClock(pathway=pathway):
            since = patient.phases[pathway].since
            assert since is not None
            return patient.at - since
        case to.NumberFork(branches=branches):
            return next(number(graph, patient, then) for each, then in branches if holds(graph, patient, each))
        case _:
            raise NotImplementedError(node)


def _series(patient: PatientRecord, node: to.SeriesValue) -> Fraction:
    pairs = measured(patient, node.input)
    values = [value for value, on in pairs if node.within is None or patient.at - on < node.within]
    values = values[-node.last :] if node.last else values
    if node.which == "number":
        return Fraction(len(values))
    if len(values) < max(node.last or 1, 2 if node.which == "previous" else 1):
        raise Undefined
    chosen = {
        "latest": values[-1],
        "previous": values[-2] if len(values) > 1 else None,
        "lowest": min(values),
        "highest": max(values),
        "total": sum(values),
        "average": sum(values) / len(values),
    }
    return Fraction(chosen[node.which])  # type: ignore[arg-type]


def _shifted(days: Fraction | float, amount: int, unit: str) -> Fraction:
    moment = date(1970, 1, 1) + timedelta(days=int(days))
    if unit == "days":
        return Fraction(int(days) + amount)
    months = amount * (12 if unit == "years" else 1)
    year, month, day = moment.year, moment.month + months, moment.day
    while not 1 <= month <= 12:
        year, month = (year - 1, month + 12) if month < 1 else (year + 1, month - 12)
    while True:
        try:
            return Fraction((date(year, month, day) - date(1970, 1, 1)).days)
        except ValueError:
            day -= 1


def outcomes(graph: DecisionGraph, patient: PatientRecord) -> set[tuple[str, ...]]:
    """Every result for the patient, by the names ``outline`` gives them."""
    if graph.applies_when is not None and not holds(graph, patient, graph.applies_when):
        return set()
    running = [run for run in graph.runs if run.condition is None or holds(graph, patient, run.condition)]
    return {result for run in running for result in _outcomes(graph, patient, run.node)}


def _outcomes(graph: DecisionGraph, patient: PatientRecord, name: str) -> set[tuple[str, ...]]:
    node = graph.nodes[name]
    match node:
        case nodes.BlockNode(of=of):
            return {result for each in of for result in _outcomes(graph, patient, each)}
        case nodes.ForkNode(branches=branches):
            then = next(branch.then for branch in branches if holds(graph, patient, branch.condition))
            return _outcomes(graph, patient, then)
        case nodes.ExtraNode(condition=condition, then=then):
            return _outcomes(graph, patient, then) if holds(graph, patient, condition) else set()
        case nodes.AdviceNode(direction=direction, action=action):
            return {("advice", direction, action), ("line", name)}
        case nodes.GapNode(gap=gap):
            return {("gap", gap), ("line", name)}
        case nodes.ConflictNode(conflict=conflict, then=then):
            below = set() if then is None else _outcomes(graph, patient, then)
            return {("conflict", conflict), ("line", name)} | below
        case nodes.ChoiceNode(options=options, mode=mode):
            return {("choice", options, mode), ("line", name)}
        case _:
            return set()
