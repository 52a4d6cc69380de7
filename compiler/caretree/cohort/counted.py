"""What a cohort says in numbers: patients per recommendation, gap, conflict and missing input."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from caretree.cohort.queries import counted_values
from caretree.targets.sql.results import STATUS_WORDS, ResultColumn

BETWEEN_REASONS = "; "


class ColumnCount(Struct, frozen=True):
    """One column's counted values and how many patients have each."""

    column: ResultColumn
    patients: tuple[tuple[int | bool, int], ...]

    def of(self, value: int | bool) -> int:
        """The patients with a value."""
        return dict(self.patients).get(value, 0)

    @property
    def any(self) -> int:
        """The patients about whom it says anything."""
        return sum(count for value, count in self.patients if value)


class ChangeCount(Struct, frozen=True):
    """What was said of a result, what is said now, and of how many patients. ``text`` is the result's name."""

    result: str
    was: str
    is_now: str
    patients: int
    text: str


class Counts(Struct, frozen=True):
    """Everything a report shows. ``changes`` is ``None`` where nothing was compared."""

    decided: int
    quarantine: tuple[tuple[str, int], ...]
    columns: tuple[ColumnCount, ...]
    changes: tuple[ChangeCount, ...] | None = None
    changed: int = 0

    @property
    def refused(self) -> int:
        """The patients in quarantine."""
        return sum(count for _, count in self.quarantine)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Each reason by itself and the patients who have it, perhaps among others; the most frequent first."""
        found: dict[str, int] = {}
        for reasons, patients in self.quarantine:
            for one in reasons.split(BETWEEN_REASONS):
                found[one] = found.get(one, 0) + patients
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def counted(columns: Sequence[ResultColumn], row: Sequence[Any], quarantine: Sequence[Sequence[Any]]) -> Counts:
    """The counts from the one row and the rows the queries give."""
    values = iter(row)
    decided = int(next(values))
    found = []
    for one in columns:
        wanted = counted_values(one)
        if wanted:
            found.append(ColumnCount(one, tuple((value, int(next(values))) for value in wanted)))
    return Counts(decided, tuple((str(reason), int(count)) for reason, count in quarantine), tuple(found))


def change_texts(columns: Iterable[ResultColumn]) -> dict[str, str]:
    """What each result's column is called for people; those of the first of two versions count."""
    found: dict[str, str] = {"decided": "whether the patient can be decided"}
    for one in columns:
        what = CHANGE_WORDS.get(one.kind, "")
        found.setdefault(one.name, f"{one.text}: {what}" if what else one.text)
    return found


CHANGE_WORDS = {
    "against": "advised against", "gap": "gap", "conflict": "conflict", "move": "next step", "option": "as an option",
    "preferred": "preferred", "dose low": "lowest dose", "dose high": "highest dose", "low": "lowest",
    "high": "highest",
}  # fmt: skip
WORDS = {
    "scope": {3: "in scope", 1: "scope not known", 0: "out of scope"},
    "option": {3: "in", 1: "undecided", 0: "out"},
}


def word_of(column: ResultColumn, value: int | bool) -> str:
    """A counted value in a word."""
    return "yes" if value is True else WORDS.get(column.kind, STATUS_WORDS)[int(value)]


def counts_csv(counts: Counts) -> str:
    """All counts as CSV: kind, identity, name, what is said, patients."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("kind", "id", "name", "said", "patients"))
    rows.writerow(("cohort", "", "", "decided", counts.decided))
    rows.writerow(("cohort", "", "", "quarantine", counts.refused))
    for one in counts.columns:
        for value, patients in one.patients:
            own = one.column
            rows.writerow((own.kind, "/".join(own.of), _safe(own.text), word_of(own, value), patients))
    for reason, patients in counts.quarantine:
        rows.writerow(("quarantine", "", _safe(reason), "", patients))
    for reason, patients in counts.reasons:
        rows.writerow(("reason", "", _safe(reason), "", patients))
    for change in counts.changes or ():
        rows.writerow(
            ("change", change.result, _safe(change.text), f"{change.was} to {change.is_now}", change.patients)
        )
    return written.getvalue()


def _safe(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
