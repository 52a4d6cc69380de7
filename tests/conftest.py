"""What tests of the command line share: running a command in this process, and a small project to run it in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from caretree.cli.main import commands
from caretree.starter.files import starter_files
from click.testing import CliRunner, Result

Run = Callable[..., Result]


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


@pytest.fixture
def caretree() -> Run:
    """``caretree("check", "spec")``: the result of a command; an exception that escapes it fails the test."""

    def run(*arguments: object, stdin: str | bytes = b"") -> Result:
        result = CliRunner().invoke(commands, [str(one) for one in arguments], input=stdin, catch_exceptions=False)
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which is also the current folder."""
    folder = write_starter(tmp_path / "north-hospital")
    monkeypatch.chdir(folder)
    return folder
