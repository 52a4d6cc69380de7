"""What plain conditions can be compared by at build time: every case they can tell apart.

A fork whose branches are shown disjoint and complete this way needs no more than if/elif/else.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from itertools import product
from typing import Any

from caretree.targets.python.plain_conditions import Plain, atoms

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
WORK = 60_000
"""How many conditions are looked at, over all cases, to show that a fork's branches are disjoint and complete."""

FEW = 12
"""A branch after more branches than that keeps its whole condition."""

Case = dict[Any, Any]


def holds(plain: Plain, case: Case) -> bool:
    """Whether a condition holds in one case."""
    match plain[0]:
        case "constant":
            return bool(plain[1])
        case "fact" | "slow":
            return bool(case[plain[1]])
        case "both":
            return bool(case[plain])
        case "unknown":
            return False
        case "label":
            return bool(case[plain[1]] in plain[2])
        case "compare":
            return bool(COMPARE[plain[1]](case[plain[2]], plain[3]))
        case "not":
            return not holds(plain[1], case)
        case "and":
            return all(holds(part, case) for part in plain[1:])
        case "or":
            return any(holds(part, case) for part in plain[1:])
        case "grade":
            return any(holds(part, case) for part in plain[1])
        case "named":
            return holds(plain[2], case)
        case "score":
            total = sum(points for points, part in plain[2] if holds(part, case))
            return bool(COMPARE[plain[1]](total, plain[3]))
        case _:
            total = sum(holds(part, case) for part in plain[3:])
            return bool(total == plain[1] if plain[2] else total >= plain[1])


def cases(conditions: list[Plain]) -> tuple[list[Case], list[Plain]] | None:
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
    size = len(every)
    for domain in domains.values():
        size *= len(domain)
    if size > WORK:
        return None
    found = [dict(zip(domains, values, strict=True)) for values in product(*domains.values())]
    return found, [_ranked(plain, ranks) for plain in conditions]


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
    if ordered:
        return all(any(holds(one, case) for one in ranked) for case in every)
    return all(sum(holds(one, case) for one in ranked) == 1 for case in every)


def after(condition: Plain, earlier: list[Plain]) -> Plain:
    """The condition without the parts that already follow from none of the earlier ones holding."""
    if condition[0] != "and" or len(earlier) > FEW:
        return condition
    found = cases([condition, *earlier])
    if found is None:
        return condition
    every, (whole, *above) = found
    reached = [case for case in every if not any(holds(one, case) for one in above)]
    needed = list(range(1, len(condition)))
    for part in list(needed):
        fewer = [one for one in needed if one != part]
        shorter = ("and", *(whole[one] for one in fewer))
        if fewer and all(holds(shorter, case) == holds(whole, case) for case in reached):
            needed = fewer
    return condition[needed[0]] if len(needed) == 1 else ("and", *(condition[one] for one in needed))
