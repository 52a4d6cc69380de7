"""From a claim to the result of an obligation: proved, failed with a patient, or not proved and why.

no patient satisfies it           proved, with what the proof trusts
one does, and the replay agrees   failed, with the patient
one does, the replay does not     not proved: abstraction
the solver gave up                not proved: limit
"""

from __future__ import annotations

from dataclasses import replace

from caretree.solver.encode_dates import look_up
from caretree.solver.obligation import Obligation
from caretree.solver.prover import Prover
from caretree.solver.witness import Claim, find_witness, ordinary_witness

ABSTRACTION = "the solver's patient does not exist as it imagines it: it knows dates, series and formulas only roughly"
LIMIT = "the solver reached its limit"
ROUNDS = 12
"""How often the solver may choose other dates after being told what the calendar says of those it chose."""


def settle(prover: Prover, obligation: Obligation, claim: Claim) -> Obligation:
    """The obligation with its result: nobody may satisfy the claim."""
    return prover.timed(lambda: _settle(prover, obligation, claim))


def _settle(prover: Prover, obligation: Obligation, claim: Claim) -> Obligation:
    for _ in range(ROUNDS):
        answer = prover.ask(claim.formulas)
        if answer.found == "no":
            return replace(obligation, result="proved", trusts=answer.trusts, wrong="")
        if answer.found == "unknown":
            return replace(obligation, result="not proved", reason=f"{LIMIT} ({answer.reason})", wrong="")
        witness = find_witness(prover, claim, answer.model)
        if witness is not None:
            return replace(obligation, result="failed", witness=witness)
        if not look_up(prover.encoding, answer.model):
            break
    witness = ordinary_witness(prover, claim)
    if witness is not None:
        return replace(obligation, result="failed", witness=witness)
    return replace(obligation, result="not proved", reason=ABSTRACTION, wrong="")
