"""Compiling from the command line: files in, compiled guidelines out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from caretree.cli.place import STANDARD_INPUT, Place, place_of, read_at_most
from caretree.cli.project import LIMIT, UNREADABLE, Project, fail, find_project, guideline_file
from caretree.cli.proof_cache import proof_store
from caretree.cli.streams import colour_wanted
from caretree.cli.unchanged import unless_unchanged
from caretree.cli.workers import worked
from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import Compiled, ReadFile, compile_file
from caretree.problems.explain import Explanation
from caretree.problems.limits import LIMIT_PROBLEMS, MAXIMUM_BYTES, UNREADABLE_PROBLEMS
from caretree.problems.problem import Problem, has_errors
from caretree.problems.render import terminal
from caretree.source.text import SourceText

FINDINGS = 1


def compile_paths(
    files: Sequence[Path], project: Project | None, articles: Path | None = None, *, proofs: bool = True
) -> list[Compiled]:
    """Compile files on every processor, telling a person at a terminal how far the work is."""
    return _worked(lambda place: _compile(place, articles, proofs), files, project)


def check_paths(
    files: Sequence[Path], project: Project | None, articles: Path | None = None, *, proofs: bool = True
) -> list[Compiled]:
    """The problems of files: as compiling finds them, but a file that was fine and is unchanged is not read again, and
    has neither guideline nor graph here."""
    store = proof_store("unchanged") if proofs and articles is None else None
    if store is None:
        return compile_paths(files, project, articles, proofs=proofs)
    today = date.today()

    def check(place: Place) -> Compiled:
        return unless_unchanged(place.shown, place.spec_folder, place.read, today, store, partial(_with, place))

    return _worked(check, files, project)


def _worked(work: Callable[[Place], Compiled], files: Sequence[Path], project: Project | None) -> list[Compiled]:
    return worked(work, [place_of(file, project) for file in files], "Checking", lambda place: place.shown)


def _with(place: Place, read: ReadFile) -> Compiled:
    return _compile(place, None, True, read)


def compile_standard_input(*, proofs: bool = True) -> Compiled:
    """Compile what arrives on standard input; ``use`` lines look in the project's spec folder."""
    project = find_project()
    root, folder = (project.root, "spec") if project else (Path.cwd(), "")
    return _compile(Place(STANDARD_INPUT, root, folder), None, proofs)


def _compile(place: Place, articles: Path | None, proofs: bool, read: ReadFile | None = None) -> Compiled:
    def article(name: str) -> bytes | None:
        file = articles / Path(name).name if articles else None
        return read_at_most(file, MAXIMUM_BYTES) if file and file.is_file() else None

    return compile_file(
        place.shown,
        read or place.read,
        place.spec_folder,
        article=article if articles else None,
        today=date.today(),
        proofs=proofs,
        store=proof_store() if proofs else None,
    )


def the_graph(name: str, *, proofs: bool = False) -> DecisionGraph:
    """The decision graph of a GUIDELINE, or the problems on standard error and their exit code.

    With ``proofs`` a guideline that fails a proof is refused as well: nobody is decided for by it.
    """
    project = find_project()
    compiled = compile_paths([guideline_file(name, project)], project, proofs=proofs)[0]
    if compiled.library:
        raise fail(f"{compiled.path} is a library; name a guideline")
    if not compiled.sound or compiled.graph is None:
        show(compiled.problems, compiled.sources, err=True)
        click.echo(f"{compiled.path} has errors: mend them before it is used.", err=True)
        sys.exit(exit_code([compiled]) or FINDINGS)
    return compiled.graph


def show(problems: Iterable[Problem], sources: dict[str, SourceText], *, err: bool = False) -> None:
    """Print problems for people."""
    found = list(problems)
    told = terminal.render(found, sources, explained_problems(found), colour=colour_wanted(err))
    click.echo(told, err=err, nl=False)


def explained_problems(problems: Sequence[Problem]) -> dict[str, Explanation]:
    """The explanations of these problems by name; read only where there is something to explain."""
    if not problems:
        return {}
    from caretree.checks.explained import explanations

    return {problem.name: explanations()[problem.name] for problem in problems if problem.name in explanations()}


def exit_code(compiled: Sequence[Compiled]) -> int:
    """0 fine, 1 findings, 2 unreadable input, 3 limit reached; the highest wins."""
    return max((code_of(one.problems) for one in compiled), default=0)


def code_of(problems: Sequence[Problem]) -> int:
    """The exit code that problems stand for; warnings and notes are fine."""
    names = {problem.name for problem in problems if problem.severity == "error"}
    if names & LIMIT_PROBLEMS:
        return LIMIT
    if names & UNREADABLE_PROBLEMS:
        return UNREADABLE
    return FINDINGS if has_errors(problems) else 0
