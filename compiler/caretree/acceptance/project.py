"""The project around a scenario: the nearest ``pyproject.toml`` with ``[tool.caretree]``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct


class NoProject(Exception):
    """There is no project around a scenario."""


class Project(Struct, frozen=True):
    """A project's root folder and the name of its generated library."""

    root: Path
    package: str


def project_around(file: Path) -> Project:
    """The project a file belongs to. Raises ``NoProject``."""
    for folder in file.resolve().parents:
        settings = folder / "pyproject.toml"
        if settings.is_file():
            package = _package_in(settings.read_text(encoding="utf-8"))
            if package is not None:
                return Project(folder, package)
    raise NoProject(f"there is no pyproject.toml with [tool.caretree] in a folder above {file}")


@lru_cache(maxsize=16)
def _package_in(settings: str) -> str | None:
    """The package that settings name, if they are those of a project. Kept: every scenario asks for the same."""
    tool = tomllib.loads(settings).get("tool", {}).get("caretree")
    return None if tool is None else str(tool.get("package", "careguides"))
