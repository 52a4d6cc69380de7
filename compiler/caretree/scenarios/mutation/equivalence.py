"""Proving that no patient could tell two graphs apart, although they are written differently.

    platelet band … severe: from 10 to 20, higher: above 20, labels exchanged; nothing reads these two     equivalent

Where both graphs have the same shape, the solver compares the conditions in the same places: when each must be yes and
when it must be no, for complete patients and for those with unknown values. Anything else is not proved here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3  # type: ignore[import-untyped]

from caretree.decisions.graph import DecisionGraph
from caretree.scenarios.mutation.meaning import conditions_in_place, meaning
from caretree.solver.encoding import Encoding
from caretree.solver.known import Known
from caretree.solver.paths import places
from caretree.solver.patients import preferred_patient
from caretree.solver.prover import Prover, new_prover
from caretree.solver.static_bounds import static_bounds

RESOURCES = 2_000_000
_APART = 1_000_000
"""Where the second graph begins to count its own variables, so that none is called like one of the first."""


def equivalent(graph: DecisionGraph, other: DecisionGraph) -> bool:
    """Whether the solver proves it."""
    if meaning(graph)["patients"] != meaning(other)["patients"]:
        return False
    mine, shape = conditions_in_place(graph)
    theirs, other_shape = conditions_in_place(other)
    if shape != other_shape or len(mine) != len(theirs):
        return False
    first = new_prover(graph, preferred_patient(graph), RESOURCES)
    second = _beside(first, other)
    known, other_known = Known(first), Known(second)
    other_known.bits = known.bits
    pairs = dict.fromkeys(zip(mine, theirs, strict=True))
    return all(_same(first, known.of(one), other_known.of(two)) for one, two in pairs)


def _beside(first: Prover, graph: DecisionGraph) -> Prover:
    """The other graph about the same patients: its variables are those of the first."""
    shared = first.encoding
    encoding = Encoding(
        graph,
        shared.inputs,
        static_bounds(graph),
        shared.context,
        shared.facts,
        shared.exact,
        shared.truths,
        shared.amounts,
        shared.labels,
        series=shared.series,
        shifts=shared.shifts,
        waiting=shared.waiting,
        fresh=_APART,
    )
    return Prover(graph, encoding, first.solver, places(graph), first.preferred, RESOURCES, scope=first.scope)


def _same(prover: Prover, mine: tuple[Any, Any], theirs: tuple[Any, Any]) -> bool:
    return all(prover.ask([difference]).found == "no" for difference in _differences(mine, theirs))


def _differences(mine: tuple[Any, Any], theirs: tuple[Any, Any]) -> Iterator[Any]:
    for one, two in zip(mine, theirs, strict=True):
        yield z3.Xor(one, two)
