"""Random guidelines with safety rules, impossible facts and advice under ``until``; at times a fork is broken."""

from __future__ import annotations

from random import Random

from caretree.decisions import expressions as to
from caretree.decisions import graph as nodes
from caretree.decisions.graph import DecisionGraph
from msgspec.structs import replace
from random_graphs import ACTIONS, TYPES, Maker, some_graph

KINDS = ("never", "never when", "never unless", "never both", "never without", "always", "always when")


def some_guideline(random: Random) -> DecisionGraph:
    """A random graph with promises about it, few of which hold."""
    graph = some_graph(random)
    maker = Maker(random)
    maker.conditions, maker.numbers, maker.labels = graph.conditions, graph.numbers, graph.labels
    maker.nodes = graph.nodes
    if random.random() < 0.4:
        _wait(maker)
    if random.random() < 0.4:
        _break(maker)
    rules = tuple(_rule(maker, number) for number in range(random.randint(3, 6)))
    impossible = ((maker.some_condition(1), "made up"),) if random.random() < 0.3 else ()
    return replace(graph, rules=rules, impossible=impossible)


def _wait(maker: Maker) -> None:
    """Advice while something is unknown, in the block that always runs."""
    names = tuple(maker.random.sample(sorted(TYPES), maker.random.randint(1, 2)))
    condition = maker.condition(to.NotKnown(names))
    block = maker.block("until/then", maker.random.randint(0, 1))
    maker.nodes["until"] = nodes.ExtraNode("until", condition, block, True, "until")
    always = maker.nodes["always"]
    assert isinstance(always, nodes.BlockNode)
    maker.nodes["always"] = replace(always, of=(*always.of, "until"))


def _break(maker: Maker) -> None:
    """Another condition in one branch of one fork: often a hole or an overlap."""
    forks = [node for node in maker.nodes.values() if isinstance(node, nodes.ForkNode)]
    fork = maker.random.choice(forks)
    branches = list(fork.branches)
    at = maker.random.randrange(len(branches))
    branches[at] = replace(branches[at], condition=maker.some_condition(1))
    maker.nodes[fork.id] = replace(fork, branches=tuple(branches))


def _rule(maker: Maker, number: int) -> nodes.GraphRule:
    random = maker.random
    kind = random.choice(KINDS)
    x, y = random.sample(ACTIONS, 2)
    condition = maker.some_condition(1) if kind.endswith(("when", "unless")) else None
    if condition is not None and random.random() < 0.2:
        condition = maker.condition(to.IsOffered((y,)))
    forbidden = None
    if kind == "never":
        forbidden = maker.condition(to.Constant(True))
    elif kind == "never unless":
        assert condition is not None
        forbidden = maker.condition(to.Not(condition))
    elif kind == "never when":
        forbidden = condition
    kept = "always" if kind == "always when" else kind
    return nodes.GraphRule(f"rule-{number}", kept, f"rule {number} ({kind})", (x,), (y,), condition, forbidden, None)
