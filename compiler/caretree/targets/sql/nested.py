"""Branches of a fork that begin with the same condition, put below it: it is asked once.

    WHEN anc < 0.5 AND fever THEN 1 WHEN anc < 0.5 THEN 2     WHEN anc < 0.5 THEN CASE WHEN fever THEN 1 ELSE 2 END

Only for conditions that are never null, and where the last of such branches asks nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from caretree.targets.sql.words import Sql, all_of, case

Branch = tuple[Sql, Sql]


def nested(branches: Sequence[Branch], otherwise: Sql) -> Sql:
    """``CASE`` over the branches in their order, with what adjacent ones have in common asked once."""
    found: list[Branch] = []
    start = 0
    while start < len(branches):
        first, end = _parts(branches[start][0])[0], _end(branches, start)
        if end is None:
            found.append(branches[start])
            start += 1
            continue
        inner = [(all_of(_parts(condition)[1:]), value) for condition, value in branches[start:end]]
        found.append((first, nested(inner, branches[end][1])))
        start = end + 1
    return case(found, otherwise)


def _end(branches: Sequence[Branch], start: int) -> int | None:
    """Where the first branch's first condition stands alone, all before it beginning with it; none where nowhere."""
    first = _parts(branches[start][0])[0]
    for place in range(start, len(branches)):
        parts = _parts(branches[place][0])
        if parts[0] != first:
            return None
        if len(parts) == 1:
            return place if place > start else None
    return None


def _parts(condition: Sql) -> list[Sql]:
    """What a condition asks for, all at once."""
    if isinstance(condition, exp.And):
        return [*_parts(condition.this), *_parts(condition.expression)]
    return [condition]
