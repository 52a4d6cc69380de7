"""Tables of measurements in the documentation: a command replaces the rows it measured and leaves the others alone."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

PAGES = Path(__file__).parents[1] / "site" / "pages"


def machine() -> str:
    """Python and the processor, in a few words."""
    model, info = platform.machine(), Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*: (.+)", info.read_text(encoding="utf-8"))
        model = found[1].strip() if found else model
    return f"CPython {platform.python_version()}, {os.cpu_count()} cores of {model}"


def today() -> str:
    """The day of a measurement."""
    return date.today().isoformat()


def write_rows(page: str, name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Put rows into the page's table of this name, each in place of the one with the same first cell.

    The table stands between two comments with the name. Numbers are to the right, first and last column to the left.
    """
    file = PAGES / page
    start, end = f"<!-- {name} writes from here -->", f"<!-- {name}: to here -->"
    before, rest = file.read_text(encoding="utf-8").split(start)
    inside, after = rest.split(end)
    kept = {line.split("|")[1].strip(): line for line in inside.splitlines() if line.startswith("| ")}
    kept.pop(head[0], None)
    kept |= {row[0]: f"| {' | '.join(row)} |" for row in rows}
    sides = ["---", *["---:"] * (len(head) - 2), "---"]
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(sides)}|", *kept.values()]
    file.write_text(
        f"{before}{start}\n\n" + "\n".join(lines) + f"\n\nLast run on {machine()}.\n\n{end}{after}", encoding="utf-8"
    )


__all__ = ["machine", "today", "write_rows"]
