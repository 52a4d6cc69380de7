"""Tables of random patients for SQL, and what the interpreter says of each row in the columns of the SQL answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import inf, nan
from random import Random
from typing import Any

from caretree.decisions.answer import Answer
from caretree.decisions.answer_doses import open_steps
from caretree.decisions.answer_phases import open_transitions, window_states
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import AdviceNode, DecisionGraph, DoseFork, ReportNode
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.patient_units import from_declared, to_declared
from caretree.decisions.reads import inputs_of_dose
from caretree.decisions.statuses import statuses
from caretree.guideline.inputs import Input
from caretree.guideline.names import snake
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.targets.sql.decided import Plan
from caretree.targets.sql.reading import number_of_input, reported_range, scale_of
from caretree.targets.sql.results import ResultColumn
from caretree.targets.sql.sources import (
    ChoiceColumn,
    CourseColumns,
    DateColumn,
    InputColumns,
    ListColumn,
    NumberColumn,
    PatientColumns,
    PhaseColumns,
    YesNoColumn,
)
from caretree.units.find import find_unit_for, units_like
from caretree.units.unit import Unit
from patients import Patients

KEY = "patient_id"
TYPES = {"yes-no": "BOOLEAN", "number": "DOUBLE", "date": "DATE", "moment": "TIMESTAMP", "text": "VARCHAR"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns as SQL reads them, their types in DuckDB, and rows of values."""

    columns: PatientColumns
    types: dict[str, str]
    rows: list[dict[str, Any]]


def some_table(graph: DecisionGraph, seed: int, count: int) -> Table:
    """Random patients of a guideline; the seed also chooses each number's unit. Some rows cannot be read."""
    random = Random(f"sql:{graph.guideline.header.id}:{seed}")
    columns = _columns(graph, random, plain=seed == 1)
    patients = Patients(graph, seed)
    rows = []
    for number in range(count):
        row = _row(graph, columns, patients.draw(), random)
        row[KEY] = number
        rows.append(_spoilt(graph, columns, row, random) if random.random() < 0.03 else row)
    return Table(columns, _types(graph, columns), rows)


def _columns(graph: DecisionGraph, random: Random, plain: bool) -> PatientColumns:
    inputs = {given.name.id: _column(given, random, plain) for given in graph.guideline.inputs}
    phases = {
        one.id: PhaseColumns(ChoiceColumn(f"{one.id} phase"), DateColumn(f"{one.id} since")) for one in graph.pathways
    }
    return PatientColumns(KEY, inputs, DateColumn("at", "moment"), phases)


def _column(given: Input, random: Random, plain: bool) -> InputColumns:
    name = f'{snake(given.name.id)}\'s "column"'
    match given.type:
        case YesNo():
            return YesNoColumn(name)
        case Choice():
            return ChoiceColumn(name)
        case Number(unit=unit):
            return NumberColumn(name, unit if plain else random.choice(_units(given, unit)))
        case Date():
            return DateColumn(name, "moment")
        case Series(of=number):
            return ListColumn(name, number.unit if plain else random.choice(_units(given, number.unit)))
        case Course():
            return CourseColumns(ChoiceColumn(name), DateColumn(f"{name} started", "date"))


def _units(given: Input, unit: Unit) -> list[Unit]:
    if not unit.symbol or given.name.id == "":
        return [unit]
    return [unit, *units_like(unit), *(one.unit for one in given.conversions)]


def _types(graph: DecisionGraph, columns: PatientColumns) -> dict[str, str]:
    found = {KEY: "BIGINT", "at": "TIMESTAMP"}
    for of in columns.inputs.values():
        match of:
            case NumberColumn(column=name):
                found[name] = "DOUBLE"
            case YesNoColumn(column=name):
                found[name] = "BOOLEAN"
            case ChoiceColumn(column=name):
                found[name] = "VARCHAR"
            case DateColumn(column=name):
                found[name] = "TIMESTAMP"
            case ListColumn(column=name):
                found[name] = 'STRUCT("value" DOUBLE, "on" TIMESTAMP)[]'
            case CourseColumns(status=status, started=started):
                found[status.column] = "VARCHAR"
                assert started is not None
                found[started.column] = "DATE"
    for phase in columns.phases.values():
        assert phase.since is not None
        found |= {phase.phase.column: "VARCHAR", phase.since.column: "DATE"}
    return found


# --- rows ------------------------------------------------------------------------------------------------------------
def _row(graph: DecisionGraph, columns: PatientColumns, mapping: dict[str, Any], random: Random) -> dict[str, Any]:
    row: dict[str, Any] = {"at": datetime.fromisoformat(mapping["at"])}
    for given in graph.guideline.inputs:
        value = next(
            (mapping[key] for key in (given.name.long, given.name.short, given.name.id) if key in mapping), None
        )
        row |= _cells(given, columns.inputs[given.name.id], value, random)
    for pathway in graph.pathways:
        of, fact = columns.phases[pathway.id], mapping.get("phases", {}).get(pathway.name) or {}
        assert of.since is not None
        row |= {of.phase.column: fact.get("phase"), of.since.column: _day(fact.get("since"))}
    return row


def _cells(given: Input, of: InputColumns, value: Any, random: Random) -> dict[str, Any]:
    match of:
        case NumberColumn(column=name, unit=unit):
            return {name: None if value is None else _double(given, value, unit, random)}
        case YesNoColumn(column=name):
            return {name: {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value}
        case ChoiceColumn(column=name):
            return {name: value}
        case DateColumn(column=name):
            return {name: None if value is None else datetime.fromisoformat(value)}
        case ListColumn(column=name, unit=unit):
            if value is None:
                return {name: None}
            return {
                name: [
                    {"value": round(_double(given, one, unit, random), 4), "on": datetime.fromisoformat(one["on"])}
                    for one in value
                ]
            }
        case CourseColumns(status=status, started=started):
            fact = value or {}
            assert started is not None
            return {status.column: fact.get("status"), started.column: _day(fact.get("started"))}
        case _:
            raise AssertionError(of)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text[:10])


def _double(given: Input, value: Any, unit: Unit, random: Random) -> float:
    """A drawn value in the column's unit: its nearest double, or mostly a short decimal, as people write."""
    written, own = (value["value"], value.get("unit")) if isinstance(value, dict) else (value, None)
    exact = Fraction(repr(written)) if isinstance(written, float) else Fraction(written)
    number = number_of_input(given)
    reported = number.unit if own is None else find_unit_for(own, number.unit)
    assert reported is not None
    if unit == reported:
        return float(exact)
    declared = to_declared(given, number.unit, exact, reported)
    assert declared is not None
    moved = from_declared(given, number.unit, declared, unit)
    assert moved is not None
    return float(moved) if unit == number.unit or random.random() < 0.2 else _shortened(given, moved, unit, random)


def _shortened(given: Input, exact: Fraction, unit: Unit, random: Random) -> float:
    """A value with a few decimals only, never rounded out of the plausible range."""
    low, high = reported_range(given, scale_of(given, unit))
    step = Fraction(1, 10 ** random.choice((1, 2, 4, 6)))
    down = exact // step * step
    up = down if down == exact else down + step
    chosen = random.choice([one for one in (down, up) if low <= one <= high] or [exact])
    return float(chosen)


def _spoilt(graph: DecisionGraph, columns: PatientColumns, row: dict[str, Any], random: Random) -> dict[str, Any]:
    """The row with a value that cannot be read."""
    given = random.choice(graph.guideline.inputs)
    of = columns.inputs[given.name.id]
    match of:
        case NumberColumn(column=name):
            row[name] = random.choice((nan, inf, -inf, -1e9, 1e12, None, 0.123456789, 12.34567))
        case ChoiceColumn(column=name) | CourseColumns(status=ChoiceColumn(column=name)):
            row[name] = random.choice(("", "NA", "' OR 1=1 --", None))
        case YesNoColumn(column=name) | DateColumn(column=name):
            row[name] = None
        case ListColumn(column=name):
            bad = random.sample(_bad_measurements(row["at"]), random.choice((1, 1, 3)))
            row[name] = [*(row[name] or []), *bad]
        case _:
            pass
    for phase in columns.phases.values():
        assert phase.since is not None
        if random.random() < 0.2:
            row[phase.phase.column] = "nowhere"
        elif random.random() < 0.2 and row[phase.phase.column]:
            row[phase.since.column] = row["at"].date() + timedelta(days=1)
    return row


def _bad_measurements(at: datetime) -> list[dict[str, Any]]:
    tomorrow = at + timedelta(days=2)
    pairs = ((nan, at), (5.0, tomorrow), (None, at), (5.0, None), (1e9, at))
    return [{"value": value, "on": on} for value, on in pairs]


# --- what the interpreter says ---------------------------------------------------------------------------------------
def mapping_of(graph: DecisionGraph, columns: PatientColumns, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the interpreter reads patients."""
    mapping: dict[str, Any] = {"at": _written(row["at"])}
    for given in graph.guideline.inputs:
        value = _fact(given, columns.inputs[given.name.id], row)
        if value is not None:
            mapping[given.name.id] = value
    phases = {}
    for name, of in columns.phases.items():
        if row[of.phase.column] is not None:
            assert of.since is not None
            since = row[of.since.column]
            phases[name] = {"phase": row[of.phase.column], "since": since.isoformat() if since else None}
    return mapping | ({"phases": phases} if phases else {})


def _written(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat()


def _fact(given: Input, of: InputColumns, row: dict[str, Any]) -> Any:
    match of:
        case NumberColumn(column=name, unit=unit):
            return None if row[name] is None else _measured(row[name], unit)
        case YesNoColumn(column=name) | ChoiceColumn(column=name):
            return row[name]
        case DateColumn(column=name):
            return None if row[name] is None else _written(row[name])
        case ListColumn(column=name, unit=unit):
            if row[name] is None:
                return None
            return [
                {**_measured(one["value"], unit), "on": one["on"].isoformat() if one["on"] else None}
                for one in row[name]
            ]
        case CourseColumns(status=status, started=started):
            assert started is not None
            start = row[started.column]
            if row[status.column] is None and start is None:
                return None
            return {"status": row[status.column], "started": start.isoformat() if start else None}
        case _:
            raise AssertionError(of)


def _measured(value: Any, unit: Unit) -> dict[str, Any]:
    return {"value": value, "unit": unit.symbol} if unit.symbol else {"value": value}


def evaluated(graph: DecisionGraph, record: PatientRecord) -> Evaluation:
    """A patient's expressions, each to be worked out once."""
    return Evaluation(graph, with_assumptions(graph, record))


def expected(plan: Plan, answer: Answer, evaluation: Evaluation) -> dict[str, Any]:
    """The columns of an answer the interpreter gave about the patient of the evaluation."""
    known = _Known(evaluation.graph, answer, evaluation, _waits(answer))
    return {one.name: _expected(known, one) for one in plan.columns if one.kind != "leaf"}


@dataclass(frozen=True, slots=True)
class _Known:
    graph: DecisionGraph
    answer: Answer
    evaluation: Evaluation
    waits: set[str]


STATUS = {"certain": 3, "provisional": 2, "undecided": 1}


def _waits(answer: Answer) -> set[str]:
    every: Sequence[Any] = (*answer.recommendations, *answer.choices, *answer.gaps, *answer.conflicts)
    return {name for one in every for name in one.waits_for}


def _expected(known: _Known, of: ResultColumn) -> Any:
    answer = known.answer
    match of.kind:
        case "scope":
            return {"yes": 3, "unknown": 1, "no": 0}[answer.in_scope]
        case "offer" | "against":
            found = [one.status for one in answer.recommendations if (one.direction, one.action) == (of.kind, of.of[0])]
            return STATUS[found[0]] if found else 0
        case "gap" | "conflict":
            listed: Sequence[Any] = answer.gaps if of.kind == "gap" else answer.conflicts
            found = [one.status for one in listed if one.id == of.of[0]]
            return STATUS[found[0]] if found else 0
        case "choice" | "option" | "preferred":
            return _choice(answer, of)
        case "report" | "low" | "high":
            return _report(known, of)
        case "dose low" | "dose high" | "dose branch":
            return _dose(known, of)
        case "move":
            return _moved(known, of)
        case "assumed":
            return any(one.id == of.of[0] for one in answer.assumed)
        case "waits":
            return of.of[0] in known.waits
        case _:
            raise AssertionError(of.kind)


def _choice(answer: Answer, of: ResultColumn) -> Any:
    choice = next((one for one in answer.choices if (one.id, one.mode) == of.of[:2]), None)
    if of.kind == "choice":
        return STATUS[choice.status] if choice else 0
    if choice is None:
        return None
    option = next(one for one in choice.options if one.action == of.of[2])
    return option.preferred if of.kind == "preferred" else {"in": 3, "undecided": 1, "out": 0}[option.status]


def _report(known: _Known, of: ResultColumn) -> Any:
    node = known.graph.nodes[of.of[0]]
    assert isinstance(node, ReportNode)
    if not any(one.node == node.id for one in known.answer.reports):
        return None
    match node.kind:
        case "condition":
            return known.evaluation.truth(node.value)
        case "label":
            labels = known.evaluation.label(node.value)
            return labels[0] if len(labels) == 1 else None
        case _:
            interval = known.evaluation.number(node.value)
            return interval.low if of.kind == "low" else interval.high


def _dose(known: _Known, of: ResultColumn) -> Any:
    action, answer = of.of[0], known.answer
    shown = any(one.direction == "offer" and one.action == action for one in answer.recommendations)
    shown = shown or any(option.action == action for choice in answer.choices for option in choice.options)
    dose = known.graph.dosing[action].dose
    assert dose is not None
    patient = known.evaluation.patient
    if not shown or any(not patient.knows(name) for name in inputs_of_dose(known.graph, dose)):
        return None
    steps = open_steps(known.evaluation, dose)
    if len(steps) != 1:
        return None
    low, high = known.evaluation.number(steps[0].low).low, known.evaluation.number(steps[0].high).high
    if of.kind == "dose branch":
        return _branches(dose).index(steps[0]) + 1
    if low is None or high is None:
        return None
    return low if of.kind == "dose low" else high


def _branches(dose: Any) -> list[Any]:
    return [step for _, _, then in dose.branches for step in _branches(then)] if isinstance(dose, DoseFork) else [dose]


def _moved(known: _Known, of: ResultColumn) -> int:
    pathway, answer = of.of[0], known.answer
    if answer.in_scope == "no":
        return 0
    phase = next(one for one in answer.phases if one.pathway == pathway)
    if of.of[1] == "start":
        moves = phase.next[:1] if "not started" in phase.now else ()
        return STATUS[moves[0].status] if moves else 0
    way = next(one for one in known.graph.pathways if one.id == pathway)
    own = next(one for one in way.phases if one.id == of.of[1])
    move = next(one for one in own.transitions if one.id == of.of[2])
    if own.id not in phase.now or move not in open_transitions(known.evaluation, pathway, own):
        return 0
    timely = "early" not in window_states(known.evaluation, pathway, own)
    sure = answer.in_scope == "yes" and phase.now == (own.id,) and timely
    return 3 if sure and known.evaluation.truth(move.condition) else 1


def lines_at(evaluation: Evaluation) -> dict[str, int]:
    """The level of every line for one patient."""
    scope = evaluation.graph.applies_when
    in_scope = True if scope is None else evaluation.truth(scope)
    found = {} if in_scope is False else statuses(evaluation, in_scope).levels
    return {key[1]: level for key, level in found.items() if key[0] == "line"}


def same(wanted: Any, got: Any) -> bool:
    """Whether a cell is what it should be. Exact numbers come as doubles: equal to 15 digits, or as near as those."""
    if isinstance(wanted, Fraction) and got is not None:
        if Fraction(repr(float(got))) == wanted:
            return True
        return abs(Fraction(got) - wanted) <= abs(wanted) * Fraction(1, 2**51)
    return bool(wanted == got) and (wanted is None) == (got is None)


__all__ = ["AdviceNode", "Table", "evaluated", "expected", "lines_at", "mapping_of", "same", "some_table"]
