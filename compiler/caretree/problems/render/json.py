"""Problems → JSON: a list of objects, one a problem, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from caretree.problems.explain import Explanation
from caretree.problems.problem import Problem
from caretree.problems.render.order import in_order
from caretree.source.span import Span


def render(problems: Iterable[Problem], explained: Mapping[str, Explanation]) -> str:
    """A JSON list. Lines and columns count from 1, columns in characters; the end is the first position after the
    stretch; a problem that stands nowhere has ``null`` for its place. ``page`` is where the site explains it, from the
    site's root."""
    told = [_problem(problem, explained.get(problem.name)) for problem in in_order(problems)]
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _problem(problem: Problem, explanation: Explanation | None) -> dict[str, object]:
    return {
        "name": problem.name,
        "severity": problem.severity,
        "message": problem.message,
        **_place(problem.span),
        "why": problem.why,
        "fix": problem.fix,
        "page": explanation and explanation.page,
        "patient": list(problem.patient),
        "related": [{"message": words, **_place(span)} for words, span in problem.related],
    }


def _place(span: Span) -> dict[str, object]:
    somewhere = span.line > 0
    return {
        "file": span.file or None,
        "line": span.line if somewhere else None,
        "column": span.column if somewhere else None,
        "end_line": span.end_line if somewhere else None,
        "end_column": span.end_column if somewhere else None,
    }
