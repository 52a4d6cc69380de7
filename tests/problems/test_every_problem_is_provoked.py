"""Every problem that is explained is provoked by some test; here are those that no other room's tests provoke."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from caretree.checks.explained import explanations
from caretree.decisions.patient import read_patient
from caretree.pipeline import Compiled, compile_file
from click.testing import Result

TESTS = Path(__file__).parents[1]
ELSEWHERE = ("test_explanations.py",)
"""Tests that read the catalogue itself."""

GUIDELINE = """\
guideline "Visits to a lighthouse":
  id lighthouse
  version 0.1.0
  notation 1
  status draft
  last updated 2026-11-01
  audience clinicians
  question "Who is let in?"

source A "Rules of a made-up lighthouse":
  section 1 "Visits":
    1 "Nobody is let in during a storm, and nobody before three calm days"

inputs:
  storm:
    is yes or no
    asks "Is there a storm?"
    may be unknown
  wind speeds:
    is a series of numbers, plausible 0 to 12
    asks "How strong was the wind?"
    may be unknown
  last storm:
    is a date
    asks "When was the last storm?"
    may be unknown

actions:
  visit

decision visits:
  when storm or time since last storm is below 3 days or the latest wind speeds is above 8:
    do not use visit [1.1]
  otherwise:
    should use visit [1.1]
"""


def compiled(text: str, **files: str) -> Compiled:
    """The guideline of a text, with libraries beside it."""
    known = {"lighthouse.care": text, **{f"{name}.care": other for name, other in files.items()}}
    read = {name: content.encode() for name, content in known.items()}
    return compile_file("lighthouse.care", read.get, "", today=date(2026, 11, 21))


def names(text: str, **files: str) -> list[str]:
    """The names of its problems."""
    return [problem.name for problem in compiled(text, **files).problems]


def test_every_problem_is_provoked_by_a_test() -> None:
    """Whatever can be told is told in some test, by its name."""
    files = [file for file in TESTS.rglob("*") if file.suffix in (".py", ".md", ".care") and file.name not in ELSEWHERE]
    told = "\n".join(
        file.read_text(encoding="utf-8") for file in files if "bad_input" not in file.parts or file.suffix == ".py"
    )
    assert [name for name in explanations() if not re.search(rf'["\[`]{name}["\]`]', told)] == []


def test_the_guideline_itself_is_fine() -> None:
    """What the tests below find is what they planted."""
    assert names(GUIDELINE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ("actions:", "decision:\n  should use visit [1.1]\n\nactions:", "missing-name"),
        ("plausible 0 to 12", "plausible 0m to 12", "unexpected-unit"),
        ("  audience", "  review by 2026-11-20\n  audience", "review-overdue"),
    ],
)
def test_planted(right: str, wrong: str, name: str) -> None:
    """Each change is told by its name."""
    assert names(GUIDELINE.replace(right, wrong, 1)) == [name]


def test_two_libraries_of_one_id() -> None:
    """The names of a library are told apart by its id."""
    library = 'library "Sea":\n  id sea\n  version 0.1.0\n  last updated 2026-11-01\n\nactions:\n  {}\n'
    text = GUIDELINE.replace("inputs:", 'use "one"\nuse "two"\n\ninputs:', 1)
    assert "duplicate-id" in names(text, one=library.format("boat"), two=library.format("raft"))


def test_a_series_that_is_no_list() -> None:
    """One number is not a series of measurements."""
    graph = compiled(GUIDELINE).graph
    assert graph is not None
    record, problems = read_patient(graph, {"wind speeds": 3, "at": "2026-11-21"})
    assert record is None and [problem.name for problem in problems] == ["bad-series"]


def test_a_cohort_without_a_day(
    tmp_path: Path, caretree: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where time counts and nothing says of when the patients are, today is taken, and that is said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lighthouse.care").write_text(GUIDELINE)
    (tmp_path / "patients.csv").write_text("id,storm,last storm\n1,no,2026-11-01\n")
    result = caretree("cohort", "lighthouse.care", "--patients", "patients.csv", "--key", "id", "--out", "out.csv")
    assert result.exit_code == 0, result.output
    assert "note[evaluated-today]" in result.output
