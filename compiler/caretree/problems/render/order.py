"""The order problems are told in, and how many of each kind there are: the same in every output."""

from __future__ import annotations

from collections.abc import Iterable

from caretree.problems.problem import Problem, Severity

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file and place, errors before warnings before notes at the same place, each told once."""
    once = dict.fromkeys(problems)
    return sorted(once, key=lambda problem: (problem.span, _SEVERITIES.index(problem.severity), problem.name))


def counted(problems: Iterable[Problem]) -> str:
    """``2 errors, 1 warning in 1 file``, or ``no problems``."""
    found = list(dict.fromkeys(problems))
    if not found:
        return "no problems"
    counts = [(sum(problem.severity == severity for problem in found), severity) for severity in _SEVERITIES]
    files = len({problem.span.file for problem in found if problem.span.file})
    kinds = ", ".join(_many(count, severity) for count, severity in counts if count)
    return f"{kinds} in {_many(files, 'file')}" if files else kinds


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
