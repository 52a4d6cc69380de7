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
    """A label with quotes, brackets, arrows or entities stays inside its box as it is."""
    graph = graph_of("post-rituximab-cytopenia")
    fork = next(node for node in graph.nodes.values() if isinstance(node, ForkNode))
    first = replace(fork.branches[0], label='a"] --> b["\\ &lt;')
    hostile = replace(graph, nodes=graph.nodes | {fork.id: replace(fork, branches=(first, *fork.branches[1:]))})
    assert isinstance(graph.nodes[first.then], BlockNode)
    assert '["a#34;#93; --#62; b#91;#34;#92; #38;lt;"]' in mermaid(hostile)
    assert '[label="a\\"] --> b[\\"\\\\ &amp;lt;"]' in dot(hostile)


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("ANC is below 0.5 ×10⁹/L (3 %)", "ANC is below 0.5 ×10⁹/L (3 %)"),
        ("Größe: 1.5 m; x^2 = 'a', or not?", "Größe: 1.5 m; x^2 = 'a', or not?"),
        ("<script>alert(1)</script>", "#60;script#62;alert(1)#60;/script#62;"),
        ("*d* _e_ `c` #quot; &lt;", "#42;d#42; #95;e#95; #96;c#96; #35;quot; #38;lt;"),
        ("%%{init: {}}%% end", "#37;#37;#123;init: #123;#125;#125;#37;#37; end"),
        ("fa:fa-car mdi:home", "fa#58;fa-car mdi#58;home"),
        ("[a](javascript:alert(5))", "#91;a#93;(javascript#58;alert(5))"),
        ("1. first", "1#46; first"),
        ("12) first", "12#41; first"),
        ("- item", "#45; item"),
        ("--- x", "#45;-- x"),
        ("a\nb\u2028c", "a b c"),
        ("$$x$$ \\n", "#36;#36;x#36;#36; #92;n"),
    ],
)
def test_mermaid_shows_the_text_and_nothing_else(label: str, written: str) -> None:
    """Tried in Mermaid 10, 11 and 12, with labels in HTML and without, safe and loose: in HTML every text is shown as
    it is and nothing runs. What no reader of Mermaid takes for more than text stays itself: without HTML, Mermaid shows
    the number of what is escaped."""
    graph = graph_of("post-rituximab-cytopenia")
    fork = next(node for node in graph.nodes.values() if isinstance(node, ForkNode) and not node.subject)
    first = replace(fork.branches[0], label=label)
    changed = replace(graph, nodes=graph.nodes | {fork.id: replace(fork, branches=(first, *fork.branches[1:]))})
    assert f'["{written}"]' in mermaid(changed)
