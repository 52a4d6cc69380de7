"""What was fine and is unchanged is not read again; anything that changed is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from caretree.cli.proof_cache import store_in
from caretree.cli.unchanged import unless_unchanged
from caretree.pipeline import Compiled, ReadFile, compile_file

ROOT = Path(__file__).resolve().parents[2]
SPEC, LIBRARY = "spec/gallery/curb65.care", "spec/common/haematology.care"
DAY = date(2026, 11, 21)


class Checked:
    """Checks one spec and counts how often that was needed."""

    def __init__(self, folder: Path, made: str = "one") -> None:
        self.folder, self.made, self.times = folder, made, 0
        self.changed: dict[str, str | None] = {}

    def read(self, name: str) -> bytes | None:
        if name in self.changed:
            text = self.changed[name]
            return None if text is None else text.encode()
        file = ROOT / name
        return file.read_bytes() if file.is_file() else None

    def check(self, read: ReadFile) -> Compiled:
        self.times += 1
        return compile_file(SPEC, read, "spec", today=DAY)

    def run(self, day: date = DAY) -> tuple[tuple[str, ...], int]:
        """The names of the problems, and how often the file was compiled so far."""
        store = store_in(self.folder, self.made)
        found = unless_unchanged(SPEC, "spec", self.read, day, store, self.check)
        return tuple(problem.name for problem in found.problems), self.times


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """A spec that was checked once and found fine."""
    fresh = Checked(tmp_path)
    assert fresh.run() == ((), 1)
    return fresh


def test_unchanged_is_not_read_again(checked: Checked) -> None:
    """The second check compiles nothing."""
    assert checked.run() == ((), 1)


def test_a_change_of_the_file_or_its_library_is_noticed(checked: Checked) -> None:
    """A broken file is reported, a library taken away too; mended, it is fine again."""
    own = (ROOT / SPEC).read_text(encoding="utf-8")
    checked.changed = {SPEC: own.replace("low: at most 1", "low: at most 0")}
    problems, times = checked.run()
    assert "uncovered-patient" in problems and times == 2
    checked.changed = {LIBRARY: None}
    problems, times = checked.run()
    assert problems and times == 3
    checked.changed = {LIBRARY: (ROOT / LIBRARY).read_text(encoding="utf-8") + "# a comment\n"}
    assert checked.run()[1] == 4
    checked.changed = {}
    assert checked.run()[0] == ()


def test_a_file_with_problems_is_always_checked(checked: Checked) -> None:
    """What was wrong is told every time."""
    own = (ROOT / SPEC).read_text(encoding="utf-8")
    checked.changed = {SPEC: own.replace("low: at most 1", "low: at most 0")}
    assert checked.run()[0] == checked.run()[0] != ()
    assert checked.times == 3


def test_another_day_or_other_code_checks_again(checked: Checked) -> None:
    """A review may be overdue tomorrow, and a new compiler may know better."""
    assert checked.run(date(2026, 11, 22))[1] == 2
    checked.made = "two"
    assert checked.run()[1] == 3


@pytest.mark.parametrize(
    "damage", [lambda t: "", lambda t: t[:-9], lambda t: t.replace("false", "true"), lambda t: "[]"]
)
def test_damage_checks_again(checked: Checked, damage) -> None:
    """What does not fit its own sum says nothing."""
    for file in checked.folder.iterdir():
        file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert checked.run() == ((), 2)
