"""Every check has a worked example, and what its page shows is what ``caretree check`` prints, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from caretree.checks import ALL
from caretree.checks.check import Check
from caretree.checks.explained import example_of, found_by, page_name
from caretree.checks.worked_example import worked_example
from click.testing import Result

FOLDER = Path(str(files("caretree.checks"))) / "worked_examples"
FAULTY = Path(__file__).parents[1] / "faulty"
ARTICLES = {"fever.txt": "Paracetamol helps against fever.\nNot in liver failure.\n"}
"""The folder of articles that one example is read with, as its page tells."""
MARK = re.compile(r" +# error: \[.*$", flags=re.MULTILINE)
NAME = re.compile(r"^(?:error|warning|note)\[([a-z-]+)\]: ", flags=re.MULTILINE)

Caretree = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the articles beside."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("check", ALL, ids=page_name)
def test_the_message_shown_is_the_message_printed(check: Check, folder: Path, caretree: Caretree) -> None:
    """The guideline as the page shows it, read by the command the page shows: every line, place and patient."""
    example = worked_example(check)
    _, *arguments = example.command.split()
    (folder / arguments[1]).write_text(example.guideline, encoding="utf-8")
    assert caretree(*arguments).stdout == example.printed


@pytest.mark.parametrize("check", ALL, ids=page_name)
def test_the_example_shows_everything_the_check_finds(check: Check) -> None:
    """Each problem of the check's summary is told about its example."""
    told = NAME.findall(worked_example(check).printed)
    assert {each.name for each in found_by(page_name(check))} <= set(told)


@pytest.mark.parametrize("check", ALL, ids=page_name)
def test_without_its_check_an_example_shows_less(
    check: Check, folder: Path, caretree: Caretree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page shows is found by this very check: where it does not run, its problems are not told."""
    example = worked_example(check)
    _, *arguments = example.command.split()
    (folder / arguments[1]).write_text(example.guideline, encoding="utf-8")
    monkeypatch.setattr("caretree.checks.ALL", tuple(each for each in ALL if each is not check))
    told = NAME.findall(caretree(*arguments).stdout)
    assert not {each.name for each in found_by(page_name(check))} & set(told)


def test_no_example_is_left_over(folder: Path, caretree: Caretree) -> None:
    """Each file belongs to a check, and is written as ``caretree format`` writes it."""
    named = {worked_example(check).command.split()[2].removesuffix(".care") for check in ALL}
    assert {path.stem for path in FOLDER.iterdir() if path.suffix in (".care", ".txt")} == named
    assert caretree("format", "--check", *map(str, sorted(FOLDER.glob("*.care")))).exit_code == 0


@pytest.mark.parametrize("name", ["hole-in-a-table", "dosage-table"])
def test_the_tables_shown_are_the_faulty_ones(name: str, folder: Path, caretree: Caretree) -> None:
    """The table with a hole and the dosage table are those that the faulty guidelines hold, without their marks."""
    (folder / f"{name}.care").write_text(MARK.sub("", (FAULTY / f"{name}.care").read_text(encoding="utf-8")))
    assert caretree("format", f"{name}.care").exit_code == 0
    assert (folder / f"{name}.care").read_text(encoding="utf-8") == (FOLDER / f"{name}.care").read_text("utf-8")


@pytest.mark.parametrize("name", ["uncovered-patient", "every-patient-is-covered"])
def test_explain_shows_the_example(name: str, caretree: Caretree) -> None:
    """A problem and its check are explained with the guideline and the patient."""
    example = example_of("every-patient-is-covered")
    said = caretree("explain", name).stdout
    assert example is not None and f"`{example.command}` prints:" in said
    assert all(line in said for text in (example.guideline, example.printed) for line in text.splitlines())
    assert "for example: prevalence of anaemia is 30 %" in said


def test_a_check_without_an_example_is_our_mistake() -> None:
    """A docstring that names no example is told by the name of its check."""
    with pytest.raises(ValueError, match="forgetful"):
        worked_example(_forgetful)


def _forgetful(given: object) -> list[object]:
    """Finds nothing."""
    return []
