"""``caretree cohort``."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from caretree.cli.cohort_files import (
    beside,
    changes_of,
    check_suffixes,
    check_written,
    existing,
    legend_of,
    publish,
    staged,
)
from caretree.cli.compiling import FINDINGS, show, the_graph
from caretree.cli.place import read_at_most
from caretree.cli.project import fail
from caretree.cli.streams import saying
from caretree.decisions.dates import days_of, read_moment
from caretree.decisions.graph import DecisionGraph
from caretree.problems.limits import MAXIMUM_BYTES
from caretree.problems.problem import Problem, has_errors

if TYPE_CHECKING:
    from caretree.cohort.cohort import Decided, Request
    from caretree.cohort.engine import Engine
    from caretree.cohort.mapping import CohortMapping

MEMORY = "85MB"
"""What DuckDB keeps in memory; with Python and the engine itself, a process stays below 250 MB."""

REASONS = 5
"""Reasons of the quarantine that are told; all are in the report."""


@click.command()
@click.argument("guideline")
@click.option("--patients", required=True, metavar="FILE", help="The table, a row a patient: Parquet or CSV.")
@click.option("--key", default="", metavar="COLUMN", help="The column that tells patients apart; it is carried along.")
@click.option("--out", required=True, metavar="FILE", help="Where the answers go: .parquet or .csv.")
@click.option("--decoded", metavar="FILE", help="Also write the answers in words, a row a patient and result.")
@click.option("--mapping", metavar="FILE", help="Which column holds what, in which unit: TOML or JSON.")
@click.option("--at", metavar="DATE", help="The day (and time) of the evaluation for all patients.")
@click.option("--report", metavar="DIR", help="Write counts as a page and as CSV into this folder.")
@click.option("--against", metavar="OLD", help="Another version's file: write who changes, from what to what.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--memory", default=MEMORY, show_default=True, metavar="SIZE", help="DuckDB's memory; the rest goes to disk."
)
def command(
    guideline: str, patients: str, key: str, out: str, decoded: str | None, mapping: str | None, at: str | None,
    report: str | None, against: str | None, engine: str, memory: str,
) -> None:  # fmt: skip
    """Decide for every patient of a table. GUIDELINE is an id or a path.

    A column is taken for the input it is called after (long, short or snake_case name), in the input's declared unit; a
    mapping file names other columns and units. Rows that cannot be read (out of the plausible range, no such label,
    missing although it must be known …) go to FILE.quarantine with their key and the reason. What each column and leaf
    number of the answers means is in FILE.legend.json. Nothing is sent anywhere.

    \b
    caretree cohort itp-after-ivig --patients itp.parquet --key patient_id --out advice.parquet --report report
    caretree cohort itp-after-ivig --patients itp.csv --key id --out advice.csv --mapping itp.toml --at 2025-10-16
    caretree cohort spec/new.care --patients itp.parquet --key id --out advice.parquet --against spec/old.care
    """
    from caretree.cohort.cohort import Request
    from caretree.cohort.mapping import CohortMapping

    request = Request(
        existing(patients),
        Path(out).absolute(),
        beside(Path(out).absolute(), "quarantine"),
        key=key,
        mapping=_mapping(mapping) if mapping else CohortMapping(),
        at=None if at is None else _moment(at),
        today=days_of(date.today()),
        decoded=Path(decoded).absolute() if decoded else None,
    )
    check_suffixes(request)
    read = [("the patients", request.patients), *([("the mapping", Path(mapping))] if mapping else [])]
    check_written(read, request, against is not None, Path(report) if report else None)
    graph = the_graph(guideline)
    old = the_graph(against) if against else None
    request.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".cohort-", dir=request.out.parent) as folder:
        _run(graph, old, request, engine, memory, Path(folder), Path(report) if report else None)


def _moment(text: str) -> Fraction:
    moment = read_moment(text)
    if moment is None:
        raise fail(f"--at {text}: not a date; write it as 2025-09-08 or 2025-09-08T10:30")
    return moment


def _mapping(name: str) -> CohortMapping:
    from caretree.cohort.mapping import read_mapping

    path = Path(name)
    text = read_at_most(path, MAXIMUM_BYTES).decode("utf-8", errors="replace")
    found, problems = read_mapping(text, path.suffix.lower() == ".json", name)
    if found is None:
        _refuse(problems)
    return found


def _refuse(problems: list[Problem]) -> NoReturn:
    show(problems, {}, err=True)
    sys.exit(FINDINGS)


def _run(
    graph: DecisionGraph, old: DecisionGraph | None, request: Request, engine: str, memory: str, folder: Path,
    report: Path | None,
) -> None:  # fmt: skip
    from caretree.cohort.cohort import compare, decide
    from caretree.cohort.engine import EngineRefuses, Telling
    from caretree.cohort.legend import legend_json

    made = staged(request, folder)
    old_out, changes = folder / "old.parquet", folder / f"changes{request.out.suffix}"
    optional = [file for file in (made.decoded, made.out_as_csv) if file is not None]
    files = [request.patients, made.out, made.quarantine, old_out, changes, *optional]
    running = _engine(engine, files, folder / "spill", memory)
    try:
        with saying() as say:
            telling = Telling(running, say)
            decided, problems = decide(telling, graph, made)
            if decided is not None and old is not None:
                decided, problems = compare(telling, decided, old, made, old_out, changes)
    except EngineRefuses as error:
        raise fail(str(error)) from None
    if decided is None:
        _refuse(problems)
    notes = [note for note in decided.notes if not has_errors([note])]
    if notes:
        show(notes, {}, err=True)
    publish(request, made, changes if old is not None else None)
    legend_of(request).write_text(legend_json(graph, decided.plan), encoding="utf-8")
    if report is not None:
        _write_report(graph, decided, request, report)
    _tell(graph, decided, request, old is not None)


def _engine(name: str, files: list[Path], spill: Path, memory: str) -> Engine:
    from caretree.cohort.engine import EngineMissing, EngineRefuses

    try:
        if name == "spark":
            from caretree.cohort.with_spark import Spark

            return Spark()
        from caretree.cohort.with_duckdb import DuckDb

        return DuckDb(files, spill, memory)
    except (EngineMissing, EngineRefuses) as error:
        raise fail(str(error)) from None


def _write_report(graph: DecisionGraph, decided: Decided, request: Request, folder: Path) -> None:
    from caretree.cohort.counted import counts_csv
    from caretree.cohort.page import page
    from caretree.decisions.interpret import notice

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "counts.csv").write_text(counts_csv(decided.counts), encoding="utf-8")
    shown = notice(graph.guideline.header, request.today)
    notes = [problem.message for problem in decided.notes]
    (folder / "report.html").write_text(page(graph, decided.counts, shown, notes), encoding="utf-8")


def patients_of(count: int) -> str:
    """``1 patient``, ``2 patients``."""
    return f"{count} patient" if count == 1 else f"{count} patients"


def _tell(graph: DecisionGraph, decided: Decided, request: Request, compared: bool) -> None:
    from caretree.decisions.interpret import notice

    counts = decided.counts
    total = counts.decided + counts.refused
    where = f" ({os.path.relpath(request.quarantine)})" if counts.refused else ""
    click.echo(f"{patients_of(total)}: {counts.decided} decided, {counts.refused} in quarantine{where}.")
    for reason, patients in counts.reasons[:REASONS]:
        click.echo(f"  {patients} {reason}")
    if len(counts.reasons) > REASONS:
        click.echo(f"  and {len(counts.reasons) - REASONS} other reasons")
    if sum(patients for _, patients in counts.reasons) > counts.refused:
        click.echo("  Some patients have several reasons.")
    if compared:
        where = f" ({os.path.relpath(changes_of(request))})" if counts.changed else ""
        get = "gets" if counts.changed == 1 else "get"
        click.echo(f"{patients_of(counts.changed)} {get} another answer than from the other version{where}.")
    click.echo(notice(graph.guideline.header, request.today), nl=bool(notice(graph.guideline.header, request.today)))
