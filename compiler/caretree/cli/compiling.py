"""Compiling from the command line: files in, compiled guidelines out, progress on work that takes longer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from caretree.cli.project import Place, Project, fail, find_project, guideline_file, place_of
from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import Compiled, compile_file
from caretree.problems.limits import LIMIT_PROBLEMS, UNREADABLE_PROBLEMS
from caretree.problems.problem import Problem, has_errors
from caretree.problems.render import terminal
from caretree.source.text import SourceText

FINDINGS = 1
UNREADABLE = 2
LIMIT = 3


def compile_paths(files: Sequence[Path], project: Project | None, articles: Path | None = None) -> list[Compiled]:
    """Compile files one after another, with a progress bar on a terminal."""
    places = [place_of(file, project) for file in files]
    if len(places) < 4 or not sys.stderr.isatty():
        return [_compile(place, articles) for place in places]
    with click.progressbar(places, label="Checking", file=sys.stderr, item_show_func=_name) as bar:
        return [_compile(place, articles) for place in bar]


def _name(place: Place | None) -> str:
    return place.shown if place else ""


def _compile(place: Place, articles: Path | None) -> Compiled:
    def article(name: str) -> bytes | None:
        file = articles / Path(name).name if articles else None
        return file.read_bytes() if file and file.is_file() else None

    return compile_file(place.shown, place.read, place.spec_folder, article=article if articles else None)


def compile_standard_input() -> Compiled:
    """Compile what arrives on standard input; ``use`` lines look in the project's spec folder."""
    project = find_project()
    root, folder = (project.root, "spec") if project else (Path.cwd(), "")
    return _compile(Place("<stdin>", root, folder), None)


def the_graph(name: str) -> DecisionGraph:
    """The decision graph of a GUIDELINE, or the problems on standard error and exit code 1."""
    project = find_project()
    compiled = compile_paths([guideline_file(name, project)], project)[0]
    if compiled.library:
        raise fail(f"{compiled.path} is a library; name a guideline")
    if not compiled.sound or compiled.graph is None:
        show(compiled.problems, compiled.sources, err=True)
        sys.exit(exit_code([compiled]))
    return compiled.graph


def colour_wanted(err: bool = False) -> bool:
    """Colour only on a terminal, and never with NO_COLOR (https://no-color.org)."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR")


def show(problems: Iterable[Problem], sources: dict[str, SourceText], *, err: bool = False) -> None:
    """Print problems for people."""
    click.echo(terminal.render(list(problems), sources, colour=colour_wanted(err)), err=err, nl=False)


def exit_code(compiled: Sequence[Compiled]) -> int:
    """0 fine, 1 findings, 2 unreadable input, 3 limit reached; the highest wins."""
    return max((_code(one.problems) for one in compiled), default=0)


def _code(problems: Sequence[Problem]) -> int:
    names = {problem.name for problem in problems if problem.severity == "error"}
    if names & LIMIT_PROBLEMS:
        return LIMIT
    if names & UNREADABLE_PROBLEMS:
        return UNREADABLE
    return FINDINGS if has_errors(problems) else 0
