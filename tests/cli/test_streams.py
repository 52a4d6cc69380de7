"""Colour, progress and pipes: what a terminal gets, and what a file or program never gets."""

from __future__ import annotations

import io
import os
import pty
import subprocess
from pathlib import Path

import pytest
from caretree.cli import streams
from command_line import CARETREE


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_terminal(*arguments: str, folder: Path, **environment: str) -> str:
    """What a command prints to a terminal, standard output and error together."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", **environment}
    process = subprocess.Popen([CARETREE, *arguments], cwd=folder, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    told = b""
    while True:
        try:
            read = os.read(ours, 4096)
        except OSError:
            break
        if not read:
            break
        told += read
    process.wait()
    os.close(ours)
    return told.decode()


@pytest.fixture
def faulty(project: Path) -> Path:
    """A project with a finding."""
    file = project / "spec/visit-by-video.care"
    file.write_text(file.read_text().replace("status draft", "status drafty"))
    return project


def test_colour_is_for_terminals_that_want_it(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets colour unless NO_COLOR is set or it cannot show any; a pipe never does."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31merror" in on_a_terminal("check", "--no-proofs", folder=faulty)
    assert "\x1b" not in on_a_terminal("check", "--no-proofs", folder=faulty, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("check", "--no-proofs", folder=faulty, TERM="dumb")
    piped = subprocess.run([CARETREE, "check", "--no-proofs"], cwd=faulty, capture_output=True, text=True, check=False)
    assert "\x1b" not in piped.stdout + piped.stderr


@pytest.mark.parametrize(("columns", "width"), [("72", 72), ("200", 100), ("10", 40)])
def test_answers_fit_the_terminal(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No wider than the terminal, no wider than usual, and readable even where it is tiny; a pipe gets the usual."""
    monkeypatch.setenv("COLUMNS", columns)
    assert streams.text_width(100) == 100
    monkeypatch.setattr("sys.stdout", Terminal())
    assert streams.text_width(100) == width


def progress(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, after: float) -> str:
    """What is told on a stream while three items are worked on, when progress starts after so many seconds."""
    monkeypatch.setattr(streams, "SECONDS_BEFORE_PROGRESS", after)
    monkeypatch.setattr("sys.stderr", stream)
    assert list(streams.with_progress(["a", "b", "c"], "Checking", lambda item: f"{item}.care")) == ["a", "b", "c"]
    return stream.getvalue()


def test_long_work_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each item is named with its number on one line, which is erased at the end."""
    told = progress(monkeypatch, Terminal(), 0.0)
    assert "\r\x1b[2KChecking 2 of 3: b.care" in told
    assert told.endswith("\r\x1b[2K")
    assert "\n" not in told


def test_short_work_and_pipes_are_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is over soon does not flicker, and a log file gets no control characters."""
    assert progress(monkeypatch, Terminal(), 60.0) == ""
    assert progress(monkeypatch, io.StringIO(), 0.0) == ""
