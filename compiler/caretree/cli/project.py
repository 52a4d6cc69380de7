"""The project on disk: its root, its settings, its spec files, and reading and writing them safely."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import click

UNREADABLE = 2


@dataclass(frozen=True, slots=True)
class Project:
    """A project: ``root`` holds the ``pyproject.toml`` with ``[tool.caretree]``; ``package`` names the library."""

    root: Path
    package: str

    @property
    def spec(self) -> Path:
        """The folder of the guidelines."""
        return self.root / "spec"


def fail(message: str, code: int = UNREADABLE) -> click.ClickException:
    """An error that ends the command with a message and an exit code."""
    error = click.ClickException(message)
    error.exit_code = code
    return error


def find_project(start: Path | None = None) -> Project | None:
    """The project around a folder: the nearest ``pyproject.toml`` with ``[tool.caretree]``."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        settings = _settings(folder / "pyproject.toml")
        if settings is not None:
            return Project(folder, str(settings.get("package", "careguides")))
    return None


def _settings(file: Path) -> dict[str, object] | None:
    if not file.is_file():
        return None
    try:
        tool = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fail(f"{file} cannot be read: {error}") from None
    settings = tool.get("caretree")
    return settings if isinstance(settings, dict) else None


def the_project() -> Project:
    """The project around the current folder, or an error that says how to make one."""
    project = find_project()
    if project is None:
        raise fail(
            "no project here: no pyproject.toml with [tool.caretree] in this folder or above. "
            "Make one: caretree new DIR"
        )
    return project


@dataclass(frozen=True, slots=True)
class Place:
    """A spec file with the folder its ``use`` lines look in; ``shown`` is its path in messages."""

    shown: str
    root: Path
    spec_folder: str

    def read(self, path: str) -> bytes | None:
        """The bytes of a file under the root; a link that leads out of the spec folder is no such file."""
        if path == "<stdin>":
            return click.get_binary_stream("stdin").read()
        file = self.root / path
        if not file.is_file() or not file.resolve().is_relative_to(self.root.resolve()):
            return None
        return file.read_bytes()


def place_of(file: Path, project: Project | None) -> Place:
    """Where a file stands: inside the project's spec folder, or on its own (its folder is then the spec folder)."""
    absolute = file.resolve()
    if project is not None and absolute.is_relative_to(project.root.resolve()):
        shown = absolute.relative_to(project.root.resolve()).as_posix()
        folder = "spec" if absolute.is_relative_to(project.spec.resolve()) else Path(shown).parent.as_posix()
        return Place(shown, project.root, "" if folder == "." else folder)
    return Place(absolute.name, absolute.parent, "")


def spec_files(project: Project) -> list[Path]:
    """Every guideline and library of the project, ledgers left out, in order of path."""
    ledgers = project.spec / "sources"
    return sorted(f for f in project.spec.rglob("*.care") if not f.is_relative_to(ledgers))


def files_named(paths: tuple[str, ...], project: Project | None) -> list[Path]:
    """The files behind the command line's PATHS: files, folders, or (without any) the whole project."""
    if not paths:
        return spec_files(project or the_project())
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found += sorted(f for f in path.rglob("*.care") if "sources" not in f.relative_to(path).parts[:-1])
        elif path.is_file():
            found.append(path)
        else:
            raise fail(f"{name}: no such file or folder")
    return found


def guideline_file(name: str, project: Project | None) -> Path:
    """The file of a GUIDELINE given as a path or as an id."""
    if Path(name).is_file():
        return Path(name)
    candidates = spec_files(project) if project else []
    for file in candidates:
        if file.stem == name:
            return file
    for file in candidates:
        if f"\n  id {name}\n" in file.read_text(encoding="utf-8", errors="replace"):
            return file
    from caretree.problems.suggestions import did_you_mean

    suggestion = did_you_mean(name, [file.stem for file in candidates])
    hint = f" Did you mean '{suggestion}'?" if suggestion else ""
    raise fail(f"no guideline '{name}': neither a file nor an id in this project.{hint}")
