"""Every kind of promise can be proved, can be refuted with a patient, and is never proved where the solver gives up."""

from __future__ import annotations

from typing import get_args

import pytest
from attacks import not_replayed
from caretree.solver.obligation import Kind as KindName
from caretree.solver.obligation import Obligation, Result
from caretree.solver.prove import prove
from every_kind import KINDS, READ, Kind
from small_guidelines import compiled

RESOURCES = 3_000_000


def of_kind(kind: Kind, text: str) -> list[Obligation]:
    """What was asked of a guideline, of one kind; whoever is shown is replayed."""
    found = compiled(text)
    assert found.graph is not None, [problem.message for problem in found.problems]
    asked = [one for one in prove(found.graph, RESOURCES) if one.kind == kind.kind and one.partial is kind.partial]
    assert not_replayed(found.graph, asked) == []
    return asked


def result_of(obligations: list[Obligation]) -> Result:
    """Failed where one failed, not proved where one is not."""
    results = [one.result for one in obligations]
    assert results
    return "failed" if "failed" in results else "not proved" if "not proved" in results else "proved"


def identified(text: str) -> list[str]:
    return [kind.name for kind in KINDS if getattr(kind, text)]


def test_the_table_names_every_kind() -> None:
    """A new kind of obligation needs its true, its false and its undecidable case; every number of the list is here."""
    assert {kind.kind for kind in KINDS} == set(get_args(KindName))
    assert {kind.item for kind in KINDS} | {item for item, *_ in READ} == set(range(1, 16))


@pytest.mark.parametrize("kind", KINDS, ids=identified("true"))
def test_what_is_true_is_proved(kind: Kind) -> None:
    """Nothing but *proved*."""
    assert result_of(of_kind(kind, kind.true)) == "proved"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.false], ids=identified("false"))
def test_what_is_false_is_refuted(kind: Kind) -> None:
    """With a patient, where there can be one: what nobody reaches has none."""
    obligations = of_kind(kind, kind.false)
    assert result_of(obligations) == "failed"
    failed = [one for one in obligations if one.result == "failed"]
    assert all((one.witness is not None) == kind.shown for one in failed)
    assert all(one.wrong for one in failed)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.beyond], ids=identified("beyond"))
def test_what_is_beyond_reach_is_not_proved(kind: Kind) -> None:
    """It is true, the solver cannot see it, and the result says why."""
    obligations = of_kind(kind, kind.beyond)
    assert result_of(obligations) == "not proved"
    assert all(one.reason for one in obligations if one.result == "not proved")


@pytest.mark.parametrize(("item", "clean", "faulty", "name", "word"), READ, ids=[one[3] for one in READ])
def test_what_is_read_is_found_by_reading(item: int, clean: str, faulty: str, name: str, word: str) -> None:
    """Examples, statements, citations and declarations: found at the fault, silent without it."""

    def found(text: str) -> list[str]:
        return [one.message for one in compiled(text).problems if one.name == name and word in one.message]

    assert found(clean) == []
    assert len(found(faulty)) == 1
