"""Forks that read one number or one label, decided without the solver.

below 7 · from 7 to below 8 · at least 8      complete and disjoint
below 7 · above 8                             not complete: left to the solver, which finds the patient

Only a *yes* counts; everything else is the solver's to say. A test keeps both in agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from caretree.decisions.expressions import AllOf, AnyOf, Compare, ConditionId, LabelIn, NumberId
from caretree.decisions.graph import DecisionGraph

End = tuple[Fraction, int]
"""Where a stretch begins or ends: just before (-1), at (0) or just after (1) a number. ``None`` is no end."""


class Stretch(Struct, frozen=True):
    """The numbers from ``low`` to ``high``, both ends included; an excluded end lies beside its number."""

    low: End | None
    high: End | None


def splits_every_value(graph: DecisionGraph, conditions: Sequence[ConditionId]) -> bool:
    """Whether the conditions surely are complete and disjoint, whatever the patient."""
    return _labels_split(graph, conditions) or _stretches_split(graph, conditions)


def _labels_split(graph: DecisionGraph, conditions: Sequence[ConditionId]) -> bool:
    found = [graph.conditions[condition] for condition in conditions]
    labels = [node for node in found if isinstance(node, LabelIn)]
    if len(labels) != len(found) or len({node.of for node in labels}) != 1:
        return False
    named = [label for node in labels for label in dict.fromkeys(node.labels)]
    return len(named) == len(set(named)) and set(named) >= set(graph.labels[labels[0].of].labels)


def _stretches_split(graph: DecisionGraph, conditions: Sequence[ConditionId]) -> bool:
    numbers: set[NumberId] = set()
    stretches: list[Stretch] = []
    for condition in conditions:
        found = _stretches(graph, condition, numbers)
        if found is None:
            return False
        stretches += found
    return len(numbers) == 1 and _touch(stretches)


def _touch(stretches: list[Stretch]) -> bool:
    """Whether sorted stretches begin nowhere, end nowhere, and follow one another without gap or overlap."""
    ordered = sorted(stretches, key=lambda one: (one.low is not None, one.low or (Fraction(0), 0)))
    if not ordered or ordered[0].low is not None or ordered[-1].high is not None:
        return False
    for before, after in zip(ordered, ordered[1:], strict=False):
        if before.high is None or after.low is None or after.low != _next(before.high):
            return False
        if after.high is not None and after.high < after.low:
            return False
    return True


def _next(end: End) -> End:
    return (end[0], end[1] + 1)


def _stretches(graph: DecisionGraph, condition: ConditionId, numbers: set[NumberId]) -> list[Stretch] | None:
    match graph.conditions[condition]:
        case AnyOf(of=parts):
            several = [_stretches(graph, part, numbers) for part in parts]
            return None if None in several else [one for found in several for one in (found or [])]
        case AllOf(of=parts):
            return _meet([_stretches(graph, part, numbers) for part in parts])
        case Compare(comparison=comparison, left=left, right=Fraction() as bound):
            numbers.add(left)
            return [_compared(comparison, bound)]
        case _:
            return None


def _compared(comparison: str, bound: Fraction) -> Stretch:
    match comparison:
        case "lt":
            return Stretch(None, (bound, -1))
        case "le":
            return Stretch(None, (bound, 0))
        case "gt":
            return Stretch((bound, 1), None)
        case _:
            return Stretch((bound, 0), None)


def _meet(parts: list[list[Stretch] | None]) -> list[Stretch] | None:
    """The stretch all single stretches share."""
    low: End | None = None
    high: End | None = None
    for part in parts:
        if part is None or len(part) != 1:
            return None
        one = part[0]
        low = one.low if low is None else low if one.low is None else max(low, one.low)
        high = one.high if high is None else high if one.high is None else min(high, one.high)
    return [Stretch(low, high)]
