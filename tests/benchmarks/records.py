"""What benchmarks found, kept as files: one record a benchmark in ``records/``, its part of the page made from it.

    record = Record("one-patient", "python -m tests.benchmarks.one_patient", {"CPython": "3.11.7"})
    record.table("ready", ("guideline", "µs", "ratio"), [("workload", "0.40", "1.18")])
    record.bar("`decide` beside hand-written code: workload", 1.18, "×", must=1.5, stretch=1.2)
    record.write()

``python -m tests.benchmarks.records`` makes those parts again, between their comments, and leaves the others alone. No
figure in them is typed.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent
RECORDS = HERE / "records"
PAGE = HERE.parents[1] / "site" / "pages" / "performance.md"
NAMES = ("one-patient", "interaction", "site-build", "compiling", "building")
"""The records that have a part of the page; it is written by ``pages/<name>.md.j2``."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A measured value beside what it must keep to: at most ``must``, or at least where ``higher`` is better."""

    what: str
    measured: float
    unit: str
    must: float
    stretch: float | None = None
    higher: bool = False

    def verdict(self) -> str:
        """Missed, met, or the stretch target met."""
        return "**missed**" if not self._keeps(self.must) else "met, stretch too" if self._stretched() else "met"

    def _stretched(self) -> bool:
        return self.stretch is not None and self._keeps(self.stretch)

    def _keeps(self, limit: float) -> bool:
        return self.measured >= limit if self.higher else self.measured <= limit

    def shown(self) -> tuple[str, str, str, str]:
        """What was measured, the value, the limits and the verdict, as a row of the page."""
        sign = "≥" if self.higher else "≤"
        limits = [f"{sign} {limit:g}{self._unit()}" for limit in (self.must, self.stretch) if limit is not None]
        return self.what, f"{self.measured:.3g}{self._unit()}", ", stretch ".join(limits), self.verdict()

    def _unit(self) -> str:
        return self.unit if self.unit in ("×", "") else f" {self.unit}"


@dataclass(slots=True)
class Record:
    """What one benchmark found, when and where."""

    name: str
    command: str
    software: dict[str, str] = field(default_factory=dict)
    date: str = ""
    machine: str = ""
    tables: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    bars: list[Bar] = field(default_factory=list)

    def table(self, name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Keep a table; its first column is text, the others are numbers."""
        self.tables[name] = markdown(head, rows)

    def bar(
        self, what: str, measured: float, unit: str, must: float, stretch: float | None = None, higher: bool = False
    ) -> None:
        """Keep a value beside its bar."""
        self.bars.append(Bar(what, measured, unit, must, stretch, higher))

    def told(self) -> str:
        """Everything, for a terminal."""
        bars = markdown(BAR_HEAD, [bar.shown() for bar in self.bars])
        return "\n\n".join([f"{self.machine}, {self.date}", *self.tables.values(), bars])

    def write(self) -> None:
        """Write the record of today and this machine, and the page."""
        self.stamp()
        RECORDS.mkdir(exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (RECORDS / f"{self.name}.json").write_text(text + "\n", encoding="utf-8")
        PAGE.write_text(page(), encoding="utf-8")

    def stamp(self) -> None:
        """Note the day and the machine."""
        self.date, self.machine = datetime.date.today().isoformat(), machine()


BAR_HEAD = ("what", "measured", "target", "verdict")


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def read(name: str) -> Record | None:
    """A record that was kept."""
    file = RECORDS / f"{name}.json"
    if not file.is_file():
        return None
    kept = json.loads(file.read_text(encoding="utf-8"))
    return Record(**{**kept, "bars": [Bar(**bar) for bar in kept["bars"]]})


def page() -> str:
    """The page with the part of every record, and the bars of all of them, as the records have them."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "pages"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    kept = [record for name in NAMES if (record := read(name)) is not None]
    text = PAGE.read_text(encoding="utf-8")
    text = _between(text, "bars", markdown(BAR_HEAD, [bar.shown() for record in kept for bar in record.bars]))
    for record in kept:
        text = _between(text, record.name, environment.get_template(f"{record.name}.md.j2").render(record=record))
    return text


def _between(text: str, name: str, part: str) -> str:
    """A page with a part between the comments of its name."""
    start, end = f"<!-- {name} writes from here -->", f"<!-- {name}: to here -->"
    before, rest = text.split(start)
    return f"{before}{start}\n\n{part.strip()}\n\n{end}{rest.split(end)[1]}"


def machine() -> str:
    """The processor and how many cores there are."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    return f"{next(named, platform.processor() or platform.machine())}, {os.cpu_count()} cores"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
