"""How long compiling takes in a warm process: ``python -m tests.benchmarks.compiling [--record]``.

Every step for each article by itself: reading and checking, then what is made from it, scenarios and pages last.
Processor time; the fastest of three runs. ``--record`` keeps what was found for the page.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from platform import python_version

from caretree.pipeline import Compiled, Made, Making, compile_file, make_shared

from tests.benchmarks.records import Record

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ("itp-after-ivig", "post-rituximab-cytopenia", "sle-pancytopenia")
LINES = 350
"""The length the bars are for."""


def read(name: str) -> bytes | None:
    """A file of the project."""
    file = ROOT / name
    return file.read_bytes() if file.is_file() else None


def compiled(name: str) -> Compiled:
    """One article, checked and proved."""
    found = compile_file(f"spec/{name}.care", read, "spec")
    assert found.sound, [problem.message for problem in found.problems]
    return found


def timed(name: str) -> dict[str, float]:
    """Seconds for each step."""
    start = time.process_time()
    one = compiled(name)
    found = {"read and check": time.process_time() - start}
    making = Making(one, "careguides")
    for step in making.steps():
        start = time.process_time()
        step.make()
        found[step.name] = time.process_time() - start
    start = time.process_time()
    make_shared([one], [Made((), making.measured)], "careguides")
    return found | {"what guidelines share": time.process_time() - start}


def found() -> Record:
    """Every step of every article, and the bars."""
    rows = {name: [timed(name) for _ in range(3)] for name in ARTICLES}
    lines = {name: len((ROOT / "spec" / f"{name}.care").read_text(encoding="utf-8").splitlines()) for name in ARTICLES}
    record = Record("compiling", "python -m tests.benchmarks.compiling", {"Python": f"CPython {python_version()}"})
    told = [
        (step, *(f"{min(run[step] for run in rows[name]):.2f}" for name in ARTICLES)) for step in rows[ARTICLES[0]][0]
    ]
    for title, left_out, must in (
        ("all but scenarios and pages", {"scenarios", "pages"}, 0.3),
        ("everything", set(), 3),
    ):
        sums = [
            min(sum(seconds for step, seconds in run.items() if step not in left_out) for run in rows[name])
            for name in ARTICLES
        ]
        told.append((title, *(f"{one:.2f}" for one in sums)))
        scaled = max(one * LINES / lines[name] for one, name in zip(sums, ARTICLES, strict=True))
        record.bar(f"compiling {LINES} lines, {title}: the slowest article", scaled, "s", must, must / 2)
    record.table("steps", ("step", *(f"{name} ({lines[name]} lines)" for name in ARTICLES)), told)
    return record


def main() -> None:
    """Print what was found, and keep it where that was asked for."""
    record = found()
    record.stamp()
    print(record.told())
    if "--record" in sys.argv[1:]:
        record.write()


if __name__ == "__main__":
    main()
