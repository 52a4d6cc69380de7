"""The project around a scenario: the nearest ``pyproject.toml`` with ``[tool.caretree]``."""

from __future__ import annotations

import tomllib
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
            tool = tomllib.loads(settings.read_text(encoding="utf-8")).get("tool", {}).get("caretree")
            if tool is not None:
                return Project(folder, str(tool.get("package", "careguides")))
    raise NoProject(f"there is no pyproject.toml with [tool.caretree] in a folder above {file}")
