"""A problem is a value: found in one place, rendered in another.

A problem says what was found, why it matters and what to do, in a guideline editor's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from caretree.source.span import Span

Severity = Literal["error", "warning", "note"]


class Problem(Struct, frozen=True):
    """One finding.

    ``name`` is readable and stable (``uncovered-patient``); ``message``, ``why`` and ``fix`` are
    sentences. ``patient`` holds the lines of a witness in the notation's own words. ``related``
    points at other places that matter, each with a few words.
    """

    name: str
    message: str
    span: Span
    why: str = ""
    fix: str = ""
    severity: Severity = "error"
    patient: tuple[str, ...] = ()
    related: tuple[tuple[str, Span], ...] = ()


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error (warnings and notes never stop a build)."""
    return any(problem.severity == "error" for problem in problems)
