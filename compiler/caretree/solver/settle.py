"""From a claim to the result of an obligation: proved, failed with a patient, or not proved and why.

no patient satisfies it           proved, with what the proof trusts
one does, and the replay agrees   failed, with the patient
one does, the replay does not     not proved: abstraction
the solver gave up                not proved: limit
"""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from caretree.solver.encode_dates import look_up
from caretree.solver.logic import Formula
from caretree.solver.obligation import Obligation, Witness
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.witness import Claim, find_witness, ordinary_witness

ABSTRACTION = "the solver's patient does not exist as it imagines it: it knows dates, series and formulas only roughly"
LIMIT = "the solver reached its limit"
ROUNDS = 8
"""How often the solver may choose other dates after being told what the calendar says of those it chose."""


def settle(prover: Prover, obligation: Obligation, claim: Claim) -> Obligation:
    """The obligation with its result: nobody may satisfy the claim."""
    return prover.timed(lambda: _settle(prover, obligation, claim))


def _settle(prover: Prover, obligation: Obligation, claim: Claim) -> Obligation:
    """With a fork that fits nobody or twice, a patient whom it lets through is looked for first: he gets an answer."""
    if not prover.broken:
        return _asked(prover, obligation, claim)
    about_forks = obligation.kind in ("complete", "disjoint")
    fits = tuple(formula for formulas in prover.broken.values() for formula in formulas)
    shows = claim.shows if about_forks else partial(_shows_with_an_answer, claim)
    found = _asked(prover, obligation, replace(claim, formulas=(*claim.formulas, *fits), shows=shows))
    if found.result == "failed":
        return found
    among_all = _asked(prover, obligation, claim)
    if about_forks or among_all.result == "proved":
        return among_all
    return _of_the_refused(prover, among_all, only=found.result == "proved")


def _shows_with_an_answer(claim: Claim, replay: Replay) -> bool:
    return replay.is_answered and claim.shows(replay)


def _of_the_refused(prover: Prover, obligation: Obligation, only: bool) -> Obligation:
    """Say that it is about patients whom a broken fork leaves without an answer; ``only``: about nobody else."""
    names = " and ".join(f'"{name}"' for name in prover.broken)
    if obligation.witness is None:
        reason = f"it depends on what becomes of patients who fit no single branch of {names}"
        return replace(obligation, reason=reason) if only else obligation
    if Replay(prover.graph, obligation.witness.record, obligation.witness.unknown).is_answered:
        return obligation
    shown = "only patients who fit" if only else "the patient shown fits"
    return replace(obligation, wrong=f"{obligation.wrong} ({shown} no single branch of {names})", refused=True)


def _asked(prover: Prover, obligation: Obligation, claim: Claim) -> Obligation:
    for _ in range(ROUNDS):
        answer = prover.ask(claim.formulas, claim.in_scope)
        if answer.found == "no":
            return replace(obligation, result="proved", trusts=answer.trusts, wrong="")
        if answer.found == "unknown":
            return replace(obligation, result="not proved", reason=f"{LIMIT} ({answer.reason})", wrong="")
        witness = find_witness(prover, claim, answer.model)
        near = None if witness else look_up(prover.encoding, answer.model)
        if near is not None:
            witness = _witness_near(prover, claim, near)
        if witness is not None:
            return replace(obligation, result="failed", witness=witness)
        if near is None:
            break
    witness = ordinary_witness(prover, claim)
    if witness is not None:
        return replace(obligation, result="failed", witness=witness)
    return replace(obligation, result="not proved", reason=ABSTRACTION, wrong="")


def _witness_near(prover: Prover, claim: Claim, near: Formula) -> Witness | None:
    """A patient whose dates lie where the calendar has been told."""
    closer = replace(claim, formulas=(*claim.formulas, near))
    answer = prover.ask(closer.formulas, closer.in_scope)
    return find_witness(prover, closer, answer.model) if answer.found == "yes" else None
