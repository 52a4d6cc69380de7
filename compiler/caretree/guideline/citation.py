"""A resolved citation: which statement of which source stands behind a line."""

from __future__ import annotations

from msgspec import Struct

from caretree.source.span import NOWHERE, Span


class Cite(Struct, frozen=True):
    """``B 6.6 ref 4``: source letter, statement number, and the source's own reference numbers."""

    source: str
    statement: str
    references: tuple[str, ...] = ()
    span: Span = NOWHERE

    def __str__(self) -> str:
        """``A 6.6 ref 4``."""
        references = f" ref {', '.join(self.references)}" if self.references else ""
        return f"{self.source} {self.statement}{references}"
