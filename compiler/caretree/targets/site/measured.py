"""What is known about a guideline beside its graph: what came of its proofs, and how well its scenarios guard it.

Measured(obligations=(…))      "proved", "not proved", "failed" beside every pitfall
Measured()                     "not proved yet" and "not measured for this version"
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caretree.solver.obligation import Obligation

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
    "transitions": "A phase has one next step",
    "due move": "Some step is due at the end of a window",
    "reachable": "Every phase can be reached",
    "can end": "Every phase leads on or ends",
}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``what`` says of which kind."""

    what: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Mutation:
    """Deliberate mistakes in the guideline, and how many of them its scenarios notice."""

    noticed: int
    of: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known about one version of one guideline. ``coverage`` and ``mutation`` are ``None`` where nobody has
    measured this version."""

    obligations: tuple[Obligation, ...] = ()
    coverage: tuple[Share, ...] | None = None
    mutation: Mutation | None = None


@dataclass(frozen=True, slots=True)
class Proof:
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
