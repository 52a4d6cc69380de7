"""Thousands of patients as one data table: one scenario, every row asked."""

from __future__ import annotations

import shutil
from pathlib import Path

from caretree.scenarios.pinned import pinned
from made_up_project import made_up_graph, made_up_project
from test_step_library import run_scenarios

COUNT = 5_000
VIEW = ("decision", "neutrophils")
OTHERWISE = {"age": {"value": "40", "unit": "years"}, "fever": "yes", "at": "2025-09-08"}


def rows(count: int) -> list[tuple[str, str]]:
    """ANC in steps of 0.01, and what the reference interpreter says of the patient without anything else."""
    graph = made_up_graph()
    values = [f"{hundredths // 100}.{hundredths % 100:02}" for hundredths in range(count)]
    said = {}
    for value in values:
        mapping = {"ANC": {"value": value, "unit": "x10^9/L"}, **OTHERWISE}
        lines, _ = pinned(graph, mapping, VIEW)
        said[value] = "; ".join(lines)
    return [(f"{value} x10^9/L", said[value]) for value in values]


def written(folder: Path, cases: list[tuple[str, str]]) -> None:
    table = [("ANC", "says"), *cases]
    lines = "\n".join(f"      | {anc} | {says} |" for anc, says in table)
    folder.joinpath("features", "everything", "many.feature").write_text(
        'Feature: many patients\n  Scenario: many\n    Given the guideline "everything"\n'
        '    And "age" is 40 years\n    And "fever" is yes\n    And today is 2025-09-08\n'
        "    When the guideline is asked\n"
        f'    Then for each row the decision "neutrophils" says:\n{lines}\n',
        encoding="utf-8",
    )


def project(folder: Path) -> Path:
    shutil.copytree(made_up_project().root, folder, dirs_exist_ok=True)
    for file in (folder / "features" / "everything").glob("*.feature"):
        file.unlink()
    return folder


def test_five_thousand_patients_are_one_scenario(tmp_path: Path) -> None:
    """Each row is asked, and the answers are the interpreter's; several different ones among them."""
    cases = rows(COUNT)
    assert len({says for _, says in cases}) > 2
    written(project(tmp_path), cases)
    result = run_scenarios(tmp_path)
    assert "1 passed" in result.stdout.splitlines()[-1], result.stdout[-2000:]


def test_rows_that_are_not_so_are_counted_and_shown(tmp_path: Path) -> None:
    """Three wrong rows of a hundred fail the scenario with their numbers."""
    cases = rows(100)
    for place in (3, 50, 99):
        cases[place] = (cases[place][0], "should use nothing of the kind")
    written(project(tmp_path), cases)
    result = run_scenarios(tmp_path)
    assert "3 of 100 rows are answered otherwise" in result.stdout
    assert "row 4:" in result.stdout and "row 51:" in result.stdout and "row 100:" in result.stdout
