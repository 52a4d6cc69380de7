"""``caretree check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from caretree.cli.compiling import check_paths, compile_standard_input, exit_code, explained_problems
from caretree.cli.project import files_named, find_project, site_address
from caretree.cli.streams import colour_wanted
from caretree.pipeline import Compiled, in_order
from caretree.problems.problem import Problem
from caretree.problems.render import github, json, sarif, terminal
from caretree.source.text import SourceText


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--format", "shape", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True,
    help="How problems are printed.",
)  # fmt: skip
@click.option(
    "--sources", "articles", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help="Folder with the source articles: compare ledgers with them (line ranges, changed files).",
)  # fmt: skip
@click.option("--no-proofs", is_flag=True, help="Read only: do not prove forks, safety rules and doses.")
def command(paths: tuple[str, ...], shape: str, articles: Path | None, no_proofs: bool) -> None:
    """Check guidelines: names, units, citations, ledgers and examples; then prove them for every patient.

    Proofs find patients whom no branch fits, whom a safety rule does not protect, or who are told two things.
    PATHS are .care files or folders; without any, the whole project is checked. A single - reads standard input.

    \b
    caretree check
    caretree check spec/visit-by-video.care
    caretree check --format github       annotations in a pull request
    caretree check - < draft.care        from an editor
    caretree check --sources articles    compare the ledgers with the articles
    """
    if paths == ("-",):
        compiled = [compile_standard_input(proofs=not no_proofs)]
    else:
        compiled = check_paths(files_named(paths), find_project(), articles, proofs=not no_proofs)
    problems = in_order(problem for one in compiled for problem in one.problems)
    sources = {path: text for one in compiled for path, text in one.sources.items()}
    click.echo(_rendered(problems, sources, shape), nl=False)
    if shape == "text":
        click.echo(_summary(compiled), err=True)
    sys.exit(exit_code(compiled))


def _rendered(problems: list[Problem], sources: dict[str, SourceText], shape: str) -> str:
    explained = explained_problems(problems)
    match shape:
        case "json":
            return json.render(problems, explained)
        case "sarif":
            return sarif.render(problems, sources, explained, site_address(find_project()))
        case "github":
            return github.render(problems, explained)
        case _:
            return terminal.render(problems, sources, explained, colour=colour_wanted())


def _summary(compiled: Sequence[Compiled]) -> str:
    fine = sum(1 for one in compiled if not any(p.severity == "error" for p in one.problems))
    noun = "file" if len(compiled) == 1 else "files"
    return f"{fine} of {len(compiled)} {noun} without errors"
