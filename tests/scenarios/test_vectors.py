"""Test vectors: what a stranger's interpreter of the exported graph is tested with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from caretree.decisions.answer_json import answer_json, read_answer
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_schema import patient_schema
from caretree.pipeline import compile_file
from caretree.scenarios.vectors import MOST, vectors_json

ROOT = Path(__file__).parents[2]
SPECS = sorted(
    file.relative_to(ROOT).as_posix() for folder in ("spec", "spec/gallery") for file in (ROOT / folder).glob("*.care")
)


@cache
def graph_of(path: str) -> DecisionGraph:
    compiled = compile_file(path, lambda name: (ROOT / name).read_bytes() if (ROOT / name).is_file() else None, "spec")
    assert compiled.graph is not None, compiled.problems
    return compiled.graph


@cache
def vectors_of(path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(vectors_json(graph_of(path)))["vectors"]
    return found


@pytest.mark.parametrize("path", SPECS)
def test_vectors_are_many_and_different(path: str) -> None:
    """Every example is among them; no two are the same patient; there are enough, and not too many for a repository."""
    vectors = vectors_of(path)
    patients = [json.dumps(one["patient"], sort_keys=True) for one in vectors]
    assert len(set(patients)) == len(patients)
    assert len(graph_of(path).guideline.examples) <= len(vectors) <= MOST
    assert len(vectors) >= 40
    assert vectors_json(graph_of(path)) == vectors_json(graph_of(path))


@pytest.mark.parametrize("path", SPECS)
def test_patients_of_vectors_fit_the_schema(path: str) -> None:
    """Every answered patient is one the guideline's JSON Schema accepts; every refused one names its problem."""
    schema = jsonschema.Draft202012Validator(patient_schema(graph_of(path)))
    for one in vectors_of(path):
        assert (one["answer"] is None) == bool(one["problems"])
        if one["answer"] is not None:
            schema.validate(one["patient"])


@pytest.mark.parametrize("path", SPECS)
def test_answers_read_back_as_they_were(path: str) -> None:
    """An answer made from its JSON is written as the same JSON."""
    for one in vectors_of(path):
        if one["answer"] is not None:
            assert answer_json(read_answer(one["answer"])) == one["answer"]


def test_json_that_is_no_answer_is_refused() -> None:
    """A field too few or too many is not this contract."""
    answer = next(one["answer"] for one in vectors_of(SPECS[0]) if one["answer"])
    with pytest.raises(ValueError, match="notice"):
        read_answer({name: value for name, value in answer.items() if name != "notice"})
    with pytest.raises(ValueError, match="more"):
        read_answer({**answer, "more": 1})


def test_vectors_hold_boundaries_and_unknowns() -> None:
    """Values exactly on a threshold, a last digit beside it, and patients with an input left out are all there."""
    vectors = vectors_of("spec/post-rituximab-cytopenia.care")
    counts = {(one["patient"].get("neutrophil count") or {}).get("value") for one in vectors}
    assert {"0.5", "0.49", "0.51"} <= counts
    statuses = {line["status"] for one in vectors if one["answer"] for line in one["answer"]["recommendations"]}
    assert statuses == {"certain", "undecided"}
