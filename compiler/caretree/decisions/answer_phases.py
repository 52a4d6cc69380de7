"""Where a patient is on each pathway and which move holds.

    in response check for 3 weeks, assess from 2 to 4 weeks, response: yes      window open; go to maintenance, certain

Before the window a patient stays: no move. While the phase is unknown, or it may be too early, a move is undecided.
"""

from __future__ import annotations

from caretree.decisions.answer import NextPhase, PhaseAnswer, Status
from caretree.decisions.answer_advice import cited
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import GraphPathway, GraphPhase, GraphTransition
from caretree.decisions.intervals import Truth, compare, point
from caretree.decisions.phases import NOT_STARTED, phase_clock, possible_phases

Window = tuple[str, ...]


def phases(evaluation: Evaluation, in_scope: Truth) -> tuple[PhaseAnswer, ...]:
    """Every pathway, in order."""
    return tuple(_pathway(evaluation, pathway, in_scope) for pathway in evaluation.graph.pathways)


def _pathway(evaluation: Evaluation, pathway: GraphPathway, in_scope: Truth) -> PhaseAnswer:
    now = possible_phases(evaluation.graph, evaluation.patient, pathway.id)
    sure = len(now) == 1 and in_scope is True
    moves: list[NextPhase] = []
    if NOT_STARTED in now and pathway.phases:
        moves.append(NextPhase("go", pathway.phases[0].id, "certain" if sure else "undecided", ()))
    current = [phase for phase in pathway.phases if phase.id in now]
    for phase in current:
        moves += _moves(evaluation, pathway, phase, sure)
    windows = {state for phase in current for state in window_states(evaluation, pathway.id, phase)}
    window = tuple(state for state in ("early", "open", "overdue") if state in windows)
    return PhaseAnswer(pathway.id, now, tuple(moves), window)


def _moves(evaluation: Evaluation, pathway: GraphPathway, phase: GraphPhase, sure: bool) -> list[NextPhase]:
    timely = sure and "early" not in window_states(evaluation, pathway.id, phase)
    return [
        NextPhase(one.kind, one.target, _status(evaluation.truth(one.condition), timely), cited([one.cites]))
        for one in open_transitions(evaluation, pathway.id, phase)
    ]


def _status(truth: Truth, timely: bool) -> Status:
    return "certain" if truth and timely else "undecided"


def open_transitions(evaluation: Evaluation, pathway: str, phase: GraphPhase) -> list[GraphTransition]:
    """The transitions of a phase that may hold: none while it is certainly too early."""
    if window_states(evaluation, pathway, phase) == ("early",):
        return []
    return [one for one in phase.transitions if evaluation.truth(one.condition) is not False]


def window_states(evaluation: Evaluation, pathway: str, phase: GraphPhase) -> Window:
    """What the assess window of a phase can be: ``early``, ``open``, ``overdue``; nothing without one."""
    if phase.window is None:
        return ()
    clock = phase_clock(evaluation.patient, pathway)
    started = compare("ge", clock, point(phase.window[0]))
    closed = compare("gt", clock, point(phase.window[1]))
    states = (("early", started is not True), ("open", started is not False and closed is not True))
    return tuple(state for state, may in (*states, ("overdue", closed is not False)) if may)
