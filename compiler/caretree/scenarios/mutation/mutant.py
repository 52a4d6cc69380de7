"""A guideline with one small mistake: what was written, what is written instead, and where.

48: ANC is below 0.5 x10^9/L      →      ANC is at most 0.5 x10^9/L      ("bound word")
"""

from __future__ import annotations

from msgspec import Struct


class Edit(Struct, frozen=True):
    """Characters ``start`` to ``end`` of the file's text replaced."""

    start: int
    end: int
    text: str


class Mutant(Struct, frozen=True):
    """One mistake. ``kind`` is its sort, ``line`` where it stands (from 1), ``block`` the block it is in."""

    kind: str
    line: int
    block: str
    before: str
    after: str
    edits: tuple[Edit, ...]

    def applied(self, text: str) -> str:
        """The file with the mistake."""
        for edit in sorted(self.edits, key=lambda one: one.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text
