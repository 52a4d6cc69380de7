"""Obligations: read from the graph, met by what is true of patients, and open again when their scenarios are gone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import AllOf, AnyOf, Assumed, Compare, CountOf, Fact, InPhase, InputValue, Not
from caretree.decisions.graph import ConflictNode, DecisionGraph, ExtraNode, ForkNode, GapNode
from caretree.decisions.patient_record import PatientRecord, PhaseValue, ScalarValue
from caretree.decisions.reads import reached, read
from caretree.guideline.types import Number
from caretree.scenarios.base import start_search
from caretree.scenarios.measuring import measured
from caretree.scenarios.obligations import obligations
from caretree.scenarios.scenario import Feature, Row, Scenarios
from caretree.scenarios.variation import day_of
from caretree.solver.paths import branch_steps, places
from msgspec.structs import replace
from test_generated_scenarios import clinic, of_spec

ROOT = Path(__file__).parents[2]
SPECS = sorted(
    file.relative_to(ROOT / "spec").with_suffix("").as_posix()
    for folder in ("spec", "spec/gallery")
    for file in (ROOT / folder).glob("*.care")
)
KINDS = ("leaf", "branch", "row", "condition")


def rows_of(scenarios: Scenarios, feature: str = "") -> Iterator[Row]:
    """Every patient who is answered, of one feature or of all."""
    for one in scenarios.features:
        if feature in ("", one.id):
            for rule in one.rules:
                for table in rule.tables:
                    yield from (row for row in table.rows if not row.says[0].startswith("refused"))


@cache
def evaluations(name: str) -> tuple[Evaluation, ...]:
    """The graph read for every patient, once more and by the interpreter alone."""
    graph, scenarios = of_spec(name)
    return tuple(Evaluation(graph, with_assumptions(graph, row.record)) for row in rows_of(scenarios))


# --- the measure -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SPECS)
def test_every_obligation_is_met_or_proved_impossible(name: str) -> None:
    """Every leaf, side of a branch, row of a definition and condition that matters."""
    graph, scenarios = of_spec(name)
    assert [one for one in scenarios.met if not one.shown and one.why_not != "proved impossible"] == []
    assert {(one.kind, one.identity) for one in scenarios.met} == {(o.kind, o.identity) for o in obligations(graph)}


def test_every_kind_of_obligation_is_there() -> None:
    """The measure is not empty: each kind occurs in the project's guidelines."""
    assert {one.kind for name in SPECS for one in of_spec(name)[1].met} == set(KINDS)


def without(features: tuple[Feature, ...], gone: set[tuple[str, int, int]]) -> tuple[Feature, ...]:
    """The features without some tables; positions of the others stay."""
    return tuple(
        replace(
            feature,
            rules=tuple(
                replace(
                    rule,
                    tables=tuple(
                        replace(table, rows=()) if (feature.id, at, place) in gone else table
                        for place, table in enumerate(rule.tables)
                    ),
                )
                for at, rule in enumerate(feature.rules)
            ),
        )
        for feature in features
    )


@pytest.mark.parametrize("kind", ["leaf", "branch", "condition"])
def test_an_obligation_is_open_again_when_its_scenarios_are_gone(kind: str) -> None:
    """Scenarios taken away one after another: what they showed is shown by another one, or it is not shown any more."""
    graph, scenarios = clinic()
    search = start_search(graph)
    assert search is not None
    one = next(met for met in scenarios.met if met.kind == kind and "anc" in met.identity)
    gone: set[tuple[str, int, int]] = set()
    for _ in range(scenarios.count):
        found = next(m for m in measured(search, without(scenarios.features, gone)) if m.identity == one.identity)
        if not found.shown:
            break
        gone |= {place for place, _ in found.shown}
    assert gone and found.why_not == "not shown"


def test_without_scenarios_nothing_is_met() -> None:
    """The measure gives nothing away."""
    graph, scenarios = clinic()
    search = start_search(graph)
    assert search is not None
    assert [one for one in measured(search, without(scenarios.features, set())) if not one.shown] == []
    assert [one for one in measured(search, ()) if one.shown] == []


# --- masking MC/DC, worked out in another way ------------------------------------------------------------------------
def parts_of(graph: DecisionGraph, condition: str) -> set[str]:
    """The parts of a condition that are not lists themselves."""
    node = graph.conditions[condition]
    match node:
        case Not(of=of) | Assumed(of=of):
            return parts_of(graph, of)
        case AllOf(of=parts) | AnyOf(of=parts) | CountOf(of=parts):
            return {inner for part in parts for inner in parts_of(graph, part)}
        case _:
            return {condition}


def settles(evaluation: Evaluation, condition: str, part: str) -> bool:
    """Whether the whole changes when this part alone has the other answer, all other parts as they are."""
    others = {one: evaluation.truth(one) for one in parts_of(evaluation.graph, condition)}
    turned = Evaluation(evaluation.graph, evaluation.patient, {**others, part: not others[part]})
    return None not in (whole := (evaluation.truth(condition), turned.truth(condition))) and whole[0] != whole[1]


def forks_and_extras(graph: DecisionGraph) -> Iterator[tuple[str, tuple[tuple[str, bool], ...], str]]:
    """Every condition a decision turns on, with the way to it."""
    for place in places(graph).values():
        if isinstance(place.node, ForkNode):
            for at, branch in enumerate(place.node.branches):
                if not branch.otherwise:
                    yield branch.then, (*place.path, *branch_steps(place.node, at)[:-1]), branch.condition
        elif isinstance(place.node, ExtraNode):
            yield place.node.id, place.path, place.node.condition


@pytest.mark.parametrize("name", SPECS)
def test_every_part_of_a_condition_is_seen_to_settle_it_both_ways(name: str) -> None:
    """For every part that is not proved unable to: one patient with it and one without it, each of whom would be
    decided otherwise if that part alone were otherwise."""
    graph, scenarios = of_spec(name)
    excused = {one.identity.partition("?")[0] for one in scenarios.met if one.why_not == "proved impossible"}
    checked = 0
    for node, way, condition in forks_and_extras(graph):
        parts = parts_of(graph, condition)
        there = [one for one in evaluations(name) if all(one.truth(step) is truth for step, truth in way)]
        for part in parts if node not in excused else ():
            shown = {one.truth(part) for one in there if one.truth(part) is not None and settles(one, condition, part)}
            assert shown == {True, False}, (node, part, shown)
            checked += 1
    assert checked > 3


# --- each kind of scenario, read from the graph ----------------------------------------------------------------------
@pytest.mark.parametrize("name", SPECS)
def test_every_limit_of_an_input_has_its_three_patients(name: str) -> None:
    """Just below, at and just above every number an input is compared with in a decision, at its own precision."""
    graph, scenarios = of_spec(name)
    search = start_search(graph)
    assert search is not None
    shown: dict[str, set[object]] = {}
    for row in rows_of(scenarios):
        for given, value in row.record.values.items():
            if isinstance(value, ScalarValue):
                shown.setdefault(given, set()).add(value.value)
    conditions = [condition for _, _, condition in forks_and_extras(graph)]
    for kind, one in reached(graph, [("condition", condition) for condition in conditions]):
        node = graph.conditions[one] if kind == "condition" else None
        left = graph.numbers[node.left] if isinstance(node, Compare) else None
        if isinstance(left, InputValue) and isinstance(node, Compare) and not isinstance(node.right, str):
            given = search.values.inputs[left.input]
            step = search.values.step[left.input]
            assert isinstance(given.type, Number)
            low, high = given.type.plausible.low, given.type.plausible.high
            wanted = {place for place in (node.right - step, node.right, node.right + step) if low <= place <= high}
            written = {place for place in wanted if (place / step).denominator == 1}
            assert written <= shown.get(left.input, set()), (left.input, node.right)


@pytest.mark.parametrize("name", SPECS)
def test_every_input_that_decides_and_can_be_missing_is_missed_somewhere(name: str) -> None:
    """A patient without it, about whom something is left open, with the next question pinned."""
    graph, scenarios = of_spec(name)
    conditions = [("condition", condition) for _, _, condition in forks_and_extras(graph)]
    deciding = read(graph, conditions).inputs  # type: ignore[arg-type]
    missed = {
        given
        for row in rows_of(scenarios)
        if row.asks is not None
        for given in deciding
        if given not in row.record.values
    }
    inputs = {one.name.id: one for one in graph.guideline.inputs}
    assert {one for one in deciding if inputs[one].may_be_unknown and not inputs[one].assume} <= missed


@pytest.mark.parametrize("name", SPECS)
def test_every_option_is_shown_open_ruled_out_and_argued_for(name: str) -> None:
    """Each argument of an option holds for one patient and does not for another; one that rules out does."""
    graph, _ = of_spec(name)
    for block in graph.options.values():
        for option in block.options:
            for argument in option.arguments:
                assert {True, False} <= {one.truth(argument.condition) for one in evaluations(name)}, argument
            if option.out is not None:
                assert {True, False} <= {one.truth(option.out) for one in evaluations(name)}, option.id


@pytest.mark.parametrize("name", SPECS)
def test_every_window_and_move_of_a_pathway_is_shown(name: str) -> None:
    """The days just before, at and just after both ends of a window; a patient for every move."""
    graph, scenarios = of_spec(name)
    for pathway in graph.pathways:
        rows = list(rows_of(scenarios, f"pathway-{pathway.id}"))
        for phase in pathway.phases:
            inside = [one for one in rows if _phase(one.record, pathway.id) == phase.id]
            days = {
                day_of(one.record) - since for one in inside if (since := _since(one.record, pathway.id)) is not None
            }
            low, high = phase.window or (None, None)
            wanted = {low - 1, low, low + 1, high, high + 1} if low is not None and high is not None else set()
            assert {day for day in wanted if day >= 0} <= days, (phase.id, sorted(days))
            for move in phase.transitions:
                read_for = [Evaluation(graph, with_assumptions(graph, one.record)) for one in inside]
                assert any(one.truth(move.condition) for one in read_for), move.id


@pytest.mark.parametrize("name", SPECS)
def test_every_decision_of_a_pathway_is_seen_to_be_taken_in_each_of_its_phases(name: str) -> None:
    """In every phase that takes a decision, it says something to a patient."""
    graph, scenarios = of_spec(name)
    for run in graph.runs:
        asked = graph.conditions.get(run.condition or "")
        if isinstance(asked, InPhase):
            rows = [row for row in rows_of(scenarios, run.node) if row.says != ("nothing",)]
            assert set(asked.phases) <= {_phase(row.record, asked.pathway) for row in rows}, run.node


def _phase(record: PatientRecord, pathway: str) -> str:
    value = record.phases.get(pathway)
    return value.phase if isinstance(value, PhaseValue) else ""


def _since(record: PatientRecord, pathway: str) -> Fraction | None:
    return record.phases[pathway].since


@pytest.mark.parametrize("name", SPECS)
def test_every_safety_rule_is_shown_on_both_sides_of_its_edge(name: str) -> None:
    """Patients for whom a rule's condition holds and patients for whom it does not, unless it reads what is offered."""
    graph, _ = of_spec(name)
    offers = {name for name, node in graph.conditions.items() if type(node).__name__ == "IsOffered"}
    for rule in graph.rules:
        condition = rule.condition if rule.condition is not None else rule.forbidden_when
        inside = {one for kind, one in reached(graph, [("condition", condition)])} if condition else set()
        if condition and not inside & offers:
            assert {True, False} <= {one.truth(condition) for one in evaluations(name)}, rule.text


@pytest.mark.parametrize("name", SPECS)
def test_every_gap_and_conflict_is_reached(name: str) -> None:
    """By a patient for whom everything on the way to it holds."""
    graph, _ = of_spec(name)
    for place in places(graph).values():
        if isinstance(place.node, GapNode | ConflictNode):
            way = place.path
            assert any(all(one.truth(step) is truth for step, truth in way) for one in evaluations(name)), place.node.id


def test_a_dose_is_shown_below_at_and_above_its_cap() -> None:
    """2 mg/kg, at most 100 mg: the last weight below, the weight at, the first weight above it."""
    _, scenarios = clinic()
    weights = {
        float(value.value): row.says[1]
        for row in rows_of(scenarios, "doses")
        if isinstance(value := row.record.values.get("weight"), ScalarValue)
    }
    assert weights[49.9] == "from 99.8 to 99.8 mg"
    assert weights[50.0] == weights[50.1] == "from 100 to 100 mg"


def test_a_fact_is_a_part_of_its_own() -> None:
    """The other way of working it out finds the parts: fever, chills and the count."""
    graph, _ = clinic()
    [(_, _, condition)] = list(forks_and_extras(graph))
    parts = parts_of(graph, condition)
    assert len(parts) == 3 and sum(isinstance(graph.conditions[one], Fact) for one in parts) == 2
