"""One row of SQL's answer, read by what its columns stand for.

row.level("offer", "g-csf")      3: certain      row.holds("neutrophils/severe/consider-g-csf")      True, by the leaf
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from caretree.decisions.graph import DecisionGraph
from caretree.targets.sql.decided import Plan

LEVELS = {"undecided": 1, "provisional": 2, "certain": 3}


class SqlRow(Struct):
    """``values`` are by column; ``refused`` names the problems of a patient in quarantine."""

    graph: DecisionGraph
    plan: Plan
    values: dict[str, Any]
    refused: tuple[str, ...] = ()
    by_meaning: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Values by kind and identities."""
        if self.values:
            self.by_meaning = {(one.kind, *one.of): self.values[one.name] for one in self.plan.columns}

    def value(self, *meaning: str) -> Any:
        """The value of a column by its kind and what it stands for; ``None`` where there is no such column."""
        return self.by_meaning.get(meaning)

    def level(self, *meaning: str) -> int:
        """The same for a status: 0 not, 1 undecided, 2 provisional, 3 certain."""
        return int(self.by_meaning.get(meaning) or 0)

    def kinds(self, kind: str) -> dict[tuple[str, ...], Any]:
        """Every column of a kind, by its identities."""
        return {key[1:]: value for key, value in self.by_meaning.items() if key[0] == kind}

    def holds(self, node: str) -> bool | None:
        """Whether a line of a decision holds, by its leaf; ``None`` while the leaf is open, and for lines that no leaf
        has (those that wait for something, and decisions with too many leaves)."""
        found = False
        for tree in self.plan.trees:
            if not any(node in leaf.lines for leaf in tree.leaves):
                continue
            number = self.value("leaf", tree.name)
            if number is None:
                return None
            if number:
                return node in tree.leaves[number - 1].lines
            found = True
        return False if found else None
