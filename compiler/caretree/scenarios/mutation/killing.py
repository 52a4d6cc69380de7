"""What notices a mistake: the compiler when it reads the file, a scenario, an example, a check, a proof, or nothing.

below 0.5 → at most 0.5      scenarios: "neutropenia: severe: the limit of ANC is below 0.5", ANC 0.5
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct, field

from caretree.checks import CheckInput, run_checks
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.lower import lower
from caretree.guideline.guideline import Guideline
from caretree.problems.problem import Problem, has_errors
from caretree.resolve.resolve import resolve
from caretree.scenarios.cards import cards_of, promises_of
from caretree.scenarios.mapping import mapping_of
from caretree.scenarios.mutation.meaning import meaning
from caretree.scenarios.mutation.mutant import Mutant
from caretree.scenarios.pinned import pinned
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Row, Scenarios
from caretree.solver.prove import prove
from caretree.source.text import SourceText
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree

Library = Callable[[str], tuple[SyntaxTree | None, list[Problem]]]

Fate = Literal[
    "unreadable", "same meaning", "patients", "words", "examples", "checks", "proofs", "equivalent", "survived"
]
"""``unreadable``: the compiler refuses the file, so it is no guideline. ``same meaning`` and ``equivalent``: no patient
could tell. ``patients``, ``words``: pinned scenarios. ``survived``: nothing notices."""


class Case(Struct, frozen=True):
    """One pinned patient, ready to be asked about."""

    group: str
    mapping: Mapping[str, Any]
    view: View
    says: tuple[str, ...]
    asks: str | None


class Killing(Struct):
    """Everything needed to judge mutants of one guideline. ``order`` has the groups of cases that killed last first."""

    source: SourceText
    library: Library
    graph: DecisionGraph
    scenarios: Scenarios
    cases: dict[str, list[Case]]
    means: dict[str, Any]
    warned: frozenset[str]
    order: list[str] = field(default_factory=list)


def prepare(source: SourceText, library: Library, graph: DecisionGraph, scenarios: Scenarios) -> Killing:
    """The guideline as it is, with its pinned scenarios."""
    cases: dict[str, list[Case]] = {}
    for feature in scenarios.features:
        for rule in feature.rules:
            for table in rule.tables:
                group = f"{feature.id}: {table.name}"
                cases.setdefault(group, []).extend(_case(graph, group, rule.view, row) for row in table.rows)
    warned = frozenset(problem.name for problem in _checked(graph))
    return Killing(source, library, graph, scenarios, cases, meaning(graph), warned, list(cases))


def _case(graph: DecisionGraph, group: str, view: View, row: Row) -> Case:
    return Case(group, mapping_of(graph, row.record), view, row.says, row.asks)


def compiled(source: SourceText, library: Library) -> DecisionGraph | None:
    """The graph of a file, or nothing where it cannot be read."""
    tree, problems = parse(source)
    if has_errors(problems):
        return None
    guideline: Guideline | None
    guideline, problems = resolve(tree, library, library)
    return None if guideline is None or has_errors(problems) else lower(guideline, hashed=False)


def fate(killing: Killing, mutant: Mutant) -> Fate:
    """What notices the mistake first."""
    source = SourceText(killing.source.path, mutant.applied(killing.source.text))
    graph = compiled(source, killing.library)
    if graph is None:
        return "unreadable"
    changed = _changed(killing, graph)
    if not changed:
        return "same meaning"
    first = [group for group in killing.order if group.partition(": ")[0] in changed]
    if _patients_notice(killing, first, graph):
        return "patients"
    if cards_of(graph) != killing.scenarios.cards or promises_of(graph) != killing.scenarios.promises:
        return "words"
    if _patients_notice(killing, [group for group in killing.order if group not in first], graph):
        return "patients"
    return _checks_notice(killing, graph) or _equivalent(killing, graph) or "survived"


def _changed(killing: Killing, graph: DecisionGraph) -> set[str]:
    """The features whose part of the meaning is another one."""
    means = meaning(graph)
    return {part for part in (*means, *killing.means) if means.get(part) != killing.means.get(part)}


def _patients_notice(killing: Killing, groups: list[str], graph: DecisionGraph) -> bool:
    """Whether the guideline says something else than is pinned for some patient of these groups."""
    for group in groups:
        if any(not _still(graph, case) for case in killing.cases[group]):
            killing.order.remove(group)
            killing.order.insert(0, group)
            return True
    return False


def _still(graph: DecisionGraph, case: Case) -> bool:
    """Whether the guideline still says what is pinned."""
    return pinned(graph, case.mapping, case.view, case.asks is not None) == (case.says, case.asks)


def _checks_notice(killing: Killing, graph: DecisionGraph) -> Fate | None:
    found = {problem.name for problem in _checked(graph)} - killing.warned
    if found & {"example-fails", "example-patient-refused"}:
        return "examples"
    if found:
        return "checks"
    obligations = prove(graph)
    return "proofs" if any(one.result != "proved" for one in obligations) else None


def _checked(graph: DecisionGraph) -> list[Problem]:
    return [problem for problem in run_checks(CheckInput(graph.guideline, graph)) if problem.severity == "error"]


def _equivalent(killing: Killing, graph: DecisionGraph) -> Fate | None:
    from caretree.scenarios.mutation.equivalence import equivalent

    return "equivalent" if equivalent(killing.graph, graph) else None
