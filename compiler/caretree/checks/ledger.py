"""Every statement of the source is placed."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from msgspec import Struct

from caretree.checks.check import CheckInput
from caretree.checks.placed import Use, uses
from caretree.guideline.guideline import Guideline
from caretree.problems.problem import Problem
from caretree.source.span import Span

Placed = Literal["encoded", "noted", "not encoded", "missing"]


class Placement(Struct, frozen=True):
    """One statement of a ledger and where it went. ``examples`` are the names of examples that cite it."""

    statement: str
    text: str
    placed: Placed
    where: tuple[str, ...]
    examples: tuple[str, ...]
    span: Span


def placements(guideline: Guideline) -> tuple[Placement, ...]:
    """Where every statement went, in the ledger's order."""
    used: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for use in uses(guideline):
        used[use.cite.source, use.cite.statement].append(use)
    left_out = {(cite.source, cite.statement) for line in guideline.not_encoded for cite in line.cites}
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in guideline.examples:
        for cite in example.cites:
            examples[cite.source, cite.statement].append(example.table or example.name.long)
    rows = []
    for source in guideline.sources:
        for section in source.sections:
            for statement in section.statements:
                key = (source.letter, statement.number)
                found = used.get(key, [])
                where = tuple(dict.fromkeys(use.where for use in found))
                names = tuple(dict.fromkeys(examples.get(key, [])))
                shown = f"{source.letter} {statement.number}"
                placed = _placed(found, key in left_out)
                rows.append(Placement(shown, statement.text, placed, where, names, statement.span))
    return tuple(rows)


def _placed(found: list[Use], left_out: bool) -> Placed:
    if any(use.encoded for use in found):
        return "encoded"
    if found:
        return "noted"
    return "not encoded" if left_out else "missing"


def statements_are_placed(given: CheckInput) -> list[Problem]:
    """A statement of the source stands nowhere in the guideline (``statement-not-placed``).

    What: A line of a ledger is cited by no branch, action, rule, gap, conflict and no line of ``not encoded``.
    Why: A reader would believe that the guideline holds all the source says.
    Fix: Cite the statement where it is encoded, or say under ``not encoded`` why it is left out.
    Example: The ledger has two statements, and the guideline cites one (``a-statement-left-out.care``).
    """
    return [
        Problem(
            "statement-not-placed",
            f'statement {row.statement} is placed nowhere: "{row.text}"',
            row.span,
            why="a reader would believe that the guideline holds everything its source says.",
            fix="cite it where it is encoded, or give the reason it is left out under `not encoded`.",
        )
        for row in placements(given.guideline)
        if row.placed == "missing"
    ]
