"""The table of site/pages/agreement.md: a line a guideline, each written when its comparison is finished."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PAGE = Path(__file__).parents[2] / "site" / "pages" / "agreement.md"
START, END = "<!-- all_agree writes from here -->", "<!-- to here -->"
HEAD = (
    "| guideline | patients | answered | refused | refused by SQL alone | Python | DuckDB | Spark | JavaScript "
    "| next questions | measured |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One guideline. ``counts``: patients, answered, refused, refused by SQL alone, next questions; ``differences`` an
    engine each, in the order of the table's head."""

    guideline: str
    version: str
    counts: tuple[int, int, int, int, int]
    differences: tuple[str, ...]


def machine() -> str:
    """The processor and Python, in a few words."""
    model = ""
    if os.path.exists("/proc/cpuinfo"):
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
        model = found[1].strip() if found else ""
    return f"CPython {platform.python_version()}, {os.cpu_count()} cores of {model or platform.machine()}"


def write_line(line: Line) -> None:
    """Put a guideline's line into the page, in place of its older one."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    inside, after = rest.split(END)
    kept = {name: whole for whole, name in re.findall(r"^(\| ([a-z0-9-]+) [0-9].*)$", inside, re.MULTILINE)}
    patients, answered, refused, only_sql, questions = (f"{count:,}" for count in line.counts)
    cells = [f"{line.guideline} {line.version}", patients, answered, refused, only_sql, *line.differences, questions]
    kept[line.guideline] = f"| {' | '.join([*cells, date.today().isoformat()])} |"
    table = "\n".join([*HEAD, *(kept[name] for name in sorted(kept))])
    PAGE.write_text(f"{before}{START}\n\n{table}\n\nLast run on {machine()}.\n\n{END}{after}", encoding="utf-8")


__all__ = ["Line", "machine", "write_line"]
