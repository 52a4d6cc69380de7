"""Generated trees stay loadable however large they are: Python refuses deep nesting and long chains."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "agreement"), str(Path(__file__).parents[1] / "properties")]

from caretree.decisions import expressions as to  # noqa: E402
from caretree.decisions import graph as nodes  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.guideline.actions import Action  # noqa: E402
from caretree.guideline.guideline import Guideline  # noqa: E402
from caretree.guideline.header import Header  # noqa: E402
from caretree.guideline.inputs import Input  # noqa: E402
from caretree.guideline.names import Name  # noqa: E402
from caretree.guideline.types import Number, Plausible  # noqa: E402
from caretree.units.unit import NUMBER  # noqa: E402
from library import by_interpreter, by_library, load_library, module_of  # noqa: E402

HIGHEST = 100_000


class Tree:
    """A graph with one decision over two numbers, in the making."""

    def __init__(self) -> None:
        self.conditions: dict[str, to.ConditionNode] = {}
        self.nodes: dict[str, nodes.GraphNode] = {}

    def between(self, input: str, low: int, high: int | None) -> str:
        """A condition: from ``low`` to below ``high``."""
        number = {"x": "n0", "y": "n1"}[input]
        parts = [self.condition(to.Compare("ge", number, Fraction(low)))] if low else []
        if high is not None:
            parts.append(self.condition(to.Compare("lt", number, Fraction(high))))
        return parts[0] if len(parts) == 1 else self.condition(to.AllOf(tuple(parts)))

    def condition(self, node: to.ConditionNode) -> str:
        """The condition's identity."""
        name = f"c{len(self.conditions)}"
        self.conditions[name] = node
        return name

    def fork(self, id: str, input: str, count: int, inside: list[str] | None = None, ordered: bool = False) -> str:
        """A fork over whole ranges of a number, each with advice or with what is inside."""
        branches = []
        for at in range(count):
            holds = self.between(input, 0 if ordered else at, None if at == count - 1 else at + 1)
            then = inside[at] if inside else self.advice(f"{id}/{at}")
            branches.append(nodes.GraphBranch(str(at), holds, then))
        if ordered:
            last = self.condition(to.Not(self.condition(to.AnyOf(tuple(one.condition for one in branches[:-1])))))
            branches[-1] = nodes.GraphBranch("otherwise", last, branches[-1].then, otherwise=True)
        self.nodes[f"{id}/fork"] = nodes.ForkNode(f"{id}/fork", ordered, "when", "", tuple(branches))
        return self.block(id, f"{id}/fork")

    def advice(self, id: str) -> str:
        """A block with one line of advice."""
        self.nodes[f"{id}/line"] = nodes.AdviceNode(f"{id}/line", "offer", "consider", f"a{len(self.nodes) % 7}")
        return self.block(id, f"{id}/line")

    def block(self, id: str, *of: str) -> str:
        """A block."""
        self.nodes[id] = nodes.BlockNode(id, of)
        return id

    def graph(self, root: str) -> DecisionGraph:
        """The finished graph."""
        number = Number("number", NUMBER, Plausible(Fraction(0), Fraction(HIGHEST)))
        inputs = tuple(Input(Name(name), number, may_be_unknown=True) for name in ("x", "y"))
        actions = tuple(Action(Name(f"a{at}")) for at in range(7))
        return DecisionGraph(
            guideline=Guideline(Header("guideline", "Large", "large", "1"), inputs=inputs, actions=actions),
            conditions=self.conditions,
            numbers={"n0": to.InputValue("x"), "n1": to.InputValue("y")},
            labels={},
            nodes=self.nodes,
            runs=(nodes.Run(root, root, root, None),),
            options={},
            dosing={},
            pathways=(),
            rules=(),
            impossible=(),
            applies_when=None,
            assumptions={},
            defined={},
            number_units={},
        )


def ten_thousand_leaves() -> DecisionGraph:
    """A hundred ranges of one number, a hundred of another inside each."""
    tree = Tree()
    inside = [tree.fork(f"root/{at}", "y", 100) for at in range(100)]
    return tree.graph(tree.fork("root", "x", 100, inside))


def a_long_fork(ordered: bool) -> DecisionGraph:
    """Two thousand branches in a row."""
    tree = Tree()
    return tree.graph(tree.fork("root", "x", 2_000, ordered=ordered))


def a_deep_tree() -> DecisionGraph:
    """Sixty forks inside each other: x below 1, else below 2, …"""
    tree = Tree()
    below = tree.advice("root/last")
    for at in reversed(range(60)):
        holds = tree.condition(to.Compare("lt", "n0", Fraction(at + 1)))
        branches = (
            nodes.GraphBranch("below", holds, tree.advice(f"root/{at}/below")),
            nodes.GraphBranch("otherwise", tree.condition(to.Not(holds)), below, otherwise=True),
        )
        tree.nodes[f"root/{at}/fork"] = nodes.ForkNode(f"root/{at}/fork", False, "when", "", branches)
        below = tree.block(f"root/{at}", f"root/{at}/fork")
    return tree.graph(below)


@pytest.mark.parametrize(
    ("name", "graph"),
    [
        ("ten_thousand", ten_thousand_leaves()),
        ("long_ordered", a_long_fork(ordered=True)),
        ("long_unordered", a_long_fork(ordered=False)),
        ("deep", a_deep_tree()),
    ],
)
def test_large_trees_load_and_decide(name: str, graph: DecisionGraph, tmp_path: Path) -> None:
    """Ten thousand leaves, two thousand branches, sixty levels: the library loads and agrees with the interpreter."""
    library = load_library([graph], tmp_path, f"large_{name}")
    module = module_of(library, graph)
    for values in ({"x": 0, "y": 0}, {"x": 57, "y": 3}, {"x": "99.5", "y": 99}, {"x": 1999, "y": 50}):
        patient = {**values, "at": "2025-09-08"}
        assert by_library(library, module, patient, False) == by_interpreter(graph, patient, False)
