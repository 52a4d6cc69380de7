"""``caretree format``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caretree.cli.compiling import FINDINGS, code_of, show
from caretree.cli.place import STANDARD_INPUT, place_of, read_at_most
from caretree.cli.project import files_named, find_project
from caretree.cli.streams import read_standard_input
from caretree.cli.writing import replace_file
from caretree.problems.limits import MAXIMUM_BYTES
from caretree.problems.problem import has_errors
from caretree.source.decode import decode
from caretree.source.text import SourceText
from caretree.syntax.format import format_text


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file is not in canonical form.")
def command(paths: tuple[str, ...], only_check: bool) -> None:
    """Rewrite files in the one canonical form. There are no options: there is one way to write it.

    PATHS are .care files or folders; without any, the whole project. A single - formats standard input to standard
    output. A file that cannot be read, or whose layout has errors, is left as it is.

    \b
    caretree format
    caretree format spec/visit-by-video.care
    caretree format --check              in continuous integration
    caretree format - < draft.care       from an editor
    """
    if paths == ("-",):
        sys.exit(_standard_input(only_check))
    codes = [_one(file, only_check) for file in files_named(paths, ledgers=True)]
    sys.exit(max(codes, default=0))


def _standard_input(only_check: bool) -> int:
    data = read_standard_input(MAXIMUM_BYTES)
    text, code = _formatted(STANDARD_INPUT, data)
    if text is None:
        return code
    if only_check:
        return 0 if text.encode() == data else FINDINGS
    click.echo(text, nl=False)
    return 0


def _one(file: Path, only_check: bool) -> int:
    data = read_at_most(file, MAXIMUM_BYTES)
    shown = place_of(file, find_project()).shown
    text, code = _formatted(shown, data)
    if text is None or text.encode() == data:
        return code
    if only_check:
        click.echo(f"not in canonical form: {shown}")
        return FINDINGS
    replace_file(file.resolve(), text.encode())
    click.echo(f"formatted {shown}")
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
        return None, code_of(problems)
    return text, 0
