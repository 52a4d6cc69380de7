"""The scripts of a page and the interpreter are two readings of one meaning: on the same patients, the same bytes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]

from caretree.decisions import interpret as interpreter  # noqa: E402
from caretree.decisions.evaluation import Evaluation  # noqa: E402
from caretree.decisions.export import content_hash, graph_json  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.decisions.patient import read_patient  # noqa: E402
from caretree.decisions.reads import inputs_of_condition  # noqa: E402
from caretree.scenarios.vectors import vectors_json  # noqa: E402
from caretree.targets.javascript.emit import engine  # noqa: E402
from caretree.units.catalogue import COMPOUNDS  # noqa: E402
from caretree.units.find import all_units, find_unit, spellings  # noqa: E402
from javascript import by_javascript, by_reference, disagreement, engine_with  # noqa: E402
from patients import Patients  # noqa: E402
from random_graphs import some_graph  # noqa: E402
from specs import graph_of, guideline_specs  # noqa: E402

PATIENTS = 10_000
QUESTIONS = 200
BATCH = 1_000


@pytest.fixture(autouse=True)
def _outline_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outline of a graph does not depend on the patient: work it out once."""
    kept: dict[int, tuple[DecisionGraph, Any]] = {}
    plain = interpreter.outline

    def outline(graph: DecisionGraph) -> Any:
        if id(graph) not in kept:
            kept[id(graph)] = (graph, plain(graph))
        return kept[id(graph)][1]

    monkeypatch.setattr(interpreter, "outline", outline)


def drawn(graph: DecisionGraph, seed: int) -> Iterator[dict[str, Any]]:
    """Patients without end. Of those nobody can be, most are redrawn where the impossible facts are read."""
    patients = Patients(graph, seed, boldness=0.02)
    names = {given.name.id: (given.name.long, given.name.short, given.name.id) for given in graph.guideline.inputs}
    while True:
        patient = patients.draw()
        for _ in range(12 if graph.impossible else 0):
            read = _impossible_inputs(graph, patient)
            if not read or patients.random.random() < 0.02:
                break
            other = patients.draw()
            keys = {key for name in read for key in names[name]}
            kept = {key: value for key, value in patient.items() if key not in keys}
            patient = kept | {key: value for key, value in other.items() if key in keys}
        yield patient


def _impossible_inputs(graph: DecisionGraph, patient: dict[str, Any]) -> set[str]:
    record, _ = read_patient(graph, patient)
    if record is None:
        return set()
    evaluation = Evaluation(graph, record)
    broken = [condition for condition, _ in graph.impossible if evaluation.truth(condition)]
    return {name for condition in broken for name in inputs_of_condition(graph, condition)}


def disagreements(graph: DecisionGraph, seed: int, count: int, script: str = "", **options: Any) -> tuple[str, int]:
    """The first difference among some patients, if any, and how many got an answer."""
    context, source, answered = engine_with(graph, script), drawn(graph, seed), 0
    while count > 0:
        batch = [next(source) for _ in range(min(BATCH, count))]
        count -= len(batch)
        for patient, found in zip(batch, by_javascript(context, batch, **options), strict=True):
            expected = by_reference(graph, patient, **options)
            answered += not expected.startswith("refused")
            if expected != found:
                return disagreement(patient, expected, found), answered
    return "", answered


@pytest.mark.parametrize("spec", guideline_specs())
def test_ten_thousand_patients(spec: str) -> None:
    """Boundaries, unknowns, units, dates, series, phases, unreadable and impossible values: one answer, to the byte."""
    difference, answered = disagreements(graph_of(spec), 1, PATIENTS)
    assert not difference
    assert PATIENTS * 0.6 < answered < PATIENTS, "both answers and refusals are compared"


@pytest.mark.parametrize("spec", guideline_specs())
def test_the_next_question_and_the_trace(spec: str) -> None:
    """What is asked next, and how an answer came about, are the interpreter's too."""
    difference, _ = disagreements(graph_of(spec), 2, QUESTIONS, question=True, trace=True)
    assert not difference


def test_random_guidelines() -> None:
    """Guidelines nobody wrote, made of every kind of expression and node, are read alike."""
    for seed in range(60):
        graph = some_graph(Random(seed))
        graph = replace(graph, hash=content_hash(graph))
        assert not disagreements(graph, seed, 30, question=True, trace=True)[0], seed


def test_the_exported_graph_is_enough() -> None:
    """The engine reads the published graph itself and says the same as from a page's own script."""
    graph = graph_of("itp-after-ivig")
    script = f"caretree.guideline({graph_json(graph)});"
    assert not disagreements(graph, 3, 300, script, question=True)[0]


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
