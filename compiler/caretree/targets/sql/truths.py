"""Conditions in SQL: must be yes and must be no, never null.

fever, may be unknown          yes COALESCE("fever", FALSE)      no NOT COALESCE("fever", TRUE)
fever and ANC below 0.5        yes both yes                      no either no
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from caretree.targets.sql.words import (
    Sql,
    all_of,
    any_of,
    bracketed,
    case,
    compared,
    constant,
    negated,
    or_else,
    truth,
    whole,
)


@dataclass(frozen=True, slots=True)
class Truth:
    """Trees to be copied. ``no_tree`` is ``None`` for a condition that is never unknown."""

    yes_tree: Sql
    no_tree: Sql | None = None

    @property
    def definite(self) -> bool:
        """Whether it is never unknown."""
        return self.no_tree is None

    def yes(self) -> Sql:
        """Must be yes."""
        return self.yes_tree.copy()

    def no(self) -> Sql:
        """Must be no."""
        return negated(self.yes()) if self.no_tree is None else self.no_tree.copy()

    def may(self) -> Sql:
        """Not must be no."""
        return self.yes() if self.no_tree is None else negated(self.no())


YES, NO, UNKNOWN = Truth(truth(True)), Truth(truth(False)), Truth(truth(False), truth(False))


def fixed(of: bool | None) -> Truth:
    """A truth that is the same for every patient."""
    return UNKNOWN if of is None else YES if of else NO


def from_nullable(tree: Sql, opposite: Sql) -> Truth:
    """A condition that is null while unknown."""
    return Truth(or_else(tree, truth(False)), or_else(opposite, truth(False)))


def simplified(of: Truth) -> Truth:
    """Definite where both trees are constant opposites."""
    if of.no_tree is None:
        return of
    yes, no = constant(of.yes_tree), constant(of.no_tree)
    return fixed(yes) if yes is not None and no is not None and yes != no else of


def swapped(of: Truth) -> Truth:
    """Not."""
    return Truth(of.no(), None if of.definite else of.yes())


def every(of: Sequence[Truth]) -> Truth:
    """All of them hold."""
    no = None if all(each.definite for each in of) else any_of(each.no() for each in of)
    return simplified(Truth(all_of(each.yes() for each in of), no))


def some(of: Sequence[Truth]) -> Truth:
    """At least one holds."""
    no = None if all(each.definite for each in of) else all_of(each.no() for each in of)
    return simplified(Truth(any_of(each.yes() for each in of), no))


def how_many(of: Sequence[Sql]) -> Sql:
    """How many of some conditions are true."""
    return added([case([(each, whole(1))], whole(0)) for each in of])


def added(of: Sequence[Sql]) -> Sql:
    """The sum of some numbers."""
    found = of[0] if of else whole(0)
    for more in of[1:]:
        found = exp.Add(this=found, expression=bracketed(more))
    return found


def counted_of(count: int, exactly: bool, of: Sequence[Truth]) -> Truth:
    """At least (or exactly) ``count`` of them hold."""
    must = how_many([each.yes() for each in of])
    definite = all(each.definite for each in of)
    if definite:
        return Truth(compared(must, "eq" if exactly else "ge", whole(count)))
    may = how_many([each.may() for each in of])
    yes = compared(must, "ge", whole(count))
    no = compared(may, "lt", whole(count))
    if exactly:
        yes = all_of([yes, compared(may.copy(), "eq", whole(count))])
        no = any_of([no, compared(must.copy(), "gt", whole(count))])
    return Truth(yes, no)
