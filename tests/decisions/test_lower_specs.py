"""The guidelines of this project: each lowers to a sound graph that its published schema accepts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from caretree.decisions.export import export
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.invariants import verify
from caretree.decisions.lower import lower
from caretree.decisions.schema import graph_schema
from caretree.problems.problem import Problem
from caretree.resolve.resolve import resolve
from caretree.source.decode import decode
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
GUIDELINES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "spec").glob("*.care"))


@pytest.mark.parametrize("path", GUIDELINES)
def test_each_guideline_is_a_sound_graph(path: str) -> None:
    """Every invariant holds and the export is as the schema says, for each guideline of the project."""
    graph = _lowered(path)
    assert verify(graph) == []
    validator = Draft202012Validator(graph_schema())
    assert [error.message for error in validator.iter_errors(export(graph))] == []


def test_the_seed_guidelines_are_there() -> None:
    """The test above has guidelines to look at."""
    assert len(GUIDELINES) >= 3


def test_romiplostim_is_a_weekly_dose_per_weight() -> None:
    """The ITP guideline's romiplostim starts at 1 mcg/kg and can be raised to its cap of 10 mcg/kg a week."""
    dosing = _lowered("spec/itp-after-ivig.care").dosing["romiplostim"]
    assert dosing.dose is not None and dosing.caps[0].period == "week"
    assert getattr(dosing.dose, "unit", "") == "mcg"
    assert getattr(dosing.dose, "limit_high", None) == dosing.caps[0].amount


@lru_cache
def _lowered(path: str) -> DecisionGraph:
    tree, problems = _tree(path)
    assert tree is not None and problems == []
    guideline, found = resolve(tree, _beside, _beside)
    assert [problem for problem in found if problem.severity == "error"] == []
    assert guideline is not None
    return lower(guideline)


def _beside(name: str) -> tuple[SyntaxTree | None, list[Problem]]:
    return _tree(f"spec/{name}.care")


def _tree(path: str) -> tuple[SyntaxTree | None, list[Problem]]:
    file = ROOT / path
    if not file.exists():
        return None, []
    text, problems = decode(path, file.read_bytes())
    assert text is not None
    tree, more = parse(text)
    return tree, [*problems, *more]
