"""Conditions in SQL: true (must be yes), false (must be no) or null (unknown).

    fever, may be unknown          "fever"
    fever and ANC below 0.5        "fever" AND "ANC" < 5e-1        false as soon as one is, null while it depends

SQL's ``AND``, ``OR`` and ``NOT`` with null are exactly the interpreter's rules on unknown (Kleene 1938). Where SQL
would let null fall to the wrong side (``CASE``, ``WHERE``, counts) the three ways to ask below say which side is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
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
    null,
    or_else,
    truth,
    unknown,
    whole,
)


class Truth(Struct, frozen=True):
    """A tree to be copied; ``definite`` where it is never null."""

    template: Sql
    definite: bool = True

    def tree(self) -> Sql:
        """True, false or null."""
        return self.template.copy()

    def yes(self) -> Sql:
        """Must be yes; never null."""
        return self.tree() if self.definite else or_else(self.tree(), truth(False))

    def may(self) -> Sql:
        """Not must be no; never null."""
        return self.tree() if self.definite else or_else(self.tree(), truth(True))

    def no(self) -> Sql:
        """Must be no; never null."""
        return negated(self.may())

    def is_unknown(self) -> Sql:
        """Neither; never null."""
        return truth(False) if self.definite else unknown(self.tree())


YES, NO = Truth(truth(True)), Truth(truth(False))
UNKNOWN = Truth(exp.Cast(this=exp.Null(), to=exp.DataType(this=exp.DataType.Type.BOOLEAN)), False)


def fixed(of: bool | None) -> Truth:
    """A truth that is the same for every patient."""
    return UNKNOWN if of is None else YES if of else NO


def simplified(tree: Sql, definite: bool) -> Truth:
    """A truth; definite also where its tree is constant."""
    return Truth(tree, definite or constant(tree) is not None)


def of_two(yes: Sql, no: Sql) -> Truth:
    """From must-yes and must-no (null counts as neither)."""
    always = constant(yes)
    if always is True:
        return YES
    if constant(no) is True:
        return NO
    return Truth(case([(yes, truth(True)), (no, truth(False))], null()), False)


def swapped(of: Truth) -> Truth:
    """Not."""
    return Truth(negated(of.tree()), of.definite)


def every(of: Sequence[Truth]) -> Truth:
    """All of them hold."""
    return simplified(all_of(each.tree() for each in of), all(each.definite for each in of))


def some(of: Sequence[Truth]) -> Truth:
    """At least one holds."""
    return simplified(any_of(each.tree() for each in of), all(each.definite for each in of))


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
    must = how_many([each.tree() for each in of])
    if all(each.definite for each in of):
        return Truth(compared(must, "eq" if exactly else "ge", whole(count)))
    may = added([case([(negated(each.tree()), whole(0))], whole(1)) for each in of])
    yes, no = compared(must, "ge", whole(count)), compared(may, "lt", whole(count))
    if exactly:
        yes = all_of([yes, compared(may.copy(), "eq", whole(count))])
        no = any_of([no, compared(must.copy(), "gt", whole(count))])
    return of_two(yes, no)
