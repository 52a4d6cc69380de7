"""Mermaid and DOT: every node once, every text escaped."""

from __future__ import annotations

import re

import pytest
from caretree.decisions.graph import BlockNode, ExtraNode, ForkNode
from caretree.decisions.pictures import dot, mermaid
from msgspec.structs import replace
from site_graphs import SPECS, graph_of


@pytest.mark.parametrize("spec", SPECS)
def test_every_node_is_in_both_pictures(spec: str) -> None:
    """Blocks, advice and silence are drawn under their identities; forks and extras are the arrows."""
    graph = graph_of(spec)
    drawn = {name for name, node in graph.nodes.items() if not isinstance(node, ForkNode | ExtraNode)}
    named = re.findall(r"^  %% n\d+ (\S+)$", mermaid(graph), flags=re.MULTILINE)
    assert set(named) == drawn and len(named) == len(drawn)
    assert set(re.findall(r'^  "([^"]+)" \[label=', dot(graph), flags=re.MULTILINE)) == drawn
    dashed = sum(isinstance(node, ExtraNode) for node in graph.nodes.values())
    assert mermaid(graph).count("-.->") == dashed == dot(graph).count("[style=dashed]")


def test_texts_are_escaped() -> None:
    """A label with quotes, brackets or arrows stays inside its box."""
    graph = graph_of("post-rituximab-cytopenia")
    fork = next(node for node in graph.nodes.values() if isinstance(node, ForkNode))
    first = replace(fork.branches[0], label='a"] --> b["\\')
    hostile = replace(graph, nodes=graph.nodes | {fork.id: replace(fork, branches=(first, *fork.branches[1:]))})
    assert isinstance(graph.nodes[first.then], BlockNode)
    assert '["a#34;#93; --#62; b#91;#34;#92;"]' in mermaid(hostile)
    assert '[label="a\\"] --> b[\\"\\\\"]' in dot(hostile)
