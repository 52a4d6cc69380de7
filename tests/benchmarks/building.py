"""How long a build takes: ``python -m tests.benchmarks.building [COUNT] [--record]``; 500 guidelines unless told.

Whole processes, their workers included: with nothing kept, unchanged, checked, and with one guideline changed; first
for this project, then for many small guidelines. Each has a cache folder of its own: nothing is known beforehand.
``--record`` times only what has a bar, for small guidelines and for guidelines that decide by a table, and keeps it for
the page.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from platform import python_version
from random import Random

from caretree.starter.files import starter_files

from tests.benchmarks.proofs import boxes, guideline
from tests.benchmarks.records import Record

ROOT = Path(__file__).resolve().parents[2]
BARS = (
    ("build from nothing", ("build",), 60.0),
    ("build, unchanged", ("build",), 1.0),
    ("build --check, unchanged", ("build", "--check"), 1.0),
)
CARETREE = str(Path(sys.executable).with_name("caretree"))


def timed(what: str, folder: Path, *command: str) -> tuple[float, float]:
    """Run one command in a folder and print how long it took: seconds of processor time, all processes added up, and
    seconds that passed."""
    environment = {**os.environ, "CARETREE_CACHE": str(folder / ".cache")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([CARETREE, *command], cwd=folder, check=True, capture_output=True, env=environment)
    after, passed = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {what:24} {seconds:8.2f} s {passed:8.2f} s passed", flush=True)
    return seconds, passed


def measured(folder: Path, changed: Path) -> None:
    """A project built, built again, checked, and built with one changed guideline."""
    timed("check, nothing kept", folder, "check")
    timed("check, unchanged", folder, "check")
    timed("build, proofs kept", folder, "build", "--quiet")
    timed("build, unchanged", folder, "build", "--quiet")
    timed("build --check, unchanged", folder, "build", "--check", "--quiet")
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    timed("build, one changed", folder, "build", "--quiet")


def this_project(folder: Path) -> Path:
    """A copy of what this project's build reads; gives one of its guidelines."""
    for file in [ROOT / "pyproject.toml", *sorted((ROOT / "spec").rglob("*.care"))]:
        target = folder / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    return folder / "spec/sle-pancytopenia.care"


def many(folder: Path, count: int) -> Path:
    """So many guidelines that differ in a number; gives one of them."""
    files = starter_files("many")
    (folder / "spec").mkdir()
    (folder / "pyproject.toml").write_text(files["pyproject.toml"], encoding="utf-8")
    text = files["spec/visit-by-video.care"]
    for number in range(count):
        own = text.replace("id visit-by-video", f"id visit-{number}")
        own = own.replace("travel time is 90 minutes", f"travel time is {61 + number % 500} minutes")
        (folder / f"spec/visit-{number}.care").write_text(own, encoding="utf-8")
    return folder / "spec/visit-0.care"


def tables(folder: Path, count: int) -> None:
    """So many guidelines that decide by a table of eight rows over four numbers."""
    random = Random(500)
    (folder / "spec").mkdir()
    (folder / "pyproject.toml").write_text(starter_files("many")["pyproject.toml"], encoding="utf-8")
    for number in range(count):
        text = guideline(f"made-{number}", boxes(8, 4, random), 3)
        (folder / f"spec/made-{number}.care").write_text(text, encoding="utf-8")


def recorded(count: int) -> Record:
    """The builds that have a bar: from nothing, and unchanged."""
    record = Record("building", "python -m tests.benchmarks.building", {"Python": f"CPython {python_version()}"})
    rows = []
    for kind, make in (("of about 60 lines", many), ("with a table of eight rows", tables)):
        with tempfile.TemporaryDirectory() as place:
            print(f"{count} guidelines {kind}")
            make(Path(place), count)
            for what, command, bar in BARS:
                seconds, passed = timed(what, Path(place), *command)
                rows.append((f"{kind}: {what}", f"{seconds:.2f}", f"{passed:.2f}"))
                record.bar(f"{count} guidelines {kind}: {what}", seconds, "s", bar, bar / 2)
    record.table("builds", (f"{count} guidelines", "processor time", "passed"), rows)
    return record


def main() -> None:
    """Print both tables, or record what has a bar."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    count = numbers[0] if numbers else 500
    if "--record" in sys.argv[1:]:
        recorded(count).write()
        return
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        print("this project")
        measured(Path(one), this_project(Path(one)))
        print(f"{count} guidelines of about 60 lines")
        measured(Path(other), many(Path(other), count))


if __name__ == "__main__":
    main()
