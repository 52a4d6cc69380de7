"""Small guidelines and tables for tests of cohorts, and a command line that decides them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from caretree.cohort.cohort import Decided, Request, decide
from caretree.cohort.mapping import CohortMapping, read_mapping
from caretree.cohort.with_duckdb import DuckDb
from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import compile_file
from caretree.problems.problem import Problem

CLINIC = """guideline "Clinic":
  id clinic
  version 0.1.0
  notation 1
  status draft
  last updated 2026-11-21
  audience clinicians
  question "What is done in the clinic?"
  summary "Illustrative; it says nothing about the care of patients."

source W "Clinic":
  publisher "Nobody"
  reviewed "Illustrative."
  section 1 "All":
    1 "Everything"

inputs:
  neutrophil count (ANC):
    is a quantity in x10^9/L, plausible 0 to 100, to 2 decimals
    asks "What is the neutrophil count?"
  fever:
    is yes or no
    asks "Is there fever?"
    may be unknown
  bleeding:
    is one of:
      none
      minor
      severe
    asks "How much bleeding is there?"
    may be unknown
  weight:
    is a quantity in kg, plausible 2 to 300
    asks "What is the weight?"
    may be unknown

actions:
  antibiotics:
    dose 0.1 mg/kg of weight [1.1]
    not stated: route, frequency, duration, maximum
  observation

decision neutrophils:
  when ANC is below 0.5 x10^9/L and fever:
    recommend antibiotics [1.1]
  otherwise:
    consider observation [1.1]
"""


def graph_of(text: str) -> DecisionGraph:
    """The graph of a guideline's text."""
    compiled = compile_file(
        "clinic.care", lambda name: text.encode() if name == "clinic.care" else None, "", proofs=False
    )
    assert compiled.graph is not None, compiled.problems
    return compiled.graph


def table(folder: Path, rows: str, name: str = "patients.parquet") -> Path:
    """The rows of a ``SELECT`` as a file."""
    file = folder / name
    shape = "FORMAT PARQUET" if file.suffix == ".parquet" else "FORMAT CSV, HEADER"
    duckdb.connect().execute(f"COPY ({rows}) TO '{file}' ({shape})")
    return file


def values(columns: str, *rows: str) -> str:
    """A ``SELECT`` of some rows."""
    return f"SELECT * FROM (VALUES {', '.join(f'({row})' for row in rows)}) AS t({columns})"


def decided(
    folder: Path, patients: Path, text: str = CLINIC, mapping: str = "", **more: Any
) -> tuple[Decided | None, list[Problem], Request]:
    """A table decided by a guideline."""
    read = CohortMapping()
    if mapping:
        found, problems = read_mapping(mapping, False)
        assert found is not None, problems
        read = found
    request = Request(patients, folder / "out.parquet", folder / "quarantine.parquet", key="id", mapping=read, **more)
    files = [patients, request.out, request.quarantine, *([request.decoded] if request.decoded else [])]
    engine = DuckDb(files, folder / "spill")
    found_decided, problems = decide(engine, graph_of(text), request)
    return found_decided, problems, request


def rows_of(file: Path, columns: str = "*") -> list[tuple[Any, ...]]:
    """The rows of a file by their first column."""
    return duckdb.connect().execute(f"SELECT {columns} FROM '{file}' ORDER BY 1").fetchall()


def names(problems: Sequence[Problem]) -> list[str]:
    """The names of problems that are errors."""
    return [problem.name for problem in problems if problem.severity == "error"]


__all__ = ["CLINIC", "decided", "graph_of", "names", "rows_of", "sys", "table", "values"]
