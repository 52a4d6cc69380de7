"""``caretree format``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caretree.cli.compiling import FINDINGS, LIMIT, UNREADABLE, show
from caretree.cli.project import find_project, place_of, the_project
from caretree.cli.writing import _replace as replace_file
from caretree.problems.limits import LIMIT_PROBLEMS, UNREADABLE_PROBLEMS
from caretree.problems.problem import Problem, has_errors
from caretree.source.decode import decode
from caretree.source.text import SourceText
from caretree.syntax.format import format_text


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file is not in canonical form.")
def command(paths: tuple[str, ...], only_check: bool) -> None:
    """Rewrite files in the one canonical form. There are no options: there is one way to write it.

    PATHS are .care files or folders; without any, the whole project. A single - formats standard input to
    standard output. A file with errors of layout is left as it is.
    """
    if paths == ("-",):
        _standard_input(only_check)
        return
    codes = [_one(file, only_check) for file in _files(paths)]
    sys.exit(max(codes, default=0))


def _files(paths: tuple[str, ...]) -> list[Path]:
    """Formatting covers ledgers too, which checking reads only through their guideline."""
    roots = [Path(p) for p in paths] if paths else [the_project().spec]
    found: list[Path] = []
    for root in roots:
        found += sorted(root.rglob("*.care")) if root.is_dir() else [root]
    return found


def _standard_input(only_check: bool) -> None:
    data = click.get_binary_stream("stdin").read()
    text, code = _formatted("<stdin>", data)
    if text is None:
        sys.exit(code)
    if only_check:
        sys.exit(0 if text.encode() == data else FINDINGS)
    click.echo(text, nl=False)


def _one(file: Path, only_check: bool) -> int:
    if not file.is_file():
        click.echo(f"{file}: no such file", err=True)
        return UNREADABLE
    data = file.read_bytes()
    text, code = _formatted(place_of(file, find_project()).shown, data)
    if text is None or text.encode() == data:
        return code
    if only_check:
        click.echo(f"not in canonical form: {file}")
        return FINDINGS
    replace_file(file, text.encode())
    click.echo(f"formatted {file}")
    return 0


def _formatted(shown: str, data: bytes) -> tuple[str | None, int]:
    source, problems = decode(shown, data)
    text = None
    if source is not None:
        text, more = format_text(source)
        problems = [*problems, *more]
    if has_errors(problems):
        sources: dict[str, SourceText] = {shown: source} if source else {}
        show(problems, sources, err=True)
        return None, _code(problems)
    return text, 0


def _code(problems: list[Problem]) -> int:
    names = {problem.name for problem in problems}
    if names & LIMIT_PROBLEMS:
        return LIMIT
    return UNREADABLE if names & UNREADABLE_PROBLEMS else FINDINGS
