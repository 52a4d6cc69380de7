"""The generated library and the interpreter are two readings of one meaning, in guidelines nobody wrote as well."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]

from library import by_interpreter, by_library, difference, graph_of, guideline_specs, load_library, module_of  # noqa: E402
from patients import Patients  # noqa: E402
from random_graphs import some_graph  # noqa: E402

PATIENTS = 40
QUESTIONS = 8


@pytest.mark.parametrize("seed", range(40))
def test_random_guidelines(seed: int, tmp_path: Path) -> None:
    """Guidelines nobody wrote, made of every kind of expression and node, are read alike."""
    graph = some_graph(Random(seed))
    library = load_library([graph], tmp_path, f"agreement_random_{seed}")
    module, patients = module_of(library, graph), Patients(graph, seed, boldness=0.02)
    for number in range(PATIENTS):
        patient, question = patients.draw(), number < QUESTIONS
        found = by_library(library, module, patient, question)
        assert not difference(by_interpreter(graph, patient, question), found), patient


@pytest.mark.parametrize("spec", guideline_specs())
def test_the_plain_trees_say_what_the_general_way_says(spec: str, tmp_path: Path) -> None:
    """Plain trees, with branches left open where something is not known, answer and explain as the general way does."""
    graph = graph_of(spec)
    module = module_of(load_library([graph], tmp_path, f"plain_{spec.replace('/', '_').replace('-', '_')}"), graph)
    patients, ways = Patients(graph, 2), [0, 0, 0]
    for _ in range(600):
        try:
            patient = module.Patient.from_mapping(patients.draw())
            general = module.decide_with_unknowns(patient)
        except ValueError:
            continue
        ways[patient._way] += 1
        assert module.decide(patient).to_json() == general.to_json()
        assert module.explain(patient) == module.explain_answer(general)
        assert module.decide(patient).path == general.path
    assert min(ways[:2]) > 5, "too few patients met the plain trees for this test to mean anything"
