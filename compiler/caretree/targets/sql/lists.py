"""Lists of measurements in both dialects: filter, change, sort, count, pick.

picked(dialect, column("platelets"), whole(1))     LIST_EXTRACT("platelets", 1)     GET("platelets", 1 - 1)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from caretree.targets.sql.words import Dialect, Sql, calculated, called, case, cast, compared, whole

Body = Callable[[Sql], Sql]
"""From a list's element to a value; called once a time the element is needed."""

_ELEMENT, _POSITION = "one", "place"


def _name(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=False)


def element() -> Sql:
    """The element a list function is looking at."""
    return exp.Column(this=_name(_ELEMENT))


def position() -> Sql:
    """Its position: growing along the list, counted from 0 or 1 as the dialect does."""
    return exp.Column(this=_name(_POSITION))


def part(of: Sql, name: str) -> Sql:
    """A field of a structure."""
    return exp.Dot(this=of, expression=exp.Identifier(this=name, quoted=True))


def structure(parts: Sequence[tuple[str, Sql]]) -> Sql:
    """A structure of named parts."""
    fields = [exp.PropertyEQ(this=exp.Identifier(this=name, quoted=True), expression=of) for name, of in parts]
    return exp.Struct(expressions=fields)


def kept(of: Sql, condition: Sql) -> Sql:
    """The elements a condition (about ``element()``) holds for."""
    return exp.ArrayFilter(this=of, expression=exp.Lambda(this=condition, expressions=[_name(_ELEMENT)]))


def changed(of: Sql, body: Sql) -> Sql:
    """Every element changed by a body (about ``element()`` and ``position()``)."""
    return exp.Transform(this=of, expression=exp.Lambda(this=body, expressions=[_name(_ELEMENT), _name(_POSITION)]))


def in_order(dialect: Dialect, of: Sql) -> Sql:
    """Sorted by the first part of each structure, then the second."""
    return called("LIST_SORT" if dialect == "duckdb" else "SORT_ARRAY", of)


def length(dialect: Dialect, of: Sql) -> Sql:
    """How many elements; null for a null list."""
    return cast(called("LEN" if dialect == "duckdb" else "SIZE", of), "BIGINT")


def picked(dialect: Dialect, of: Sql, at: Sql) -> Sql:
    """The element at a position counted from 1; null where there is none."""
    if dialect == "duckdb":
        return called("LIST_EXTRACT", of, at)
    return called("GET", of, cast(calculated(at, "-", whole(1)), "INT"))


def newest(dialect: Dialect, of: Sql, size: Sql, count: int) -> Sql:
    """The last ``count`` elements, or all of a shorter list. ``size`` is the list's length."""
    start = case([(compared(size, "gt", whole(count)), calculated(size.copy(), "-", whole(count - 1)))], whole(1))
    if dialect == "duckdb":
        return called("LIST_SLICE", of, start, size.copy())
    return called("SLICE", of, cast(start, "INT"), whole(count))


def total(dialect: Dialect, of: Sql) -> Sql:
    """The exact sum of a list of whole numbers."""
    if dialect == "duckdb":
        return called("LIST_SUM", of)
    adding = exp.Lambda(
        this=cast(calculated(exp.Column(this=_name("so_far")), "+", element()), "WIDE"),
        expressions=[_name("so_far"), _name(_ELEMENT)],
    )
    return called("AGGREGATE", of, cast(whole(0), "WIDE"), adding)


def lowest(dialect: Dialect, of: Sql) -> Sql:
    """The lowest of a list; null for an empty one."""
    return called("LIST_MIN" if dialect == "duckdb" else "ARRAY_MIN", of)


def highest(dialect: Dialect, of: Sql) -> Sql:
    """The highest of a list; null for an empty one."""
    return called("LIST_MAX" if dialect == "duckdb" else "ARRAY_MAX", of)


def together(dialect: Dialect, parts: Sequence[Sql]) -> Sql:
    """A list of these elements."""
    return exp.Array(expressions=list(parts)) if dialect == "spark" else called("LIST_VALUE", *parts)
