"""Serving the site while guidelines are written."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from caretree.serve.watch import Saved, changed, saved, watch
from command_line import CARETREE

PATIENCE = 60.0
"""Seconds after which a server that does not answer is taken for broken; nothing is measured."""


def watched(looks: list[Saved]) -> list[list[str]]:
    """What is rebuilt when these looks are taken one after another."""
    rebuilt: list[list[str]] = []
    left: Iterator[Saved] = iter(looks)
    count = len(looks) - 1

    def wait() -> bool:
        nonlocal count
        count -= 1
        return count >= 0

    watch(lambda: next(left), rebuilt.append, wait)
    return rebuilt


def test_a_saved_file_is_built_once() -> None:
    """One change leads to one build, however often the folder is looked at afterwards."""
    old, new = {"a.care": (1, 10)}, {"a.care": (2, 11)}
    assert watched([old, old, new, new, new, new]) == [["a.care"]]


def test_a_file_that_is_still_being_written_is_waited_for() -> None:
    """A build starts only when two looks agree."""
    looks = [{"a.care": (time, time)} for time in (1, 2, 3, 4, 4, 4)]
    assert watched(looks) == [["a.care"]]


def test_nothing_is_built_while_nothing_changes_or_a_change_is_taken_back() -> None:
    """Without a difference to what was built there is nothing to do."""
    old, new = {"a.care": (1, 10)}, {"a.care": (2, 11)}
    assert watched([old, old, old]) == []
    assert watched([old, new, old, old]) == []


def test_new_and_deleted_files_count_as_changes(tmp_path: Path) -> None:
    """A guideline that appears or goes changes the site too; other files do not."""
    (tmp_path / "common").mkdir()
    (tmp_path / "a.care").write_text("a")
    before = saved(tmp_path)
    (tmp_path / "a.care").unlink()
    (tmp_path / "common/b.care").write_text("b")
    (tmp_path / "notes.txt").write_text("n")
    assert changed(before, saved(tmp_path)) == ["a.care", "common/b.care"]


def eventually(found: Callable[[], bool]) -> bool:
    """Whether something becomes true before patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.1)
    return False


def page(port: int, path: str) -> str:
    """A page of the site, or nothing while the server does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as response:
            return str(response.read().decode())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_the_site_is_served_rebuilt_and_stopped(project: Path, stop: signal.Signals) -> None:
    """The page shows a change soon after it is saved, keeps its last good form while there are errors, and stopping
    ends the server it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = project / "spec/visit-by-video.care"
    text = file.read_text()
    told = project.parent / "told.txt"
    path = "guidelines/visit-by-video/index.html"
    with told.open("w") as stderr:
        server = subprocess.Popen([CARETREE, "serve", "--address", f"127.0.0.1:{port}"], stderr=stderr)
        try:
            assert eventually(lambda: "when the way is long" in page(port, path))
            file.write_text(text.replace("when the way is long", "when it is far"))
            assert eventually(lambda: "when it is far" in page(port, path))
            file.write_text(text.replace("status draft", "status drafty"))
            assert eventually(lambda: "drafty" in told.read_text())
            assert "when it is far" in page(port, path)
        finally:
            server.send_signal(stop)
            server.wait(timeout=PATIENCE)
    assert server.returncode == 0
    assert "Saved: visit-by-video.care" in told.read_text()
    assert "Traceback" not in told.read_text()
    assert page(port, path) == ""


def test_an_address_in_use_ends_with_exit_code_2(project: Path) -> None:
    """When MkDocs cannot serve, the command says so and ends."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [CARETREE, "serve", "--address", f"127.0.0.1:{taken.getsockname()[1]}"]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert result.returncode == 2
    assert "MkDocs ended" in result.stderr
