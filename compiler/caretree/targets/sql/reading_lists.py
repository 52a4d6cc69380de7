"""Reading a series of measurements: every value and date checked, then kept oldest first as exact whole numbers.

[{value: 33.0, on: 2025-08-25 08:00}, …]      [{on: 1756108800000000, place: 1, value: 33}, …]
"""

from __future__ import annotations

from sqlglot import exp

from caretree.guideline.inputs import Input
from caretree.targets.sql import lists
from caretree.targets.sql.reading import Read, Test, counted, decimals_kept, number_tests
from caretree.targets.sql.reading_facts import MICROSECONDS, microseconds_of
from caretree.targets.sql.sources import ListColumn, MeasurementColumns, NumberColumn
from caretree.targets.sql.words import (
    Dialect,
    Make,
    Sql,
    all_of,
    any_of,
    calculated,
    cast,
    column,
    compared,
    known,
    negated,
    text,
    unknown,
    whole,
)

SORTED = "sorted"
"""Added to an input's name: its measurements, oldest first."""


def read_list(dialect: Dialect, given: Input, of: ListColumn, name: str, at: Make) -> Read:
    """A list column. ``at`` is the evaluation's moment in microseconds."""
    value = NumberColumn(of.column, of.unit, "number", of.decimals)
    number: Make = lambda: cast(lists.part(lists.element(), of.value), "DOUBLE")  # noqa: E731 - a maker, passed on
    on: Make = lambda: lists.part(lists.element(), of.on)  # noqa: E731 - a maker, passed on
    return _read(dialect, given, value, name, column(of.column), number, on, at)


def read_pairs(dialect: Dialect, given: Input, of: MeasurementColumns, name: str, at: Make) -> Read:
    """Pairs of columns as a list; a pair of nulls is no measurement, all of them null an unknown series."""
    first = of.of[0][0]
    pairs = [
        lists.structure([("value", cast(column(value.column), "DOUBLE")), ("on", _moment(dialect, column(on.column)))])
        for value, on in of.of
    ]
    empty = all_of(part for value, on in of.of for part in (unknown(column(value.column)), unknown(column(on.column))))
    stated = negated(
        all_of([unknown(lists.part(lists.element(), "value")), unknown(lists.part(lists.element(), "on"))])
    )
    made = exp.Case(ifs=[exp.If(this=negated(empty), true=lists.kept(lists.together(dialect, pairs), stated))])
    number: Make = lambda: lists.part(lists.element(), "value")  # noqa: E731 - a maker, passed on
    on_: Make = lambda: lists.part(lists.element(), "on")  # noqa: E731 - a maker, passed on
    return _read(dialect, given, first, name, made, number, on_, at)


def _moment(dialect: Dialect, of: Sql) -> Sql:
    return cast(of, "TIMESTAMP" if dialect == "duckdb" else "TIMESTAMPNTZ")


def _read(
    dialect: Dialect, given: Input, of: NumberColumn, name: str, raw: Sql, number: Make, on: Make, at: Make
) -> Read:
    wrong = _wrong(dialect, given, of, number, on, at)
    problems = list(dict.fromkeys(problem for problem, _ in wrong))
    verdict: Make = lambda: exp.Case(  # noqa: E731 - a maker, passed on
        ifs=[exp.If(this=is_wrong(), true=text(problem)) for problem, is_wrong in wrong]
    )

    def has(problem: str) -> Make:
        return lambda: _any(dialect, name, compared(verdict(), "eq", text(problem)))

    fine: Make = lambda: compared(  # noqa: E731 - a maker, passed on
        lists.length(dialect, lists.kept(column(name), known(verdict()))), "eq", whole(0)
    )
    tests = tuple(Test(problem, has(problem)) for problem in problems)
    return Read(given.name.shown, ((name, raw),), lambda: known(column(name)), fine, tests, tells_all=True)


def _any(dialect: Dialect, name: str, condition: Sql) -> Sql:
    return compared(lists.length(dialect, lists.kept(column(name), condition)), "gt", whole(0))


def _wrong(
    dialect: Dialect, given: Input, of: NumberColumn, number: Make, on: Make, at: Make
) -> list[tuple[str, Make]]:
    """What can be wrong with one measurement, in the order of the interpreter's checks."""
    wrong: list[tuple[str, Make]] = [("bad-series", lambda: unknown(lists.element()))]
    wrong.append(("bad-number", lambda: unknown(number())))
    wrong += [(test.problem, test.is_wrong) for test in number_tests(given, of, number, for_formulas=True)]
    wrong.append(("bad-date", lambda: unknown(on())))
    wrong.append(("future-date", lambda: is_future(microseconds_of(dialect, _moment(dialect, on())), at)))
    return wrong


def is_future(moment: Sql, at: Make) -> Sql:
    """Whether a moment lies after the evaluation; an evaluation on a day without a time lasts the whole day."""
    is_day = compared(calculated(at(), "%", whole(MICROSECONDS)), "eq", whole(0))
    same_day = compared(moment.copy(), "lt", calculated(at(), "+", whole(MICROSECONDS)))
    return all_of([compared(moment, "gt", at()), negated(all_of([is_day, same_day]))])


def sorted_list(dialect: Dialect, given: Input, of: ListColumn | MeasurementColumns, name: str) -> Sql:
    """The measurements oldest first; of two at one moment the later listed is later. Values are whole numbers."""
    if isinstance(of, ListColumn):
        decimals, value, on = decimals_kept(given, of.unit, of.decimals), of.value, of.on
    else:
        first = of.of[0][0]
        decimals, value, on = decimals_kept(given, first.unit, first.decimals), "value", "on"
    one = lists.structure(
        [
            ("on", microseconds_of(dialect, _moment(dialect, lists.part(lists.element(), on)))),
            ("place", cast(lists.position(), "BIGINT")),
            ("value", counted(cast(lists.part(lists.element(), value), "DOUBLE"), decimals)),
        ]
    )
    return lists.in_order(dialect, lists.changed(column(name), one))


__all__ = ["SORTED", "any_of", "is_future", "read_list", "read_pairs", "sorted_list"]
