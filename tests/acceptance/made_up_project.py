"""A project on disk with one made-up guideline that has every form of expectation; built into its own library."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from caretree.acceptance.project import Project
from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import Compiled, compile_file, generate

ROOT = Path(__file__).parents[2]
EVERYTHING = (ROOT / "tests" / "resolve" / "specs" / "everything.care").read_text(encoding="utf-8")

MORE_DEFINITIONS = """\
  body surface area (BSA) in m2 is calculated as:
    weight in kg / 40
  feverish means fever
"""
MORE_EXAMPLES = """\

example the dose and the values [1.2]:
  given index patient
    but bleeding is significant
    but fever is no
    but response is no
  in phase second, since 2025-09-01
  expect preferred romiplostim
  expect offer of romiplostim at 70 mcg
  expect should use romiplostim at 70 mcg per week
  expect ruled out rituximab
  expect body surface area is 1.75 m2
  expect feverish is no
  expect neutropenia is severe
  expect fever is no
  expect stay
  expect in scope
  expect no offer of growth factor

example nothing is known [1.1]:
  given index patient
    but weight is not known
    but ANC is not known
    but fever is not known
    but bleeding is not known
    but platelets are not known
    but rituximab course is not known
    but diagnosis date is not known
  in phase second
  expect recommend observation
  expect undecided G-CSF
  expect undecided gap who needs it
  expect undecided second line
  expect neutropenia is not known
  expect body surface area is not known
  expect dose of romiplostim not known
  expect dose not known
  expect next question bleeding

example better [1.1]:
  given index patient
    but response is yes
    but ANC is 2 x10^9/L
    but fever is no
  in phase first, since 2025-08-18
  expect end of made-up care
  expect end
  expect recommend observation
  expect nothing else
  expect no next question

example not begun [1.1]:
  given index patient
  in phase not started
  expect go to first

example a child [1.1]:
  given index patient
    but age is 12 years
  expect out of scope
"""


def text_of_guideline() -> str:
    """The guideline's file."""
    return EVERYTHING.replace("\nactions:\n", MORE_DEFINITIONS + "\nactions:\n", 1) + MORE_EXAMPLES


def compile_in(root: Path, name: str) -> Compiled:
    """One file of a project, compiled."""

    def read(path: str) -> bytes | None:
        return (root / path).read_bytes() if (root / path).is_file() else None

    return compile_file(f"spec/{name}.care", read, "spec")


@cache
def made_up_project() -> Project:
    """The project, built; nothing of it is in this checkout."""
    root = Path(mkdtemp(prefix="made-up-project-"))
    (root / "pyproject.toml").write_text('[tool.caretree]\npackage = "made_up_guides"\n', encoding="utf-8")
    (root / "spec").mkdir()
    (root / "spec" / "everything.care").write_text(text_of_guideline(), encoding="utf-8")
    for file in generate([compile_in(root, "everything")], "made_up_guides"):
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    (root / "features" / "test_scenarios.py").write_text(
        'from pytest_bdd import scenarios\n\nscenarios(".")\n', encoding="utf-8"
    )
    return Project(root, "made_up_guides")


def made_up_graph() -> DecisionGraph:
    """Its guideline's graph."""
    graph = compile_in(made_up_project().root, "everything").graph
    assert graph is not None
    return graph
