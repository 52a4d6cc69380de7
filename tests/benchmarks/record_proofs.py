"""Measure the proofs and write the page that says so: ``python -m tests.benchmarks.record_proofs``.

Runs the three commands below and puts what they print, word for word, into ``site/pages/proofs-measured.md`` with the
day and the machine. Nothing on that page is typed; ``--only NAME`` measures one section again and keeps the others.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "site" / "pages" / "proofs-measured.md"

SECTIONS = {
    "planted_faults": (
        "Faults planted in the guidelines",
        "Each kind of fault is planted at up to ten seeded places of the project's guidelines, one at a time, their "
        "examples left out. Structural kinds must all be found, by a right name at the right line, and whoever is "
        "shown for one must show it when the interpreter decides him. A shifted bound, a raised maximum or swapped "
        "arms may leave a guideline that holds together and only says something else: for these it is a rate, and "
        "every miss is listed. The guidelines as they are must raise no alarm.",
    ),
    "attacked_proofs": (
        "Proofs attacked by random patients",
        "Every result of every proof is held against random patients: no patient, whole or with some values unknown, "
        "may break what is proved, and whoever the solver shows must break what he is shown for. The interpreter "
        "decides.",
    ),
    "proofs": (
        "How long proofs take",
        "Processor time, with the bar each is held to. A fork's time is that of a fresh solver, the encoding of its "
        "rows and both proofs; beside it stands the same asked of the solver by hand, in the same run.",
    ),
}

HEAD = """\
---
title: Proofs, measured
---

# Proofs, measured

Written by `python -m tests.benchmarks.record_proofs`; nothing here is typed.
"""


def machine() -> str:
    """The day, the processor, and what proved."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    found = re.search(r"model name\s*: (.*)", lines)
    cores = len(re.findall(r"^processor", lines, flags=re.MULTILINE)) or "unknown"
    processor = found[1] if found else platform.processor() or platform.machine()
    day = datetime.now(UTC).date().isoformat()
    python = platform.python_version()
    return f"{day}, {processor} ({cores} cores), Python {python}, z3-solver {version('z3-solver')}."


def measured(name: str) -> str:
    """One section: what it is, and what its command printed."""
    title, about = SECTIONS[name]
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    ended = "" if done.returncode == 0 else f"\nEnded with exit code {done.returncode}: something was missed.\n"
    said = f"`python -m tests.benchmarks.{name}`, {machine()}"
    return f"## {title}\n\n{about}\n\n{said}\n\n```text\n{done.stdout.rstrip()}\n```\n{ended}"


def sections(text: str) -> dict[str, str]:
    """The sections of the page as it is, by their title."""
    return {part.split("\n", 1)[0]: f"## {part.rstrip()}\n" for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}


def main() -> None:
    """Measure, and write the page."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--only", choices=[*SECTIONS], action="append")
    only = wanted.parse_args().only or [*SECTIONS]
    for name in only:
        part = measured(name)
        kept = sections(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
        kept[SECTIONS[name][0]] = part
        written = [kept[title] for title, _ in SECTIONS.values() if title in kept]
        PAGE.write_text("\n".join([HEAD, *written]), encoding="utf-8")


if __name__ == "__main__":
    main()
