# Copied by Caretree from its runtime; generated, do not edit.
"""Conditions about an incomplete patient: ``True`` must be yes, ``False`` must be no, ``None`` can still be either.

any_of(True, None) is True        all_of(True, None) is None        negated(None) is None
"""

from __future__ import annotations

from .exact import Exact

Truth = bool | None


def negated(of: Truth) -> Truth:
    """``not``: must be yes and must be no change places."""
    return None if of is None else not of


def all_of(*of: Truth) -> Truth:
    """Every one holds."""
    if False in of:
        return False
    return None if None in of else True


def any_of(*of: Truth) -> Truth:
    """At least one holds."""
    if True in of:
        return True
    return None if None in of else False


def at_least_of(count: int, *of: Truth) -> Truth:
    """At least ``count`` of them hold."""
    must = of.count(True)
    if must >= count:
        return True
    return None if must + of.count(None) >= count else False


def exactly_of(count: int, *of: Truth) -> Truth:
    """Exactly ``count`` of them hold."""
    must, open_ones = of.count(True), of.count(None)
    if must > count or must + open_ones < count:
        return False
    return True if not open_ones else None


def score_between(*items: tuple[Exact, Truth]) -> tuple[Exact, Exact]:
    """The lowest and the highest sum of points: positive points that must hold plus negative ones that may, and the
    reverse."""
    low: Exact = 0
    high: Exact = 0
    for points, holds in items:
        if holds is False:
            continue
        if holds or points < 0:
            low = low + points
        if holds or points > 0:
            high = high + points
    return low, high


def open_branches(truths: list[Truth], ordered: bool) -> list[int]:
    """The branches of a fork that may be the patient's, by position; none when the facts contradict each other.

    A branch that must be yes closes the others (in an ordered fork, those after it); two that must be yes in an
    unordered fork close each other.
    """
    if ordered:
        found = []
        for position, holds in enumerate(truths):
            if holds is not False:
                found.append(position)
            if holds:
                break
        return found
    musts = truths.count(True)
    if musts:
        return [truths.index(True)] if musts == 1 else []
    return [position for position, holds in enumerate(truths) if holds is None]
