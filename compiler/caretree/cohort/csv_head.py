"""The first line of a CSV file: what parts its fields, and its columns' names. No later line is looked at.

patient;age;Hb     Head(";", ("patient", "age", "Hb"))
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from msgspec import Struct

from caretree.cohort.engine import EngineRefuses
from caretree.cohort.tables import TableColumn

SUFFIXES = (".csv", ".tsv")
BETWEEN = (",", ";", "\t", "|")
"""What may part fields; where two make as many of the first line, the first of them."""

LONGEST = 2**20
"""Characters of a first line."""


TWICE = "one of several of this name"


class Head(Struct, frozen=True):
    """What parts fields, and the columns' names, each once. ``twice`` are the names more than one column had."""

    between: str
    names: tuple[str, ...]
    twice: frozenset[str]

    def columns(self) -> list[TableColumn]:
        """All hold text; which of two columns of the same name is meant, is not clear."""
        return [
            TableColumn(name, "unsuitable", why=TWICE) if name in self.twice else TableColumn(name, "text")
            for name in self.names
        ]


def head_of(file: Path) -> Head:
    """Read the first line. Raises ``EngineRefuses`` where it is not UTF-8 or holds no line of CSV."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            start = opened.read(LONGEST)
    except UnicodeDecodeError as error:
        raise EngineRefuses(f"{file.name} cannot be read: {NOT_UTF8} (near byte {error.start})") from None
    try:
        rows = [(next(csv.reader(start.splitlines(keepends=True), delimiter=one), []), one) for one in BETWEEN]
    except csv.Error as error:
        raise EngineRefuses(f"{file.name} cannot be read: its first line is no CSV: {error}") from None
    fields, between = max(rows, key=lambda row: len(row[0]))
    return _head(fields, between)


def _head(fields: list[str], between: str) -> Head:
    """Engines do not tell ``Hb`` from ``hb``: such names, too, are there twice."""
    wanted = [name.strip() or f"column {place}" for place, name in enumerate(fields, start=1)]
    times = Counter(name.lower() for name in wanted)
    seen: Counter[str] = Counter()
    names, twice = [], []
    for name in wanted:
        own = name.lower()
        seen[own] += 1
        names.append(name if seen[own] == 1 else f"{name} ({seen[own]})")
        twice += names[-1:] if times[own] > 1 else []
    return Head(between, tuple(names), frozenset(twice))


NOT_UTF8 = "it is not UTF-8; save it as UTF-8"
