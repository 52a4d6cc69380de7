"""The generated scripts in an embedded engine, and the interpreter's word for comparison: the answer's exact bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import quickjs
from caretree.decisions.graph import DecisionGraph
from caretree.targets.javascript.emit import engine, guideline_script
from reference import as_text, interpreted

_BATCH = """
function answers(text, options) {
  const id = [...caretree.guidelines.keys()][0];
  const wanted = JSON.parse(options);
  const graph = caretree.prepare(caretree.guidelines.get(id));
  const said = JSON.parse(text).map((patient) => caretree.decide(graph, patient, wanted));
  return JSON.stringify(said.map((each) => (each.answer ? JSON.stringify(each.answer) : names(each))));
}
function names(said) { return "refused: " + said.problems.map((each) => each.name).join(" "); }
"""


def engine_with(graph: DecisionGraph, script: str = "") -> quickjs.Context:
    """The engine with one guideline loaded, from its page's own script unless another is given."""
    context = quickjs.Context()
    context.eval(engine())
    context.eval(script or guideline_script(graph))
    context.eval(_BATCH)
    return context


def by_javascript(context: quickjs.Context, patients: Sequence[dict[str, Any]], **options: Any) -> list[str]:
    """Each patient's answer as the bytes of its JSON, or the names of the problems in the order found."""
    answer = context.eval(f"answers({json.dumps(_sent(patients))}, {json.dumps(json.dumps(options))})")
    found: list[str] = json.loads(answer)
    return found


def _sent(patients: Sequence[dict[str, Any]]) -> str:
    """The patients as JSON. What is no JSON (NaN) becomes a text, which is as unreadable."""
    return json.dumps([_plain(patient) for patient in patients])


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN"
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def by_reference(graph: DecisionGraph, patient: dict[str, Any], **options: bool) -> str:
    """The interpreter's answer as bytes of JSON, or the names of the problems in the order found."""
    return as_text(*interpreted(graph, patient, **options))


def disagreement(patient: dict[str, Any], expected: str, found: str) -> str:
    """What differs, for a failing test's message; nothing when the bytes are equal."""
    if expected == found:
        return ""
    place = next((at for at, pair in enumerate(zip(expected, found, strict=False)) if pair[0] != pair[1]), 0)
    start = max(place - 200, 0)
    return f"{patient}\ninterpreter … {expected[start : place + 300]}\njavascript  … {found[start : place + 300]}"
