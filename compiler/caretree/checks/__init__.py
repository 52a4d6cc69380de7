"""The checks, one a file, in the order they run."""

from __future__ import annotations

from caretree.checks.article import article_matches
from caretree.checks.check import Check, CheckInput
from caretree.checks.citations import cited_statements_exist, recommendations_are_cited
from caretree.checks.examples import examples_pass
from caretree.checks.ledger import statements_are_placed
from caretree.checks.status import review_is_not_overdue, status_is_earned
from caretree.checks.unused import declarations_are_used
from caretree.checks.waiting import what_is_waited_for_can_be_missing
from caretree.problems.problem import Problem

ALL: tuple[Check, ...] = (
    cited_statements_exist,
    recommendations_are_cited,
    statements_are_placed,
    article_matches,
    declarations_are_used,
    what_is_waited_for_can_be_missing,
    status_is_earned,
    review_is_not_overdue,
    examples_pass,
)


def run_checks(given: CheckInput) -> list[Problem]:
    """The problems of every check, in order."""
    return [problem for check in ALL for problem in check(given)]


__all__ = ["ALL", "Check", "CheckInput", "run_checks"]
