"""The words of SQL as sqlglot trees: short makers that add brackets where they are needed and drop what is constant.

    all_of([TRUE, is_at_least(column("ANC"), number(Fraction(1, 2)))])      "ANC" >= 5e-1

A tree belongs to one place only; whoever needs it twice makes it twice (``Make``) or gives it a column of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Literal

from sqlglot import exp
from sqlglot.generators.duckdb import DuckDBGenerator
from sqlglot.generators.spark import SparkGenerator

Sql = exp.Expr
Make = Callable[[], Sql]
"""Makes a fresh tree each time it is called."""

Dialect = Literal["duckdb", "spark"]
DIALECTS: tuple[Dialect, ...] = ("duckdb", "spark")

_BARE = (exp.Column, exp.Literal, exp.Paren, exp.Func, exp.Boolean, exp.Null, exp.Dot, exp.Neg)


def column(name: str) -> Sql:
    """A column by its name, always quoted."""
    return exp.Column(this=exp.Identifier(this=name, quoted=True))


def columns(name: str) -> Make:
    """Makes a column."""
    return lambda: column(name)


def text(value: str) -> Sql:
    """A text, quoted and escaped by the dialect."""
    return exp.Literal.string(value)


def whole(value: int) -> Sql:
    """A whole number."""
    return exp.Neg(this=exp.Literal.number(str(-value))) if value < 0 else exp.Literal.number(str(value))


def double(value: float) -> Sql:
    """A double, written so that both engines read exactly this one (an exponent makes a literal a double)."""
    shown = repr(abs(value))
    literal = exp.Literal.number(shown if "e" in shown else f"{shown}e0")
    return exp.Neg(this=literal) if value < 0 else literal


def truth(value: bool) -> Sql:
    """``TRUE`` or ``FALSE``."""
    return exp.Boolean(this=value)


def null() -> Sql:
    """``NULL``."""
    return exp.Null()


def constant(of: Sql) -> bool | None:
    """Whether a condition is always true (or always false)."""
    return bool(of.this) if isinstance(of, exp.Boolean) else None


def bracketed(of: Sql) -> Sql:
    """The tree in brackets, unless it is one word or one call."""
    bare = isinstance(of, exp.Dot) or (isinstance(of, _BARE) and not isinstance(of, exp.Binary | exp.Connector))
    return of if bare else exp.Paren(this=of)


def all_of(of: Iterable[Sql]) -> Sql:
    """``AND`` over what is not constant."""
    return _joined(of, exp.And, True)


def any_of(of: Iterable[Sql]) -> Sql:
    """``OR`` over what is not constant."""
    return _joined(of, exp.Or, False)


def _joined(of: Iterable[Sql], connector: type[exp.Connector], neutral: bool) -> Sql:
    found: Sql | None = None
    seen: list[Sql] = []
    for part in of:
        known = constant(part)
        if known is (not neutral):
            return truth(not neutral)
        if known is None and part not in seen:
            seen.append(part)
            side = exp.Paren(this=part) if isinstance(part, exp.Connector | exp.Not) else part
            found = side if found is None else connector(this=found, expression=side)
    if found is None:
        return truth(neutral)
    return found.this if isinstance(found, exp.Paren) else found


def negated(of: Sql) -> Sql:
    """``NOT``, or the opposite comparison of values that are never null."""
    known = constant(of)
    if known is not None:
        return truth(not known)
    return of.this if isinstance(of, exp.Not) else exp.Not(this=bracketed(of))


_COMPARISONS: dict[str, type[exp.Binary]] = {
    "lt": exp.LT, "le": exp.LTE, "gt": exp.GT, "ge": exp.GTE, "eq": exp.EQ, "ne": exp.NEQ
}  # fmt: skip


def compared(left: Sql, comparison: str, right: Sql) -> Sql:
    """``left < right`` and its sisters, ``eq`` and ``ne`` included."""
    return _COMPARISONS[comparison](this=bracketed(left), expression=bracketed(right))


def unknown(of: Sql) -> Sql:
    """``IS NULL``."""
    return exp.Is(this=bracketed(of), expression=exp.Null())


def known(of: Sql) -> Sql:
    """``IS NOT NULL``."""
    return exp.Not(this=unknown(of))


def or_else(of: Sql, other: Sql) -> Sql:
    """``COALESCE``."""
    return exp.Coalesce(this=of, expressions=[other])


def case(branches: Sequence[tuple[Sql, Sql]], otherwise: Sql | None = None) -> Sql:
    """``CASE WHEN … THEN … ELSE … END``; branches that can never be taken are left out."""
    kept: list[tuple[Sql, Sql]] = []
    for condition, value in branches:
        always = constant(condition)
        if always is True:
            otherwise = value
            break
        if always is None:
            kept.append((condition, value))
    if not kept:
        return null() if otherwise is None else otherwise
    return exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in kept], default=otherwise)


def among(of: Sql, values: Sequence[Sql]) -> Sql:
    """``IN``; never of nothing."""
    if not values:
        return truth(False)
    if len(values) == 1:
        return compared(of, "eq", values[0])
    return exp.In(this=bracketed(of), expressions=list(values))


def calculated(left: Sql, operator: Literal["+", "-", "*", "/", "%", "//"], right: Sql) -> Sql:
    """Arithmetic; the quotient ``//`` of whole numbers is cut towards zero."""
    return _OPERATORS[operator](this=bracketed(left), expression=bracketed(right))


_OPERATORS: dict[str, type[exp.Binary]] = {
    "+": exp.Add, "-": exp.Sub, "*": exp.Mul, "/": exp.Div, "%": exp.Mod, "//": exp.IntDiv
}  # fmt: skip


def called(name: str, *arguments: Sql) -> Sql:
    """A function by its name, the same in both dialects or chosen by the caller."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(of: Sql, kind: str) -> Sql:
    """A cast to a type named as DuckDB names it; ``WIDE`` is a whole number of 38 digits."""
    return exp.Cast(this=of, to=_type(kind))


def tried(of: Sql, kind: str) -> Sql:
    """A cast that gives null where it cannot be done."""
    return exp.TryCast(this=of, to=_type(kind), safe=True)


def _type(kind: str) -> exp.DataType:
    return exp.DataType(this=exp.DataType.Type["INT128" if kind == "WIDE" else kind])


def writer(dialect: Dialect) -> Callable[[Sql], str]:
    """Writes trees as text. Spark's whole numbers of 38 digits are decimals without places."""
    generator = (
        _SparkWriter(dialect="spark", comments=False)
        if dialect == "spark"
        else DuckDBGenerator(dialect="duckdb", comments=False)
    )
    return lambda tree: str(generator.generate(tree, copy=False))


class _SparkWriter(SparkGenerator):
    TYPE_MAPPING = {**SparkGenerator.TYPE_MAPPING, exp.DataType.Type.INT128: "DECIMAL(38, 0)"}  # noqa: RUF012


def exactly(value: float, of: Fraction) -> bool:
    """Whether a double's shortest decimal is this number."""
    return Fraction(repr(value)) == of


def size(of: Sql) -> int:
    """How many words a tree has."""
    return sum(1 for _ in of.walk())
