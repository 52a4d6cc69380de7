"""The generated library as an engine: what a hospital runs is what the scenarios test."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

from msgspec import Struct

from caretree.acceptance.engine import Defined, Refused, UnknownGuideline
from caretree.acceptance.project import Project
from caretree.acceptance.vocabulary import Data, Vocabulary, by_name


class LibraryEngine(Struct, frozen=True):
    """The module of one guideline."""

    library: ModuleType
    module: ModuleType
    vocabulary: Vocabulary

    def answer(self, patient: Mapping[str, Any], *, next_question: bool = False) -> dict[str, Any]:
        """The answer as JSON data. Raises ``Refused``."""
        try:
            answer = self.module.decide(self.module.Patient.from_mapping(patient))
        except self.library.PatientProblems as error:
            raise Refused("; ".join(f"{one.name}: {one.message}" for one in error.problems)) from None
        data: dict[str, Any] = json.loads(json.dumps(answer.to_json(next_question=next_question)))
        return data

    def definitions(self, patient: Mapping[str, Any]) -> dict[str, Defined]:
        """Every definition's value by its identity."""
        found = self.module.definitions(self.module.Patient.from_mapping(patient))
        kinds = {data.id: data.kind for data in self.vocabulary.definitions.values()}
        return {
            name: Defined(one.value, tuple(one.possible), one.unit if kinds[name] == "number" else None)
            for name, one in found.items()
        }


def library_engine(project: Project, guideline: str) -> LibraryEngine:
    """The project's own library, found by the guideline's identity. Raises ``UnknownGuideline``."""
    folder = str(project.root / "generated")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        library = import_module(project.package)
    except ModuleNotFoundError as error:
        raise UnknownGuideline(f"the library {project.package} is not built: run `caretree build` ({error})") from None
    if guideline not in library.GUIDELINES:
        raise UnknownGuideline(f'the library {project.package} has no guideline "{guideline}": run `caretree build`')
    module = import_module(f"{project.package}.{library.GUIDELINES[guideline]}")
    return LibraryEngine(library, module, _vocabulary(module))


def _vocabulary(module: ModuleType) -> Vocabulary:
    model = module.MODEL
    inputs = {one.id: Data(one.id, one.kind, one.unit) for one in model.inputs}
    kinds = {"condition": "yes or no", "label": "choice"}
    defined = {one.of: Data(one.of, kinds.get(one.kind, one.kind), one.unit) for one in module.DEFINITIONS}
    return Vocabulary(
        inputs={
            text: inputs[id] for text, id in by_name((one.id, one.name, one.short) for one in model.inputs).items()
        },
        definitions={
            text: defined[id] for text, id in by_name((one.of, one.text, "") for one in module.DEFINITIONS).items()
        },
        actions=by_name((one.id, one.name, "") for one in model.actions.values()),
        options=by_name((one.id, one.name, "") for one in model.options.values()),
        gaps=by_name((one, "", "") for one in model.gaps),
        conflicts=by_name((one, "", "") for one in model.conflicts),
        pathways=by_name((one.id, one.name, "") for one in model.pathways),
        phases=by_name((one.id, one.name, "") for way in model.pathways for one in way.phases),
    )
