"""The same answers everywhere: ``python -m tests.agreement.all_agree [--patients N] [--only GUIDELINE] [--no-spark]``.

The interpreter, the generated Python, DuckDB, Spark (where Java is) and the browser's JavaScript decide the same random
patients of each guideline, by key: boundaries and a last digit beside them, nulls, units, unreadable values. Of some
patients the next question is compared too. A guideline's line in the documentation is written when it is finished.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[place] / name) for place, name in ((0, ""), (1, "properties"), (1, ""))]

from caretree.decisions import interpret as interpreter  # noqa: E402
from caretree.decisions.answer import Answer  # noqa: E402
from caretree.decisions.answer_json import answer_json  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.decisions.patient import read_patient  # noqa: E402
from caretree.decisions.patient_record import PatientRecord  # noqa: E402
from caretree.targets.sql.decided import Plan  # noqa: E402
from documented_table import today, write_rows  # noqa: E402
from javascript import by_javascript, by_reference, engine_with  # noqa: E402
from library import by_interpreter, by_library, graph_of, guideline_specs, load_library, module_of  # noqa: E402
from spark_tables import by_spark, local_spark  # noqa: E402
from sql_tables import KEY, Table, evaluated, expected, mapping_of, some_table  # noqa: E402
from test_sql_agrees import by_sql, differs_from, loaded, planned, wrong_leaf  # noqa: E402

TABLES = 5
"""Tables a guideline where nothing else is asked for: one in declared units, the others in units drawn for each."""
QUESTIONS = 500
BATCH = 1_000
ENGINES = ("Python", "DuckDB", "Spark", "JavaScript")


@dataclass(slots=True)
class Tally:
    """What was compared of one guideline. ``only_sql`` were refused for more digits than SQL calculates with."""

    patients: int = 0
    answered: int = 0
    refused: int = 0
    only_sql: int = 0
    questions: int = 0
    differences: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Count in what was compared elsewhere."""
        for name in ("patients", "answered", "refused", "only_sql", "questions"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for engine, count in other.differences.items():
            self.differences[engine] = self.differences.get(engine, 0) + count

    def differ(self, engine: str, what: str, row: object) -> None:
        """Count one difference, and show the first of each engine."""
        self.differences[engine] = self.differences.get(engine, 0) + 1
        if self.differences[engine] == 1:
            print(f"{engine} differs: {what}\n{row}", file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Contenders:
    """One guideline in every engine."""

    graph: DecisionGraph
    library: ModuleType
    module: ModuleType
    context: Any


@dataclass(frozen=True, slots=True)
class Said:
    """The interpreter on one row."""

    row: dict[str, Any]
    mapping: dict[str, Any]
    record: PatientRecord | None
    answer: Answer | None
    problems: tuple[str, ...]


def said_of(graph: DecisionGraph, table: Table) -> Iterator[Said]:
    """The interpreter's word on every row."""
    for row in table.rows:
        mapping = mapping_of(graph, table.columns, row)
        record, problems = read_patient(graph, mapping)
        answer = None
        if record is not None:
            answer, problems = interpreter.interpret(graph, record)
        yield Said(row, mapping, record, answer, tuple(problem.name for problem in problems))


def compare_one(of: Contenders, said: Said, script: str, tally: Tally) -> None:
    """One patient in Python and JavaScript."""
    tally.patients += 1
    if said.answer is None:
        tally.refused += 1
        wanted: Any = sorted(said.problems)
        text = "refused: " + " ".join(said.problems)
    else:
        tally.answered += 1
        wanted = answer_json(said.answer)
        text = json.dumps(wanted, ensure_ascii=False, separators=(",", ":"))
    found = by_library(of.library, of.module, said.mapping, False)
    if found != wanted or (isinstance(wanted, dict) and list(found) != list(wanted)):
        tally.differ("Python", json.dumps(found)[:2000], said.mapping)
    if script != text:
        tally.differ("JavaScript", script[:2000], said.mapping)


def compare_questions(of: Contenders, mappings: list[dict[str, Any]], tally: Tally) -> None:
    """The next question of some patients."""
    for mapping, script in zip(mappings, by_javascript(of.context, mappings, question=True), strict=True):
        tally.questions += 1
        if by_library(of.library, of.module, mapping, True) != by_interpreter(of.graph, mapping, True):
            tally.differ("Python", "with the next question", mapping)
        if script != by_reference(of.graph, mapping, question=True):
            tally.differ("JavaScript", "with the next question", mapping)


def compare_sql(of: Contenders, made: Plan, said: Said, answers: Any, reasons: Any, tally: Tally) -> None:
    """One row in DuckDB."""
    key = said.row[KEY]
    answer, reason = answers.get(key), reasons.get(key, "")
    evaluation = None if said.record is None else evaluated(of.graph, said.record)
    wanted: Any = set(said.problems)
    if said.answer is not None and evaluation is not None:
        wanted = expected(made, said.answer, evaluation)
    found = differs_from(wanted, answer, reason)
    if not found and answer is not None and evaluation is not None:
        found = wrong_leaf(made, evaluation, answer)
    if found:
        tally.differ("DuckDB", found, said.row)
    elif answer is None and said.answer is not None:
        tally.only_sql += 1


def compare_table(of: Contenders, table: Table, spark: Any, tally: Tally, questions: int) -> None:
    """All rows of a table in every engine."""
    made = planned(of.graph, table)
    connection = loaded(table)
    answers, reasons = by_sql(connection, made)
    if len(answers) + len(reasons) != len(table.rows) or set(answers) & set(reasons):
        tally.differ("DuckDB", "a row is lost or twice", (len(answers), len(reasons), len(table.rows)))
    batch: list[Said] = []
    asked: list[dict[str, Any]] = []
    for said in said_of(of.graph, table):
        batch.append(said)
        if len(asked) < questions and said.answer is not None:
            asked.append(said.mapping)
        if len(batch) == BATCH or said.row is table.rows[-1]:
            scripts = by_javascript(of.context, [one.mapping for one in batch])
            for one, script in zip(batch, scripts, strict=True):
                compare_one(of, one, script, tally)
                compare_sql(of, made, one, answers, reasons, tally)
            _progress(of.graph, tally)
            batch.clear()
    compare_questions(of, asked, tally)
    if spark is not None:
        for what in by_spark(spark, of.graph, table, connection, made):
            tally.differ("Spark", what, "")
    _progress(of.graph, tally)


def _progress(graph: DecisionGraph, tally: Tally) -> None:
    wrong = sum(tally.differences.values())
    print(
        f"\r{graph.guideline.header.id}: {tally.patients:,} patients, {wrong} differences ", end="", file=sys.stderr,
        flush=True,
    )  # fmt: skip


def compare_one_table(spec: str, number: int, count: int, questions: int, with_spark: bool) -> Tally:
    """One table of a guideline everywhere, in whatever process this is; its Spark session is kept for the next."""
    graph, tally = graph_of(spec), Tally()
    with tempfile.TemporaryDirectory() as folder:
        library = load_library([graph], Path(folder), f"agreeing_{re.sub(r'[^a-z0-9]', '_', spec)}_{number}")
        of = Contenders(graph, library, module_of(library, graph), engine_with(graph))
        compare_table(of, some_table(graph, number, count), local_spark() if with_spark else None, tally, questions)
    return tally


def compare_guideline(spec: str, patients: int, tables: int, pool: Executor, with_spark: bool) -> Tally:
    """One guideline everywhere, its tables in several processes."""
    together, counts = Tally(), [patients * (n + 1) // tables - patients * n // tables for n in range(tables)]
    jobs = [
        pool.submit(compare_one_table, spec, number, count, QUESTIONS // tables, with_spark)
        for number, count in enumerate(counts, start=1)
    ]
    for job in jobs:
        together.add(job.result())
    print(file=sys.stderr)
    return together


HEAD = (
    "guideline",
    "version",
    "patients",
    "refused",
    "refused by SQL alone",
    f"differences: {', '.join(ENGINES)}",
    "measured",
)


def row_of(graph: DecisionGraph, tally: Tally, with_spark: bool) -> list[str]:
    """A guideline's row in the documentation."""
    header = graph.guideline.header
    counts = [f"{count:,}" for count in (tally.patients, tally.refused, tally.only_sql)]
    differences = [
        "not run" if engine == "Spark" and not with_spark else f"{tally.differences.get(engine, 0)}"
        for engine in ENGINES
    ]
    return [header.id, header.version, *counts, ", ".join(differences), today()]


def main() -> None:
    """Compare, tell, and write what came of it; exit code 1 where anything differs."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--patients", type=int, default=100_000, help="patients of each guideline")
    asked.add_argument("--tables", type=int, default=TABLES, help="how many tables, each in units of its own")
    asked.add_argument("--only", action="append", metavar="GUIDELINE", help="a path below spec; may be repeated")
    asked.add_argument("--no-spark", action="store_true", help="where there is no Java")
    asked.add_argument("--no-page", action="store_true", help="leave the documentation as it is")
    asked.add_argument("--processes", type=int, default=1, help="how many tables are compared at a time")
    options = asked.parse_args()
    differing, with_spark = 0, not options.no_spark
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        for spec in options.only or guideline_specs():
            start = time.perf_counter()
            tally = compare_guideline(spec, options.patients, options.tables, pool, with_spark)
            print(f"{spec}: {tally} in {time.perf_counter() - start:.0f} s", flush=True)
            differing += sum(tally.differences.values())
            if not options.no_page:
                write_rows("agreement.md", "all_agree", HEAD, [row_of(graph_of(spec), tally, with_spark)])
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
