"""Every obligation of a guideline, proved one after another.

prove(graph)      (Obligation("complete", "neutrophils/depending-on", …, "proved"), …)

The order is that of semantics: the population, forks, dead parts, advice, safety rules, choices, pathways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from caretree.decisions.graph import DecisionGraph
from caretree.solver.advice import consistent, follows
from caretree.solver.assumptions import harmless
from caretree.solver.choices import enough_options
from caretree.solver.covered import covered
from caretree.solver.doses import positive_doses
from caretree.solver.flips import flips
from caretree.solver.formulas import defined
from caretree.solver.moves import connected, moves, possible_moves
from caretree.solver.obligation import Obligation
from caretree.solver.offers import Offer, all_offers, offered_anywhere
from caretree.solver.partial import proved_again
from caretree.solver.patients import preferred_patient
from caretree.solver.population import population
from caretree.solver.prover import RESOURCES, Prover, new_prover
from caretree.solver.reached import Wanted, branches_wanted, extras_wanted, options_wanted, reached
from caretree.solver.rules import not_vacuous, safe
from caretree.solver.splits import Split, all_splits

Step = Callable[[], list[Obligation]]


def prove(
    graph: DecisionGraph,
    resources: int = RESOURCES,
    clock: Callable[[], float] | None = None,
    told_of: Callable[[Obligation], None] = lambda done: None,
) -> tuple[Obligation, ...]:
    """Every obligation with its result, in a fixed order; ``clock`` (seconds) adds how long each took, ``told_of`` is
    then told of each as it is done."""
    prover = new_prover(graph, preferred_patient(graph), resources)
    prover.clock, prover.told_of = clock, told_of
    try:
        return tuple(obligation for step in steps(prover) for obligation in step())
    finally:
        # What says when an action is offered holds the prover, which holds it. Until this circle is broken the
        # solver's memory, megabytes of it, stays taken: a command collects no garbage.
        prover.encoding.offered = None


def steps(prover: Prover) -> Iterator[Step]:
    """The kinds of obligations, each a step that can be timed by itself; later steps may look at earlier results."""
    offers = all_offers(prover)
    prover.encoding.offered = lambda action: offered_anywhere(prover, offers, (action,))
    splits = all_splits(prover.graph, prover.places)
    done: list[Obligation] = []

    def kept(step: Step) -> Step:
        def run() -> list[Obligation]:
            found = step()
            done.extend(found)
            return found

        return run

    yield kept(lambda: reached(prover, [population(prover)]))
    if any(one.result == "failed" for one in done):
        return
    yield kept(lambda: covered(prover, splits, offers))
    yield kept(lambda: reached(prover, all_wanted(prover, splits, offers)))
    yield kept(lambda: defined(prover, offers))
    yield kept(lambda: positive_doses(prover, offers))
    yield kept(lambda: harmless(prover))
    yield kept(lambda: flips(prover))
    yield kept(lambda: consistent(prover, offers))
    yield kept(lambda: follows(prover, offers))
    yield kept(lambda: safe(prover, offers))
    yield kept(lambda: reached(prover, not_vacuous(prover, offers)))
    yield kept(lambda: enough_options(prover))
    yield kept(lambda: moves(prover))
    yield kept(
        lambda: connected(prover, {one.subject for one in done if one.part == "transition" and one.result == "failed"})
    )
    yield kept(lambda: proved_again(prover, offers, done))


def all_wanted(prover: Prover, splits: list[Split], offers: list[Offer]) -> list[Wanted]:
    """Everything that some patient must reach."""
    return [
        *branches_wanted(prover, splits, offers),
        *extras_wanted(prover),
        *options_wanted(prover),
        *possible_moves(prover),
    ]
