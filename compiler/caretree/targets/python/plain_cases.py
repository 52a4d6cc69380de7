"""What plain conditions can be compared by at build time: every case they can tell apart.

A fork whose branches are shown disjoint and complete this way needs no more than if/elif/else. Where a condition holds
is one whole number with a bit a case, so that conditions are joined for all cases at once.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import prod
from operator import and_, or_
from typing import Any

from msgspec import Struct

from caretree.targets.python.plain_conditions import Plain, atoms

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
WORK = 60_000
"""Cases times what the conditions read, up to which it is shown that a fork's branches are disjoint and complete."""

FEW = 12
"""A branch after more branches than that keeps its whole condition."""

Where = int
"""In which cases something is so: bit n for case n."""


class Cases(Struct, frozen=True):
    """Every case some conditions can tell apart, counted from 0: where each thing they read has each of its values."""

    every: Where
    values: Mapping[Any, Mapping[Any, Where]]

    def where(self, plain: Plain) -> Where:
        """In which cases a condition holds; its bounds are ranks."""
        match plain[0]:
            case "constant":
                return self.every if plain[1] else 0
            case "fact" | "slow":
                return self.values[plain[1]][True]
            case "both":
                return self.values[plain][True]
            case "unknown":
                return 0
            case "label":
                return _any(self.values[plain[1]].get(label, 0) for label in plain[2])
            case "compare":
                holds = COMPARE[plain[1]]
                return _any(where for rank, where in self.values[plain[2]].items() if holds(rank, plain[3]))
            case "named":
                return self.where(plain[2])
            case "score" | "count":
                return self._where_counted(plain)
            case _:
                return self._where_joined(plain)

    def _where_joined(self, plain: Plain) -> Where:
        match plain[0]:
            case "not":
                return self.every & ~self.where(plain[1])
            case "and":
                return reduce(and_, (self.where(part) for part in plain[1:]), self.every)
            case "or":
                return _any(self.where(part) for part in plain[1:])
            case _:  # a grade
                return _any(self.where(part) for part in plain[1])

    def _where_counted(self, plain: Plain) -> Where:
        if plain[0] == "score":
            totals = self._totals(plain[2])
            return _any(where for total, where in totals.items() if COMPARE[plain[1]](total, plain[3]))
        totals = self._totals([(1, part) for part in plain[3:]])
        return _any(where for total, where in totals.items() if (total == plain[1] if plain[2] else total >= plain[1]))

    def _totals(self, items: Iterable[tuple[Any, Plain]]) -> dict[Any, Where]:
        """Where each total of points is reached."""
        totals: dict[Any, Where] = {0: self.every}
        for points, part in items:
            holds = self.where(part)
            more: dict[Any, Where] = {}
            for total, where in totals.items():
                more[total] = more.get(total, 0) | (where & ~holds)
                more[total + points] = more.get(total + points, 0) | (where & holds)
            totals = more
        return totals

    def exactly_one(self, conditions: Sequence[Plain]) -> bool:
        """Whether in every case one condition holds and no other."""
        once = twice = 0
        for condition in conditions:
            where = self.where(condition)
            once, twice = once | where, twice | (once & where)
        return once == self.every and not twice

    def any_of(self, conditions: Sequence[Plain]) -> Where:
        """In which cases at least one condition holds."""
        return _any(self.where(condition) for condition in conditions)


def _any(wheres: Iterable[Where]) -> Where:
    return reduce(or_, wheres, 0)


def cases(conditions: list[Plain]) -> tuple[Cases, list[Plain]] | None:
    """Every case the conditions can tell apart, and the conditions with bounds as ranks; nothing where looking at all
    of them is too much work.

    The values of a number that matter are its bounds and one between any two: as ranks 0, 1, 2, … a bound is odd.
    """
    domains: dict[Any, list[Any]] = {}
    bounds: dict[str, set[Fraction]] = {}
    every = [atom for plain in conditions for atom in atoms(plain)]
    for atom in every:
        match atom[0]:
            case "fact" | "slow":
                domains[atom[1]] = [True, False]
            case "both":
                domains[atom] = [True, False]
            case "label":
                domains[atom[1]] = list(atom[3])
            case "compare":
                bounds.setdefault(atom[2], set()).add(atom[3])
    ranks = {(key, end): 2 * at + 1 for key, ends in bounds.items() for at, end in enumerate(sorted(ends))}
    domains |= {key: list(range(2 * len(ends) + 1)) for key, ends in bounds.items()}
    size = len(every) * prod(len(domain) for domain in domains.values())
    return None if size > WORK else (_counted(domains), [_ranked(plain, ranks) for plain in conditions])


def _counted(domains: Mapping[Any, Sequence[Any]]) -> Cases:
    """The cases in the order of a nested loop: those of one value stand in blocks that repeat."""
    count = prod(len(domain) for domain in domains.values())
    every = (1 << count) - 1
    values: dict[Any, dict[Any, Where]] = {}
    block = count
    for key, domain in domains.items():
        around, block = block, block // len(domain)
        again = every // ((1 << around) - 1)  # bit 0 of every block around
        first = again * ((1 << block) - 1)
        values[key] = {value: first << (at * block) for at, value in enumerate(domain)}
    return Cases(every, values)


def _ranked(plain: Plain, ranks: dict[tuple[str, Fraction], int]) -> Plain:
    """The condition with its bounds as ranks."""
    match plain[0]:
        case "compare":
            return (*plain[:3], ranks[plain[2], plain[3]])
        case "not" | "and" | "or":
            return (plain[0], *(_ranked(part, ranks) for part in plain[1:]))
        case "count":
            return (*plain[:3], *(_ranked(part, ranks) for part in plain[3:]))
        case "grade":
            return ("grade", *(tuple(_ranked(part, ranks) for part in side) for side in plain[1:]))
        case "score":
            return (*plain[:2], tuple((points, _ranked(part, ranks)) for points, part in plain[2]), plain[3])
        case "named":
            return _ranked(plain[2], ranks)
        case _:
            return plain


def is_otherwise(condition: Plain, others: list[Plain]) -> bool:
    """Whether a branch is *none of the others*."""
    if condition[0] == "named":
        condition = condition[2]
    if condition[0] != "not":
        return False
    inner = condition[1][2] if condition[1][0] == "named" else condition[1]
    return [inner] == others or inner == ("or", *others)


def exactly_one(conditions: list[Plain], ordered: bool = False) -> bool:
    """Whether in every case exactly one branch is taken; no where that cannot be shown."""
    if conditions and is_otherwise(conditions[-1], conditions[:-1]) and (ordered or len(conditions) == 2):
        return True
    found = cases(conditions)
    if found is None:
        return False
    every, ranked = found
    return every.any_of(ranked) == every.every if ordered else every.exactly_one(ranked)


def after(condition: Plain, earlier: list[Plain]) -> Plain:
    """The condition without the parts that already follow from none of the earlier ones holding."""
    if condition[0] != "and" or len(earlier) > FEW:
        return condition
    found = cases([condition, *earlier])
    if found is None:
        return condition
    every, (whole, *above) = found
    reached = every.every & ~every.any_of(above)
    wanted = every.where(whole) & reached
    needed = list(range(1, len(condition)))
    for part in list(needed):
        fewer = [one for one in needed if one != part]
        shorter = ("and", *(whole[one] for one in fewer))
        if fewer and every.where(shorter) & reached == wanted:
            needed = fewer
    return condition[needed[0]] if len(needed) == 1 else ("and", *(condition[one] for one in needed))
