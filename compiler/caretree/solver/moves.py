"""Pathways: in each phase at most one move holds, one is due when the window closes, every phase leads to an end.

go to maintenance when response      go to second line when not response      disjoint, and due after week 4
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.decisions.graph import GraphPathway, GraphPhase, GraphTransition
from caretree.decisions.phases import phase_clock
from caretree.solver.encode_conditions import phases_of
from caretree.solver.encode_numbers import phase_clock as clock_of
from caretree.solver.logic import Formula, all_of, any_of, at_least, exact, negation
from caretree.solver.obligation import Obligation
from caretree.solver.prover import Prover
from caretree.solver.reached import Wanted
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim


def moves(prover: Prover) -> list[Obligation]:
    """At most one move at a time, and one when it is due."""
    found = []
    for pathway in prover.graph.pathways:
        for phase in pathway.phases:
            found.append(_one_at_most(prover, pathway, phase))
            if phase.window is not None:
                found.append(_one_is_due(prover, pathway, phase))
    return found


def _subject(pathway: GraphPathway, phase: GraphPhase) -> str:
    return f"pathways/{pathway.id}/{phase.id}"


def _in_phase(prover: Prover, pathway: GraphPathway, phase: GraphPhase, since: int | None) -> Formula:
    """In the phase; ``since`` 0: the window has opened, 1: it has closed."""
    here = phases_of(pathway.id, prover.encoding)[phase.id]
    if phase.window is None or since is None:
        return here
    clock = clock_of(pathway.id, prover.encoding)
    limit = exact(phase.window[since], prover.encoding.context)
    return all_of([here, clock > limit if since else clock >= limit], prover.encoding.context)


def _is_in_phase(replay: Replay, pathway: GraphPathway, phase: GraphPhase, since: int | None) -> bool:
    known = replay.record.phases.get(pathway.id)
    if known is None or known.phase != phase.id:
        return False
    if phase.window is None or since is None:
        return True
    days = phase_clock(replay.record, pathway.id).exact
    return days is not None and (days > phase.window[1] if since else days >= phase.window[0])


def _one_at_most(prover: Prover, pathway: GraphPathway, phase: GraphPhase) -> Obligation:
    what = f"no two moves out of {phase.name} hold for one patient"
    wrong = f"two moves out of the phase {phase.name} hold for one patient"
    obligation = Obligation("transitions", _subject(pathway, phase), what, phase.span, wrong=wrong)
    conditions = [move.condition for move in phase.transitions]
    two = at_least(2, [prover.encoding.formula(each) for each in conditions], prover.encoding.context)

    def shows(replay: Replay) -> bool:
        held = sum(replay.truth(each) is True for each in conditions)
        return _is_in_phase(replay, pathway, phase, 0) and held >= 2

    settled = settle(prover, obligation, Claim((_in_phase(prover, pathway, phase, 0), two), shows))
    return settled if settled.witness is None else _with_moves(prover, settled, phase)


def _with_moves(prover: Prover, obligation: Obligation, phase: GraphPhase) -> Obligation:
    assert obligation.witness is not None
    replay = Replay(prover.graph, obligation.witness.record, obligation.witness.unknown)
    both = [move for move in phase.transitions if replay.truth(move.condition) is True]
    names = " and ".join(f"`{move.label}`" for move in both[:2])
    return replace(
        obligation,
        wrong=f"{names} hold for one patient in the phase {phase.name}",
        related=tuple((f"`{move.label}` holds", move.span) for move in both),
        span=both[0].span if both[0].span.line else obligation.span,
    )


def _one_is_due(prover: Prover, pathway: GraphPathway, phase: GraphPhase) -> Obligation:
    what = f"when the window of {phase.name} has closed, a move, `stay` or `gap` applies"
    wrong = f"no move applies when the window of the phase {phase.name} has closed"
    obligation = Obligation("due move", _subject(pathway, phase), what, phase.span, wrong=wrong)
    conditions = [move.condition for move in phase.transitions]
    any_move = any_of([prover.encoding.formula(each) for each in conditions], prover.encoding.context)

    def shows(replay: Replay) -> bool:
        none = all(replay.truth(each) is False for each in conditions)
        return _is_in_phase(replay, pathway, phase, 1) and none

    return settle(prover, obligation, Claim((_in_phase(prover, pathway, phase, 1), negation(any_move)), shows))


def possible_moves(prover: Prover) -> list[Wanted]:
    """Every transition must hold for some patient in its phase."""
    return [
        _possible(prover, pathway, phase, move)
        for pathway in prover.graph.pathways
        for phase in pathway.phases
        for move in phase.transitions
    ]


def _possible(prover: Prover, pathway: GraphPathway, phase: GraphPhase, move: GraphTransition) -> Wanted:
    obligation = Obligation(
        "alive",
        move.id,
        f"`{move.label}` holds for some patient in {phase.name}",
        move.span if move.span.line else phase.span,
        wrong=f"`{move.label}` holds for no patient in the phase {phase.name}",
        part="transition",
    )

    def formula() -> Formula:
        here = _in_phase(prover, pathway, phase, 0)
        return all_of([here, prover.encoding.formula(move.condition)], prover.encoding.context)

    def shows(replay: Replay) -> bool:
        return _is_in_phase(replay, pathway, phase, 0) and replay.truth(move.condition) is True

    return Wanted(obligation, formula, shows)


def connected(prover: Prover, dead: set[str]) -> list[Obligation]:
    """Every phase can be reached from the first and can come to an end; ``dead`` are moves nobody can make."""
    found = []
    for pathway in prover.graph.pathways:
        ways = {phase.id: [move for move in phase.transitions if move.id not in dead] for phase in pathway.phases}
        reachable = _closure({pathway.phases[0].id} if pathway.phases else set(), ways)
        for phase in pathway.phases:
            onward = _closure({phase.id}, ways)
            ends = any(move.kind == "end" for each in onward for move in ways.get(each, []))
            found.append(_obligation(pathway, phase, "reachable", phase.id in reachable))
            found.append(_obligation(pathway, phase, "can end", ends))
    return found


def _closure(start: set[str], ways: dict[str, list[GraphTransition]]) -> set[str]:
    found = set(start)
    waiting = sorted(start)
    while waiting:
        targets = [move.target for move in ways.get(waiting.pop(), []) if move.kind == "go"]
        new = sorted(set(targets) - found)
        found.update(new)
        waiting += new
    return found


def _obligation(pathway: GraphPathway, phase: GraphPhase, kind: str, holds: bool) -> Obligation:
    reach = kind == "reachable"
    what = f"{phase.name} can be reached" if reach else f"{pathway.name} can end from {phase.name}"
    wrong = f"no patient gets to the phase {phase.name}" if reach else f"from the phase {phase.name} nothing ever ends"
    return Obligation(
        "reachable" if reach else "can end",
        _subject(pathway, phase),
        what,
        phase.span,
        result="proved" if holds else "failed",
        wrong="" if holds else wrong,
    )
