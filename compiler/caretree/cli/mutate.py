"""``caretree mutate``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path

import click

from caretree.cli.compiling import FINDINGS, compile_paths, show
from caretree.cli.place import Place, place_of
from caretree.cli.project import Project, fail, files_named, guideline_file, the_project
from caretree.cli.streams import with_progress
from caretree.cli.writing import replace_file
from caretree.pipeline import Compiled
from caretree.scenarios.mutation.judge import Judge, judge_of
from caretree.scenarios.mutation.killing import Fate
from caretree.scenarios.mutation.score import Score, evidence_json, percent_text, summary

CHUNK = 6
"""Mutants a worker takes at a time."""


@click.command()
@click.argument("guideline", required=False)
@click.option("--at-least", "bar", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit 1 below this score.")
@click.option("--jobs", type=click.IntRange(1), default=lambda: os.cpu_count() or 1, help="Processes.  [default: all]")
def command(guideline: str | None, bar: float | None, jobs: int) -> None:
    """Make small mistakes in a guideline and see whether anything notices: scenarios, examples, checks or proofs.

    Each mistake changes one line: a bound or its last digit, and for or, a condition or a line left out, another
    strength, action, unit, phase or label. Lines whose mistakes nothing notices are listed. The score is written to
    generated/evidence. Without GUIDELINE, every guideline of the project is tried.

    \b
    caretree mutate itp-after-ivig
    caretree mutate --at-least 99
    """
    project = the_project()
    files = [guideline_file(guideline, project)] if guideline else files_named(())
    compiled = [one for one in compile_paths(files, project) if not one.library]
    _refuse_unsound(compiled)
    places = [place_of(file, project) for file in files]
    below = False
    for one in compiled:
        place = next(place for place in places if place.shown == one.path)
        score = _score(place, one, jobs)
        below |= bar is not None and score.percent < Fraction(str(bar))
        _report(project, one, score)
    if below:
        click.echo(f"Below the {percent_text(Fraction(str(bar)))} % asked for.", err=True)
        sys.exit(FINDINGS)


def _refuse_unsound(compiled: Sequence[Compiled]) -> None:
    for one in compiled:
        if not one.sound:
            show(one.problems, one.sources, err=True)
            click.echo(f"{one.path} has errors: mend them before its mistakes are tried.", err=True)
            sys.exit(FINDINGS)
    if not compiled:
        raise fail("there is no guideline here, only libraries")


def _report(project: Project, one: Compiled, score: Score) -> None:
    assert one.graph is not None
    identity = one.graph.guideline.header.id
    for line in summary(one.path, identity, score):
        click.echo(line)
    file = project.root / "generated" / "evidence" / f"{identity}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, evidence_json(one.graph, score).encode())


def _score(place: Place, one: Compiled, jobs: int) -> Score:
    judge = _judge(place.root, place.shown, place.spec_folder)
    count = len(judge.mutants)
    chunks = [range(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]
    fates = [fate for found in _fates(place, chunks, min(jobs, len(chunks) or 1)) for fate in found]
    return Score(judge.mutants, tuple(fates), judge.patients)


def _fates(place: Place, chunks: Sequence[range], jobs: int) -> Iterator[list[Fate]]:
    """What became of each chunk, in order, telling a person how far the work is."""
    given = (place.root, place.shown, place.spec_folder)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=given) as pool:
        waiting = [pool.submit(_try, chunk) for chunk in chunks]
        for future in with_progress(waiting, f"Trying mistakes in {place.shown}:", lambda _: f"{CHUNK} at a time"):
            yield future.result()


_JUDGES: list[Judge] = []
"""The judge of this process."""


def _start(root: Path, shown: str, folder: str) -> None:
    _JUDGES.append(_judge(root, shown, folder))
    gc.freeze()


def _try(chunk: range) -> list[Fate]:
    """Garbage is collected between chunks: a worker lives longer than other commands do."""
    gc.collect()
    return [_JUDGES[-1].fate(number) for number in chunk]


def _judge(root: Path, shown: str, folder: str) -> Judge:
    return judge_of(shown, Place(shown, root, folder).read, folder)
