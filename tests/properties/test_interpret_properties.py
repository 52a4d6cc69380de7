"""The soundness of the reference interpreter, on random guidelines and patients about whom something is unknown."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import TypeVar

import plain_answers
import pytest
import random_graphs
from caretree.decisions.answer_phases import phases
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.intervals import Interval, Truth
from caretree.decisions.patient import PatientRecord
from caretree.decisions.refusals import refusals
from caretree.decisions.statuses import ABSENT, CERTAIN, Statuses, statuses
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

Value = TypeVar("Value")
RANDOMS = st.randoms(use_true_random=False)
SOUND = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def evaluated(graph: DecisionGraph, patient: PatientRecord) -> tuple[Evaluation, Statuses]:
    """The levels of all results; the random guidelines are complete, so a refusal is a fault."""
    evaluation = Evaluation(graph, patient)
    in_scope: Truth = True if graph.applies_when is None else evaluation.truth(graph.applies_when)
    found = Statuses() if in_scope is False else statuses(evaluation, in_scope)
    assert not refusals(evaluation, found)
    return evaluation, found


def inside(inner: Interval, outer: Interval) -> bool:
    low = outer.low is None or (inner.low is not None and inner.low >= outer.low)
    return low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))


def only_settles(before: Statuses, after: Statuses) -> None:
    """What was certain stays certain, what was absent stays absent."""
    for key, level in before.levels.items():
        if level == CERTAIN:
            assert after.of(key) == CERTAIN, key
    for key in after.levels:
        assert before.of(key) != ABSENT, key


def knows_more(before: Evaluation, after: Evaluation) -> None:
    """No expression unlearns: decided conditions stay, intervals and label sets only shrink."""
    graph = before.graph
    for condition in graph.conditions:
        if before.truth(condition) is not None:
            assert after.truth(condition) is before.truth(condition), graph.conditions[condition]
    for number in graph.numbers:
        assert inside(after.number(number), before.number(number)), graph.numbers[number]
    for label in graph.labels:
        assert set(after.label(label)) <= set(before.label(label)), graph.labels[label]


def check_completions(random: Random) -> None:
    graph = random_graphs.some_graph(random)
    patient = random_graphs.some_patient(random)
    before, found = evaluated(graph, patient)
    for _ in range(4):
        after, known = evaluated(graph, random_graphs.completed(random, patient))
        only_settles(found, known)
        knows_more(before, after)


@SOUND
@given(RANDOMS)
def test_certain_holds_in_every_completion_and_absent_in_none(random: Random) -> None:
    """Whatever the unknown values turn out to be, certain advice stands and absent advice stays away."""
    check_completions(random)


@SOUND
@given(RANDOMS)
def test_filling_one_unknown_only_settles(random: Random) -> None:
    """One more known value moves a result from undecided to certain or absent, never back, and never refuses."""
    graph = random_graphs.some_graph(random)
    patient = random_graphs.some_patient(random)
    before, found = evaluated(graph, patient)
    for name in (name for name in random_graphs.TYPES if not patient.knows(name)):
        value = random_graphs.some_value(random, name)
        after, known = evaluated(graph, replace(patient, values=patient.values | {name: value}))
        only_settles(found, known)
        knows_more(before, after)


@SOUND
@given(RANDOMS)
def test_a_complete_patient_gets_what_the_sentences_say(random: Random) -> None:
    """With everything known nothing is undecided, and the results are those of a plain two-valued reading."""
    graph = random_graphs.some_graph(random)
    patient = random_graphs.completed(random, random_graphs.some_patient(random))
    _, found = evaluated(graph, patient)
    try:
        expected = plain_answers.outcomes(graph, patient)
    except plain_answers.Undefined:
        return
    assert {key for key, level in found.levels.items() if level == CERTAIN} == expected
    assert {key for key, level in found.levels.items() if level != ABSENT} == expected


@SOUND
@given(RANDOMS)
def test_every_expression_is_what_it_says(random: Random) -> None:
    """With everything known each condition, number and label has its plain value; before that, it was not excluded."""
    graph = random_graphs.some_expressions(random)
    patient = random_graphs.some_patient(random)
    partial = Evaluation(graph, patient)
    for _ in range(3):
        full = Evaluation(graph, random_graphs.completed(random, patient))
        knows_more(partial, full)
        for condition, node in graph.conditions.items():
            plain = plainly(plain_answers.holds, full, condition)
            assert plain is None or full.truth(condition) is plain, node
        for number in graph.numbers:
            value = plainly(plain_answers.number, full, number)
            assert value is None or full.number(number).exact == value or is_root(full, number, value), number
        for label in graph.labels:
            text = plainly(plain_answers.label, full, label)
            assert text is None or full.label(label) == (text,)


def plainly(read: Callable[[DecisionGraph, PatientRecord, str], Value], full: Evaluation, name: str) -> Value | None:
    try:
        return read(full.graph, full.patient, name)
    except plain_answers.Undefined:
        return None


def is_root(full: Evaluation, number: str, value: Fraction | float) -> bool:
    """Whether a float is as near to an enclosure as floats can be."""
    interval = full.number(number)
    near = isinstance(value, float) and interval.low is not None and interval.high is not None
    return near and abs(float(interval.low) - value) < 1e-9 and interval.high - interval.low < Fraction(1, 10**30)


@SOUND
@given(RANDOMS)
def test_moves_and_options_only_settle(random: Random) -> None:
    """A certain move, a ruled out option and an option that is in stay so when more becomes known."""
    graph = random_graphs.some_graph(random)
    patient = random_graphs.some_patient(random)
    before, _ = evaluated(graph, patient)
    after, _ = evaluated(graph, random_graphs.completed(random, patient))
    in_scope = [True if graph.applies_when is None else each.truth(graph.applies_when) for each in (before, after)]
    if in_scope[1] is False:
        return
    earlier, later = (phases(each, scope)[0] for each, scope in zip((before, after), in_scope, strict=True))
    certain = {(move.kind, move.target) for move in earlier.next if move.status == "certain"}
    assert certain <= {(move.kind, move.target) for move in later.next if move.status == "certain"}
    assert {(move.kind, move.target) for move in later.next} <= {(move.kind, move.target) for move in earlier.next}
    assert set(later.window) <= set(earlier.window)


@SOUND
@given(RANDOMS)
def test_the_next_question_is_an_unknown_input_something_waits_for(random: Random) -> None:
    """A question is asked only about what is unknown, and twice the same for the same patient."""
    graph = random_graphs.some_graph(random)
    patient = random_graphs.some_patient(random)
    answer, problems = interpret(graph, patient, with_next_question=True)
    again, _ = interpret(graph, patient, with_next_question=True)
    assert answer is not None and again is not None and not problems
    assert answer == again
    waits = {name for one in answer.recommendations for name in one.waits_for}
    waits |= {name for one in (*answer.choices, *answer.gaps) for name in one.waits_for}
    if answer.next_question is not None:
        assert not patient.knows(answer.next_question)
    else:
        assert not waits


FAULTS = {
    "an unknown branch is closed": lambda self, conditions, ordered: (
        [at for at, each in enumerate(conditions) if self.truth(each)] or [0]
    ),
    "the first branch that may hold is taken": lambda self, conditions, ordered: [
        at for at, each in enumerate(conditions) if self.truth(each) is not False
    ][:1],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_rule_for_forks_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The properties can fail: two tempting wrong rules for open branches break them within the same examples."""
    monkeypatch.setattr(Evaluation, "open_branches", FAULTS[fault])
    attempt = settings(SOUND, phases=[Phase.generate], report_multiple_bugs=False)(given(RANDOMS)(check_completions))
    with pytest.raises(AssertionError):
        attempt()
