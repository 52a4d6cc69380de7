"""What tests of the command line share besides fixtures: the command, a small project's files, a patient."""

from __future__ import annotations

import sys
from pathlib import Path

from caretree.starter.files import starter_files

CARETREE = str(Path(sys.executable).with_name("caretree"))

FAR_AWAY = {
    "examination needed": False,
    "travel time": {"value": 90, "unit": "minutes"},
    "wants video": True,
    "at": "2026-11-21",
}
"""A patient of the starter project's guideline."""


def write_starter(folder: Path) -> Path:
    """The files of a new project, without starting a process."""
    for path, text in starter_files(folder.name).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
