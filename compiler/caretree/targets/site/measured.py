"""What is known about a guideline beside its graph: what came of its proofs, and how well its scenarios guard it.

Measured(obligations=(…))      "proved", "not proved", "failed" beside every pitfall
Measured()                     "not proved yet" and "not measured for this version"
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph
from caretree.scenarios.coverage import Covered
from caretree.solver.obligation import Flip, Obligation

RULE_KINDS = ("safety rule", "dose limit")
TITLES = {
    "population": "Somebody is in scope",
    "complete": "Every patient fits a branch",
    "disjoint": "No patient fits two branches",
    "alive": "Every branch fits somebody",
    "no contradiction": "Nothing is offered and advised against at once",
    "safety rule": "Safety rules",
    "not vacuous": "Safety rules speak of somebody",
    "dose limit": "Doses stay below their maximum",
    "dose sign": "Doses are above zero",
    "enough options": "A choice leaves enough options",
    "follows": "What comes first is offered too",
    "defined": "Formulas always have a value",
    "assumption": "What stands on assumptions is known and harms nobody",
    "transitions": "A phase has one next step",
    "due move": "Some step is due at the end of a window",
    "reachable": "Every phase can be reached",
    "can end": "Every phase leads on or ends",
}


class Share(Struct, frozen=True):
    """So many of so many; ``what`` says of which kind."""

    what: str
    done: int
    of: int


class Mutation(Struct, frozen=True):
    """Deliberate mistakes in this version of the guideline, and how many of them were noticed; ``survivors`` are those
    nothing noticed, as what is written and what stood there instead."""

    noticed: int
    of: int
    percent: str
    survivors: tuple[tuple[str, str], ...] = ()


class Measured(Struct, frozen=True):
    """What is known about one version of one guideline. ``coverage`` and ``mutation`` are ``None`` where nobody has
    measured this version."""

    obligations: tuple[Obligation, ...] = ()
    coverage: tuple[Share, ...] | None = None
    mutation: Mutation | None = None

    def count(self, result: str) -> int:
        """How many obligations came out so."""
        return sum(one.result == result for one in self.obligations)


class Proof(Struct, frozen=True):
    """The state of one rule: ``kind`` is ``proved``, ``failed``, ``not-proved`` or ``open``; ``lines`` say more."""

    kind: str
    words: str
    lines: tuple[str, ...] = ()


OPEN = Proof("open", "not proved yet")


def rule_proof(rule: str, measured: Measured) -> Proof:
    """What came of the proofs of one safety rule, by its identity."""
    about = [one for one in measured.obligations if one.kind in RULE_KINDS and one.subject == rule]
    if not about:
        return OPEN
    failed = [one for one in about if one.result == "failed"]
    if failed:
        return Proof("failed", "failed", tuple(dict.fromkeys(one.wrong for one in failed if one.wrong)))
    unproved = [one for one in about if one.result == "not proved"]
    if unproved:
        return Proof("not-proved", "not proved", tuple(dict.fromkeys(one.reason for one in unproved if one.reason)))
    whom = "proved for every patient"
    return Proof("proved", f"{whom}, also while something is unknown" if any(o.partial for o in about) else whom)


def proof_table(obligations: Iterable[Obligation]) -> tuple[tuple[str, int, int, int], ...]:
    """For each kind of proof: its title, how many are proved, failed and not proved, in a fixed order."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in TITLES}
    for one in obligations:
        by_kind.setdefault(one.kind, []).append(one.result)
    return tuple(
        (TITLES.get(kind, kind), results.count("proved"), results.count("failed"), results.count("not proved"))
        for kind, results in by_kind.items()
        if results
    )


def trusted(measured: Measured) -> tuple[str, ...]:
    """What the proofs take for granted: plausible ranges and impossible facts."""
    return tuple(sorted({trust for one in measured.obligations for trust in one.trusts}))


def stand_on_assumptions(graph: DecisionGraph, measured: Measured) -> list[tuple[str, tuple[Flip, ...]]]:
    """For each assumption that was asked about, what it is about and the results that would be others without it."""
    guideline = graph.guideline
    names = {f"inputs/{one.name.id}": one.name.long for one in guideline.inputs}
    names |= {f"definitions/{one.name.id}": one.name.long for one in guideline.definitions}
    asked = [one for one in measured.obligations if one.part == "flips"]
    return [(names.get(one.subject, one.subject), one.flips) for one in asked]


COVERED = {
    "node": "places of the decision graph",
    "option": "options",
    "argument": "arguments",
    "phase": "phases",
    "move": "moves between phases",
    "rule": "safety rules",
    "input": "inputs",
    "statement": "statements that advice cites",
    "leaf": "outcomes",
    "branch": "sides of branches",
    "row": "rows of definitions",
    "condition": "conditions that matter",
}
IMPOSSIBLE = "proved impossible"


def coverage_shares(covered: Iterable[Covered]) -> tuple[Share, ...]:
    """How many things of each kind a scenario shows. Statements that are only noted, and what is proved impossible for
    every patient, are not meant."""
    shown: dict[str, dict[str, bool]] = {kind: {} for kind in COVERED}
    for one in covered:
        if one.kind in shown and not one.scenario.startswith(("only noted", IMPOSSIBLE)):
            seen = shown[one.kind]
            seen[one.identity] = seen.get(one.identity, False) or one.patients > 0
    return tuple(Share(COVERED[kind], sum(seen.values()), len(seen)) for kind, seen in shown.items() if seen)


def mutation_of(evidence: bytes | None, graph_hash: str) -> Mutation | None:
    """What ``caretree mutate`` wrote, where it is about this version of the graph; ``None`` otherwise."""
    try:
        content = json.loads(evidence or b"")
        if content["format"] != "caretree-mutation/1" or content["guideline"]["graph_hash"] != graph_hash:
            return None
        survivors = tuple((str(one["written"]), str(one["instead"])) for one in content["nothing_checks"])
        return Mutation(int(content["noticed"]), int(content["counted"]), str(content["percent"]), survivors)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def measured_of(
    graph: DecisionGraph, obligations: tuple[Obligation, ...], shares: tuple[Share, ...], evidence: bytes | None
) -> Measured:
    """What is known about one guideline: what came of its proofs, what its scenarios show (``coverage_shares``), and
    ``evidence``, which ``caretree mutate`` wrote about it."""
    return Measured(obligations, shares, mutation_of(evidence, graph.hash))
