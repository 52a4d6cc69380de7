"""A fork costs two questions, however many branches it has; one that reads a single number costs none."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from caretree.solver.covered import covered
from caretree.solver.logic import Formula
from caretree.solver.offers import all_offers
from caretree.solver.patients import preferred_patient
from caretree.solver.prover import Answered, Prover, new_prover
from caretree.solver.splits import all_splits
from every_kind import written
from small_guidelines import compiled


def questions(monkeypatch: pytest.MonkeyPatch, text: str) -> dict[str, int]:
    """How often the solver is asked about each split of a guideline, all of them complete and disjoint."""
    found = compiled(text)
    assert found.graph is not None, [problem.message for problem in found.problems]
    prover = new_prover(found.graph, preferred_patient(found.graph))
    asked: list[int] = []
    ask = Prover.ask

    def counted(self: Prover, formulas: Iterable[Formula], in_scope: bool = True) -> Answered:
        asked.append(1)
        return ask(self, formulas, in_scope)

    monkeypatch.setattr(Prover, "ask", counted)
    counts = {}
    for split in all_splits(found.graph, prover.places):
        before = len(asked)
        assert {one.result for one in covered(prover, [split], all_offers(prover))} == {"proved"}
        counts[split.subject] = len(asked) - before
    return counts


def table(rows: int) -> str:
    """A table over two inputs: half of its rows with fever, half without."""
    lines = [f"    | yes | {_cell(row, rows)} | recommend advice | 1.1 |" for row in range(rows)]
    lines += [f"    | no | {_cell(row, rows)} | consider advice | 1.1 |" for row in range(rows)]
    head = "    | fever | weight in kg | do | from |"
    return written("decision all:\n  by table:\n" + "\n".join([head, *lines]) + "\n")


def _cell(row: int, rows: int) -> str:
    if row == 0:
        return "below 10"
    return f"at least {10 * row}" if row == rows - 1 else f"from {10 * row} to below {10 * (row + 1)}"


@pytest.mark.parametrize("rows", [2, 5, 25])
def test_a_table_costs_two_questions(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """One for holes, one for overlaps: pairs of branches are never asked about."""
    assert questions(monkeypatch, table(rows))["all/table"] == 2


def test_one_number_or_one_label_costs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grade, and a fork by its labels, are seen to be complete and disjoint."""
    body = (
        "decision all:\n  depending on neutropenia:\n    severe:\n      recommend advice [1.1]\n"
        "    moderate or mild:\n      nothing further [1.1]\n"
    )
    assert set(questions(monkeypatch, written(body)).values()) == {0}


def test_an_ordered_fork_costs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its branches may overlap: only a hole is asked for."""
    body = (
        "decision all:\n  the first that applies:\n    when fever:\n      recommend advice [1.1]\n"
        "    when rash or not fever:\n      nothing further [1.1]\n"
    )
    counts = questions(monkeypatch, written(body))
    assert sorted(counts.values())[-1] == 1
