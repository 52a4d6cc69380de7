"""Where a spec file stands, and reading the files beside it without ever leaving the spec folder."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from caretree.cli.project import Project, fail, find_project
from caretree.cli.streams import read_standard_input
from caretree.problems.limits import MAXIMUM_BYTES

STANDARD_INPUT = "<stdin>"


class Place(Struct, frozen=True):
    """A spec file: ``shown`` is its path in messages and below ``root``; ``use`` lines look in ``spec_folder``."""

    shown: str
    root: Path
    spec_folder: str

    def read(self, path: str) -> bytes | None:
        """The bytes of a file below the root; a link that leads out of the spec folder is no such file."""
        if path == STANDARD_INPUT:
            return read_standard_input(MAXIMUM_BYTES)
        file = self.root / path
        inside = self.root / self.spec_folder if path != self.shown else self.root
        if not file.is_file() or not file.resolve().is_relative_to(inside.resolve()):
            return None
        return read_at_most(file, MAXIMUM_BYTES)


def read_at_most(file: Path, limit: int) -> bytes:
    """The bytes of a file, one more than the limit at most, so that too much is noticed, not kept."""
    try:
        with file.open("rb") as opened:
            return opened.read(limit + 1)
    except OSError as error:
        raise fail(f"{file}: {error.strerror or error}") from None


def place_of(file: Path, project: Project | None) -> Place:
    """Where a file stands: inside the project's spec folder, or in that of the project it belongs to (a copy with an
    older version, perhaps), or on its own (its folder is then the spec folder)."""
    absolute = file.resolve()
    if project is None or not absolute.is_relative_to(project.root):
        project = find_project(absolute.parent)
    if project is not None and absolute.is_relative_to(project.root):
        shown = absolute.relative_to(project.root).as_posix()
        folder = "spec" if absolute.is_relative_to(project.spec.resolve()) else Path(shown).parent.as_posix()
        return Place(shown, project.root, "" if folder == "." else folder)
    return Place(absolute.name, absolute.parent, "")
