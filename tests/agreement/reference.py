"""What the reference interpreter says of a patient, in the forms the other readings of a guideline are compared in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from caretree.decisions.answer import Answer
from caretree.decisions.answer_json import answer_json
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import read_patient


def interpreted(
    graph: DecisionGraph, patient: Mapping[str, Any], question: bool = False, trace: bool = False
) -> tuple[Answer | None, list[str]]:
    """The interpreter's answer, or none and the names of the problems, in the order found."""
    record, problems = read_patient(graph, patient)
    answer = None
    if record is not None:
        answer, problems = interpret(graph, record, trace=trace, with_next_question=question)
    return answer, [problem.name for problem in problems]


def as_data(answer: Answer | None, problems: list[str]) -> Any:
    """What was said as JSON data: the answer, or the names of the problems, sorted."""
    return sorted(problems) if answer is None else answer_json(answer)


def as_text(answer: Answer | None, problems: list[str]) -> str:
    """What was said as the bytes of the answer's JSON, or the names of the problems in the order found."""
    if answer is None:
        return "refused: " + " ".join(problems)
    return json.dumps(answer_json(answer), ensure_ascii=False, separators=(",", ":"))
