"""What is proved of random forks, the interpreter never contradicts; what brute force can decide, it decides alike."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from caretree.decisions import expressions as to
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import PatientRecord, ScalarValue
from caretree.solver.obligation import Obligation
from caretree.solver.partition import splits_every_value
from caretree.solver.prove import prove
from msgspec.structs import replace
from random_forks import RULE, some_complete_patient, some_finite_fork, some_fork, truths
from random_graphs import AT, LABELS, Maker

FORK = "decision/when"
RESOURCES = 1_000_000


def results(graph: DecisionGraph) -> dict[tuple[str, str], Obligation]:
    return {(one.kind, one.subject): one for one in prove(graph, RESOURCES) if not one.partial}


@pytest.mark.parametrize("seed", range(40))
def test_what_is_proved_holds_for_random_patients(seed: int) -> None:
    """Series, dates, courses, formulas: no random patient contradicts a proof, and no dead branch is ever taken."""
    random = Random(seed)
    graph = some_fork(random, seed % 4)
    found = results(graph)
    for _ in range(60):
        branches, forbidden = truths(graph, some_complete_patient(random))
        taken = [position for position, truth in enumerate(branches) if truth is True]
        if found["complete", FORK].result == "proved":
            assert not all(truth is False for truth in branches)
        if found["disjoint", FORK].result == "proved":
            assert len(taken) < 2
        if found["safety rule", RULE].result == "proved":
            assert not (taken == [0] and forbidden is True)
        dead = [at for at in taken if found["alive", f"decision/{at}"].result == "failed"]
        assert not dead


def every_finite_patient() -> list[PatientRecord]:
    """All patients with three yes/no values, one choice and one whole number."""
    found = []
    for fever, rash, cough, risk, change in product((True, False), (True, False), (True, False), LABELS, range(-3, 4)):
        scalar = ScalarValue(Fraction(change), Fraction(change), "1")
        values = {"fever": fever, "rash": rash, "cough": cough, "risk": risk, "change": scalar}
        found.append(PatientRecord(values, AT))
    return found


PATIENTS = every_finite_patient()


@pytest.mark.parametrize("seed", range(60))
def test_small_forks_are_decided_as_by_trying_everybody(seed: int) -> None:
    """Where everybody can be tried, *complete*, *disjoint*, *alive* and *never* are decided, and rightly."""
    graph = some_finite_fork(Random(seed))
    found = results(graph)
    tried = [truths(graph, patient) for patient in PATIENTS]
    complete = all(any(branches) for branches, _ in tried)
    disjoint = all(sum(truth is True for truth in branches) < 2 for branches, _ in tried)
    assert found["complete", FORK].result == ("proved" if complete else "failed")
    assert found["disjoint", FORK].result == ("proved" if disjoint else "failed")
    for position in range(len(tried[0][0])):
        reached = any(branches[position] for branches, _ in tried)
        assert found["alive", f"decision/{position}"].result == ("proved" if reached else "failed")
    broken = any(branches[0] and forbidden for branches, forbidden in tried)
    assert found["safety rule", RULE].result == ("failed" if broken else "proved")


@pytest.mark.parametrize("seed", range(40))
def test_deciding_without_the_solver_agrees_with_it(seed: int) -> None:
    """Forks that read one number or one label: what is seen at a glance is what the solver proves."""
    random = Random(seed)
    maker = Maker(random)
    number = maker.number(to.InputValue("level"))
    ends = sorted(random.sample(range(1, 10), random.randint(1, 3)))
    conditions = [_range(maker, number, low, high) for low, high in zip([None, *ends], [*ends, None], strict=True)]
    if random.random() < 0.4:
        conditions.pop(random.randrange(len(conditions)))
    glance = splits_every_value(_tables(maker), conditions)
    graph = some_fork(random, 0)
    tables = {"conditions": maker.conditions, "numbers": maker.numbers}
    found = _proved_by_solver(replace(graph, **tables), conditions)  # type: ignore[arg-type]
    assert glance == found


def _range(maker: Maker, number: str, low: int | None, high: int | None) -> str:
    seams: tuple[to.Comparison, to.Comparison] = ("ge", "lt")
    if maker.random.random() < 0.15:
        seams = maker.random.choice((("gt", "lt"), ("ge", "le")))
    parts = []
    if low is not None:
        parts.append(maker.condition(to.Compare(seams[0], number, Fraction(low))))
    if high is not None:
        parts.append(maker.condition(to.Compare(seams[1], number, Fraction(high))))
    return parts[0] if len(parts) == 1 else maker.condition(to.AllOf(tuple(parts)))


def _tables(maker: Maker) -> DecisionGraph:
    return replace(some_fork(Random(0), 0), conditions=maker.conditions, numbers=maker.numbers)


def _proved_by_solver(graph: DecisionGraph, conditions: list[str]) -> bool:
    """The two questions put to the solver whatever a glance says."""
    from caretree.solver.logic import any_of, at_least, negation
    from caretree.solver.prover import new_prover

    prover = new_prover(graph, PatientRecord({}, AT))
    formulas = [prover.encoding.formula(condition) for condition in conditions]
    hole = negation(any_of(formulas, prover.encoding.context))
    two = at_least(2, formulas, prover.encoding.context)
    return prover.ask([hole]).found == "no" and prover.ask([two]).found == "no"
