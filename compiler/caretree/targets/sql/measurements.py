"""Courses of treatment and series of measurements in SQL.

the latest platelets         the last value of "platelets sorted", null without one
the last 3 are rising        its last three values compared, unknown with fewer
"""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions.expressions import NumberId, SeriesValue, Sustained, Trend
from caretree.targets.sql import lists
from caretree.targets.sql.exact import Count, Exact, add, number
from caretree.targets.sql.exact_steps import either
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.moments import evaluation_moment
from caretree.targets.sql.reading import decimals_kept, number_of_input, scale_of
from caretree.targets.sql.reading_facts import MICROSECONDS
from caretree.targets.sql.reading_lists import SORTED
from caretree.targets.sql.refusal import NotInSql
from caretree.targets.sql.sources import ListColumn, MeasurementColumns
from caretree.targets.sql.spans import UNBOUNDED, Span
from caretree.targets.sql.truths import UNKNOWN, Truth, of_two
from caretree.targets.sql.words import (
    Make,
    Sql,
    all_of,
    any_of,
    calculated,
    case,
    cast,
    column,
    compared,
    known,
    negated,
    null,
    or_else,
    truth,
    unknown,
    whole,
)

MOST_MEASUREMENTS = 10**6
"""Measurements of one patient that sums are sized for."""


def course_status(meaning: Meaning, name: str) -> Sql | None:
    """A course's status, null while unknown."""
    return column(name) if meaning.has(name) else None


def _sorted(meaning: Meaning, name: str) -> Sql:
    return column(f"{name} {SORTED}")


def _unit_scale(meaning: Meaning, name: str) -> tuple[Fraction, Fraction]:
    """From a measurement's whole number to its declared unit: factor and offset."""
    of = meaning.columns.inputs[name]
    assert isinstance(of, ListColumn | MeasurementColumns)
    given = meaning.input(name)
    unit, decimals = (of.unit, of.decimals) if isinstance(of, ListColumn) else (of.of[0][0].unit, of.of[0][0].decimals)
    factor, offset = scale_of(given, unit)
    return factor / 10 ** decimals_kept(given, unit, decimals), offset


def chosen(meaning: Meaning, node: SeriesValue) -> Make:
    """The values a term is about: those inside its window, of these the newest ``last``."""
    found = _sorted(meaning, node.input)
    if node.within is not None:
        start = calculated(evaluation_moment(meaning), "-", whole(_microseconds(node.within)))
        found = lists.kept(found, compared(lists.part(lists.element(), "on"), "gt", start))
    if node.last is not None:
        inside = meaning.sheet.keep(f"{node.input} inside", found)
        found = lists.newest(meaning.dialect, inside(), lists.length(meaning.dialect, inside()), node.last)
    return meaning.sheet.keep(f"{node.input} chosen", found)


def _microseconds(days: Fraction) -> int:
    exact = days * MICROSECONDS
    if exact.denominator != 1:
        raise NotInSql("A window is no whole number of microseconds.", "Moments are kept as such.")
    return exact.numerator


def series_span(meaning: Meaning, node: SeriesValue) -> Span:
    """The value of a series term in the declared unit, or all it could be without enough values."""
    known_value = series_value(meaning, node)
    least, most = _unknown_ends(meaning, node)
    if known_value is None:
        return Span(least, most)
    is_missing = unknown(known_value.top.make())
    low = known_value if least is None else _closed(either(is_missing, least, known_value))
    high = known_value if most is None else _closed(either(is_missing.copy(), most, known_value))
    return Span(low, high)


def _closed(of: Exact) -> Exact:
    return Exact(of.top, of.scale, of.bottom, of.is_root, False)


def series_known(meaning: Meaning, name: NumberId) -> Span:
    """A single measurement where there is one, elsewhere without bounds."""
    node = meaning.graph.numbers[name]
    assert isinstance(node, SeriesValue)
    found = series_value(meaning, node)
    return UNBOUNDED if found is None else Span(found, found)


def _unknown_ends(meaning: Meaning, node: SeriesValue) -> tuple[Exact | None, Exact | None]:
    plausible = number_of_input(meaning.input(node.input)).plausible
    if node.which == "number":
        return number(Fraction(0)), None
    if node.which == "total":
        return (number(Fraction(0)) if plausible.low >= 0 else None), None
    return number(plausible.low), number(plausible.high)


def series_value(meaning: Meaning, node: SeriesValue) -> Exact | None:
    """The term as an exact number that is null without enough values; nothing where the table has no such column."""
    if not meaning.has(node.input):
        return None
    values = chosen(meaning, node)
    size = meaning.sheet.column(f"{node.input} number", lists.length(meaning.dialect, values()))
    if node.which == "number":
        return Exact(Count(size, 0, MOST_MEASUREMENTS), Fraction(1), None, False, True)
    needed = max(2 if node.which == "previous" else 1, node.last or 1)
    tree = case([(compared(size(), "ge", whole(needed)), _picked(meaning, node, values, size))])
    return _scaled(meaning, node, meaning.sheet.column(f"{node.input} {node.which}", tree), size)


def _scaled(meaning: Meaning, node: SeriesValue, value: Make, size: Make) -> Exact:
    factor, offset = _unit_scale(meaning, node.input)
    plausible = number_of_input(meaning.input(node.input)).plausible
    low, high = sorted(int((end - offset) / factor) + side for end, side in ((plausible.low, -1), (plausible.high, 1)))
    if node.which not in ("average", "total"):
        found = Exact(Count(value, low, high), factor, None, False, True)
        return found if not offset else add(found, number(offset))
    if offset:
        raise NotInSql("A sum of temperatures in another scale cannot be calculated.", "Its offset would be added up.")
    total = Count(value, min(low, low * MOST_MEASUREMENTS), max(high, high * MOST_MEASUREMENTS), True)
    count = Count(lambda: cast(size(), "BIGINT"), 1, MOST_MEASUREMENTS)
    return Exact(total, factor, count if node.which == "average" else None, False, True)


def _picked(meaning: Meaning, node: SeriesValue, values: Make, size: Make) -> Sql:
    dialect = meaning.dialect
    numbers = lists.changed(values(), lists.part(lists.element(), "value"))
    match node.which:
        case "latest":
            return lists.part(lists.picked(dialect, values(), size()), "value")
        case "previous":
            return lists.part(lists.picked(dialect, values(), calculated(size(), "-", whole(1))), "value")
        case "earliest":
            return lists.part(lists.picked(dialect, values(), whole(1)), "value")
        case "lowest":
            return lists.lowest(dialect, numbers)
        case "highest":
            return lists.highest(dialect, numbers)
        case _:
            return cast(
                lists.total(dialect, lists.changed(values(), cast(lists.part(lists.element(), "value"), "WIDE"))),
                "WIDE",
            )


def trend_truth(meaning: Meaning, node: Trend) -> Truth:
    """Whether the last values rise or fall strictly; unknown with fewer."""
    if not meaning.has(node.input):
        return UNKNOWN
    dialect, values = meaning.dialect, _sorted(meaning, node.input)
    size = meaning.sheet.column(f"{node.input} number", lists.length(dialect, values.copy()))
    picked = [
        meaning.sheet.column(
            f"{node.input} last {back}",
            lists.part(
                lists.picked(
                    dialect,
                    values.copy(),
                    case([(compared(size(), "ge", whole(back)), calculated(size(), "-", whole(back - 1)))]),
                ),
                "value",
            ),
        )
        for back in range(node.count, 0, -1)
    ]
    comparison = "lt" if node.direction == "rising" else "gt"
    holds = all_of(compared(one(), comparison, other()) for one, other in zip(picked, picked[1:], strict=False))
    enough = or_else(compared(size(), "ge", whole(node.count)), truth(False))
    return Truth(case([(enough, holds)], null()), False)


def sustained_truth(meaning: Meaning, node: Sustained) -> Truth:
    """Whether the newest run of values inside the bounds spans ``days`` up to the latest value."""
    if not meaning.has(node.input):
        return UNKNOWN
    dialect, values = meaning.dialect, _sorted(meaning, node.input)
    days = whole(_microseconds(node.days))
    size = meaning.sheet.column(f"{node.input} number", lists.length(dialect, values.copy()))
    newest = meaning.sheet.column(
        f"{node.input} newest", lists.part(lists.picked(dialect, values.copy(), _at_least_1(size)), "on")
    )
    outside = meaning.sheet.column(f"{node.input} outside", lists.kept(values.copy(), negated(_inside(meaning, node))))
    outside_size = meaning.sheet.column(f"{node.input} number outside", lists.length(dialect, outside()))
    last = meaning.sheet.column(
        f"{node.input} last outside", lists.picked(dialect, outside(), _at_least_1(outside_size))
    )
    run_start = meaning.sheet.column(f"{node.input} run since", _run_start(meaning, node, values, last, outside_size))
    spanned = calculated(newest(), "-", run_start())
    yes = or_else(compared(spanned, "ge", days), truth(False))
    since_outside = calculated(newest(), "-", lists.part(last(), "on"))
    no = or_else(
        all_of([compared(outside_size(), "gt", whole(0)), compared(since_outside, "le", days.copy())]), truth(False)
    )
    return of_two(yes, no)


def _at_least_1(size: Make) -> Sql:
    return case([(compared(size(), "gt", whole(0)), size())])


def _run_start(meaning: Meaning, node: Sustained, values: Sql, last: Make, outside_size: Make) -> Sql:
    """The moment of the first value after the last one outside (of all, if none is), null without one."""
    on, place = lists.part(lists.element(), "on"), lists.part(lists.element(), "place")
    last_on, last_place = lists.part(last(), "on"), lists.part(last(), "place")
    later = any_of(
        [
            compared(on, "gt", last_on),
            all_of([compared(on.copy(), "eq", last_on.copy()), compared(place, "gt", last_place)]),
        ]
    )
    run = case([(compared(outside_size(), "eq", whole(0)), values.copy())], lists.kept(values.copy(), later))
    kept_run = meaning.sheet.column(f"{node.input} run", run)
    length = lists.length(meaning.dialect, kept_run())
    first = lists.part(lists.picked(meaning.dialect, kept_run(), whole(1)), "on")
    return case([(compared(length, "gt", whole(0)), first)], null())


def _inside(meaning: Meaning, node: Sustained) -> Sql:
    factor, offset = _unit_scale(meaning, node.input)
    value = lists.part(lists.element(), "value")
    parts: list[Sql] = []
    for end, strict, loose in ((node.low, "gt", "ge"), (node.high, "lt", "le")):
        if end is not None:
            bound = (end[0] - offset) / factor
            scaled = calculated(value.copy(), "*", whole(bound.denominator)) if bound.denominator != 1 else value.copy()
            parts.append(compared(scaled, loose if end[1] else strict, whole(bound.numerator)))
    return all_of(parts)


__all__ = ["course_status", "known", "series_known", "series_span", "series_value", "sustained_truth", "trend_truth"]
