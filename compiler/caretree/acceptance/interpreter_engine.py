"""The reference interpreter as an engine: the guideline's file is compiled, nothing generated is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from caretree.acceptance.engine import Defined, Refused, UnknownGuideline
from caretree.acceptance.project import Project
from caretree.acceptance.vocabulary import Data, Vocabulary, by_name
from caretree.decisions.answer_json import answer_json
from caretree.decisions.answer_silence import reported
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import read_patient
from caretree.decisions.patient_record import PatientRecord
from caretree.guideline.inputs import Input
from caretree.guideline.names import Name
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.pipeline import compile_file
from caretree.problems.problem import Problem


class InterpreterEngine(Struct, frozen=True):
    """One guideline's graph."""

    graph: DecisionGraph
    vocabulary: Vocabulary

    def answer(self, patient: Mapping[str, Any], *, next_question: bool = False) -> dict[str, Any]:
        """The answer as JSON data. Raises ``Refused``."""
        answer, problems = interpret(self.graph, self._record(patient), with_next_question=next_question)
        if answer is None:
            raise _refused(problems)
        data: dict[str, Any] = json.loads(json.dumps(answer_json(answer)))
        return data

    def definitions(self, patient: Mapping[str, Any]) -> dict[str, Defined]:
        """Every definition's value by its identity."""
        evaluation = Evaluation(self.graph, with_assumptions(self.graph, self._record(patient)))
        return {
            name: Defined(*reported(evaluation, name, kind, value), _unit(self.graph, kind, value))
            for name, (kind, value) in self.graph.defined.items()
        }

    def _record(self, patient: Mapping[str, Any]) -> PatientRecord:
        record, problems = read_patient(self.graph, patient)
        if record is None:
            raise _refused(problems)
        return record


def _refused(problems: list[Problem]) -> Refused:
    return Refused("; ".join(f"{one.name}: {one.message}" for one in problems))


def _unit(graph: DecisionGraph, kind: str, value: str) -> str | None:
    return graph.number_units.get(value, "") if kind == "number" else None


def interpreter_engine(project: Project, guideline: str) -> InterpreterEngine:
    """The guideline of the project with this identity, compiled. Raises ``UnknownGuideline``."""
    files = sorted((project.root / "spec").rglob("*.care"))
    ordered = sorted(files, key=lambda file: file.stem != guideline)
    for file in ordered:
        if f"\n  id {guideline}\n" in file.read_text(encoding="utf-8", errors="replace").replace("\r", ""):
            graph = _compiled(project, file)
            return InterpreterEngine(graph, _vocabulary(graph))
    raise UnknownGuideline(f'no file in {project.root / "spec"} has the id "{guideline}"')


def _compiled(project: Project, file: Path) -> DecisionGraph:
    def read(path: str) -> bytes | None:
        here = project.root / path
        inside = here.resolve().is_relative_to(project.root.resolve())
        return here.read_bytes() if inside and here.is_file() else None

    compiled = compile_file(file.relative_to(project.root).as_posix(), read, "spec", proofs=False)
    if compiled.graph is None:
        raise UnknownGuideline(f"{compiled.path} has errors: run `caretree check`")
    return compiled.graph


def _vocabulary(graph: DecisionGraph) -> Vocabulary:
    guideline = graph.guideline
    return Vocabulary(
        inputs={
            text: Data(one.name.id, _kind(one), _declared(one))
            for one in guideline.inputs
            for text in _named([one.name])
        },
        definitions={
            text: Data(one.name.id, {"condition": "yes or no", "label": "choice"}.get(kind, kind))
            for one in guideline.definitions
            for kind, _ in [graph.defined.get(one.name.id, ("condition", ""))]
            for text in _named([one.name])
        },
        actions=_named([one.name for one in guideline.actions]),
        options=by_name((one.id, one.name, "") for one in graph.options.values()),
        gaps=_named([one.name for one in guideline.gaps]),
        conflicts=_named([one.name for one in guideline.conflicts]),
        pathways=_named([one.name for one in guideline.pathways]),
        phases=_named([one.name for way in guideline.pathways for one in way.phases]),
    )


def _named(names: list[Name]) -> dict[str, str]:
    return by_name((name.id, name.long, name.short) for name in names)


def _kind(given: Input) -> str:
    match given.type:
        case YesNo():
            return "yes or no"
        case Choice():
            return "choice"
        case Number():
            return "number"
        case Date():
            return "date"
        case Series():
            return "series"
        case Course():
            return "course"


def _declared(given: Input) -> str:
    return given.type.unit.symbol if isinstance(given.type, Number) else ""
