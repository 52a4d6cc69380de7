"""The first step of every query: a table's columns under the names of inputs, and what makes a row readable.

"anc_per_ul" AS "neutrophil-count", "has_fever" AS "fever"      WHERE each is readable and none that must be is missing
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph
from caretree.decisions.phases import ENDED, NOT_STARTED
from caretree.guideline.inputs import Input
from caretree.guideline.names import slug, snake
from caretree.guideline.types import COURSE_STATUSES, Choice
from caretree.targets.sql.conditions import phase_column
from caretree.targets.sql.moments import AT, AT_DAY, no_moment, since_column, started_column
from caretree.targets.sql.reading import Read, Test, read_number, readable, reason, unreadable
from caretree.targets.sql.reading_facts import MICROSECONDS, days_of, read_choice, read_date, read_yes_no
from caretree.targets.sql.reading_lists import SORTED, is_future, read_list, read_pairs, sorted_list
from caretree.targets.sql.sources import (
    ChoiceColumn,
    CourseColumns,
    DateColumn,
    InputColumns,
    ListColumn,
    MeasurementColumns,
    NumberColumn,
    PatientColumns,
    PhaseColumns,
    YesNoColumn,
)
from caretree.targets.sql.words import (
    Dialect,
    Make,
    Sql,
    all_of,
    any_of,
    calculated,
    called,
    case,
    column,
    compared,
    negated,
    null,
    or_else,
    text,
    unknown,
    whole,
)

KEY = "patient key"
ARE_ONE = "the same input"


class Given(Struct, frozen=True):
    """Everything read from the table: the columns, how each input (phase, moment) is read, and sorted series."""

    select: tuple[tuple[str, Sql], ...]
    reads: tuple[tuple[str, Read], ...]
    sorted: tuple[tuple[str, Sql], ...]
    mandatory: frozenset[str]

    def names(self) -> list[str]:
        """The columns there are after reading."""
        return [name for name, _ in (*self.select, *self.sorted)]

    def readable(self, known_names: frozenset[str]) -> Sql:
        """Whether a row can be decided; ``known_names`` must be given."""
        return all_of(readable(read, name in known_names or name in self.mandatory) for name, read in self.reads)

    def unreadable(self) -> Sql:
        """Whether it cannot; never null."""
        return any_of(unreadable(read, name in self.mandatory) for name, read in self.reads)

    def reasons(self) -> tuple[dict[str, Sql], Sql]:
        """What is wrong with a row, by columns: one for each value, and what is put together from them: every value
        that cannot be read; if there is none, what is missing."""
        apart = {f"reason {number}": reason(read) for number, (_, read) in enumerate(self.reads, start=1)}
        wrong = called("CONCAT_WS", text("; "), *(column(name) for name in apart)) if apart else text("")
        missing = [
            case([(unknown(column(name)), text(f"missing-input: {read.name}"))], null())
            for name, read in self.reads
            if name in self.mandatory
        ]
        absent = called("CONCAT_WS", text("; "), *missing) if missing else text("")
        return apart, or_else(called("NULLIF", wrong, text("")), absent)


def given_columns(
    graph: DecisionGraph, dialect: Dialect, columns: PatientColumns, in_formulas: frozenset[str]
) -> Given:
    """How a table is read. ``in_formulas`` are the inputs that exact arithmetic calculates with."""
    reads: list[tuple[str, Read]] = []
    later: list[tuple[str, Sql]] = []
    at: Make = lambda: _evaluated_at(columns)  # noqa: E731 - a maker, passed on
    for given in graph.guideline.inputs:
        name = given.name.id
        of = columns.inputs.get(name)
        if of is None:
            continue
        reads += _reads(dialect, given, of, name, at, name in in_formulas)
        if isinstance(of, ListColumn | MeasurementColumns):
            later.append((f"{name} {SORTED}", sorted_list(dialect, given, of, name)))
    for pathway in graph.pathways:
        phase = columns.phases.get(pathway.id)
        if phase is not None:
            phases = [(one.id, one.name) for one in pathway.phases]
            reads += _phase_reads(dialect, phase, pathway.id, pathway.name, phases, at)
    select: list[tuple[str, Sql]] = [(KEY, column(columns.key))]
    mandatory = frozenset(_always_given(graph, columns))
    if columns.at is not None:
        select += _moment_columns(dialect, columns.at, reads)
        if isinstance(columns.at, DateColumn):
            mandatory |= {AT}
    select += [part for _, read in reads for part in read.select]
    return Given(tuple(dict(select).items()), tuple(reads), tuple(later), mandatory)


def _always_given(graph: DecisionGraph, columns: PatientColumns) -> Iterator[str]:
    """What is never null in a readable row: what must be known, and columns without nulls."""
    for given in graph.guideline.inputs:
        of = columns.inputs.get(given.name.id)
        if of is None:
            continue
        if not (given.may_be_unknown or given.assume) or _own_column(of) in columns.never_null:
            yield given.name.id
        if isinstance(of, CourseColumns) and of.started and of.started.column in columns.never_null:
            yield started_column(given.name.id)
    for pathway, phase in columns.phases.items():
        if not phase.phase.words and phase.phase.column in columns.never_null:
            yield phase_column(pathway)
        if phase.since and phase.since.column in columns.never_null:
            yield since_column(pathway)


def _own_column(of: InputColumns) -> str | None:
    """The column whose null is the input's, where there is one."""
    match of:
        case NumberColumn(column=name) | DateColumn(column=name) | ListColumn(column=name) | YesNoColumn(column=name):
            return name
        case ChoiceColumn(column=name) | CourseColumns(status=ChoiceColumn(column=name)):
            return name
        case MeasurementColumns():
            return None


def _evaluated_at(columns: PatientColumns) -> Sql:
    if columns.at is None:
        raise no_moment()
    return column(AT)


def _moment_columns(
    dialect: Dialect, at: DateColumn | Fraction, reads: list[tuple[str, Read]]
) -> list[tuple[str, Sql]]:
    """The evaluation's moment in microseconds and its day."""
    if isinstance(at, Fraction):
        return [(AT, whole(int(at * MICROSECONDS))), (AT_DAY, whole(int(at // 1)))]
    reads.append((AT, _as_moment(read_date(dialect, at, AT, "at"), at)))
    if at.stored == "text":
        return [(AT_DAY, _day_of_text(reads[-1][1]))]
    return [(AT_DAY, days_of(dialect, column(at.column)))]


def _as_moment(read: Read, at: DateColumn) -> Read:
    """A day as its first microsecond."""
    if at.stored != "date":
        return read
    (name, tree), *rest = read.select
    moved = calculated(tree, "*", whole(MICROSECONDS))
    first, last = (whole(day * MICROSECONDS) for day in (-719_162, 2_932_897))
    fits: Make = lambda: all_of(  # noqa: E731 - a maker, passed on
        [compared(column(name), "ge", first.copy()), compared(column(name), "lt", last.copy())]
    )
    return Read(read.name, ((name, moved), *rest), read.given, fits, (Test("bad-date", lambda: negated(fits()), fits),))


def _day_of_text(read: Read) -> Sql:
    tree = next(tree for name, tree in read.select if name == AT)
    shifted = calculated(tree.copy(), "+", whole(719_162 * MICROSECONDS))
    return calculated(calculated(shifted, "//", whole(MICROSECONDS)), "-", whole(719_162))


def _reads(
    dialect: Dialect, given: Input, of: InputColumns, name: str, at: Make, in_formulas: bool
) -> Iterable[tuple[str, Read]]:
    shown = given.name.shown
    match of:
        case NumberColumn():
            yield name, read_number(given, of, name, in_formulas)
        case YesNoColumn():
            yield name, read_yes_no(of, name, shown)
        case ChoiceColumn():
            labels = given.type.labels if isinstance(given.type, Choice) else COURSE_STATUSES
            yield name, read_choice(dialect, of, name, shown, labels)
        case DateColumn():
            yield name, read_date(dialect, of, name, shown)
        case CourseColumns(status=status, started=started):
            yield name, read_choice(dialect, status, name, shown, COURSE_STATUSES, "bad-status")
            if started is not None:
                own = started_column(name)
                read = read_date(dialect, started, own, f"{shown} started")
                yield own, read
                yield f"{name} is {ARE_ONE}", _no_start_alone(name, read, shown)
        case ListColumn():
            yield name, read_list(dialect, given, of, name, at)
        case MeasurementColumns():
            yield name, read_pairs(dialect, given, of, name, at)


def _no_start_alone(name: str, started: Read, shown: str) -> Read:
    """A course with a start but no status has no known status."""
    wrong: Make = lambda: all_of([unknown(column(name)), started.given()])  # noqa: E731 - a maker, passed on
    return Read(shown, (), wrong, lambda: compared(whole(1), "eq", whole(0)), (Test("bad-status", wrong),))


def _phase_reads(
    dialect: Dialect, of: PhaseColumns, pathway: str, shown: str, phases: list[tuple[str, str]], at: Make
) -> Iterable[tuple[str, Read]]:
    name, since = phase_column(pathway), since_column(pathway)
    words = of.phase.words or _phase_words(phases)
    yield name, read_choice(dialect, ChoiceColumn(of.phase.column, words), name, shown, ())
    if of.since is None:
        return
    read = read_date(dialect, of.since, since, f"{shown} since")
    per_day = of.since.stored == "date"
    moment: Make = lambda: calculated(column(since), "*", whole(MICROSECONDS)) if per_day else column(since)  # noqa: E731
    future = Test("future-date", lambda: is_future(moment(), at))
    fine: Make = lambda: all_of([read.fine(), negated(future.is_wrong())])  # noqa: E731 - a maker, passed on
    yield since, Read(read.name, read.select, read.given, fine, (*read.tests, future))


def _phase_words(phases: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Every way a phase can be written."""
    found = {NOT_STARTED: NOT_STARTED, ENDED: ENDED}
    for identity, name in phases:
        for word in (identity, name, slug(name), snake(name)):
            found.setdefault(word, identity)
    return tuple(found.items())


__all__ = ["AT", "AT_DAY", "KEY", "Given", "given_columns"]
