"""Conditions that branches have in common are asked once, and the same branch is taken."""

from __future__ import annotations

from itertools import product
from random import Random

import duckdb
import pytest
from caretree.targets.sql.nested import Branch, nested
from caretree.targets.sql.words import Sql, all_of, case, column, negated, whole, writer

NAMES = ("a", "b", "c", "d")
WRITE = writer("duckdb")


def shown(branches: list[Branch]) -> str:
    """The nested ``CASE``, otherwise 0."""
    return WRITE(nested(branches, whole(0)))


def branch(number: int, *names: str) -> Branch:
    """A branch for all of these."""
    return all_of(column(name) for name in names), whole(number)


def test_what_branches_have_in_common_is_asked_once() -> None:
    """Also what those below have in common again."""
    branches = [branch(1, "a", "b", "c"), branch(2, "a", "b"), branch(3, "a", "d"), branch(4, "a"), branch(5, "d")]
    inner = 'CASE WHEN "b" THEN CASE WHEN "c" THEN 1 ELSE 2 END WHEN "d" THEN 3 ELSE 4 END'
    assert shown(branches) == f'CASE WHEN "a" THEN {inner} WHEN "d" THEN 5 ELSE 0 END'


def test_branches_stay_where_the_last_one_asks_more() -> None:
    """A patient with ``a`` alone would not reach the branches below."""
    assert shown([branch(1, "a", "b"), branch(2, "a", "c"), branch(3, "d")]).count('"a"') == 2
    assert shown([branch(1, "a", "b"), branch(2, "d"), branch(3, "a")]).count('"a"') == 2


@pytest.mark.parametrize("seed", range(60))
def test_the_same_branch_is_taken(seed: int) -> None:
    """Random branches over four facts, all sixteen patients."""
    random = Random(seed)

    def part(name: str) -> Sql:
        return negated(column(name)) if random.random() < 0.2 else column(name)

    asked = [random.sample(NAMES, random.randint(1, 3)) for _ in range(random.randint(2, 9))]
    asked.sort(key=lambda names: NAMES.index(names[0]))
    branches = [(all_of(part(name) for name in names), whole(n)) for n, names in enumerate(asked, start=1)]
    flat = WRITE(case([(condition.copy(), value.copy()) for condition, value in branches], whole(0)))
    rows = ", ".join(f"({', '.join(map(str, row))})" for row in product((True, False), repeat=len(NAMES)))
    query = f"SELECT {flat}, {shown(branches)} FROM (VALUES {rows}) AS t({', '.join(NAMES)})"
    assert all(one == two for one, two in duckdb.connect().execute(query).fetchall())
