"""Deciding for a patient at the command line."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any, NoReturn

from caretree.cli.compiling import FINDINGS, show
from caretree.decisions.answer import Answer
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import PatientRecord, read_patient
from caretree.problems.problem import Problem


def with_date(mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping with today as its evaluation date where it gives none."""
    return mapping if mapping.get("at") is not None else {**mapping, "at": date.today().isoformat()}


def decide(
    graph: DecisionGraph, mapping: dict[str, Any], *, trace: bool = False, not_asked: frozenset[str] = frozenset()
) -> Answer:
    """The answer for a patient, or the problems on standard error and exit code 1."""
    answer, problems = interpret(graph, _patient(graph, mapping), trace, with_next_question=True, not_asked=not_asked)
    if answer is None:
        refuse(problems)
    return answer


def _patient(graph: DecisionGraph, mapping: dict[str, Any]) -> PatientRecord:
    record, problems = read_patient(graph, with_date(mapping))
    if record is None:
        refuse(problems)
    return record


def refuse(problems: list[Problem]) -> NoReturn:
    """Show what is wrong with a patient and end with exit code 1."""
    show(problems, {}, err=True)
    sys.exit(FINDINGS)
