"""Resolving a guideline written in a test, with the other files it names."""

from __future__ import annotations

from caretree.guideline.guideline import Guideline
from caretree.problems.problem import Problem
from caretree.resolve.resolve import resolve
from caretree.source.text import SourceText
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree


def resolve_text(text: str, files: dict[str, str] | None = None) -> tuple[Guideline | None, list[Problem]]:
    """The guideline of a text and all problems; ``files`` are the other files by path without ``.care``."""

    def tree_of(path: str) -> tuple[SyntaxTree | None, list[Problem]]:
        if files is None or path not in files:
            return None, []
        return parse(SourceText(f"spec/{path}.care", files[path]))

    tree, problems = parse(SourceText("spec/guideline.care", text))
    guideline, found = resolve(tree, tree_of, tree_of)
    return guideline, [*problems, *found]


def names_of(problems: list[Problem]) -> list[str]:
    """The names of the problems in the order found."""
    return [problem.name for problem in problems]


def sound(text: str, files: dict[str, str] | None = None) -> Guideline:
    """The guideline of a text that must have no problem at all."""
    guideline, problems = resolve_text(text, files)
    assert [(problem.name, problem.message, str(problem.span)) for problem in problems] == []
    assert guideline is not None
    return guideline
