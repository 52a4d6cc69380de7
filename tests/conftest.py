"""What tests of the command line share: running a command in this process, and a small project to run it in."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from caretree.cli.main import commands
from click.testing import CliRunner, Result
from command_line import write_starter
from hypothesis import settings

Run = Callable[..., Result]

settings.register_profile("untimed", deadline=None)  # a busy machine is no mistake
settings.load_profile("untimed")

os.environ.pop("PYTEST_ADDOPTS", None)  # projects made here are tested as their own users would
os.environ["CARETREE_CACHE"] = "off"  # tests prove what they look at; those of the cache bring their own folder


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
