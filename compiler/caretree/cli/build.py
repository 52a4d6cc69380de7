"""``caretree build``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from caretree.cli.compiling import FINDINGS, compile_paths, exit_code, show
from caretree.cli.project import Project, spec_files, the_project
from caretree.cli.writing import MANIFEST, Difference, apply, compare
from caretree.pipeline import Compiled, generate, in_order
from caretree.targets.manifest import manifest


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a generated file is not current.")
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited by hand.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
def command(only_check: bool, force: bool, quiet: bool) -> None:
    """Check the project and write everything generated: the library, graphs, scenarios and pages.

    Nothing is written while any guideline has an error, and the old files stay as they were. A file that was
    edited by hand is not overwritten without --force.

    \b
    caretree build
    caretree build --check      in continuous integration
    """
    project = the_project()
    compiled = compile_paths(spec_files(project), project)
    problems = in_order(problem for one in compiled for problem in one.problems)
    texts = {path: text for one in compiled for path, text in one.sources.items()}
    if problems and not quiet:
        show(problems, texts, err=True)
    if code := exit_code(compiled):
        click.echo("Nothing was written: mend the errors above first.", err=True)
        sys.exit(code)
    wanted = _wanted(project, compiled)
    difference = compare(project.root, wanted)
    if only_check:
        _report(difference)
    else:
        _write(project, wanted, difference, force=force, quiet=quiet)


def _wanted(project: Project, compiled: Sequence[Compiled]) -> dict[str, bytes]:
    files = generate([one for one in compiled if one.sound and not one.library], project.package)
    wanted = {file.path: file.text.encode() for file in files}
    graphs = [one.graph for one in compiled if one.graph is not None]
    wanted[MANIFEST] = manifest(graphs, wanted).encode()
    return wanted


def _report(difference: Difference) -> None:
    for path in difference.write:
        click.echo(f"not current: {path}")
    for path in difference.delete:
        click.echo(f"no longer generated: {path}")
    if not difference.nothing:
        click.echo("Generated files are not current. Run: caretree build", err=True)
        sys.exit(FINDINGS)
    click.echo("Generated files are current.")


def _write(project: Project, wanted: dict[str, bytes], difference: Difference, *, force: bool, quiet: bool) -> None:
    if difference.edited and not force:
        for path in difference.edited:
            click.echo(f"edited by hand: {path}", err=True)
        click.echo(
            "Nothing was written: these files would be overwritten. Keep your edits elsewhere, or use --force.",
            err=True,
        )
        sys.exit(FINDINGS)
    apply(project.root, wanted, difference)
    if not quiet:
        click.echo(f"{len(wanted)} files, {len(difference.write)} written, {len(difference.delete)} deleted.")
        click.echo("Next: python -m pytest features, or: mkdocs serve -f site/mkdocs.yml")
