"""Columns in layers: each layer is one subquery that reads the layers before it.

    keep("c7 yes", <tree over base columns>)      layer 1
    keep("c9 yes", <tree over "c7 yes">)          layer 2

A tree used twice gets a column; a small one is copied instead.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field
from sqlglot import exp

from caretree.targets.sql.words import Make, Sql, column, size

SMALL = 6
"""Words of a tree that is copied rather than kept."""


class Sheet(Struct):
    """The columns of one chain of subqueries. ``level`` says in which layer each stands (0: read from the table)."""

    level: dict[str, int]
    layers: list[dict[str, Sql]] = field(default_factory=list)

    def keep(self, name: str, tree: Sql, most: int = SMALL) -> Make:
        """A column for a tree, unless it has few words (at ``most`` so many); how to read it."""
        if size(tree) <= most:
            return tree.copy
        return self.column(name, tree)

    def column(self, name: str, tree: Sql) -> Make:
        """A column for a tree; a name already taken gets the next number."""
        free = self._free(name)
        at = 1 + max(
            (self.level[each.name] for each in tree.find_all(exp.Column) if each.name in self.level), default=0
        )
        self.level[free] = at
        while len(self.layers) < at:
            self.layers.append({})
        self.layers[at - 1][free] = tree
        return lambda: column(free)

    def _free(self, name: str) -> str:
        if name not in self.level:
            return name
        number = 2
        while f"{name} {number}" in self.level:
            number += 1
        return f"{name} {number}"


def base_sheet(names: Iterable[str]) -> Sheet:
    """A sheet whose lowest columns are read from the table."""
    return Sheet(dict.fromkeys(names, 0))
