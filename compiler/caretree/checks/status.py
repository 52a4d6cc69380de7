"""The review status of a guideline is earned, and kept up."""

from __future__ import annotations

from caretree.checks.check import CheckInput
from caretree.checks.ledger import placements
from caretree.guideline.guideline import Guideline
from caretree.guideline.inputs import Code
from caretree.problems.problem import Problem


def status_is_earned(given: CheckInput) -> list[Problem]:
    """A guideline is marked approved while something in it is still open (``not-ready-for-approval``).

    What: ``status approved`` stands beside an unresolved reference, an unverified code, a statement that is not placed,
    an assumption nobody signed (``decided by``), or a conflict nobody decided.
    Why: Approved is what readers act on.
    Fix: Settle what is listed, or keep the status below approved. Open gaps may stay.
    Example: ``status approved`` while nobody has looked up what reference 1 is (``approved-too-early.care``).
    """
    if given.guideline.header.status != "approved":
        return []
    return [
        Problem(
            "not-ready-for-approval",
            f"the guideline is marked approved, and {reason}",
            given.guideline.header.span,
            why="approved is what readers act on.",
            fix="settle it, or keep the status at `under review`.",
        )
        for reason in _open(given.guideline)
    ]


def _open(guideline: Guideline) -> list[str]:
    reasons = [
        f"reference {reference.number} of source {source.letter} is unresolved"
        for source in guideline.sources
        for reference in source.references
        if not reference.resolved
    ]
    reasons += [f"the code {code.system} {code.value} is unverified" for code in _codes(guideline) if not code.verified]
    reasons += [f"statement {row.statement} is not placed" for row in placements(guideline) if row.placed == "missing"]
    assumptions = [(one.name.long, one.assume) for one in guideline.inputs if one.assume]
    assumptions += [(one.name.long, one.assume) for one in guideline.definitions if one.assume]
    reasons += [f"nobody signed the assumption on {name}" for name, assume in assumptions if not assume.decided_by]
    reasons += [f"nobody decided the conflict {c.name.long}" for c in guideline.conflicts if not c.decided_by]
    return reasons


def _codes(guideline: Guideline) -> list[Code]:
    codes = [code for one in guideline.inputs for code in one.codes]
    for action in guideline.actions:
        codes += [*action.codes, *(action.drug.codes if action.drug else ())]
    return codes


def review_is_not_overdue(given: CheckInput) -> list[Problem]:
    """The date of the next review has passed (``review-overdue``).

    What: ``review by`` is before today.
    Why: The evidence may have moved on.
    Fix: Review the guideline, then set a new ``review by`` date.
    Example: A guideline that was to be reviewed by the end of January 2020 (``a-review-that-is-due.care``).
    """
    due = given.guideline.header.review_by
    if due is None or given.today is None or given.today <= due:
        return []
    return [
        Problem(
            "review-overdue",
            f"the review was due on {due.isoformat()}",
            given.guideline.header.span,
            why="the evidence may have moved on.",
            fix="review the guideline, then set a new `review by` date.",
            severity="warning",
        )
    ]
