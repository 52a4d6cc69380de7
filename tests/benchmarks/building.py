"""How long a build takes: ``python -m tests.benchmarks.building [COUNT]``; COUNT small guidelines, 500 unless told.

Processor time of whole processes: with nothing kept, unchanged, checked, and with one guideline changed; first for this
project, then for many small guidelines. Each has a cache folder of its own, so that nothing is known beforehand.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from caretree.starter.files import starter_files

ROOT = Path(__file__).resolve().parents[2]
CARETREE = str(Path(sys.executable).with_name("caretree"))


def timed(what: str, folder: Path, *command: str) -> None:
    """Run one command in a folder and print how long it took."""
    environment = {**os.environ, "CARETREE_CACHE": str(folder / ".cache")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([CARETREE, *command], cwd=folder, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {what:24} {seconds:8.2f} s", flush=True)


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


def main() -> None:
    """Print both tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        print("this project")
        measured(Path(one), this_project(Path(one)))
        print(f"{count} guidelines of about 60 lines")
        measured(Path(other), many(Path(other), count))


if __name__ == "__main__":
    main()
