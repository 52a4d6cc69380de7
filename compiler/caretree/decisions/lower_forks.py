"""The conditions of a fork's branches; ``otherwise`` becomes *none of the others*.

when fever: …        c1
otherwise: …         c2 Not(c1)
"""

from __future__ import annotations

from typing import TypeVar

from caretree.decisions.expressions import ConditionId
from caretree.decisions.lower_conditions import lower_condition
from caretree.decisions.tables import Tables
from caretree.guideline.blocks import Fork

Leaf = TypeVar("Leaf")


def branch_conditions(fork: Fork[Leaf], tables: Tables) -> list[ConditionId]:
    """One condition a branch, in the order of writing."""
    written = [
        None if branch.condition is None else lower_condition(branch.condition, tables) for branch in fork.branches
    ]
    if None not in written:
        return [condition for condition in written if condition is not None]
    otherwise = tables.none_of([condition for condition in written if condition is not None])
    return [otherwise if condition is None else condition for condition in written]


def is_ordered(fork: Fork[Leaf]) -> bool:
    """Whether the fork is ``the first that applies``."""
    return fork.kind == "first that applies"
