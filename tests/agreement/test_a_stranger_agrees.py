"""An interpreter written from the exported graph and its page alone gives the answers that the project gives.

Whatever the export lacks would show here: the stranger imports nothing of Caretree and reads nothing but the JSON.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]

from caretree.decisions.export import content_hash, export  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from library import by_interpreter, graph_of, guideline_specs  # noqa: E402
from patients import Patients  # noqa: E402
from random_graphs import some_graph  # noqa: E402
from stranger.answer import Stranger  # noqa: E402

ROOT = Path(__file__).parents[2]
GRAPHS = sorted((ROOT / "generated/graphs").glob("*.vectors.json"))
PATIENTS = 600
LEFT_OUT = ("next_question", "trace", "format")


def compared(said: Any) -> Any:
    """An answer without what the stranger does not give: the next question, the trace, and a dose in one sentence."""
    if isinstance(said, dict):
        return {key: compared(value) for key, value in said.items() if key not in LEFT_OUT and not _sentence(said, key)}
    return [compared(one) for one in said] if isinstance(said, list | tuple) else said


def _sentence(said: dict[str, Any], key: str) -> bool:
    return key == "text" and "not_stated" in said


@pytest.mark.parametrize("file", GRAPHS, ids=lambda file: file.name.split(".")[0])
def test_vectors(file: Path) -> None:
    """The committed graph gives the committed answers."""
    stranger = Stranger(json.loads(file.with_name(file.name.replace(".vectors", "")).read_text(encoding="utf-8")))
    vectors = json.loads(file.read_text(encoding="utf-8"))["vectors"]
    assert len(vectors) >= 40
    for vector in vectors:
        wanted = vector["problems"] if vector["answer"] is None else compared(vector["answer"])
        assert compared(stranger.answer(vector["patient"])) == wanted, vector["patient"]


def agree(graph: DecisionGraph, patients: Patients, count: int) -> int:
    """How many of the patients were answered; stops at the first that is answered in two ways."""
    stranger, answered = Stranger(json.loads(json.dumps(export(graph)))), 0
    for _ in range(count):
        mapping = patients.draw()
        wanted = by_interpreter(graph, mapping, question=False)
        if isinstance(wanted, list) and not {"impossible-patient", "contradictory-facts"} & set(wanted):
            continue
        found = stranger.answer(mapping)
        answered += not isinstance(found, list)
        assert (sorted(found) if isinstance(found, list) else compared(found)) == compared(wanted), mapping
    return answered


@pytest.mark.parametrize("spec", guideline_specs())
def test_random_patients(spec: str) -> None:
    """Unknowns, exact limits, other units, dates and phases."""
    graph = graph_of(spec)
    assert agree(graph, Patients(graph, 11), PATIENTS) > PATIENTS / 2


@pytest.mark.parametrize("seed", range(60))
def test_random_guidelines(seed: int) -> None:
    """Every form of expression and node, in guidelines nobody wrote."""
    drawn = some_graph(Random(seed))
    graph = replace(drawn, hash=content_hash(drawn))
    agree(graph, Patients(graph, seed), 30)


def test_the_page_names_every_form() -> None:
    """What a graph can be made of is explained on the page a stranger reads."""
    page = (ROOT / "site/pages/graph.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "generated/schemas/graph.schema.json").read_text(encoding="utf-8"))
    forms = [one["properties"].get("is", {}).get("const") for one in schema["$defs"].values()]
    kinds = {"choice", "course", "date", "number", "series", "yesNo"}  # types of inputs: the schema says enough
    assert [form for form in forms if form and form not in kinds and f"`{form}`" not in page] == []
    assert [part for part in schema["required"] if part != "format" and f"`{part}`" not in page] == []


def test_the_stranger_is_a_stranger() -> None:
    """It imports the standard library and itself."""
    for file in (Path(__file__).parent / "stranger").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name.split(".")[0] in {*sys.stdlib_module_names, "stranger"} for name in names), names
