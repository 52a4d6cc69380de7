"""Proofs are attacked and patients are replayed, by the interpreter's own answer: neither may ever be wrong.

A sample; ``python -m tests.benchmarks.attacked_proofs`` attacks with tens of thousands of patients.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from attacks import attacked, complete_patients, not_replayed
from caretree.decisions.interpret import interpret
from caretree.pipeline import Compiled
from caretree.solver.obligation import Obligation
from caretree.solver.prove import prove
from msgspec.structs import replace
from planted_faults import GUIDELINES, MAYBE_LEGAL, STRUCTURAL, compiled, planted, without_examples
from random_graphs import completed, some_patient
from random_guidelines import some_guideline
from small_guidelines import spec
from violations import violations

ADRENALINE = "gallery/adrenaline-anaphylaxis"
FIRST = "  when first dose due:\n    recommend intramuscular adrenaline [W 1.1; F 1.1]\n"
UNCONDITIONAL = "  recommend intramuscular adrenaline [W 1.1; F 1.1]\n"
REPEATED = """\
  when repeat dose due:
    recommend intramuscular adrenaline [R 1.1]
    conflict when adrenaline is repeated
  otherwise:
    nothing further [R 1.1]
"""
LINES = "  recommend intramuscular adrenaline [R 1.1]\n  conflict when adrenaline is repeated\n"


@pytest.mark.parametrize("seed", range(6))
def test_random_guidelines_are_never_proved_wrongly(seed: int) -> None:
    """No random patient, whole or with unknown values, breaks what is proved; whoever is shown breaks what he is shown
    for."""
    random = Random(seed)
    graph = some_guideline(random)
    obligations = prove(graph, 300_000)
    assert not_replayed(graph, obligations) == []
    patients = [completed(random, some_patient(random)) for _ in range(30)]
    assert attacked(graph, obligations, patients, seed) == []


@pytest.mark.parametrize("kind", (*STRUCTURAL, *MAYBE_LEGAL), ids=lambda kind: kind.__name__)
def test_guidelines_with_a_fault_are_never_proved_wrongly(kind) -> None:
    """The same of the project's guidelines with one mistake in them."""
    for fault in planted(kind, 2, seed=7):
        found = compiled(fault.path, without_examples(fault.text))
        if found.graph is not None:
            assert not_replayed(found.graph, found.obligations) == [], (fault.path, fault.what)
            patients = complete_patients(found.graph, 7, 15)
            assert attacked(found.graph, found.obligations, patients, 7) == [], (fault.path, fault.what)


@pytest.mark.parametrize("path", GUIDELINES)
def test_the_proofs_of_the_project_withstand_random_patients(path: str) -> None:
    """What is proved of the project's guidelines holds for patients at and around every limit they write."""
    found = compiled(path)
    assert found.graph is not None
    patients = list(complete_patients(found.graph, 3, 150))
    assert len(patients) == 150
    assert attacked(found.graph, found.obligations, patients, 3) == []


def _with_a_lie(found: Compiled, seed: int, one: Obligation) -> list[str]:
    assert found.graph is not None
    lies = tuple(replace(each, result="proved") if each == one else each for each in found.obligations)
    return attacked(found.graph, lies, complete_patients(found.graph, seed, 60), seed)


@pytest.mark.parametrize("change", [(FIRST, UNCONDITIONAL), (REPEATED, LINES)])
def test_a_wrong_proof_would_be_found(change: tuple[str, str]) -> None:
    """The attack itself works: what really fails, called proved, is broken by a random patient."""
    found = spec(ADRENALINE, change)
    failed = [one for one in found.obligations if one.result == "failed" and not one.refused]
    assert failed and all(_with_a_lie(found, 1, one) for one in failed)


def test_a_patient_who_shows_nothing_would_be_found() -> None:
    """The replay itself works: with another patient in its place, a failure is not shown."""
    found = spec(ADRENALINE, (FIRST, UNCONDITIONAL))
    (broken,) = [one for one in found.obligations if one.result == "failed"]
    assert broken.witness is not None and found.graph is not None
    values = broken.witness.record.values | {"anaphylaxis": False}
    other = replace(broken.witness, record=replace(broken.witness.record, values=values))
    assert not_replayed(found.graph, [broken]) == []
    assert not_replayed(found.graph, [replace(broken, witness=other)]) != []


def _broken_rule(*changes: tuple[str, str]) -> tuple[Compiled, Obligation]:
    found = spec(ADRENALINE, *changes)
    (rule,) = [one for one in found.obligations if one.result == "failed" and one.kind == "safety rule"]
    return found, rule


def test_a_patient_is_shown_who_gets_an_answer_where_there_is_one() -> None:
    """Adrenaline without its condition, beside a fork with a hole elsewhere: the patient shown is not one whom the hole
    leaves without an answer."""
    hole = ("  otherwise:\n    nothing further\n\ndecision what not", "\ndecision what not")
    found, rule = _broken_rule((FIRST, UNCONDITIONAL), hole)
    assert [one.subject for one in found.obligations if one.kind == "complete" and one.result == "failed"] == [
        "fluids/when"
    ]
    assert found.graph is not None and rule.witness is not None and not rule.refused
    answer, problems = interpret(found.graph, rule.witness.record)
    assert answer is not None and problems == []
    assert ("safety rule", rule.subject) in violations(found.graph, rule.witness.record)


def test_a_patient_whom_a_broken_fork_refuses_is_said_to_be_one() -> None:
    """Adrenaline without its condition and the rest of its fork: whoever breaks the rule fits no branch of that fork,
    so the interpreter refuses him. Both faults are told, and the rule's message says so."""
    found, rule = _broken_rule((REPEATED, LINES))
    assert rule.refused and '(only patients who fit no single branch of "adrenaline")' in rule.wrong
    assert found.graph is not None and rule.witness is not None
    answer, problems = interpret(found.graph, rule.witness.record)
    assert answer is None and [one.name for one in problems] == ["contradictory-facts"]
    assert any(one.kind == "complete" and one.result == "failed" for one in found.obligations)


READINGS = (
    ("| below 140                        | from 90", "| below 154                        | from 90"),
    ("| below 160                        | from 100", "| below 144                        | from 100"),
    ("| from 160 to below 180            | below 120", "| from 160 to below 180            | below 100"),
)


@pytest.mark.parametrize("change", READINGS)
def test_lists_of_measurements_are_worked_out_value_by_value(change: tuple[str, str]) -> None:
    """A table over the lowest of the last two of two lists: its hole or overlap is shown with lists that have it."""
    found = spec("gallery/hypertension", change)
    (broken,) = [
        one for one in found.obligations if one.subject == "definitions/clinic-band" and one.result != "proved"
    ]
    assert broken.result == "failed" and broken.witness is not None and found.graph is not None
    assert all(line.startswith("clinic ") for line in broken.witness.lines)
    assert not_replayed(found.graph, [broken]) == []


def test_without_its_examples_everything_of_a_guideline_over_lists_is_still_shown() -> None:
    """Nothing of hypertension rests on the patients of its examples: the solver finds its own."""
    found = compiled("spec/gallery/hypertension.care", without_examples(_text("gallery/hypertension")))
    assert {one.result for one in found.obligations} == {"proved"}


def _text(name: str) -> str:
    found: Callable[[str], Compiled] = spec
    return found(name).sources[f"spec/{name}.care"].text
