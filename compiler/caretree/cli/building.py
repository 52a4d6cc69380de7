"""Building a project: check everything, make everything, compare with the disk, and write or tell."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from caretree.cli.compiling import FINDINGS, compile_paths, exit_code, show
from caretree.cli.kept_texts import kept_texts
from caretree.cli.project import Project, files_named
from caretree.cli.unchanged_build import CURRENT
from caretree.cli.workers import worked
from caretree.cli.writing import MANIFEST, Difference, apply, compare
from caretree.pipeline import Compiled, Making, in_order, make_shared
from caretree.problems.problem import Problem
from caretree.targets.manifest import manifest


def built(project: Project, *, only_check: bool, force: bool, quiet: bool) -> dict[str, bytes] | None:
    """Check, make and write everything; gives what now stands on the disk, or ``None`` where there was a remark that
    must be told again."""
    compiled = compile_paths(files_named(()), project)
    same = _same_id(compiled)
    code = exit_code(compiled) or (FINDINGS if same else 0)
    problems = in_order([*(problem for one in compiled for problem in one.problems), *same])
    if code or (problems and not quiet):
        show(problems, {path: text for one in compiled for path, text in one.sources.items()}, err=True)
    if code:
        click.echo("Nothing was written: mend the errors above first.", err=True)
        sys.exit(code)
    wanted = _wanted(project, compiled)
    difference = compare(project.root, wanted)
    if only_check:
        _report(difference, quiet)
    else:
        _write(project, wanted, difference, force=force, quiet=quiet)
    return None if problems else wanted


def _same_id(compiled: Sequence[Compiled]) -> list[Problem]:
    """Two guidelines of one id would write the same files."""
    first: dict[str, str] = {}
    problems = []
    for one in compiled:
        if one.guideline is None or one.library:
            continue
        header = one.guideline.header
        if header.id in first:
            message = f"the id {header.id} is already that of {first[header.id]}"
            why, fix = "both would write the same files.", "give one of them an id of its own."
            problems.append(Problem("duplicate-guideline-id", message, header.span, why, fix))
        first.setdefault(header.id, one.path)
    return problems


def _wanted(project: Project, compiled: Sequence[Compiled]) -> dict[str, bytes]:
    def evidence(path: str) -> bytes | None:
        file = project.root / path
        return file.read_bytes() if file.is_file() else None

    sound = [one for one in compiled if one.sound and not one.library]
    remember = kept_texts()
    made = worked(lambda one: Making(one, project.package, evidence, remember).made(), sound, "Making", _path)
    files = [file for each in made for file in each.files] + make_shared(sound, made, project.package)
    wanted = {file.path: file.text.encode() for file in sorted(files, key=lambda file: file.path)}
    graphs = [one.graph for one in compiled if one.graph is not None]
    wanted[MANIFEST] = manifest(graphs, wanted).encode()
    return wanted


def _path(one: Compiled) -> str:
    return one.path


def _report(difference: Difference, quiet: bool) -> None:
    if difference.nothing:
        if not quiet:
            click.echo(CURRENT)
        return
    told = dict.fromkeys(difference.write, "not current")
    told |= dict.fromkeys(difference.delete, "no longer generated")
    told |= dict.fromkeys(difference.edited, "edited by hand")
    told |= dict.fromkeys(difference.left_over, "left by an interrupted build")
    told |= dict.fromkeys(difference.blocked, "something stands in the way")
    for path in sorted(told):
        click.echo(f"{told[path]}: {path}")
    click.echo("Generated files are not current. Run: caretree build", err=True)
    sys.exit(FINDINGS)


def _write(project: Project, wanted: dict[str, bytes], difference: Difference, *, force: bool, quiet: bool) -> None:
    if difference.blocked:
        _refuse("not a plain file of this project", difference.blocked, "Move what stands there out of the way.")
    if difference.edited and not force:
        hint = "These files would be overwritten. Keep your edits elsewhere, or use --force."
        _refuse("edited by hand", difference.edited, hint)
    apply(project.root, wanted, difference)
    if not quiet:
        click.echo(f"{len(wanted)} files, {len(difference.write)} written, {len(difference.delete)} deleted.")
        if difference.write:
            click.echo("Next: python -m pytest features, or: caretree serve")


def _refuse(reason: str, paths: Sequence[str], hint: str) -> None:
    for path in paths:
        click.echo(f"{reason}: {path}", err=True)
    click.echo(f"Nothing was written. {hint}", err=True)
    sys.exit(FINDINGS)
