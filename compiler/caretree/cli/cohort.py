"""``caretree cohort``."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from msgspec.structs import replace

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

    graph = the_graph(guideline)
    old = the_graph(against) if against else None
    request = Request(
        _existing(patients),
        Path(out).absolute(),
        beside(Path(out).absolute(), "quarantine"),
        key=key,
        mapping=_mapping(mapping) if mapping else CohortMapping(),
        at=None if at is None else _moment(at),
        today=days_of(date.today()),
        decoded=Path(decoded).absolute() if decoded else None,
    )
    _check_suffixes(request)
    request.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".cohort-", dir=request.out.parent) as folder:
        _run(graph, old, request, engine, memory, Path(folder), Path(report) if report else None)


def beside(out: Path, word: str) -> Path:
    """``answers.parquet`` → ``answers.quarantine.parquet``."""
    return out.with_name(f"{out.stem}.{word}{out.suffix}")


def _existing(name: str) -> Path:
    path = Path(name).absolute()
    if not path.exists():
        raise fail(f"{name}: no such file")
    return path


def _check_suffixes(request: Request) -> None:
    for path in (request.patients, request.out, *([request.decoded] if request.decoded else [])):
        if path.suffix.lower() not in (".parquet", ".csv", ".tsv"):
            raise fail(f"{path.name}: tables are read and written as .parquet or .csv")
    if request.out == request.patients:
        raise fail("--out would overwrite the patients")


def _moment(text: str) -> Fraction:
    moment = read_moment(text)
    if moment is None:
        raise fail(f"--at {text}: not a date; write it as 2025-09-08 or 2025-09-08T10:30")
    return moment


def _mapping(name: str) -> CohortMapping:
    from caretree.cohort.mapping import read_mapping

    path = Path(name)
    text = read_at_most(path, MAXIMUM_BYTES).decode("utf-8", errors="replace")
    found, problems = read_mapping(text, path.suffix.lower() == ".json")
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

    staged = _staged(request, folder)
    old_out, changes = folder / "old.parquet", folder / f"changes{request.out.suffix}"
    optional = [file for file in (staged.decoded, staged.out_as_csv) if file is not None]
    files = [request.patients, staged.out, staged.quarantine, old_out, changes, *optional]
    running = _engine(engine, files, folder / "spill", memory)
    try:
        with saying() as say:
            telling = Telling(running, say)
            decided, problems = decide(telling, graph, staged)
            if decided is not None and old is not None:
                decided, problems = compare(telling, decided, old, staged, old_out, changes)
    except EngineRefuses as error:
        raise fail(str(error)) from None
    if decided is None:
        _refuse(problems)
    notes = [note for note in decided.notes if not has_errors([note])]
    if notes:
        show(notes, {}, err=True)
    _publish(graph, decided, request, staged, changes if old is not None else None, beside(request.out, "changes"))
    if report is not None:
        _write_report(graph, decided, request, report)
    _tell(decided, request, old is not None)


def _staged(request: Request, folder: Path) -> Request:
    """The same request into a folder of its own beside the output, so that no half-written file is ever seen."""
    decoded = folder / f"decoded{request.decoded.suffix}" if request.decoded else None
    as_csv = None if request.out.suffix.lower() == ".parquet" else folder / f"answers{request.out.suffix}"
    refused = folder / f"quarantine{request.out.suffix}"
    return replace(request, out=folder / "answers.parquet", quarantine=refused, out_as_csv=as_csv, decoded=decoded)


def _engine(name: str, files: list[Path], spill: Path, memory: str) -> Engine:
    from caretree.cohort.engine import EngineMissing

    try:
        if name == "spark":
            from caretree.cohort.with_spark import Spark

            return Spark()
        from caretree.cohort.with_duckdb import DuckDb

        return DuckDb(files, spill, memory)
    except EngineMissing as error:
        raise fail(str(error)) from None


def _publish(
    graph: DecisionGraph, decided: Decided, request: Request, staged: Request, changes: Path | None, changes_out: Path
) -> None:
    from caretree.cohort.legend import legend_json

    pairs = [(staged.out_as_csv or staged.out, request.out), (staged.quarantine, request.quarantine)]
    if staged.decoded and request.decoded:
        pairs.append((staged.decoded, request.decoded))
    if changes is not None:
        pairs.append((changes, changes_out))
    for source, target in pairs:
        if target.is_dir():
            shutil.rmtree(target)
        shutil.move(source, target)
    legend = request.out.with_name(f"{request.out.stem}.legend.json")
    legend.write_text(legend_json(graph, decided.plan), encoding="utf-8")


def _write_report(graph: DecisionGraph, decided: Decided, request: Request, folder: Path) -> None:
    from caretree.cohort.counted import counts_csv
    from caretree.cohort.page import page
    from caretree.decisions.interpret import notice

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "counts.csv").write_text(counts_csv(decided.counts), encoding="utf-8")
    shown = notice(graph.guideline.header, request.today)
    notes = [problem.message for problem in decided.notes]
    (folder / "report.html").write_text(page(graph, decided.counts, shown, notes), encoding="utf-8")


def _tell(decided: Decided, request: Request, compared: bool) -> None:
    counts = decided.counts
    total = counts.decided + counts.refused
    where = f" ({os.path.relpath(request.quarantine)})" if counts.refused else ""
    click.echo(f"{total} patients: {counts.decided} decided, {counts.refused} in quarantine{where}.")
    for reason, patients in counts.quarantine[:REASONS]:
        click.echo(f"  {patients} {reason}")
    if len(counts.quarantine) > REASONS:
        click.echo(f"  and {len(counts.quarantine) - REASONS} other reasons")
    if compared:
        click.echo(f"{counts.changed} patients get another answer than from the other version.")
