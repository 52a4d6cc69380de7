"""Inputs meet columns: by the mapping file, else by name. What does not fit is a problem before anything runs.

columns neutrophil_count, fever      neutrophil count (in its declared unit), fever
no column for weight                 weight is unknown for every patient: said, and refused where it must be known
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field

from caretree.cohort.csv_head import TWICE
from caretree.cohort.mapping import CohortMapping, InputMapping, bad_mapping
from caretree.cohort.tables import Kind, TableColumn
from caretree.decisions.dates import read_moment
from caretree.decisions.graph import DecisionGraph, GraphPathway
from caretree.decisions.patient import names_of
from caretree.decisions.patient_problems import did_you_mean
from caretree.decisions.patient_units import to_declared
from caretree.guideline.inputs import Input
from caretree.guideline.names import slug, snake
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo
from caretree.problems.problem import Problem
from caretree.source.span import NOWHERE
from caretree.targets.sql.reading import DIGITS, number_of_input, reported_range, scale_of
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
    Stored,
    YesNoColumn,
)
from caretree.units.find import find_unit_for
from caretree.units.unit import Unit

COLUMNS_TOLD = 20
"""Names of the table's columns that a message lists."""

EXACT = 9 * 10**15
"""Below this every whole number is a double of its own."""


class Matching(Struct):
    """The table's columns by name, and the problems found while inputs look for theirs."""

    table: dict[str, TableColumn]
    problems: list[Problem] = field(default_factory=list)

    def column(self, name: str, of: str, kinds: Iterable[Kind]) -> TableColumn | None:
        """The column of this name, if its type is one of some kinds."""
        found = self.table.get(name)
        if found is None:
            self.problems.append(self.no_such_column(name, f', which is to hold "{of}"'))
            return None
        if found.kind not in kinds:
            self.problems.append(_unsuitable(found, of, kinds))
            return None
        return found

    def key(self, name: str) -> None:
        """Look for the column of the key, which may hold anything."""
        found = self.table.get(name)
        if not name:
            fix = 'Give --key COLUMN, or write key = "COLUMN" in the mapping file.'
            self.problems.append(bad_mapping("nothing says which column is the patient's key.", fix))
        elif found is None:
            self.problems.append(self.no_such_column(name, " for the patient's key"))
        elif found.why == TWICE:
            self.problems.append(_unsuitable(found, "the patient's key", ()))

    def no_such_column(self, name: str, of: str) -> Problem:
        """A column that is not there; what looks like it, or what there is."""
        there = ", ".join(f'"{one}"' for one in list(self.table)[:COLUMNS_TOLD])
        more = ", …" if len(self.table) > COLUMNS_TOLD else ""
        fix = did_you_mean(name, self.table) or f"Its columns are: {there}{more}."
        return bad_mapping(f'the table has no column "{name}"{of}.', fix)


def _unsuitable(found: TableColumn, of: str, kinds: Iterable[Kind]) -> Problem:
    what = found.why or f"stored as {found.kind}"
    message = f'the column "{found.name}" cannot hold "{of}": it is {what}.'
    fix = f"Store it as one of: {', '.join(kinds)}."
    if found.kind == "number" and "text" in kinds and "number" not in kinds:
        own = f'{{ column = "{found.name}", values = {{ "1" = "…" }} }}'
        fix = f"Say in a mapping file what its values stand for: {own}."
    if found.why == TWICE:
        fix = "Give each column of the file a name of its own; capitals make no difference."
    if found.why.startswith("a 32-bit"):
        fix = "Store it as DOUBLE or as DECIMAL with the digits that were measured."
    why = "A misread column would be another patient." if found.why == TWICE else "Values are compared exactly."
    return Problem("unsuitable-column", message, NOWHERE, why, fix)


def patient_columns(
    graph: DecisionGraph, table: Sequence[TableColumn], mapping: CohortMapping, key: str, at: Fraction | None
) -> tuple[PatientColumns | None, list[Problem]]:
    """Where each input stands, with notes on those that stand nowhere; or no columns and why."""
    matching = Matching({column.name: column for column in table})
    chosen = key or mapping.key
    matching.key(chosen)
    wanted = _by_input(graph, mapping, matching)
    inputs = {}
    absent = []
    for given in graph.guideline.inputs:
        found = _input(matching, given, wanted.get(given.name.id))
        if found is not None:
            inputs[given.name.id] = found
        elif given.name.id not in wanted:
            absent.append(given)
    _report_absent(matching, absent)
    phases = _phases(graph, mapping, matching)
    moment = _moment(matching, mapping, at)
    if any(problem.severity == "error" for problem in matching.problems):
        return None, matching.problems
    never_null = frozenset(column.name for column in table if column.never_null)
    return PatientColumns(chosen, inputs, moment, phases, never_null), matching.problems


def _by_input(graph: DecisionGraph, mapping: CohortMapping, matching: Matching) -> dict[str, InputMapping]:
    """What the mapping says of each input, and for the others the column of their name."""
    inputs = graph.guideline.inputs
    names = {name: given.name.id for given in reversed(inputs) for name in names_of(given.name)}
    found: dict[str, InputMapping] = {}
    for name, one in mapping.columns.items():
        if name not in names:
            matching.problems.append(_unknown(name, names))
        elif names[name] in found:
            matching.problems.append(bad_mapping(f'"{name}" is mapped twice.', "Give it once."))
        else:
            found[names[name]] = one
    absent = {names.get(name, "") for name in mapping.absent}
    matching.problems += [_unknown(name, names) for name in mapping.absent if name not in names]
    for given in inputs:
        if given.name.id not in found and given.name.id not in absent:
            own = _by_name(given, matching.table)
            if own is not None:
                found[given.name.id] = own
    return found


def _unknown(name: str, names: Iterable[str]) -> Problem:
    return bad_mapping(f'"{name}" is no input of this guideline.', did_you_mean(name, names))


def _by_name(given: Input, table: Mapping[str, TableColumn]) -> InputMapping | None:
    """The column that is called as the input; two such columns are left for the mapping to choose from."""
    lower = {name.lower(): name for name in reversed(list(table))}
    own = [lower[name.lower()] for name in names_of(given.name) if name.lower() in lower]
    if isinstance(given.type, Course):
        statuses = [
            lower[f"{name.lower()}_status"] for name in names_of(given.name) if f"{name.lower()}_status" in lower
        ]
        starts = [
            lower[f"{name.lower()}_started"] for name in names_of(given.name) if f"{name.lower()}_started" in lower
        ]
        status = [*own, *statuses]
        return InputMapping(status=status[0], started=starts[0] if starts else "") if status else None
    if not own:
        return None
    return InputMapping(list=own[0]) if isinstance(given.type, Series) else InputMapping(column=own[0])


def _report_absent(matching: Matching, absent: Sequence[Input]) -> None:
    """Inputs without a column: an error for each that must be known, one note for all others."""
    may = [given for given in absent if given.may_be_unknown or given.assume is not None]
    for given in absent:
        if given not in may:
            message = f'no column holds "{given.name.shown}": it is unknown for every patient.'
            fix = f'Call a column "{snake(given.name.long)}", or name its column in a mapping file.'
            why = "The guideline does not allow it to be unknown."
            matching.problems.append(Problem("no-column", message, NOWHERE, why, fix))
    if may:
        what = "it is" if len(may) == 1 else "they are"
        message = f"no column holds {_listed(given.name.shown for given in may)}: {what} unknown for every patient."
        call = "Call a column" if len(may) == 1 else "Call columns"
        fix = f"{call} {_listed(snake(one.name.long) for one in may)}, or name the table's own in a mapping file."
        why = "What depends on that stays undecided."
        matching.problems.append(Problem("no-column", message, NOWHERE, why, fix, "note"))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _input(matching: Matching, given: Input, of: InputMapping | None) -> InputColumns | None:
    if of is None:
        return None
    makers: dict[type, Callable[[], InputColumns | None]] = {
        YesNo: lambda: _yes_no(matching, given, of),
        Choice: lambda: _choice(matching, given, of),
        Number: lambda: _number(matching, given, of.column, of.unit),
        Date: lambda: _date(matching, of.column, given.name.shown),
        Series: lambda: _series(matching, given, of),
        Course: lambda: _course(matching, given, of),
    }
    return makers[type(given.type)]()


def _yes_no(matching: Matching, given: Input, of: InputMapping) -> YesNoColumn | None:
    column = matching.column(
        of.column, given.name.shown, ("yes-no", "text", "number") if of.values else ("yes-no", "text")
    )
    if column is None:
        return None
    bad = [meant for _, meant in of.values if meant not in ("yes", "no")]
    if bad:
        matching.problems.append(bad_mapping(f'"{given.name.shown}": values stand for yes or no, not "{bad[0]}".'))
    words = tuple((word, meant == "yes") for word, meant in of.values)
    stored: Stored = "text" if words or column.kind != "yes-no" else "yes-no"
    return YesNoColumn(column.name, stored, words)


def _choice(matching: Matching, given: Input, of: InputMapping) -> ChoiceColumn | None:
    assert isinstance(given.type, Choice)
    return _label(matching, given.name.shown, of.column, of.values, given.type.labels)


def _label(
    matching: Matching, shown: str, name: str, values: tuple[tuple[str, str], ...], labels: Sequence[str]
) -> ChoiceColumn | None:
    column = matching.column(name, shown, ("text", "number", "yes-no") if values else ("text",))
    bad = [meant for _, meant in values if meant not in labels]
    if bad:
        message = f'"{shown}" has no label "{bad[0]}".'
        matching.problems.append(bad_mapping(message, did_you_mean(bad[0], labels) or f"Labels: {', '.join(labels)}."))
    return None if column is None else ChoiceColumn(column.name, values)


def _unit(matching: Matching, given: Input, text: str) -> Unit | None:
    declared = number_of_input(given).unit
    if not text:
        return declared
    unit = find_unit_for(text, declared)
    if unit is None or to_declared(given, declared, Fraction(1), unit) is None:
        fix = f'Give a unit like "{declared.symbol}".' if declared.symbol else "It takes no unit."
        message = f'"{given.name.shown}" cannot be in "{text}".'
        matching.problems.append(
            Problem("wrong-unit", message, NOWHERE, "Values convert only within one dimension.", fix)
        )
        return None
    return unit


def _number(matching: Matching, given: Input, name: str, unit_text: str) -> NumberColumn | None:
    column = matching.column(name, given.name.shown, ("number", "text"))
    unit = _unit(matching, given, unit_text)
    if column is None or unit is None or not _fits(matching, given, column, unit):
        return None
    return NumberColumn(column.name, unit, "text" if column.kind == "text" else "number", column.decimals)


def _fits(matching: Matching, given: Input, column: TableColumn, unit: Unit) -> bool:
    """Whether every plausible value of the column's type is a double of its own."""
    largest = max(abs(end) for end in reported_range(given, scale_of(given, unit)))
    digits = len(str(int(largest))) + (column.decimals or 0)
    if largest < EXACT and (column.decimals is None or digits <= DIGITS):
        return True
    message = f'the column "{column.name}" holds more than {DIGITS} digits for "{given.name.shown}".'
    fix = f"Store it as DECIMAL({DIGITS}, …) or DOUBLE."
    matching.problems.append(Problem("unsuitable-column", message, NOWHERE, "Values are compared exactly.", fix))
    return False


def _date(matching: Matching, name: str, shown: str) -> DateColumn | None:
    column = matching.column(name, shown, ("date", "moment", "text"))
    return None if column is None else DateColumn(column.name, _stored(column.kind))


def _stored(kind: Kind) -> Stored:
    assert kind in ("number", "text", "yes-no", "date", "moment")
    return kind


def _series(matching: Matching, given: Input, of: InputMapping) -> InputColumns | None:
    if of.measurements:
        return _pairs(matching, given, of)
    unit = _unit(matching, given, of.unit)
    column = matching.column(of.list or of.column, given.name.shown, ("list",))
    if column is None or unit is None:
        return None
    parts = dict(column.parts)
    if parts.get(of.value) != "number" or parts.get(of.on) not in ("date", "moment"):
        message = f'the list "{column.name}" has no number "{of.value}" with a date "{of.on}".'
        fix = f"Its parts are: {', '.join(f'{name} ({kind})' for name, kind in column.parts)}."
        matching.problems.append(bad_mapping(message, fix))
        return None
    return ListColumn(column.name, unit, of.value, of.on)


def _pairs(matching: Matching, given: Input, of: InputMapping) -> MeasurementColumns | None:
    unit = _unit(matching, given, of.unit)
    found = []
    for value, on in of.measurements:
        number = matching.column(value, given.name.shown, ("number",))
        date = matching.column(on, given.name.shown, ("date", "moment"))
        if number is not None and date is not None and unit is not None and _fits(matching, given, number, unit):
            found.append((NumberColumn(number.name, unit), DateColumn(date.name, _stored(date.kind))))
    return MeasurementColumns(tuple(found)) if len(found) == len(of.measurements) else None


def _course(matching: Matching, given: Input, of: InputMapping) -> CourseColumns | None:
    status = _label(matching, given.name.shown, of.status or of.column, of.values, COURSE_STATUSES)
    if not of.started:
        return None if status is None else CourseColumns(status)
    started = _date(matching, of.started, f"{given.name.shown} started")
    return None if status is None or started is None else CourseColumns(status, started)


def _phases(graph: DecisionGraph, mapping: CohortMapping, matching: Matching) -> dict[str, PhaseColumns]:
    found: dict[str, PhaseColumns] = {}
    for pathway in graph.pathways:
        names = (pathway.name, pathway.id, snake(pathway.id), slug(pathway.name))
        own = next((mapping.phases[name] for name in names if name in mapping.phases), None)
        phase, since = f"{snake(pathway.id)}_phase", f"{snake(pathway.id)}_since"
        if own is not None:
            phase, since = own.phase, own.since
        elif phase not in matching.table:
            matching.problems.append(_no_phase(pathway, phase))
            continue
        elif since not in matching.table:
            since = ""
        labels = ["not started", "ended", *(one.id for one in pathway.phases)]
        found |= _phase(matching, pathway, phase, since, own.values if own else (), labels)
    known = {name for one in graph.pathways for name in (one.name, one.id, snake(one.id), slug(one.name))}
    matching.problems += [
        bad_mapping(f'"{name}" is no pathway of this guideline.', did_you_mean(name, known))
        for name in mapping.phases
        if name not in known
    ]
    return found


def _no_phase(pathway: GraphPathway, column: str) -> Problem:
    message = f'no column holds the phase of "{pathway.name}": it is unknown for every patient.'
    fix = f'Call a column "{column}", or name its column in a mapping file under [phases."{pathway.name}"].'
    return Problem("no-column", message, NOWHERE, "What depends on it stays undecided.", fix, "note")


def _phase(
    matching: Matching,
    pathway: GraphPathway,
    phase: str,
    since: str,
    values: tuple[tuple[str, str], ...],
    labels: list[str],
) -> dict[str, PhaseColumns]:
    column = _label(matching, pathway.name, phase, values, labels)
    started = _date(matching, since, f"{pathway.name} since") if since else None
    return {} if column is None else {pathway.id: PhaseColumns(column, started)}


def _moment(matching: Matching, mapping: CohortMapping, at: Fraction | None) -> DateColumn | Fraction | None:
    if at is not None:
        return at
    if mapping.at_column:
        return _date(matching, mapping.at_column, "at")
    if mapping.at_day:
        moment = read_moment(mapping.at_day)
        if moment is None:
            matching.problems.append(bad_mapping('"at" is not a date.', "Write it as 2025-09-08 or 2025-09-08T10:30."))
        return moment
    return None
