"""Random forks over every kind of condition, and what the interpreter says of them for many patients."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from caretree.decisions import expressions as to
from caretree.decisions import graph as nodes
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import PatientRecord
from msgspec.structs import replace
from random_graphs import Maker, _guideline, _pathways, completed, some_patient

RULE = "never-offer-a"


def some_fork(random: Random, depth: int) -> DecisionGraph:
    """One fork of two or three random branches, nothing about which is promised; the first offers ``a``."""
    maker = Maker(random)
    conditions = [maker.some_condition(depth) for _ in range(random.randint(2, 3))]
    return _fork(maker, conditions, maker.some_condition(depth))


def some_finite_fork(random: Random) -> DecisionGraph:
    """The same over inputs with few values: yes/no, a choice, a whole number."""
    maker = Maker(random)
    conditions = [_finite(maker, 2) for _ in range(random.randint(2, 3))]
    return _fork(maker, conditions, _finite(maker, 1))


def _finite(maker: Maker, depth: int) -> str:
    kinds = ["fact", "label", "number"] + (["all", "any", "not", "count"] if depth else [])
    parts = tuple(_finite(maker, depth - 1) for _ in range(3)) if depth else ()
    match maker.random.choice(kinds):
        case "fact":
            return maker.condition(to.Fact(maker.random.choice(("fever", "rash", "cough"))))
        case "label":
            return maker._label(0)
        case "number":
            value = Fraction(maker.random.randint(-6, 6), 2)
            return maker.condition(to.Compare(maker._comparison(), maker.number(to.InputValue("change")), value))
        case "all":
            return maker.condition(to.AllOf(parts[:2]))
        case "any":
            return maker.condition(to.AnyOf(parts[:2]))
        case "not":
            return maker.condition(to.Not(parts[0]))
        case _:
            return maker.condition(to.CountOf(maker.random.randint(1, 3), parts, maker.random.random() < 0.5))


def _fork(maker: Maker, conditions: list[str], forbidden: str) -> DecisionGraph:
    if maker.random.random() < 0.5:
        conditions.append(maker.condition(to.Not(maker.condition(to.AnyOf(tuple(conditions))))))
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
    rule = nodes.GraphRule(RULE, "never when", "never offer a", ("a",), (), forbidden, forbidden, None)
    return replace(_empty(maker), rules=(rule,), runs=(nodes.Run("decision", "decision", "decision", None),))


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
