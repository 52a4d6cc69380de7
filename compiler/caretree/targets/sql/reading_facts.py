"""Reading yes/no, choices, statuses, phases and dates from columns.

bleeding stored as 0, 1 with words 0 = "none", 1 = "minor"      'none', 'minor'; anything else bad-choice
diagnosed on 2025-09-08, a date                                 20339, days since 1970-01-01
seen at 2025-09-08 10:30, a moment                              microseconds since then
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from caretree.targets.sql import lists
from caretree.targets.sql.reading import Read, Test
from caretree.targets.sql.sources import ChoiceColumn, DateColumn, YesNoColumn
from caretree.targets.sql.words import (
    Dialect,
    Make,
    Sql,
    all_of,
    among,
    calculated,
    called,
    cast,
    column,
    compared,
    known,
    or_else,
    text,
    tried,
    truth,
    unknown,
    whole,
)

MICROSECONDS = 86_400_000_000
"""Microseconds of a day."""
_YES, _NO = ("yes", "true"), ("no", "false")
_MOMENT_TEXT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"


def read_yes_no(of: YesNoColumn, name: str, shown: str) -> Read:
    """A boolean; text and numbers by their words."""
    if of.stored == "yes-no":
        select: tuple[tuple[str, Sql], ...] = ((name, column(of.column)),)
        return Read(shown, select, lambda: known(column(name)), lambda: known(column(name)), ())
    raw = f"{name} as text"
    stored = cast(column(of.column), "TEXT")
    words = of.words or (*((word, True) for word in _YES), *((word, False) for word in _NO))
    found = exp.Case(
        ifs=[exp.If(this=compared(stored.copy(), "eq", text(word)), true=truth(is_yes)) for word, is_yes in words]
    )
    return _by_words(shown, name, raw, stored, found, "bad-yes-no")


def _by_words(shown: str, name: str, raw: str, stored: Sql, found: Sql, problem: str) -> Read:
    return Read(
        shown,
        ((raw, stored), (name, found)),
        lambda: known(column(raw)),
        lambda: known(column(name)),
        (Test(problem, lambda: unknown(column(name))),),
    )


def read_choice(
    dialect: Dialect, of: ChoiceColumn, name: str, shown: str, labels: Sequence[str], problem: str = "bad-choice"
) -> Read:
    """A label out of ``labels``, or one of the words that stand for labels."""
    if of.words:
        stored = cast(column(of.column), "TEXT")
        found = exp.Case(
            ifs=[exp.If(this=compared(stored.copy(), "eq", text(word)), true=text(label)) for word, label in of.words]
        )
        return _by_words(shown, name, f"{name} as text", stored, found, problem)
    fits: Make = lambda: _is_among(dialect, column(name), labels)  # noqa: E731 - a maker, passed on
    return Read(
        shown,
        ((name, column(of.column)),),
        lambda: known(column(name)),
        fits,
        (Test(problem, lambda: exp.Not(this=exp.Paren(this=fits())), fits),),
    )


def _is_among(dialect: Dialect, of: Sql, labels: Sequence[str]) -> Sql:
    """``IN``, never null. DuckDB works a function of one column out once for each distinct text of a dictionary."""
    every = [text(label) for label in labels]
    if dialect == "spark":
        return all_of([known(of.copy()), among(of, every)])  # Spark reads on as what is never null
    found = called("LIST_POSITION", lists.together(dialect, every), of)
    return or_else(compared(found, "gt", whole(0)), truth(False))


def read_date(dialect: Dialect, of: DateColumn, name: str, shown: str) -> Read:
    """Days (a date) or microseconds (a moment, or text) since 1970-01-01; the calendar's years are 1 to 9999."""
    if of.stored == "text":
        return _read_date_text(dialect, of, name, shown)
    in_days = of.stored == "date"
    value = days_of(dialect, column(of.column)) if in_days else microseconds_of(dialect, column(of.column))
    day = 1 if in_days else MICROSECONDS
    fits: Make = lambda: all_of(  # noqa: E731 - a maker, passed on
        [
            compared(column(name), "ge", whole(-719_162 * day)),
            compared(column(name), "lt", whole(2_932_897 * day)),
        ]
    )
    tests = (Test("bad-date", lambda: exp.Not(this=exp.Paren(this=fits())), fits),)
    return Read(shown, ((name, value),), lambda: known(column(name)), fits, tests)


def _read_date_text(dialect: Dialect, of: DateColumn, name: str, shown: str) -> Read:
    raw = f"{name} as text"
    fits = exp.RegexpLike(this=column(of.column), expression=text(_MOMENT_TEXT))
    spaced = called("REPLACE", column(of.column), text("T"), text(" "))
    padded = exp.Case(
        ifs=[exp.If(this=compared(called("LENGTH", column(of.column)), "eq", whole(10)),
                    true=called("CONCAT", column(of.column), text(" 00:00:00"))),
             exp.If(this=compared(called("LENGTH", column(of.column)), "eq", whole(16)),
                    true=called("CONCAT", spaced.copy(), text(":00")))],
        default=spaced,
    )  # fmt: skip
    moment = tried(exp.Case(ifs=[exp.If(this=fits, true=padded)]), _moment_type(dialect))
    value = microseconds_of(dialect, moment)
    year_0 = Test("bad-date", lambda: compared(called("SUBSTR", column(raw), whole(1), whole(4)), "eq", text("0000")))
    read = _by_words(shown, name, raw, column(of.column), value, "bad-date")
    fine: Make = lambda: all_of([known(column(name)), exp.Not(this=exp.Paren(this=year_0.is_wrong()))])  # noqa: E731
    return Read(read.name, read.select, read.given, fine, (*read.tests, year_0))


def _moment_type(dialect: Dialect) -> str:
    return "TIMESTAMP" if dialect == "duckdb" else "TIMESTAMPNTZ"


def epoch() -> Sql:
    """The first of January 1970."""
    return cast(text("1970-01-01"), "DATE")


def days_of(dialect: Dialect, of: Sql) -> Sql:
    """A date as days since 1970-01-01."""
    if dialect == "duckdb":
        return cast(calculated(cast(of, "DATE"), "-", epoch()), "BIGINT")
    return cast(called("DATEDIFF", cast(of, "DATE"), epoch()), "BIGINT")


def microseconds_of(dialect: Dialect, of: Sql) -> Sql:
    """A moment without a zone as microseconds since 1970-01-01, whatever the session's zone is."""
    if dialect == "duckdb":
        return called("EPOCH_US", cast(of, "TIMESTAMP"))
    since_midnight = calculated(
        calculated(calculated(cast(called("HOUR", of.copy()), "BIGINT"), "*", whole(3600)), "+",
                   calculated(called("MINUTE", of.copy()), "*", whole(60))),
        "*", whole(1_000_000),
    )  # fmt: skip
    seconds = cast(
        calculated(exp.Extract(this=exp.Var(this="SECOND"), expression=of.copy()), "*", whole(1_000_000)), "BIGINT"
    )
    midnight = calculated(days_of(dialect, of), "*", whole(MICROSECONDS))
    return calculated(calculated(midnight, "+", since_midnight), "+", seconds)
