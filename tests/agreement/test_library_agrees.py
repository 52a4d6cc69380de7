"""The generated library and the interpreter are two readings of one meaning; here they answer the same patients."""

from __future__ import annotations

import sys
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from msgspec import Struct

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]

from caretree.decisions import answer as answers  # noqa: E402
from caretree.decisions import interpret as interpreter  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.decisions.patient import read_patient  # noqa: E402
from library import by_interpreter, by_library, difference, graph_of, guideline_specs, load_library, module_of  # noqa: E402
from patients import Patients  # noqa: E402
from random_graphs import some_graph  # noqa: E402

PATIENTS = 10_000
QUESTIONS = 150
AS_JSON = 1_000
"""How many answers are compared as JSON; the others part by part, which takes less time."""


def _disagreement(graph: DecisionGraph, folder: Path, package: str, seed: int, count: int, questions: int) -> str:
    library = load_library([graph], folder, package)
    module = module_of(library, graph)
    patients = Patients(graph, seed, boldness=0.02)
    for number in range(count):
        mapping = patients.draw()
        question = number < questions
        if number >= AS_JSON and _says_the_same(graph, library, module, mapping):
            continue
        said = by_interpreter(graph, mapping, question)
        found = difference(said, by_library(library, module, mapping, question))
        if found:
            return f"patient {number}: {mapping}\n{found}"
    return ""


def _says_the_same(graph: DecisionGraph, library: ModuleType, module: ModuleType, mapping: dict[str, Any]) -> bool:
    """Whether both answers are alike in every part; a no is looked at again as JSON."""
    record, _ = read_patient(graph, mapping)
    answer = None if record is None else interpreter.interpret(graph, record)[0]
    try:
        return answer is not None and _alike(answer, module.decide(module.Patient.from_mapping(mapping)))
    except library.PatientProblems:
        return False


def _alike(one: Any, other: Any) -> bool:
    parts = PARTS.get(type(one))
    if parts is not None:
        plain, inside = parts
        return plain(one) == plain(other) and all(_alike(getattr(one, name), getattr(other, name)) for name in inside)
    if type(one) is tuple:
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)


APART = ("next_question", "trace", "format")
"""What a question, a trace and the format are is compared as JSON."""


def _parts(kind: type[Struct]) -> tuple[Callable[[Any], object], list[str]]:
    """How to read the plain parts of an answer's class at once, and the names of those that have parts themselves."""
    names = [name for name in kind.__struct_fields__ if name not in APART]
    hints = {name: str(hint) for name, hint in get_type_hints(kind).items()}
    inside = [name for name in names if "caretree" in hints[name]]
    return attrgetter(*(name for name in names if name not in inside)), inside


PARTS = {kind: _parts(kind) for kind in vars(answers).values() if isinstance(kind, type) and issubclass(kind, Struct)}


@pytest.mark.parametrize("spec", guideline_specs())
def test_ten_thousand_patients(spec: str, tmp_path: Path) -> None:
    """Boundaries, unknowns, units, dates, series, phases and unreadable values: one answer, or the same problems."""
    package = f"agreement_{spec.replace('/', '_').replace('-', '_')}"
    assert not _disagreement(graph_of(spec), tmp_path, package, 1, PATIENTS, QUESTIONS)


@pytest.mark.parametrize("seed", range(40))
def test_random_guidelines(seed: int, tmp_path: Path) -> None:
    """Guidelines nobody wrote, made of every kind of expression and node, are read alike."""
    graph = some_graph(Random(seed))
    assert not _disagreement(graph, tmp_path, f"agreement_random_{seed}", seed, 40, 8)


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
