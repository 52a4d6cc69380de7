"""What the guideline says about a patient, as scenarios pin it: through the door every caller uses.

ANC 0.25      ("consider isolation precautions", …)         ANC 61      ("refused: out-of-range",)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caretree.decisions.answer_json import answer_json
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import read_patient
from caretree.scenarios.says import View, says, words

REFUSED = "refused: "
NO_QUESTION = "nothing"


def pinned(
    graph: DecisionGraph, mapping: Mapping[str, Any], view: View, asks: bool = False
) -> tuple[tuple[str, ...], str | None]:
    """The lines of a view and, if wanted, the next question."""
    record, problems = read_patient(graph, mapping)
    answer = None
    if record is not None:
        answer, problems = interpret(graph, record, with_next_question=asks)
    if answer is None:
        return (f"{REFUSED}{problems[0].name}",), None
    lines = says(answer_json(answer), view)
    return lines, asked(answer.next_question) if asks else None


def asked(question: str | None) -> str:
    """The next question in words."""
    return words(question) if question else NO_QUESTION
