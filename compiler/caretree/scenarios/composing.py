"""The parts every rule of a feature is made of: rows with what is pinned, tables of them, the pairs and the limits.

part "ANC is below 0.5", way "infection found"      a pair (0.2 and 1.74), and ANC 0.49, 0.5, 0.51
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from msgspec import Struct, field

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.reads import inputs_of_condition
from caretree.scenarios.boundaries import boundaries, is_series
from caretree.scenarios.condition_words import condition_words
from caretree.scenarios.influence import Influence, influences
from caretree.scenarios.mapping import mapping_of
from caretree.scenarios.mending import keys_read
from caretree.scenarios.pinned import Told, told
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Row, Table, Unreachable
from caretree.scenarios.search import Search
from caretree.scenarios.variation import Key, changed, keys_changed
from caretree.solver.paths import Path


class Composing(Struct):
    """One guideline's scenarios as they are made. ``unreachable`` collects what no patient shows; ``known`` keeps what
    is said about a patient, who is often shown in several rules."""

    graph: DecisionGraph
    search: Search
    unreachable: list[Unreachable] = field(default_factory=list)
    series_shown: set[tuple[View, ConditionId, Key]] = field(default_factory=set)
    known: dict[tuple[Hashable, bool], Told] = field(default_factory=dict)

    def row(self, record: PatientRecord, view: View, *, asks: bool = False, covers: Iterable[str] = ()) -> Row:
        """One patient and what the guideline says about them."""
        who = (record.recorded, asks)
        if who not in self.known:
            self.known[who] = told(self.graph, mapping_of(self.graph, record), asks)
        return Row(record, self.known[who].lines(view), self.known[who].question, tuple(covers))

    def table(self, name: str, rows: Sequence[Row]) -> list[Table]:
        """The rows as a table, each patient once; nothing without rows."""
        once = {row.record.recorded: row for row in reversed(rows)}
        kept = [row for row in rows if once[row.record.recorded] is row]
        columns: dict[Key, None] = {}
        for row in kept:
            columns.update(dict.fromkeys(keys_changed(self.search.base, row.record)))
        ordered = tuple(sorted(columns, key=self._place))
        return [Table(name, ordered, tuple(kept))] if kept else []

    def _place(self, key: Key) -> int:
        names = [("phase", way.id) for way in self.graph.pathways]
        names += [("input", given.name.id) for given in self.graph.guideline.inputs]
        return names.index(key)

    def look(
        self, node: str, what: str, goals: Path, start: PatientRecord | None = None, keep: frozenset[Key] = frozenset()
    ) -> PatientRecord | None:
        """A patient as wanted; where there is none, the obligation is noted as unreachable."""
        verdict, record = self.search.look(goals, start, keep)
        if record is None:
            self.unreachable.append(Unreachable(node, what, verdict == "impossible"))
        return record

    def text(self, condition: ConditionId) -> str:
        """A condition in words."""
        return condition_words(self.graph, condition)


class Setting(Struct, frozen=True):
    """Where a condition is shown: the node it belongs to, its name for people, the way there and what is looked at.

    ``start`` and ``keep`` fix part of the patient (the phase of a move).
    """

    node: str
    title: str
    way: Path
    view: View
    start: PatientRecord | None = None
    keep: frozenset[Key] = frozenset()


class Shown(Struct, frozen=True):
    """One part of a condition with the patients for whom it settles the whole, with it and without it."""

    influence: Influence
    held: PatientRecord | None
    not_held: PatientRecord | None


def shown_parts(composing: Composing, setting: Setting, condition: ConditionId) -> list[Shown]:
    """Every part that matters, each with its pair."""
    return [_pair(composing, setting, one) for one in influences(composing.graph, condition)]


def _pair(composing: Composing, setting: Setting, one: Influence) -> Shown:
    held = not_held = None
    verdicts: list[str] = []
    for way in one.ways:
        goals = (*setting.way, *way)
        verdict, held = composing.search.look((*goals, (one.part, True)), setting.start, setting.keep)
        other, not_held = composing.search.look((*goals, (one.part, False)), held or setting.start, setting.keep)
        if not_held is None and held is not None:
            other, not_held = composing.search.look((*goals, (one.part, False)), setting.start, setting.keep)
        verdicts += [verdict, other]
        if held is not None and not_held is not None:
            break
    for record, word in ((held, "holds"), (not_held, "does not hold")):
        if record is None:
            proved = all(each != "not found" for each in verdicts)
            what = f"{composing.text(one.part)} {word} and settles {setting.title}"
            composing.unreachable.append(Unreachable(setting.node, what, proved))
    return Shown(one, held, not_held)


def pair_tables(composing: Composing, setting: Setting, parts: Sequence[Shown]) -> list[Table]:
    """One table of the pairs: each part with it and without it."""
    rows = [
        composing.row(record, setting.view, covers=(f"{setting.node}?{composing.text(one.influence.part)}={word}",))
        for one in parts
        for record, word in ((one.held, "yes"), (one.not_held, "no"))
        if record is not None
    ]
    return composing.table(f"{setting.title}: each condition that matters", rows)


def limit_tables(composing: Composing, setting: Setting, parts: Sequence[Shown]) -> list[Table]:
    """One table a limit: just below, at and just above it. Series are shown once in a feature, not once a rule."""
    tables: list[Table] = []
    seen: set[tuple[object, ...]] = set()
    for one in parts:
        start = one.held if one.held is not None else one.not_held
        part = one.influence.part
        for key in [] if start is None else keys_read(composing.graph, part):
            if is_series(composing.search, key):
                if (setting.view, part, key) in composing.series_shown:
                    continue
                composing.series_shown.add((setting.view, part, key))
            patients = boundaries(composing.search, part, start, key) if start is not None else []
            fingerprint = tuple(patient.recorded for patient in patients)
            if fingerprint not in seen:
                seen.add(fingerprint)
                rows = [composing.row(patient, setting.view) for patient in patients]
                tables += composing.table(_limit_name(composing, setting, part, key), rows)
    return tables


def _limit_name(composing: Composing, setting: Setting, part: ConditionId, key: Key) -> str:
    name = f"{setting.title}: the limit of {composing.text(part)}"
    several = len(inputs_of_condition(composing.graph, part)) > 1
    return f"{name} by {_named(composing, key)}" if several else name


def _named(composing: Composing, key: Key) -> str:
    if key[0] == "phase":
        return "time in the phase"
    return composing.search.values.inputs[key[1]].name.shown


def missing_tables(composing: Composing, setting: Setting, parts: Sequence[Shown]) -> list[Table]:
    """What is said, and asked, when something that matters is not known: one row an input."""
    rows: dict[Key, Row] = {}
    for one in parts:
        for name in inputs_of_condition(composing.graph, one.influence.part):
            key: Key = ("input", name)
            if key in rows or key in setting.keep:
                continue
            row = _missing(composing, setting, one, key)
            if row is not None:
                rows[key] = row
    return composing.table(f"{setting.title}: something is not known", list(rows.values()))


def _missing(composing: Composing, setting: Setting, one: Shown, key: Key) -> Row | None:
    given = composing.search.values.inputs[key[1]]
    if not (given.may_be_unknown or given.assume):
        return None
    for known in (one.held, one.not_held):
        if known is None or key[1] not in known.values:
            continue
        without = changed(known, key, None)
        row = composing.row(without, setting.view, asks=True, covers=(f"inputs/{key[1]}/missing",))
        if row.says != composing.row(known, setting.view).says:
            return row
    return None
