"""Pathways lead somewhere, one way at a time; and what is not proved is said."""

from __future__ import annotations

from caretree.checks.check import CheckInput
from caretree.checks.found_by_proofs import Words, failed
from caretree.problems.problem import Problem

MOVES = {
    "transitions": Words(
        "overlapping-moves",
        "two readers would move this patient to different phases.",
        "make the conditions exclude each other.",
    ),
    "due move": Words(
        "no-move-due",
        "the patient would stay in the phase and nobody would know whether that is meant.",
        "add a transition for this patient, `stay when …`, or a `gap`.",
    ),
    "reachable": Words(
        "unreachable-phase",
        "a phase nobody enters is not on the way.",
        "add a `go to` that leads there, or remove the phase.",
    ),
    "can end": Words(
        "endless-phase",
        "patients would never leave the pathway.",
        "add a way that leads to an `end when …`.",
    ),
}


def pathways_lead_somewhere(given: CheckInput) -> list[Problem]:
    """A pathway has two moves for one patient, none when one is due, a phase nobody enters or one that never ends
    (``overlapping-moves``, ``no-move-due``, ``unreachable-phase``, ``endless-phase``).

    What: In each phase at most one transition may hold; once the assess window has closed, one of them (or ``stay``, or
    a gap) must; each phase is reached from the first, and leads to an end.
    Why: Patients would be lost between phases.
    Fix: Correct the conditions of the phase's transitions, or add the one that is missing.
    Example: The four ways to get lost, in one pathway (``lost-on-the-way.care``).
    """
    return [
        problem
        for kind, words in MOVES.items()
        for problem in failed(given, lambda one, kind=kind: one.kind == kind, words)  # type: ignore[misc]
    ]


def everything_is_proved(given: CheckInput) -> list[Problem]:
    """Something could be neither proved nor refuted (``not-proved``).

    What: The solver reached its limit, or it knows dates, lists or formulas too roughly, or a dose does not say how
    often it is given. It is a warning: nothing wrong was found, and nothing is promised. In an approved guideline it is
    an error.
    Why: What is not proved must not be taken as proved.
    Fix: Make it simpler (name a part in a definition, write the frequency the source gives), or show the boundary cases
    with examples.
    Example: A maximum per day for a dose of which nobody knows how often it is given
    (``a-dose-without-a-frequency.care``).
    """
    approved = given.guideline.header.status == "approved"
    return [
        Problem(
            "not-proved",
            f"not proved: {one.what}",
            one.span,
            why=f"{one.reason}; what is not proved must not be taken as proved.",
            fix="make it simpler, state what is missing, or show the boundary cases with examples.",
            severity="error" if approved else "warning",
        )
        for one in given.obligations
        if one.result == "not proved"
    ]
