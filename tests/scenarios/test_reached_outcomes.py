"""Which outcomes the examples reach."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from caretree.decisions.graph import (
    AdviceNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    GapNode,
    NothingNode,
    ReportNode,
)
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import read_patient
from caretree.pipeline import compile_file
from caretree.scenarios.reached import leaves, reached_by, unreached
from caretree.scenarios.vectors import patients
from msgspec.structs import replace

ROOT = Path(__file__).parents[2]
OUTCOMES = (AdviceNode, ChoiceNode, ConflictNode, GapNode, NothingNode, ReportNode)


@cache
def graph_of(path: str) -> DecisionGraph:
    compiled = compile_file(path, lambda name: (ROOT / name).read_bytes() if (ROOT / name).is_file() else None, "spec")
    assert compiled.graph is not None, compiled.problems
    return compiled.graph


EVERYTHING = "tests/resolve/specs/everything.care"
SPECS = [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "spec").glob("*.care"))]


def test_every_outcome_is_a_leaf() -> None:
    """Leaves are all outcome nodes of the graph and all moves of its pathways, each once."""
    graph = graph_of(EVERYTHING)
    ids = [leaf.id for leaf in leaves(graph)]
    moves = [one.id for way in graph.pathways for phase in way.phases for one in phase.transitions]
    assert sorted(ids) == sorted([*(name for name, node in graph.nodes.items() if isinstance(node, OUTCOMES)), *moves])


def test_reached_is_what_the_answer_says_is_certain() -> None:
    """A line is reached exactly when the answer has it as certain or provisional, for every test vector's patient."""
    for path in (*SPECS, EVERYTHING):
        graph = graph_of(path)
        nodes = {name for name, node in graph.nodes.items() if isinstance(node, AdviceNode)}
        for mapping in patients(graph):
            record, _ = read_patient(graph, mapping)
            answer = interpret(graph, record)[0] if record else None
            if record is not None and answer is not None:
                lines = [line for one in answer.recommendations for line in one.lines if line.status != "undecided"]
                reached = reached_by(graph, record) & nodes
                assert reached <= {line.node for line in lines}
                if not _has_open_fork(graph, mapping):
                    assert reached == {line.node for line in lines}


def _has_open_fork(graph: DecisionGraph, mapping: dict[str, object]) -> bool:
    """Whether anything is unknown: a line may then be certain because every open branch has it."""
    return any(mapping.get(given.name.long) is None for given in graph.guideline.inputs)


def test_an_undecided_outcome_is_not_reached() -> None:
    """An example in which something stays open has not shown it."""
    graph = graph_of(EVERYTHING)
    record, _ = read_patient(graph, {"age": {"value": 40, "unit": "years"}, "at": "2025-09-08"})
    assert record is not None
    assert reached_by(graph, record) == {
        "neutrophils/recommend-observation",
        "neutrophils/until-anc-is-known/should-use-blood-counts",
    } & reached_by(graph, record)
    assert "neutrophils/mild/nothing-further" not in reached_by(graph, record)


def test_a_patient_out_of_scope_reaches_nothing() -> None:
    """What is not this guideline's patient shows nothing about it."""
    graph = graph_of(EVERYTHING)
    record, _ = read_patient(graph, {"age": {"value": 4, "unit": "years"}, "at": "2025-09-08"})
    assert record is not None
    assert reached_by(graph, record) == set()


def test_the_post_rituximab_examples_reach_everything() -> None:
    """That guideline shows each of its outcomes in some example; without one, what it alone reached is named."""
    graph = graph_of("spec/post-rituximab-cytopenia.care")
    assert unreached(graph) == ()
    kept = tuple(one for one in graph.guideline.examples if one.name.long != "platelets falling")
    fewer = replace(graph, guideline=replace(graph.guideline, examples=kept))
    assert [leaf.text for leaf in unreached(fewer)] == ["gap platelets that do not improve"]
