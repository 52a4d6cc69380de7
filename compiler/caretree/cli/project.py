"""The project on disk: its root, its settings and its spec files."""

from __future__ import annotations

import keyword
import os
import re
from pathlib import Path

import click
from msgspec import Struct

UNREADABLE = 2
LIMIT = 3
LEDGERS = "sources"


class Project(Struct, frozen=True):
    """A project: ``root`` holds the ``pyproject.toml`` with ``[tool.caretree]``; ``package`` names the library."""

    root: Path
    package: str

    @property
    def spec(self) -> Path:
        """The folder of the guidelines."""
        return self.root / "spec"


class Unusable(click.ClickException):
    """Unreadable input or wrong usage."""

    exit_code = UNREADABLE


class LimitReached(click.ClickException):
    """Input beyond a limit."""

    exit_code = LIMIT


def fail(message: str) -> click.ClickException:
    """Unreadable input or wrong usage: ends the command with a message and exit code 2."""
    return Unusable(message)


def find_project(start: Path | None = None) -> Project | None:
    """The project around a folder: the nearest ``pyproject.toml`` with ``[tool.caretree]``."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        settings = _settings(folder / "pyproject.toml")
        if settings is not None:
            return Project(folder, _package(settings.get("package", "careguides"), folder))
    return None


def _settings(file: Path) -> dict[str, object] | None:
    if not file.is_file():
        return None
    import tomllib

    try:
        tool = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fail(f"{file} cannot be read: {error}") from None
    settings = tool.get("caretree") if isinstance(tool, dict) else None
    return settings if isinstance(settings, dict) else None


def _package(name: object, folder: Path) -> str:
    """The package's name names a folder that a build writes to: only what Python can import is let through."""
    if isinstance(name, str) and name.isascii() and name.isidentifier() and not keyword.iskeyword(name):
        return name
    file = folder / "pyproject.toml"
    raise fail(f"{file}: package = {name!r} is no name Python can import; write for example 'careguides'")


def site_address(project: Project | None) -> str:
    """Where the project's documentation site is published: ``site_url`` in its ``mkdocs.yml``; empty if that says
    nothing, cannot be read (``mkdocs build`` says why), or there is no site."""
    file = project and project.root / "site" / "mkdocs.yml"
    if not file or not file.is_file():
        return ""
    import yaml  # type: ignore[import-untyped]
    from mkdocs.exceptions import MkDocsException
    from mkdocs.utils.yaml import yaml_load

    try:
        with file.open(encoding="utf-8") as opened:
            settings = yaml_load(opened)
    except (yaml.YAMLError, MkDocsException, UnicodeDecodeError):
        return ""
    address = settings.get("site_url") if isinstance(settings, dict) else None
    return address if isinstance(address, str) else ""


def the_project() -> Project:
    """The project around the current folder, or an error that says how to make one."""
    project = find_project()
    if project is None:
        raise fail(
            "no project here: no pyproject.toml with [tool.caretree] in this folder or above. "
            "Make one: caretree new DIR"
        )
    return project


def spec_files(project: Project) -> list[Path]:
    """Every guideline and library of the project, ledgers left out, in order of path."""
    return care_files(project.spec, ledgers=False)


def care_files(folder: Path, *, ledgers: bool) -> list[Path]:
    """The spec files below a folder in order of path; a link that leads out of the folder is an error.

    Ledgers live in ``sources`` and are checked through the guideline that names them.
    """
    found: dict[Path, bool] = {}
    for above, folders, names in os.walk(folder):
        beside = LEDGERS in Path(above).relative_to(folder).parts
        found |= {Path(above, name): beside for name in (*folders, *names) if name.endswith(".care")}
    links = [file for file in sorted(found) if file.is_symlink()]
    for file in links:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise fail(f"{file} is a link that leads out of {folder}; copy the file, or name it on its own")
    return [file for file in sorted(found) if (ledgers or not found[file]) and file.is_file()]


def files_named(paths: tuple[str, ...], *, ledgers: bool = False) -> list[Path]:
    """The files behind the command line's PATHS: files, folders, or (without any) the whole project."""
    folders = [Path(name) for name in paths] or [the_project().spec]
    found: list[Path] = []
    for path in folders:
        if path.is_dir():
            below = care_files(path, ledgers=ledgers)
            if not below:
                raise fail(f"{path}: no .care file in this folder")
            found += below
        elif path.is_file():
            found.append(path)
        else:
            raise fail(f"{path}: no such file or folder")
    return list(dict.fromkeys(found))


def guideline_file(name: str, project: Project | None) -> Path:
    """The file of a GUIDELINE given as a path or as an id."""
    if Path(name).is_file():
        return Path(name)
    candidates = [file for file in spec_files(project) if _kind(file) == "guideline"] if project else []
    for file in candidates:
        if name in (file.stem, _id(file)):
            return file
    from caretree.problems.suggestions import did_you_mean

    known = [_id(file) or file.stem for file in candidates]
    suggestion = did_you_mean(name, known) or next((one for one in known if one.startswith(name)), "")
    hint = f" Did you mean '{suggestion}'?" if suggestion else f" Guidelines here: {', '.join(known)}." if known else ""
    raise fail(f"no guideline '{name}': neither a file nor an id in this project.{hint}")


def _kind(file: Path) -> str:
    found = re.search(r"^(guideline|library) ", _text(file), re.MULTILINE)
    return found[1] if found else "guideline"


def _id(file: Path) -> str:
    found = re.search(r"^  id (\S+)\s*$", _text(file), re.MULTILINE)
    return found[1] if found else ""


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
