"""The feature of the doses: each dose for the base patient, at its cap, at its rounding seams, and without its inputs.

0.01 mg/kg of weight, at most 0.5 mg, rounded to 0.01 mg      49.9, 50 and 50.1 kg; 70.4, 70.5 and 70.6 kg
"""

from __future__ import annotations

from collections.abc import Iterator

from caretree.decisions.expressions import Extreme, NumberFork, NumberId, Rounded
from caretree.decisions.graph import AdviceNode, ChoiceNode, DecisionGraph, DoseFork, DoseNode, Dosing, NodeId
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.reads import Expression, dose_expressions, in_file_order, reached, read
from caretree.guideline.actions import Action
from caretree.scenarios.boundaries import Truths, around_changes
from caretree.scenarios.composing import Composing, Setting, limit_tables, pair_tables, shown_parts
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Feature, Row, Rule, Table
from caretree.scenarios.variation import Key, changed
from caretree.solver.paths import Path


def dose_feature(composing: Composing, ways: dict[NodeId, Path]) -> Feature:
    """A rule for every action whose dose is stated."""
    rules = [
        _rule(composing, action, composing.graph.dosing[action.name.id], ways)
        for action in composing.graph.guideline.actions
        if action.name.id in composing.graph.dosing and composing.graph.dosing[action.name.id].dose is not None
    ]
    return Feature("doses", "doses", tuple(rule for rule in rules if rule.tables))


def _rule(composing: Composing, action: Action, dosing: Dosing, ways: dict[NodeId, Path]) -> Rule:
    name = action.name.long
    view: View = ("dose", action.name.id)
    way = _way(composing, action.name.id, ways)
    expressions = [one for dose in (dosing.dose, *dosing.steps) if dose is not None for one in dose_expressions(dose)]
    inputs = in_file_order(composing.graph, read(composing.graph, expressions).inputs)
    start = None if way is None else _known(composing, inputs, composing.search.find(way))
    node = f"actions/{action.name.id}"
    if way is None or start is None:
        return Rule(node, name, action.cites, view, ())
    tables = composing.table(f"{name}: a typical patient", [composing.row(start, view, covers=(node,))])
    tables += _seams(composing, name, expressions, inputs, start, view)
    branches = [] if dosing.dose is None else list(_branches(dosing.dose))
    for condition in (*branches, *_calculated_by(composing.graph, expressions)):
        setting = Setting(node, name, way, view, start)
        parts = shown_parts(composing, setting, condition)
        tables += pair_tables(composing, setting, parts) + limit_tables(composing, setting, parts)
    tables += _missing(composing, name, inputs, start, view)
    cites = tuple(dict.fromkeys(cite for cap in dosing.caps for cite in cap.cites)) or action.cites
    return Rule(node, name, cites, view, tuple(tables))


def _way(composing: Composing, action: str, ways: dict[NodeId, Path]) -> Path | None:
    """The way to where the action is first offered, by itself or as an option."""
    graph = composing.graph
    for name, way in ways.items():
        node = graph.nodes[name]
        if isinstance(node, AdviceNode) and node.direction == "offer" and node.action == action:
            return way
        if isinstance(node, ChoiceNode):
            option = next((one for one in graph.options[node.options].options if one.action == action), None)
            if option is not None:
                wanted = way if option.out is None else (*way, (option.out, False))
                if composing.search.find(wanted) is not None:
                    return wanted
    return None


def _known(composing: Composing, inputs: tuple[str, ...], record: PatientRecord | None) -> PatientRecord | None:
    """The patient with everything known that the dose reads."""
    for name in inputs:
        if record is not None and name not in record.values:
            record = changed(record, ("input", name), composing.search.values.of(("input", name))[0])
    return record


def _branches(dose: DoseNode) -> Iterator[str]:
    if isinstance(dose, DoseFork):
        for _, condition, then in dose.branches:
            yield condition
            yield from _branches(then)


def _calculated_by(graph: DecisionGraph, expressions: list[Expression]) -> Iterator[str]:
    """The conditions of the branches of calculated numbers a dose is made from (``highest dose: when child: …``)."""
    for kind, name in reached(graph, expressions):
        node = graph.numbers[name] if kind == "number" else None
        if isinstance(node, NumberFork):
            yield from (condition for condition, _ in node.branches)


def _seams(
    composing: Composing,
    name: str,
    expressions: list[Expression],
    inputs: tuple[str, ...],
    start: PatientRecord,
    view: View,
) -> list[Table]:
    """Around every place where a cap begins to hold or a rounded amount changes."""
    tables: list[Table] = []
    for number, word in _turning(composing.graph, expressions):
        for given in inputs:
            key: Key = ("input", given)
            patients = around_changes(composing.search, key, start, _turns(composing, number))
            kept = [one for one in patients if composing.search.acceptable(one)]
            shown = composing.search.values.inputs[given].name.shown
            tables += composing.table(f"{name}: {word}, by {shown}", [composing.row(one, view) for one in kept])
    return _distinct(tables)


def _turning(graph: DecisionGraph, expressions: list[Expression]) -> Iterator[tuple[NumberId, str]]:
    for kind, name in reached(graph, expressions):
        node = graph.numbers[name] if kind == "number" else None
        if isinstance(node, Extreme):
            yield name, "the cap"
        elif isinstance(node, Rounded):
            yield name, "rounding"


def _turns(composing: Composing, number: NumberId) -> Truths:
    """Which part of an extreme is the lowest or highest; what a rounded amount is."""
    node = composing.graph.numbers[number]

    def of(patient: PatientRecord) -> object:
        evaluation = composing.search.evaluation(patient)
        value = evaluation.number(number)
        if isinstance(node, Extreme):
            return [evaluation.number(part) == value for part in node.of]
        return value

    return of


def _distinct(tables: list[Table]) -> list[Table]:
    once: dict[str, Table] = {}
    for table in tables:
        count, name = 1, table.name
        while name in once and once[name].rows != table.rows:
            count += 1
            name = f"{table.name} ({count})"
        once.setdefault(name, Table(name, table.columns, table.rows))
    return list(once.values())


def _missing(composing: Composing, name: str, inputs: tuple[str, ...], start: PatientRecord, view: View) -> list[Table]:
    rows: list[Row] = []
    for given in inputs:
        if composing.search.values.inputs[given].may_be_unknown:
            rows.append(composing.row(changed(start, ("input", given), None), view, asks=True))
    return composing.table(f"{name}: something is not known", rows)
