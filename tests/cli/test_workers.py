"""Work spread over processors is the work done one after another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from caretree.cli import workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@pytest.fixture(autouse=True)
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this machine had three processors, and nothing else ran in this process."""
    monkeypatch.setattr(workers, "_processors", lambda: 3)
    monkeypatch.setattr(workers.threading, "active_count", lambda: 1)


def test_results_keep_the_order_of_the_items() -> None:
    """Whichever worker is done first; and other processes than this one did the work."""
    found = list(workers.spread(lambda item: (item * item, os.getpid()), range(50)))
    assert [square for square, _ in found] == [item * item for item in range(50)]
    assert os.getpid() not in {process for _, process in found}


def test_few_items_and_other_threads_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork of a process with two threads may wait for ever for what the other thread holds."""
    here = {os.getpid()}
    assert set(workers.spread(lambda _: os.getpid(), range(workers.FEWEST_ITEMS - 1))) == here
    monkeypatch.setattr(workers.threading, "active_count", lambda: 2)
    assert set(workers.spread(lambda _: os.getpid(), range(50))) == here


def test_what_goes_wrong_is_told_here() -> None:
    """An error of the work is raised as if the work had been done here."""

    def work(item: int) -> int:
        if item == 7:
            raise FileNotFoundError(2, "No such file or directory", "spec/seven.care")
        return item

    found = workers.spread(work, range(50))
    with pytest.raises(FileNotFoundError, match="seven") as raised:
        list(found)
    assert raised.value.filename == "spec/seven.care"


def test_what_cannot_be_sent_is_worked_out_here() -> None:
    """A value nested more deeply than can be sent to another process."""

    def nested(depth: int) -> tuple[object, ...]:
        value: tuple[object, ...] = ()
        for _ in range(depth):
            value = (value,)
        return value

    found = list(workers.spread(lambda item: nested(item * 20_000), range(4)))
    depths = []
    for value in found:
        depths.append(0)
        while value:
            [value], depths[-1] = value, depths[-1] + 1
    assert depths == [0, 20_000, 40_000, 60_000]


def test_what_a_worker_dies_of_is_done_here() -> None:
    """For example when memory runs out: nobody waits for ever, and nothing is lost."""
    here = os.getpid()

    def work(item: int) -> int:
        if item == 7 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert list(workers.spread(work, range(50))) == list(range(50))


def test_a_build_is_the_same_on_one_processor_and_on_several(project: Path, tmp_path: Path) -> None:
    """Every byte; a build of a few guidelines in a process of its own, as people start it."""
    spec = project / "spec/visit-by-video.care"
    for number in range(1, 5):
        text = spec.read_text(encoding="utf-8").replace("id visit-by-video", f"id visit-{number}")
        (project / f"spec/visit-{number}.care").write_text(text, encoding="utf-8")
    runs = []
    for processors in (1, 3):
        code = (
            "from caretree.cli import workers; from caretree.cli.main import main; "
            f"workers._processors = lambda: {processors}; main()"
        )
        environment = {**os.environ, "CARETREE_CACHE": "off"}
        command = [sys.executable, "-c", code, "build", "--quiet"]
        subprocess.run(command, cwd=project, check=True, env=environment)
        files = sorted(file for file in project.rglob("*") if file.is_file())
        runs.append({str(file.relative_to(project)): file.read_bytes() for file in files})
        if processors == 1:
            for file in (project / "generated").rglob("*"):
                if file.is_file():
                    file.unlink()
    assert runs[0] == runs[1]
    assert sum(path.startswith("generated/") for path in runs[0]) > 50
