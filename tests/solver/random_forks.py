"""Random forks over every kind of condition, and what the interpreter says of them for many patients."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from caretree.decisions import graph as nodes
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import PatientRecord
from random_graphs import Maker, _guideline, _pathways, completed, some_patient

RULE = "never-offer-a"


def some_fork(random: Random, depth: int) -> DecisionGraph:
    """One fork of two or three random branches, nothing about which is promised; the first offers ``a``."""
    maker = Maker(random)
    conditions = [maker.some_condition(depth) for _ in range(random.randint(2, 3))]
    if random.random() < 0.5:
        rest = maker.condition(_not(maker.condition(_any(conditions))))
        conditions.append(rest)
    branches = []
    for position, condition in enumerate(conditions):
        name = f"decision/{position}"
        items: tuple[str, ...] = ()
        if position == 0:
            maker.nodes[f"{name}/a"] = nodes.AdviceNode(f"{name}/a", "offer", "recommend", "a")
            items = (f"{name}/a",)
        maker.nodes[name] = nodes.BlockNode(name, items)
        branches.append(nodes.GraphBranch(str(position), condition, name))
    maker.nodes["decision/when"] = nodes.ForkNode("decision/when", False, "when", "", tuple(branches))
    maker.nodes["decision"] = nodes.BlockNode("decision", ("decision/when",))
    forbidden = maker.some_condition(depth)
    rule = nodes.GraphRule(RULE, "never when", "never offer a", ("a",), (), forbidden, forbidden, None)
    return replace(_empty(maker), rules=(rule,), runs=(nodes.Run("decision", "decision", "decision", None),))


def _not(of: str):  # type: ignore[no-untyped-def]
    from caretree.decisions.expressions import Not

    return Not(of)


def _any(of: list[str]):  # type: ignore[no-untyped-def]
    from caretree.decisions.expressions import AnyOf

    return AnyOf(tuple(of))


def _empty(maker: Maker) -> DecisionGraph:
    return DecisionGraph(
        guideline=_guideline(),
        **maker.tables(),
        runs=(),
        options={},
        dosing={},
        pathways=_pathways(next(iter(maker.conditions))),
        rules=(),
        impossible=(),
        applies_when=None,
        assumptions={},
        defined={},
        number_units={},
    )


def truths(graph: DecisionGraph, patient: PatientRecord) -> tuple[list[bool | None], bool | None]:
    """What each branch is for a patient, and what the rule forbids."""
    evaluation = Evaluation(graph, patient)
    fork = graph.nodes["decision/when"]
    assert isinstance(fork, nodes.ForkNode)
    forbidden = graph.rules[0].forbidden_when
    assert forbidden is not None
    return [evaluation.truth(branch.condition) for branch in fork.branches], evaluation.truth(forbidden)


def some_complete_patient(random: Random) -> PatientRecord:
    """A patient about whom everything is known."""
    return completed(random, some_patient(random))
