"""Every obligation of a guideline, proved one after another.

prove(graph)      (Obligation("complete", "neutrophils/depending-on", …, "proved"), …)

The order is that of semantics: the population, forks, dead parts, advice, safety rules, choices, pathways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from caretree.decisions.graph import DecisionGraph
from caretree.solver.covered import covered
from caretree.solver.obligation import Obligation
from caretree.solver.offers import all_offers, offered_anywhere
from caretree.solver.patients import preferred_patient
from caretree.solver.prover import RESOURCES, Prover, new_prover
from caretree.solver.reached import reached
from caretree.solver.splits import all_splits

Step = Callable[[], list[Obligation]]


def prove(graph: DecisionGraph, resources: int = RESOURCES) -> tuple[Obligation, ...]:
    """Every obligation with its result, in a fixed order."""
    prover = new_prover(graph, preferred_patient(graph), resources)
    return tuple(obligation for step in steps(prover) for obligation in step())


def steps(prover: Prover) -> Iterator[Step]:
    """The kinds of obligations, each a step that can be timed by itself."""
    offers = all_offers(prover)
    prover.encoding.offered = lambda action: offered_anywhere(prover, offers, (action,))
    splits = all_splits(prover.graph, prover.places)
    yield lambda: covered(prover, splits, offers)
    yield lambda: reached(prover, splits, offers, [])
