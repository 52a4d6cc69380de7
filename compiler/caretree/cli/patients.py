"""Reading a patient from a file or standard input, and deciding for them."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from caretree.cli.compiling import FINDINGS, UNREADABLE, colour_wanted
from caretree.cli.project import fail
from caretree.decisions.answer import Answer
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import PatientRecord, read_patient
from caretree.problems.problem import Problem
from caretree.problems.render import terminal


class DuplicateKey(ValueError):
    """A JSON object names one key twice; the values of one would be lost."""


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DuplicateKey(key)
        found[key] = value
    return found


def read_patient_file(name: str) -> dict[str, Any]:
    """The JSON object in a file (``-`` is standard input), numbers kept as written; else exit code 2."""
    shown = "standard input" if name == "-" else name
    try:
        data = click.get_binary_stream("stdin").read() if name == "-" else Path(name).read_bytes()
        mapping = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_duplicates, parse_float=str)
    except OSError as error:
        raise fail(f"{name}: {error.strerror}") from None
    except DuplicateKey as error:
        raise fail(f"{shown}: duplicate-key: '{error}' is given twice; keep one of them", FINDINGS) from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise fail(f"{shown} is not readable JSON: {error}") from None
    if not isinstance(mapping, dict):
        raise fail(f'{shown}: a patient is a JSON object such as {{"fever": true}}', UNREADABLE)
    return mapping


def with_date(mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping with today as its evaluation date where it gives none."""
    return mapping if mapping.get("at") else {**mapping, "at": date.today().isoformat()}


def decide(graph: DecisionGraph, mapping: dict[str, Any], *, trace: bool = False) -> Answer:
    """The answer for a patient, or the problems on standard error and exit code 1."""
    record = patient(graph, mapping)
    answer, problems = interpret(graph, record, trace=trace, with_next_question=True)
    if answer is None:
        refuse(problems)
    return answer


def patient(graph: DecisionGraph, mapping: dict[str, Any]) -> PatientRecord:
    """The patient read from a mapping, or the problems on standard error and exit code 1."""
    record, problems = read_patient(graph, with_date(mapping))
    if record is None:
        refuse(problems)
    return record


def refuse(problems: list[Problem]) -> NoReturn:
    """Show what is wrong with a patient and end with exit code 1."""
    click.echo(terminal.render(problems, {}, colour=colour_wanted(err=True)), err=True, nl=False)
    sys.exit(FINDINGS)
