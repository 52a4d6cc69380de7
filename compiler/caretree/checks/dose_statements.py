"""A dose states its route, frequency, duration and maximum, or says that the source does not."""

from __future__ import annotations

from collections.abc import Iterator

from caretree.checks.check import CheckInput
from caretree.guideline.actions import Action
from caretree.guideline.doses import NOT_STATED, Dose, DoseTree
from caretree.problems.problem import Problem


def doses_are_stated(given: CheckInput) -> list[Problem]:
    """A drug with a dose leaves out its route, frequency, duration or maximum without saying so.

    What: An action has a dose, and one of route, frequency, duration and maximum is neither in the dose, nor in an
    ``at most`` line, nor listed under ``not stated``.
    Why: A reader cannot tell what the source leaves open from what the editor forgot.
    Fix: Write what the source says, or add it to ``not stated: …``. Never fill it in.
    """
    return [problem for action in given.guideline.actions for problem in _action(action)]


def _action(action: Action) -> list[Problem]:
    if action.plan.dose is None:
        return []
    stated = set(NOT_STATED).intersection(*(_stated(dose) for dose in _doses(action.plan.dose)))
    stated |= {"maximum"} if action.plan.caps else set()
    missing = [word for word in NOT_STATED if word not in stated and word not in action.not_stated]
    doubled = [word for word in action.not_stated if word in stated]
    problems = [_undeclared(action, missing)] if missing else []
    return problems + ([_contradicted(action, doubled)] if doubled else [])


def _doses(tree: DoseTree) -> Iterator[Dose]:
    if isinstance(tree, Dose):
        yield tree
        return
    for branch in tree.branches:
        yield from _doses(branch.then)


def _stated(dose: Dose) -> set[str]:
    once = dose.frequency is not None and dose.frequency.days is None and dose.frequency.times == 1
    facts = {
        "route": bool(dose.route),
        "frequency": dose.frequency is not None or bool(dose.amount.rate),
        # A single dose has no duration to state.
        "duration": dose.duration is not None or once,
    }
    return {word for word, stated in facts.items() if stated}


def _undeclared(action: Action, missing: list[str]) -> Problem:
    words = ", ".join(missing)
    return Problem(
        "dose-not-stated",
        f"the dose of {action.name.long} leaves out {words} without saying so",
        action.span,
        why="a reader cannot tell what the source leaves open from what was forgotten.",
        fix=f"write what the source says, or `not stated: {words}`. Never fill it in.",
    )


def _contradicted(action: Action, words: list[str]) -> Problem:
    return Problem(
        "dose-stated-after-all",
        f"{action.name.long} says that {', '.join(words)} is not stated, and states it",
        action.span,
        why="one of the two lines is wrong.",
        fix="remove the word from `not stated`, or the statement from the dose.",
    )
