"""The scripts of a page and the interpreter are two readings of one meaning: on the same patients, the same bytes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]

from caretree.decisions.export import content_hash, graph_json  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.scenarios.vectors import vectors_json  # noqa: E402
from caretree.targets.javascript.emit import engine  # noqa: E402
from caretree.units.catalogue import COMPOUNDS  # noqa: E402
from caretree.units.find import all_units, find_unit, spellings  # noqa: E402
from javascript import by_javascript, by_reference, disagreement, engine_with  # noqa: E402
from patients import Patients  # noqa: E402
from random_graphs import some_graph  # noqa: E402
from specs import graph_of, guideline_specs  # noqa: E402

QUESTIONS = 200


def first_disagreement(graph: DecisionGraph, seed: int, count: int, script: str = "", **options: bool) -> str:
    """The first difference among some patients, if any."""
    source = Patients(graph, seed, boldness=0.02)
    patients = [source.draw() for _ in range(count)]
    for patient, found in zip(patients, by_javascript(engine_with(graph, script), patients, **options), strict=True):
        expected = by_reference(graph, patient, **options)
        if expected != found:
            return disagreement(patient, expected, found)
    return ""


@pytest.mark.parametrize("spec", guideline_specs())
def test_the_next_question_and_the_trace(spec: str) -> None:
    """What is asked next, and how an answer came about, are the interpreter's too."""
    assert not first_disagreement(graph_of(spec), 2, QUESTIONS, question=True, trace=True)


def test_random_guidelines() -> None:
    """Guidelines nobody wrote, made of every kind of expression and node, are read alike."""
    for seed in range(60):
        graph = some_graph(Random(seed))
        graph = replace(graph, hash=content_hash(graph))
        assert not first_disagreement(graph, seed, 30, question=True, trace=True), seed


def test_the_exported_graph_is_enough() -> None:
    """The engine reads the published graph itself and says the same as from a page's own script."""
    graph = graph_of("itp-after-ivig")
    script = f"caretree.guideline({graph_json(graph)});"
    assert not first_disagreement(graph, 3, 300, script, question=True)


@pytest.mark.parametrize("spec", guideline_specs())
def test_every_published_vector(spec: str) -> None:
    """The published test vectors, which any interpreter of the graph can be tried by, hold in JavaScript."""
    graph = graph_of(spec)
    vectors = json.loads(vectors_json(graph))["vectors"]
    found = by_javascript(engine_with(graph), [vector["patient"] for vector in vectors], question=True)
    assert len(vectors) > 10
    for vector, said in zip(vectors, found, strict=True):
        expected = vector["answer"] or "refused: " + " ".join(vector["problems"])
        assert (json.loads(said) if vector["answer"] else said) == expected


def test_units_are_read_alike() -> None:
    """Every spelling of every unit, every combination near them and plain nonsense: the same unit, or none."""
    random = Random(7)
    texts = {text for unit in all_units() for text in spellings(unit)} | set(COMPOUNDS)
    pieces = sorted({piece for text in texts for piece in text.replace("/", " / ").split()})
    texts |= {"".join(random.choice(pieces) for _ in range(random.randint(1, 4))) for _ in range(3_000)}
    texts |= {f"{text} {kind}" for text in sorted(texts)[::20] for kind in ("FEU", "anti-Xa", "IV", "Ab")}
    texts |= {f"  {text.replace('/', ' per ')} " for text in sorted(texts)[::5]} | {"", " ", "constructor", "10^9"}
    context = engine_with(graph_of("itp-after-ivig"))
    context.eval(engine().replace("guidelines};", "guidelines,findUnit};").replace("var caretree", "var opened"))
    found = json.loads(context.eval(f"JSON.stringify({json.dumps(sorted(texts))}.map((text) => {_UNIT}))"))
    expected = [_unit_text(text) for text in sorted(texts)]
    assert [pair for pair in zip(sorted(texts), expected, found, strict=True) if pair[1] != pair[2]] == []
    assert sum(each is not None for each in expected) > 1_500


_UNIT = """((unit) => unit && [unit.symbol, unit.ucum, unit.dimension, unit.kind,
           [unit.factor, unit.offset].map((each) => each.d === 1n ? `${each.n}` : `${each.n}/${each.d}`).join(" ")]
           .join("|"))(opened.findUnit(text))"""


def _unit_text(text: str) -> str | None:
    unit = find_unit(text)
    if unit is None:
        return None
    dimension = " ".join(f"{base}{size}" for base, size in unit.dimension)
    return "|".join((unit.symbol, unit.ucum, dimension, unit.kind, f"{unit.factor} {unit.offset}"))
