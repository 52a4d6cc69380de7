"""The generated scripts as an engine: what a page decides in the browser, in an embedded JavaScript engine.

The scripts are those of ``generated/<package>/javascript``; the words of sentences come from the guideline itself.
Needs the package ``quickjs``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from caretree.acceptance.engine import Defined, Refused, UnknownGuideline
from caretree.acceptance.interpreter_engine import interpreter_engine
from caretree.acceptance.project import Project
from caretree.acceptance.vocabulary import Vocabulary

_CALL = """
const prepared = caretree.prepare([...caretree.guidelines.values()][0]);
function asked(what, patient, question) {
  const options = {question: question};
  return JSON.stringify(caretree[what](prepared, JSON.parse(patient), options));
}
"""


class JavaScriptEngine(Struct, frozen=True):
    """One guideline's scripts, loaded."""

    context: Any
    vocabulary: Vocabulary

    def answer(self, patient: Mapping[str, Any], *, next_question: bool = False) -> dict[str, Any]:
        """The answer as JSON data. Raises ``Refused``."""
        said = self._asked("decide", patient, next_question)
        if said["answer"] is None:
            raise Refused("; ".join(f"{one['name']}: {one['message']}" for one in said["problems"]))
        answer: dict[str, Any] = said["answer"]
        return answer

    def definitions(self, patient: Mapping[str, Any]) -> dict[str, Defined]:
        """Every definition's value by its identity."""
        found = self._asked("define", patient, False)
        return {name: Defined(value, tuple(possible), unit) for name, (value, possible, unit) in found.items()}

    def _asked(self, what: str, patient: Mapping[str, Any], question: bool) -> Any:
        arguments = (what, json.dumps(dict(patient)), question)
        return json.loads(self.context.eval(f"asked({', '.join(json.dumps(each) for each in arguments)})"))


def javascript_engine(project: Project, guideline: str) -> JavaScriptEngine:
    """The project's own scripts of a guideline. Raises ``UnknownGuideline``."""
    import quickjs  # type: ignore[import-untyped, import-not-found, unused-ignore]

    folder = project.root / "generated" / project.package / "javascript"
    context = quickjs.Context()
    for name in ("engine", guideline):
        file = folder / f"{name}.js"
        if not file.is_file():
            raise UnknownGuideline(f"{file.relative_to(project.root)} is not there: run `caretree build`")
        context.eval(file.read_text(encoding="utf-8"))
    context.eval(_CALL)
    return JavaScriptEngine(context, interpreter_engine(project, guideline).vocabulary)
