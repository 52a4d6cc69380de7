"""Everything declared is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caretree.checks.check import CheckInput
from caretree.checks.mentions import mentioned
from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.source.span import NOWHERE, Span


def declarations_are_used(given: CheckInput) -> list[Problem]:
    """Something is declared and nothing reads it (``unused-declaration``).

    What: An input or a definition that no branch, rule, dose or definition reads; an action nobody recommends; an
    options block nobody chooses from; a gap nothing refers to; a source nothing cites.
    Why: What is not used is not checked, and readers look for it in vain.
    Fix: Use it, or remove it.
    Example: Every patient is asked about a pregnancy that decides nothing (``an-input-nobody-reads.care``).
    """
    used = mentioned(given.guideline)
    return [
        Problem(
            "unused-declaration",
            f"the {kind} `{name.long}` is declared and nothing uses it",
            span if span != NOWHERE else (name.span or NOWHERE),
            why="what is not used is not checked, and readers look for it in vain.",
            fix="use it, or remove it.",
            severity="warning",
        )
        for kind, name, span in _declared(given)
        if not name.library and (kind, name.id) not in used
    ]


def _declared(given: CheckInput) -> Iterator[tuple[str, Name, Span]]:
    guideline = given.guideline
    groups: tuple[tuple[str, Iterable[object]], ...] = (
        ("input", guideline.inputs),
        ("definition", guideline.definitions),
        ("action", guideline.actions),
        ("options block", guideline.options),
        ("gap", guideline.gaps),
        ("patient", guideline.patients),
    )
    for kind, things in groups:
        for thing in things:
            yield kind, thing.name, thing.span  # type: ignore[attr-defined]
