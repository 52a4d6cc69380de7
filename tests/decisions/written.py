"""Guidelines written in the notation, for tests of what they mean."""

from __future__ import annotations

from typing import Any

from caretree.decisions.answer import Answer
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.lower import lower
from caretree.decisions.patient import read_patient
from caretree.problems.problem import has_errors
from caretree.resolve.resolve import resolve
from caretree.source.decode import decode
from caretree.syntax.parse import parse

AT = "2025-09-08"
HEADER = """guideline "Written for a test":
  id written
  version 0.1.0
  notation 1
  status draft
"""


def graph_of(body: str, header: str = HEADER) -> DecisionGraph:
    """The decision graph of a guideline's blocks; inputs that may be unknown need not say what they ask."""
    asking = body.replace("    may be unknown\n", '    asks "Well?"\n    may be unknown\n')
    source, problems = decode("written.care", f"{header}\n{asking}".encode())
    assert source is not None, problems
    tree, found = parse(source)
    guideline, more = resolve(tree, lambda name: (None, []), lambda name: (None, []))
    assert guideline is not None and not has_errors([*found, *more]), [*found, *more]
    return lower(guideline)


def decided(graph: DecisionGraph, patient: dict[str, Any], **how: bool) -> Answer:
    """The answer for a patient who is not refused."""
    record, problems = read_patient(graph, {"at": AT, **patient})
    assert record is not None, problems
    answer, found = interpret(graph, record, **how)
    assert answer is not None, found
    return answer


def statuses(answer: Answer) -> dict[str, str]:
    """What is recommended, and how surely."""
    return {one.id: one.status for one in answer.recommendations}


def refused(graph: DecisionGraph, patient: dict[str, Any]) -> list[str]:
    """The names of the problems for which a patient is refused, at the door or by the guideline."""
    record, problems = read_patient(graph, {"at": AT, **patient})
    if record is not None:
        answer, problems = interpret(graph, record)
        assert (answer is None) == bool(problems)
    return [problem.name for problem in problems]
