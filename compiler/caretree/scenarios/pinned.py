"""What the guideline says about a patient, as scenarios pin it: through the door every caller uses.

ANC 0.25      ("consider isolation precautions", …)         ANC 61      ("refused: out-of-range",)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from caretree.decisions.answer_json import answer_json
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import read_patient
from caretree.scenarios.says import View, says, words

REFUSED = "refused: "
NO_QUESTION = "nothing"


class Told(Struct, frozen=True):
    """All that is said about a patient: the answer as JSON and, if wanted, the next question; or the refusal."""

    answer: Mapping[str, Any] | None
    question: str | None = None
    refusal: str = ""

    def lines(self, view: View) -> tuple[str, ...]:
        """The lines of a view."""
        return (self.refusal,) if self.answer is None else says(self.answer, view)


def told(graph: DecisionGraph, mapping: Mapping[str, Any], asks: bool = False) -> Told:
    """What is said about a patient, whichever view is looked at."""
    record, problems = read_patient(graph, mapping)
    answer = None
    if record is not None:
        answer, problems = interpret(graph, record, with_next_question=asks)
    if answer is None:
        return Told(None, None, f"{REFUSED}{problems[0].name}")
    return Told(answer_json(answer), asked(answer.next_question) if asks else None)


def pinned(
    graph: DecisionGraph, mapping: Mapping[str, Any], view: View, asks: bool = False
) -> tuple[tuple[str, ...], str | None]:
    """The lines of a view and, if wanted, the next question."""
    found = told(graph, mapping, asks)
    return found.lines(view), found.question


def asked(question: str | None) -> str:
    """The next question in words."""
    return words(question) if question else NO_QUESTION
