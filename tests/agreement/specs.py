"""The decision graphs of this project's guidelines, for the tests that compare what is made from them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from caretree.decisions.graph import DecisionGraph
from caretree.decisions.lower import lower
from caretree.resolve.resolve import resolve
from caretree.source.decode import decode
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree

ROOT = Path(__file__).parents[2]


def _tree(file: Path) -> tuple[SyntaxTree | None, list[Any]]:
    if not file.exists():
        return None, []
    text, problems = decode(str(file.relative_to(ROOT)), file.read_bytes())
    assert text is not None
    tree, found = parse(text)
    return tree, [*problems, *found]


@cache
def graph_of(spec: str) -> DecisionGraph:
    """The decision graph of a guideline of this project, by its path below ``spec``."""
    tree, _ = _tree(ROOT / "spec" / f"{spec}.care")
    assert tree is not None

    def beside(name: str) -> tuple[SyntaxTree | None, list[Any]]:
        return _tree(ROOT / "spec" / f"{name}.care")

    guideline, problems = resolve(tree, beside, beside)
    errors = [problem for problem in problems if problem.severity == "error"]
    assert guideline is not None and not errors, errors
    return lower(guideline)


def guideline_specs() -> list[str]:
    """Every guideline of this project."""
    files = sorted([*(ROOT / "spec").glob("*.care"), *(ROOT / "spec" / "gallery").glob("*.care")])
    return [str(file.relative_to(ROOT / "spec").with_suffix("")) for file in files]
