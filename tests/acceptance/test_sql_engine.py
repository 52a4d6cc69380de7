"""Generated SQL held to the scenarios: what it gives is compared; what it does not give is counted, not passed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from caretree.acceptance.sql_said import Said, UnreadLine, read_line
from made_up_project import made_up_graph, made_up_project
from test_step_library import pickles, run_scenarios

SQL = "--caretree-engine=sql"


def last_line(stdout: str) -> str:
    return stdout.splitlines()[-1]


def test_every_form_of_scenario_is_read() -> None:
    """Each scenario of a guideline with every form of expectation passes or is skipped, and the rest is counted."""
    project = made_up_project()
    result = run_scenarios(project.root, SQL)
    found = re.fullmatch(r"(\d+) passed(?:, (\d+) skipped)? in .*", last_line(result.stdout))
    assert found, result.stdout[-3000:]
    assert int(found[1]) + int(found[2] or 0) == pickles(project.root / "features")
    assert re.search(r"caretree: \d+ facts compared: .*\d+ statuses", result.stdout)
    assert re.search(r"caretree: \d+ facts not compared, .*\d+ next questions", result.stdout)


def test_a_scenario_of_which_sql_gives_nothing_is_skipped(tmp_path: Path) -> None:
    """A scenario that only expects the next question does not pass with SQL."""
    shutil.copytree(made_up_project().root, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "features" / "everything"
    text = (folder / "examples.feature").read_text(encoding="utf-8")
    background = text[: text.index("\n\n", text.index("Background:"))]
    for file in folder.glob("*.feature"):
        file.unlink()
    asked = '\n\n  Scenario: asked\n    When the guideline decides\n    Then the next question is "bleeding"\n'
    (folder / "asked.feature").write_text(background + asked, encoding="utf-8")
    assert last_line(run_scenarios(tmp_path, SQL).stdout).startswith("1 skipped")


WRONG = {
    'it advises: consider "G-CSF"': 'it advises: may use "G-CSF"',
    'it offers "romiplostim" at 70 mcg': 'it offers "romiplostim" at 71 mcg',
    '"age" is 12 years': '"age" is 18 years',
}


def test_scenarios_that_are_not_so_fail(tmp_path: Path) -> None:
    """A wrong strength, dose or age is noticed in SQL's columns, and no other scenario fails."""
    shutil.copytree(made_up_project().root, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "features" / "everything" / "examples.feature"
    text = file.read_text(encoding="utf-8")
    for right, wrong in WRONG.items():
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    file.write_text(text, encoding="utf-8")
    assert last_line(run_scenarios(tmp_path, SQL).stdout).startswith(f"{len(WRONG)} failed")


def test_a_limit_moved_in_the_sql_alone_is_noticed(tmp_path: Path) -> None:
    """The very files a cohort uses are what the scenarios hold: one bound changed there, and scenarios fail."""
    shutil.copytree(made_up_project().root, tmp_path, dirs_exist_ok=True)
    [file] = (tmp_path / "generated").glob("*/sql/everything.duckdb.sql")
    text = file.read_text(encoding="utf-8")
    assert '"neutrophil-count" < 0.5e0' in text
    file.write_text(text.replace('"neutrophil-count" < 0.5e0', '"neutrophil-count" <= 0.5e0'), encoding="utf-8")
    assert "failed" in last_line(run_scenarios(tmp_path, SQL).stdout)
    assert "failed" not in last_line(run_scenarios(tmp_path).stdout)


def test_lines_are_read_back_and_never_guessed() -> None:
    """Status, strengths and what is waited for; a line of no known form is a failure, not a pass."""
    graph = made_up_graph()
    said = read_line(graph, "neutrophils", "undecided: consider G-CSF, waits for fever")
    assert said == Said(("advice", "offer", "g-csf"), 1, ("consider",), ("fever",))
    assert read_line(graph, "neutrophils", "avoid or do not use G-CSF").strengths == ("avoid", "do not use")
    for line in ("praise G-CSF", "consider G-CSX"):
        with pytest.raises(UnreadLine):
            read_line(graph, "neutrophils", line)
