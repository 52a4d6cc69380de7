"""Formatting never changes what a guideline means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from caretree.decisions.export import export
from caretree.decisions.lower import lower
from caretree.problems.problem import Problem, has_errors
from caretree.resolve.resolve import resolve
from caretree.source.text import SourceText
from caretree.syntax.format import format_text
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree
from written_files import SPEC

GUIDELINES = sorted(SPEC.glob("*.care"))


def graph(path: Path, formatted: bool) -> object:
    """The exported graph of a guideline, all its files formatted or as they are, without places in files."""

    def tree(file: Path) -> tuple[SyntaxTree | None, list[Problem]]:
        text = SourceText(f"spec/{file.relative_to(SPEC).as_posix()}", file.read_text(encoding="utf-8"))
        return parse(SourceText(text.path, format_text(text)[0]) if formatted else text)

    def beside(name: str) -> tuple[SyntaxTree | None, list[Problem]]:
        return tree(SPEC / f"{name}.care")

    syntax, _ = tree(path)
    assert syntax is not None
    guideline, problems = resolve(syntax, beside, beside)
    assert guideline is not None and not has_errors(problems)
    return without_places(json.loads(json.dumps(export(lower(guideline)))))


def without_places(value: object) -> object:
    """The value without spans and without the hash of the file's text."""
    if isinstance(value, dict):
        return {key: without_places(inner) for key, inner in value.items() if key not in ("span", "sourceHash")}
    return [without_places(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.name)
def test_a_formatted_guideline_has_the_same_graph(path: Path) -> None:
    """The decision graph of every guideline in spec/ is the same before and after formatting."""
    assert graph(path, formatted=True) == graph(path, formatted=False)
