"""Writing a generated library to a folder, importing it, and comparing what it says with the interpreter."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from caretree.decisions.graph import DecisionGraph
from caretree.targets.python.emit import emit
from caretree.targets.python.names import module_name
from reference import as_data, interpreted
from specs import graph_of, guideline_specs

__all__ = [
    "by_interpreter", "by_library", "difference", "graph_of", "guideline_specs", "load_library", "module_of",
    "write_library",
]  # fmt: skip


def write_library(graphs: Sequence[DecisionGraph], folder: Path, package: str) -> Path:
    """Write the library below a folder; gives the folder to import it from."""
    for file in emit(graphs, package):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    return folder / "generated"


def load_library(graphs: Sequence[DecisionGraph], folder: Path, package: str) -> ModuleType:
    """Write and import the library. Each package name is used once a test run."""
    sys.path.insert(0, str(write_library(graphs, folder, package)))
    try:
        return import_module(package)
    finally:
        sys.path.pop(0)


def module_of(library: ModuleType, graph: DecisionGraph) -> ModuleType:
    """The module of one guideline."""
    return import_module(f"{library.__name__}.{module_name(graph)}")


def by_interpreter(graph: DecisionGraph, mapping: dict[str, Any], question: bool) -> Any:
    """The interpreter's answer as JSON data, or the names of the problems it finds, sorted."""
    return as_data(*interpreted(graph, mapping, question))


def by_library(library: ModuleType, module: ModuleType, mapping: dict[str, Any], question: bool) -> Any:
    """The library's answer, or the names of the problems it raises, sorted."""
    try:
        answer = module.decide(module.Patient.from_mapping(mapping))
    except library.PatientProblems as error:
        return sorted(problem.name for problem in error.problems)
    return answer.to_json(next_question=question)


def difference(one: Any, other: Any) -> str:
    """What differs, for a failing test's message; nothing when both are equal, order of keys included."""
    if one == other and (isinstance(one, list) or list(one) == list(other)):
        return ""
    if isinstance(one, list) or isinstance(other, list):
        return f"interpreter {json.dumps(one)[:800]}\nlibrary {json.dumps(other)[:800]}"
    parts = [
        f"{key}:\n  interpreter {one.get(key)}\n  library     {other.get(key)}"
        for key in one
        if one[key] != other.get(key)
    ]
    return "\n".join(parts) or "the order of keys"
