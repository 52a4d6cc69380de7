"""What is waited for can be missing."""

from __future__ import annotations

from collections.abc import Iterator

from caretree.checks.check import CheckInput
from caretree.guideline.blocks import Block, Extra, Fork
from caretree.guideline.conditions import NotKnown
from caretree.guideline.definitions import Definition
from caretree.guideline.guideline import Guideline
from caretree.guideline.inputs import Input
from caretree.problems.problem import Problem


def what_is_waited_for_can_be_missing(given: CheckInput) -> list[Problem]:
    """A decision waits for something that is never missing (``never-missing``).

    What: ``until X is known`` where X is required of every patient, or is assumed when it is not recorded.
    Why: The advice below it would never be given.
    Fix: Add ``may be unknown`` to the input, or take its assumption away; else remove the waiting.
    Example: A blood count until the age is known, and the age is never missing. So nobody reaches the blood count,
    which is told as well (``waiting-for-the-known.care``).
    """
    never = _never_missing(given.guideline)
    return [
        Problem(
            "never-missing",
            f"`{waiting.text}` waits for `{never[name][0]}`, which {never[name][1]}",
            waiting.span,
            why="the advice below it would never be given.",
            fix=never[name][2],
        )
        for decision in given.guideline.decisions
        for waiting in _waiting(decision.body)
        for name in waiting.inputs
        if name in never
    ]


def _never_missing(guideline: Guideline) -> dict[str, tuple[str, str, str]]:
    """Names, reasons and remedies by identity."""
    found = {}
    declared: tuple[Input | Definition, ...] = (*guideline.inputs, *guideline.definitions)
    for one in declared:
        if one.assume is not None:
            reason = "is assumed when it is not recorded"
            found[one.name.id] = (one.name.long, reason, "remove the waiting, or the assumption.")
    for given in guideline.inputs:
        if not given.may_be_unknown and given.assume is None:
            fix = "remove the waiting, or add `may be unknown` to the input."
            found[given.name.id] = (given.name.long, "every patient must have", fix)
    return found


def _waiting(block: Block) -> Iterator[NotKnown]:
    for item in block.items:
        match item:
            case Extra(condition=NotKnown() as condition, then=then):
                yield condition
                yield from _waiting(then)
            case Extra(then=then):
                yield from _waiting(then)
            case Fork(branches=branches):
                for branch in branches:
                    yield from _waiting(branch.then)
            case _:
                pass
