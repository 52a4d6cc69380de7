"""What SQL cannot say exactly is refused by name; nothing is ever approximated.

dose by a logarithm      not-in-sql: "kinetic clearance" needs a logarithm …
"""

from __future__ import annotations

from caretree.problems.problem import Problem
from caretree.source.span import NOWHERE


class NotInSql(Exception):
    """Something that no exact query exists for. Caught where a query is asked for; the problem says what to do."""

    def __init__(  # noqa: D107 - the class says it
        self, what: str, why: str, fix: str = "Decide these patients with the Python library."
    ) -> None:
        super().__init__(what)
        self.problem = Problem("not-in-sql", what, NOWHERE, why, fix)


def too_wide(what: str) -> NotInSql:
    """A formula whose exact value has too many digits."""
    why = "SQL engines calculate exactly with whole numbers of at most 38 digits."
    fix = "Declare the precision of its inputs (`to 1 decimal`), or decide these patients with the Python library."
    return NotInSql(f"{what} can need more than 38 digits.", why, fix)
