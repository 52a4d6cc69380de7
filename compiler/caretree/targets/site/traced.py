"""The page that says which scenario shows what, and what each scenario shows: ``TRACE.csv`` to read.

outcomes › neutrophils/severe/consider-isolation-precautions      neutrophils › neutropenia: severe: a typical patient
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph
from caretree.scenarios.coverage import Covered
from caretree.targets.file import GeneratedFile
from caretree.targets.site.measured import COVERED, IMPOSSIBLE
from caretree.targets.site.page import PAGES, environment


class ShownBy(Struct, frozen=True):
    """Scenarios of one feature whose names begin alike (``about``): the rest of each name with its patients."""

    feature: str
    about: str
    scenarios: tuple[tuple[str, int], ...]


class ShownThing(Struct, frozen=True):
    """One thing with the scenarios that show it, or with why none does."""

    identity: str
    scenarios: tuple[ShownBy, ...]
    why_not: str


class KindView(Struct, frozen=True):
    """Everything of one kind."""

    title: str
    done: int
    of: int
    things: tuple[ShownThing, ...]


class FeatureView(Struct, frozen=True):
    """One feature: each scenario with what it shows."""

    name: str
    scenarios: tuple[tuple[str, tuple[str, ...]], ...]


def trace_page(graph: DecisionGraph, lines: Sequence[Covered]) -> GeneratedFile:
    """``site/pages/guidelines/<id>/scenarios.md``."""
    header = graph.guideline.header
    impossible = [one.identity for one in lines if one.kind == "obligation" and one.scenario == IMPOSSIBLE]
    text = (
        environment()
        .get_template("traced.md.j2")
        .render(
            header=header, graph_hash=graph.hash, kinds=_kinds(lines), features=_features(lines), impossible=impossible
        )
    )
    return GeneratedFile(f"{PAGES}/guidelines/{header.id}/scenarios.md", text)


def _kinds(lines: Sequence[Covered]) -> list[KindView]:
    found = []
    for kind, title in COVERED.items():
        by_identity: dict[str, list[Covered]] = {}
        for one in lines:
            if one.kind == kind:
                by_identity.setdefault(one.identity, []).append(one)
        things = tuple(_thing(identity, each) for identity, each in by_identity.items())
        counted = [one for one in things if one.scenarios or not one.why_not.startswith(("only noted", IMPOSSIBLE))]
        if things:
            found.append(KindView(title, sum(bool(one.scenarios) for one in counted), len(counted), things))
    return found


def _thing(identity: str, lines: Sequence[Covered]) -> ShownThing:
    shown: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for one in lines:
        if one.feature:
            about, _, rest = one.scenario.rpartition(": ")
            shown.setdefault((one.feature, about), []).append((rest, one.patients))
    groups = tuple(ShownBy(*key, tuple(scenarios)) for key, scenarios in shown.items())
    return ShownThing(identity, groups, "" if groups else lines[0].scenario)


def _features(lines: Sequence[Covered]) -> list[FeatureView]:
    found: dict[str, dict[str, list[str]]] = {}
    for one in lines:
        if one.feature:
            shown = found.setdefault(one.feature, {}).setdefault(one.scenario, [])
            if one.identity not in shown:
                shown.append(one.identity)
    return [
        FeatureView(name, tuple((scenario, tuple(shown)) for scenario, shown in scenarios.items()))
        for name, scenarios in found.items()
    ]
