"""What shows what: nodes, branches, arguments, moves, rules, inputs, statements and their scenarios, both ways.

node neutrophils/severe, statement A 6.4      neutrophils.feature, "neutropenia: severe: a typical patient", 1 patient
leaf, branch, row, condition                  measured: met by what is true of the scenario's patients (``obligations``)
an obligation no patient can meet             "proved impossible"; ``obligation`` says which side of which condition
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from msgspec import Struct

from caretree.decisions.graph import BlockNode, DecisionGraph, NothingNode
from caretree.scenarios.names import scenario_names
from caretree.scenarios.option_rules import argument_id
from caretree.scenarios.scenario import Met, Rule, Scenarios

HEAD = ("kind", "identity", "feature", "scenario", "patients")


class Covered(Struct, frozen=True):
    """One thing with one scenario that shows it; ``scenario`` says why where none does."""

    kind: str
    identity: str
    feature: str
    scenario: str
    patients: int


def coverage(graph: DecisionGraph, scenarios: Scenarios) -> tuple[Covered, ...]:
    """Every line, in the order of identities and scenarios."""
    names = scenario_names(scenarios)
    shown: dict[tuple[str, str], list[Covered]] = {one: [] for one in identities(graph)}
    for feature in scenarios.features:
        for at, rule in enumerate(feature.rules):
            for place, table in enumerate(rule.tables):
                for kind, identity in _about(rule, [cover for row in table.rows for cover in row.covers], shown):
                    line = Covered(kind, identity, feature.id, names[feature.id, at, place], len(table.rows))
                    shown.setdefault((kind, identity), []).append(line)
    lines = [line for (kind, identity), found in shown.items() for line in found or [_none(kind, identity, scenarios)]]
    lines += [line for met in scenarios.met for line in _obligation(met, names)]
    lines += [
        Covered("obligation", f"{one.node}: {one.what}", "", "proved impossible" if one.proved else "not found", 0)
        for one in scenarios.unreachable
    ]
    return tuple(lines)


def _obligation(met: Met, names: Mapping[tuple[str, int, int], str]) -> Iterator[Covered]:
    """The scenarios that meet an obligation, measured from their patients; or why none does."""
    for place, patients in met.shown:
        yield Covered(met.kind, met.identity, place[0], names[place], patients)
    if not met.shown:
        yield Covered(met.kind, met.identity, "", met.why_not, 0)


def identities(graph: DecisionGraph) -> Iterator[tuple[str, str]]:
    """Everything that must be shown, with its kind."""
    for node in graph.nodes.values():
        yield "node", node.id
    for options in graph.options.values():
        for option in options.options:
            yield "option", option.id
            for argument in option.arguments:
                yield "argument", argument_id(option, argument)
    for pathway in graph.pathways:
        for phase in pathway.phases:
            yield "phase", f"pathways/{pathway.id}/{phase.id}"
            for move in phase.transitions:
                yield "move", move.id
    for rule in graph.rules:
        yield "rule", rule.id
    for given in graph.guideline.inputs:
        yield "input", f"inputs/{given.name.id}"
    for source in graph.guideline.sources:
        for section in source.sections:
            for statement in section.statements:
                yield "statement", f"{source.letter} {statement.number}"


def _about(rule: Rule, covers: list[str], known: dict[tuple[str, str], list[Covered]]) -> Iterator[tuple[str, str]]:
    kinds = {identity: kind for kind, identity in known}
    for identity in dict.fromkeys((rule.node, *covers)):
        if identity in kinds:
            yield kinds[identity], identity
        elif identity == rule.node:
            yield "other", identity
    for cite in dict.fromkeys((cite.source, cite.statement) for cite in rule.cites):
        yield "statement", f"{cite[0]} {cite[1]}"


def _none(kind: str, identity: str, scenarios: Scenarios) -> Covered:
    del scenarios
    word = "only noted: no advice cites it" if kind == "statement" else "not shown"
    return Covered(kind, identity, "", word, 0)


def coverage_csv(graph: DecisionGraph, scenarios: Scenarios) -> str:
    """The lines as CSV (RFC 4180 with plain line ends)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(
        (one.kind, one.identity, one.feature, one.scenario, one.patients) for one in coverage(graph, scenarios)
    )
    return out.getvalue()


def quiet_nodes(graph: DecisionGraph) -> set[str]:
    """Nodes that say nothing themselves: blocks, and ``nothing further``."""
    return {node.id for node in graph.nodes.values() if isinstance(node, BlockNode | NothingNode)}
