# Copied by Caretree from its runtime; generated, do not edit.
"""Where a patient is on each pathway, what the assess window is, and which move holds."""

from __future__ import annotations

from typing import NamedTuple

from .facts import NOT_STARTED, PossibleFacts, phase_clock, possible_phases
from .intervals import above, at_least, known
from .tree import Pathway, Phase
from .truth import Truth


class NextPhase(NamedTuple):
    """A transition that holds (``certain``) or may hold (``undecided``)."""

    kind: str
    target: str
    status: str
    citations: tuple[str, ...] = ()


class PhaseAnswer(NamedTuple):
    """Where the patient is on a pathway; ``window`` is what it can be: early, open, overdue."""

    pathway: str
    now: tuple[str, ...]
    next: tuple[NextPhase, ...]
    window: tuple[str, ...]


def window_of(phase: Phase, pathway: Pathway, p: PossibleFacts) -> tuple[str, ...]:
    """What the assess window of a phase can be; nothing without one."""
    if phase.window is None:
        return ()
    clock = phase_clock(p, pathway.id)
    opened, closed = at_least(clock, known(phase.window[0])), above(clock, known(phase.window[1]))
    can_be = {
        "early": opened is not True,
        "open": opened is not False and closed is not True,
        "overdue": closed is not False,
    }
    return tuple(state for state, possible in can_be.items() if possible)


def _moves(phase: Phase, pathway: Pathway, p: PossibleFacts, sure: bool) -> list[NextPhase]:
    window = window_of(phase, pathway, p)
    if window == ("early",):
        return []
    found = []
    for transition in phase.transitions:
        holds = transition.test(p)
        if holds is not False:
            status = "certain" if holds and sure and "early" not in window else "undecided"
            found.append(NextPhase(transition.kind, transition.target, status, transition.cites))
    return found


def answer_pathway(pathway: Pathway, p: PossibleFacts, in_scope: Truth) -> PhaseAnswer:
    """Where the patient is on one pathway."""
    now = possible_phases(p, pathway.id)
    sure = len(now) == 1 and in_scope is True
    moves: list[NextPhase] = []
    windows: set[str] = set()
    if NOT_STARTED in now and pathway.phases:
        moves.append(NextPhase("go", pathway.phases[0].id, "certain" if sure else "undecided"))
    for phase in pathway.phases:
        if phase.id in now:
            moves += _moves(phase, pathway, p, sure)
            windows.update(window_of(phase, pathway, p))
    return PhaseAnswer(
        pathway.id, now, tuple(moves), tuple(state for state in ("early", "open", "overdue") if state in windows)
    )
