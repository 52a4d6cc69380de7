"""Problems → GitHub annotations: one workflow command a problem, shown at its line in a pull request.

    ::error file=spec/a.care,line=3,endLine=3,col=5,endColumn=9,title=unknown-name::no input is called "ANV"

Escaping as in the workflow commands of GitHub Actions (actions/toolkit, packages/core/src/command.ts).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from caretree.problems.explain import Explanation
from caretree.problems.problem import Problem, Severity
from caretree.problems.render.order import in_order

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(problems: Iterable[Problem], explained: Mapping[str, Explanation]) -> str:
    """One line a problem; nothing at all without problems. ``explained`` give the page of each."""
    return "".join(f"{_command(problem, explained.get(problem.name))}\n" for problem in in_order(problems))


def _command(problem: Problem, explanation: Explanation | None) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in _properties(problem).items())
    return f"::{_COMMANDS[problem.severity]} {properties}::{_data(_text(problem, explanation))}"


def _properties(problem: Problem) -> dict[str, str]:
    """Where and what. Columns only for a problem on one line, as GitHub reads no others; the end is included."""
    span = problem.span
    place: dict[str, str] = {}
    if span.file:
        place["file"] = span.file
    if span.line > 0:
        place |= {"line": str(span.line), "endLine": str(span.end_line)}
    if span.line > 0 and span.line == span.end_line:
        place |= {"col": str(span.column), "endColumn": str(max(span.column, span.end_column - 1))}
    return place | {"title": problem.name}


def _text(problem: Problem, explanation: Explanation | None) -> str:
    parts = [problem.message]
    if problem.patient:
        parts.append(f"for example: {'; '.join(problem.patient)}")
    parts.extend(f"{label}: {words}" for label, words in (("why", problem.why), ("fix", problem.fix)) if words)
    if explanation:
        parts.append(f"more: caretree explain {problem.name}, or {explanation.page} on the site")
    return "\n".join(parts)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
