"""The patients around a limit are the same, whoever the limit was looked for from before."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_record import PatientRecord
from caretree.pipeline import compile_file
from caretree.scenarios.base import start_search
from caretree.scenarios.boundaries import boundaries
from caretree.scenarios.mending import keys_read
from caretree.scenarios.search import Search
from caretree.scenarios.variation import Key, changed
from clinic import graph_of

ROOT = Path(__file__).parents[2]
PATIENTS = 60
ASKED = 8
"""Conditions whose limits are looked for from each patient."""

Asked = tuple[str, Key, PatientRecord]


def graph_named(name: str) -> DecisionGraph:
    def read(path: str) -> bytes | None:
        return (ROOT / path).read_bytes() if (ROOT / path).is_file() else None

    graph = graph_of() if name == "clinic" else compile_file(f"spec/{name}.care", read, "spec", proofs=False).graph
    assert graph is not None
    return graph


def questions(search: Search) -> list[Asked]:
    """Conditions, what they read, and patients made at random, with unknown values."""
    random, graph = Random(11), search.graph
    keys = sorted({key for condition in graph.conditions for key in keys_read(graph, condition)})
    found: list[Asked] = []
    for _ in range(PATIENTS):
        patient = search.base
        for key in random.sample(keys, min(len(keys), 6)):
            patient = changed(patient, key, random.choice([None, *search.values.of(key)]))
        for condition in random.sample(sorted(graph.conditions), min(len(graph.conditions), ASKED)):
            found += [(condition, key, patient) for key in keys_read(graph, condition)]
    return found


@pytest.mark.parametrize("name", ["clinic", "sle-pancytopenia", "itp-after-ivig", "gallery/hypertension"])
def test_a_limit_that_was_looked_for_before_is_the_same(name: str) -> None:
    """One search asked for many patients finds what a search that remembers nothing finds."""
    search = start_search(graph_named(name))
    assert search is not None
    asked = questions(search)
    together = [boundaries(search, condition, patient, key) for condition, key, patient in asked]
    assert any(together) and len(search.limits) < len(asked)
    for (condition, key, patient), found in zip(asked, together, strict=True):
        search.limits.clear()
        search.evaluations.clear()
        assert boundaries(search, condition, patient, key) == found, (condition, key)
