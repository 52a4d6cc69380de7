"""The interpreter, the generated library and a page's scripts are three readings of one meaning; here they answer the
same ten thousand patients of each guideline: boundaries, unknowns, units, dates, series, phases, unreadable values."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from msgspec import Struct

sys.path.insert(0, str(Path(__file__).parent))

from caretree.decisions import answer as answers  # noqa: E402
from caretree.decisions.answer import Answer  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from javascript import by_javascript, disagreement, engine_with  # noqa: E402
from library import by_library, difference, graph_of, guideline_specs, load_library, module_of  # noqa: E402
from patients import Patients  # noqa: E402
from reference import as_data, as_text, interpreted  # noqa: E402

PATIENTS = 10_000
BATCH = 1_000
QUESTIONS = 150
AS_JSON = 1_000
"""How many of the library's answers are compared as JSON; the others part by part, which takes less time."""


@dataclass(frozen=True, slots=True)
class Library:
    """The generated library and its module of one guideline."""

    package: ModuleType
    module: ModuleType

    def differs(self, answer: Answer | None, problems: list[str], patient: dict[str, Any], as_json: bool) -> str:
        """What the library says otherwise than the interpreter."""
        if not as_json and self._says_the_same(answer, patient):
            return ""
        return difference(as_data(answer, problems), by_library(self.package, self.module, patient, False))

    def _says_the_same(self, answer: Answer | None, patient: dict[str, Any]) -> bool:
        """Whether both answers are alike in every part; a no is looked at again as JSON."""
        try:
            return answer is not None and _alike(answer, self.module.decide(self.module.Patient.from_mapping(patient)))
        except self.package.PatientProblems:
            return False

    def asks_otherwise(self, graph: DecisionGraph, patient: dict[str, Any]) -> str:
        """What differs in an answer with the next question."""
        wanted = as_data(*interpreted(graph, patient, question=True))
        return difference(wanted, by_library(self.package, self.module, patient, True))


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


CLASSES = [kind for kind in vars(answers).values() if isinstance(kind, type) and issubclass(kind, Struct)]
PARTS = {kind: _parts(kind) for kind in CLASSES if kind is not Struct}


@pytest.mark.parametrize("spec", guideline_specs())
def test_one_answer_in_python_and_javascript(spec: str, tmp_path: Path) -> None:
    """One answer, or the same problems; in JavaScript to the byte. Of some patients the next question is compared."""
    graph = graph_of(spec)
    package = load_library([graph], tmp_path, f"agreement_{spec.replace('/', '_').replace('-', '_')}")
    library, scripts = Library(package, module_of(package, graph)), engine_with(graph)
    patients, number, answered = Patients(graph, 1, boldness=0.02), 0, 0
    while number < PATIENTS:
        batch = [patients.draw() for _ in range(BATCH)]
        for patient, script in zip(batch, by_javascript(scripts, batch), strict=True):
            answer, problems = interpreted(graph, patient)
            assert not disagreement(patient, as_text(answer, problems), script), number
            assert not library.differs(answer, problems, patient, number < AS_JSON), patient
            assert number >= QUESTIONS or not library.asks_otherwise(graph, patient), patient
            answered, number = answered + (answer is not None), number + 1
    assert PATIENTS * 0.6 < answered < PATIENTS, "both answers and refusals are compared"
