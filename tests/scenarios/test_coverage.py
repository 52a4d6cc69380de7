"""What shows what, both ways: nothing without a scenario, no scenario about nothing, one identity everywhere."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest
from caretree.decisions.graph import BlockNode, ExtraNode, ForkNode
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import read_patient
from caretree.scenarios.coverage import coverage, coverage_csv, identities
from caretree.scenarios.mapping import mapping_of
from caretree.scenarios.names import scenario_names
from caretree.targets.gherkin import escape
from caretree.targets.gherkin.pinned import pinned_features
from caretree.targets.site import emit as site
from caretree.targets.site.traced import trace_page
from clinic import graph_of
from msgspec.structs import replace
from test_generated_scenarios import ARTICLES, of_spec

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ARTICLES)
def test_everything_is_shown_by_a_scenario(name: str) -> None:
    """Every node, option, argument, phase, move and input has one; a statement has one, or is only noted."""
    graph, scenarios = of_spec(name)
    shown = {(line.kind, line.identity) for line in coverage(graph, scenarios) if line.feature}
    missing = [one for one in identities(graph) if one not in shown and one[0] != "statement"]
    assert missing == []


@pytest.mark.parametrize("name", ARTICLES)
def test_every_scenario_shows_something(name: str) -> None:
    """Each scenario is found in the table from its side as well."""
    graph, scenarios = of_spec(name)
    listed = {(line.feature, line.scenario) for line in coverage(graph, scenarios)}
    named = {(feature, text) for (feature, _, _), text in scenario_names(scenarios).items()}
    assert named <= listed


@pytest.mark.parametrize("name", ARTICLES)
def test_a_statement_that_is_encoded_in_a_branch_is_shown(name: str) -> None:
    """A statement cited by a line of a decision has a scenario."""
    graph, scenarios = of_spec(name)
    shown = {line.identity for line in coverage(graph, scenarios) if line.kind == "statement" and line.feature}
    cited = {
        f"{cite.source} {cite.statement}"
        for node in graph.nodes.values()
        if not isinstance(node, BlockNode)
        for cite in node.cites
    }
    assert cited <= shown


@pytest.mark.parametrize("name", ARTICLES)
def test_one_identity_in_flowchart_trace_tags_and_table(name: str) -> None:
    """The nodes that flowcharts draw, traces step through, rules are tagged with and the table lists are the same."""
    graph, scenarios = of_spec(name)
    assert _unlike(graph, **_identities(name, graph, scenarios)) == set()


@pytest.mark.parametrize("place", ["listed", "drawn", "stepped", "tagged"])
def test_one_identity_too_few_or_too_many_is_found(place: str) -> None:
    """The comparison above sees a single node that one of the four forgets, and one that only it knows."""
    name = ARTICLES[0]
    graph, scenarios = of_spec(name)
    found = _identities(name, graph, scenarios)
    run = graph.runs[0].node
    wanted = {escape.tag(one) for one in _branches(graph)} if place == "tagged" else found[place]
    forgotten = min(one for one in found[place] & wanted)
    unknown = f"@{run}/nowhere" if place == "tagged" else f"{run}/nowhere"
    assert _unlike(graph, **{**found, place: found[place] - {forgotten}}) == {forgotten}
    assert _unlike(graph, **{**found, place: found[place] | {unknown}}) == {unknown}


def _identities(name: str, graph, scenarios) -> dict[str, set[str]]:  # type: ignore[no-untyped-def]
    return {
        "listed": {line.identity for line in coverage(graph, scenarios) if line.kind == "node"},
        "drawn": _drawn(name, graph),
        "stepped": _stepped(graph, scenarios),
        "tagged": _tags(graph, scenarios),
    }


def _unlike(graph, listed: set[str], drawn: set[str], stepped: set[str], tagged: set[str]) -> set[str]:  # type: ignore[no-untyped-def]
    """What one of the four forgets, or only it knows. An extra has no box of its own; only forks and
    extras are steps; branches and extras are tags, and other nodes may be."""
    extras = {node.id for node in graph.nodes.values() if isinstance(node, ExtraNode)}
    asking = {node.id for node in graph.nodes.values() if isinstance(node, ForkNode | ExtraNode)}
    roots = {run.node for run in graph.runs}
    of_nodes = {tag for tag in tagged if tag[1:].partition("/")[0] in roots}
    forgotten = {escape.tag(one) for one in _branches(graph) | extras} - tagged
    unknown = of_nodes - {escape.tag(one) for one in graph.nodes}
    return (
        (listed ^ set(graph.nodes)) | (drawn ^ (set(graph.nodes) - extras)) | (stepped ^ asking) | forgotten | unknown
    )


def _branches(graph) -> set[str]:  # type: ignore[no-untyped-def]
    return {one.then for node in graph.nodes.values() if isinstance(node, ForkNode) for one in node.branches}


def _drawn(name: str, graph) -> set[str]:  # type: ignore[no-untyped-def]
    """The nodes of the pictures kept beside the page; the page itself has the same ones in its text form."""
    files = {file.path: file.text for file in site.emit([graph]) if f"/{name}/" in file.path}
    pictures = "".join(text for path, text in files.items() if path.endswith(".svg"))
    [page] = [text for path, text in files.items() if path.endswith(f"/{name}/index.md")]
    drawn = {node for node in re.findall(r'data-node="([^"]+)"', pictures) if node in graph.nodes}
    assert drawn == {node for node in re.findall(r'id="node/([^"]+)"', page) if node in graph.nodes}
    return drawn


def _stepped(graph, scenarios) -> set[str]:  # type: ignore[no-untyped-def]
    found: set[str] = set()
    rows = (row for one in scenarios.features for rule in one.rules for table in rule.tables for row in table.rows)
    for row in rows:
        record, _ = read_patient(graph, mapping_of(graph, row.record))
        answer = interpret(graph, record, trace=True)[0] if record else None
        found |= {step.node for step in answer.trace if step.node in graph.nodes} if answer else set()
    return found


def _tags(graph, scenarios) -> set[str]:  # type: ignore[no-untyped-def]
    text = "".join(file.text for file in pinned_features(graph, scenarios))
    return set(re.findall(r"(?<=\s)@\S+", text))


def test_the_page_says_both_ways_what_the_table_says() -> None:
    """Everything listed is on the page with its scenario, every scenario with what it shows, and text stays text."""
    graph, scenarios = of_spec("sle-pancytopenia")
    lines = coverage(graph, scenarios)
    page = trace_page(graph, lines).text
    shown, by_scenario = page.split("section/scenarios")
    for line in lines:
        if line.kind != "obligation":
            assert f"<code>{html.escape(line.identity)}</code>" in (by_scenario if line.kind == "other" else shown)
            assert not line.feature or f"<li>{html.escape(line.scenario)}: " in by_scenario
    hostile = replace(lines[0], identity="<script>alert(1)</script>")
    assert "<script" not in trace_page(graph, [hostile]).text
    assert "Not approved" in page


def test_the_table_is_plain_csv() -> None:
    """One head, one line a pair, the same number of cells everywhere."""
    from caretree.scenarios.compose import scenarios_of

    graph = graph_of()
    rows = list(csv.reader(io.StringIO(coverage_csv(graph, scenarios_of(graph)))))
    assert rows[0] == ["kind", "identity", "feature", "scenario", "patients"]
    assert {len(row) for row in rows} == {5}
    assert ["statement", "A 1.5", "", "only noted: no advice cites it", "0"] in rows
