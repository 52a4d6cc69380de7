"""Somebody can exist for whom the guideline applies.

applies when adult and not adult      failed: everything else would be proved of nobody
"""

from __future__ import annotations

from caretree.solver.logic import Formula, constant
from caretree.solver.obligation import Obligation
from caretree.solver.prover import Prover
from caretree.solver.reached import Wanted


def population(prover: Prover) -> Wanted:
    """The population is not empty."""
    guideline = prover.graph.guideline
    obligation = Obligation(
        "population",
        guideline.header.id,
        "the guideline applies to some possible patient",
        guideline.header.span,
        wrong="no possible patient is in the scope of this guideline",
    )

    def anybody() -> Formula:
        return constant(True, prover.encoding.context)

    return Wanted(obligation, anybody, lambda replay: replay.possible)
