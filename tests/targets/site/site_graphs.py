"""Graphs for the site's tests: the project's guidelines, or any text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import Compiled, compile_file

ROOT = Path(__file__).parents[3]
SPECS = ("itp-after-ivig", "post-rituximab-cytopenia", "sle-pancytopenia")


def compile_text(text: str) -> Compiled:
    """Compile one file given by its text; what it uses is read from this project's spec folder."""

    def read(path: str) -> bytes | None:
        file = ROOT / path
        return text.encode() if path == "text.care" else file.read_bytes() if file.exists() else None

    return compile_file("text.care", read, "spec")


@cache
def graph_of(spec: str) -> DecisionGraph:
    """The graph of one of the project's guidelines."""
    compiled = compile_text((ROOT / "spec" / f"{spec}.care").read_text(encoding="utf-8"))
    assert compiled.graph is not None, compiled.problems
    return compiled.graph
