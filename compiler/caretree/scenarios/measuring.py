"""Which obligations the patients of the scenarios meet, and for the others whether any patient could.

neutrophils/severe?infection found      met in "neutropenia: severe, infection found: each condition that matters"
severity?CURB-65 is at most 5           proved impossible: the sum is never above 5
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from caretree.decisions.evaluation import Evaluation
from caretree.decisions.patient_record import PatientRecord, PhaseValue
from caretree.scenarios.obligations import Obligation, is_met, obligations, paid
from caretree.scenarios.pinned import REFUSED
from caretree.scenarios.scenario import Feature, Met
from caretree.scenarios.search import Search
from caretree.scenarios.variation import Key, changed, day_of
from caretree.solver.paths import Path

Place = tuple[str, int, int]
"""A table: its feature, and the positions of its rule and of itself."""


class _Patients(Struct):
    """The patients of one table who are answered, each read once."""

    place: Place
    evaluations: list[Evaluation]


def measured(search: Search, features: Sequence[Feature]) -> tuple[Met, ...]:
    """What became of every obligation."""
    tables = list(_tables(search, features))
    return tuple(_met(search, one, tables) for one in obligations(search.graph))


def _tables(search: Search, features: Sequence[Feature]) -> list[_Patients]:
    found = []
    for feature in features:
        for at, rule in enumerate(feature.rules):
            for place, table in enumerate(rule.tables):
                answered = [row.record for row in table.rows if not row.says[0].startswith(REFUSED)]
                found.append(_Patients((feature.id, at, place), [search.evaluation(one) for one in answered]))
    return found


def _met(search: Search, one: Obligation, tables: Sequence[_Patients]) -> Met:
    """The first table that meets it alone; else the tables that do so together."""
    every: list[tuple[int, int]] = []
    paying: list[tuple[Place, int]] = []
    for table in tables:
        payments = [list(paid(one, partial(_holds, one, each))) for each in table.evaluations]
        patients = sum(bool(payment) for payment in payments)
        if patients:
            here = [payment for each in payments for payment in each]
            if is_met(one, here):
                return Met(one.kind, one.identity, ((table.place, patients),))
            every += here
            paying.append((table.place, patients))
    if is_met(one, every):
        return Met(one.kind, one.identity, tuple(paying))
    return Met(one.kind, one.identity, (), _verdict(search, one))


def _holds(one: Obligation, evaluation: Evaluation, way: Path) -> bool:
    graph = evaluation.graph
    if one.scoped and graph.applies_when is not None and evaluation.truth(graph.applies_when) is not True:
        return False
    if one.phase is not None:
        now = evaluation.patient.phases.get(one.phase[0])
        if now is None or now.phase != one.phase[1]:
            return False
    for condition, truth in way:  # noqa: SIM110 - asked for every patient and obligation: a generator takes twice as long
        if evaluation.truth(condition) is not truth:
            return False
    return True


def _verdict(search: Search, one: Obligation) -> str:
    """Whether it is proved that no patient meets it: for every way, some side is impossible."""
    start, keep = _start(search, one)
    for number in range(len(one.sides[0])):
        verdicts = [search.look(side[number], start, keep, one.scoped)[0] for side in one.sides]
        if "impossible" not in verdicts:
            return "not shown" if set(verdicts) == {"found"} else "not found"
    return "proved impossible"


def _start(search: Search, one: Obligation) -> tuple[PatientRecord | None, frozenset[Key]]:
    if one.phase is None:
        return None, frozenset()
    key: Key = ("phase", one.phase[0])
    return changed(search.base, key, PhaseValue(one.phase[1], day_of(search.base) - 7)), frozenset({key})
