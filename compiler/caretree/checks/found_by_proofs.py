"""From what proofs found to problems: what every check on proofs has in common."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from caretree.checks.check import CheckInput
from caretree.problems.problem import Problem
from caretree.solver.obligation import Obligation


class Words(Struct, frozen=True):
    """What a failed obligation is called, why it matters and what to do."""

    name: str
    why: str
    fix: str


def failed(given: CheckInput, wanted: Callable[[Obligation], bool], words: Words) -> list[Problem]:
    """A problem for every failed obligation that is wanted."""
    return [problem(one, words) for one in given.obligations if one.result == "failed" and one.wrong and wanted(one)]


def problem(obligation: Obligation, words: Words) -> Problem:
    """The problem of one failed obligation, with its patient."""
    return Problem(
        words.name,
        obligation.wrong,
        obligation.span,
        why=words.why,
        fix=words.fix,
        patient=obligation.witness.lines if obligation.witness else (),
        related=obligation.related,
    )
