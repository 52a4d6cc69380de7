"""Where something stands in a file: the address every node and every problem carries."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True, order=True):
    """A stretch of one file.

    ``file`` is a path relative to the project root with ``/`` between its parts. Lines and columns
    count from 1, columns in characters; the end is the first position after the stretch.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, end: Span) -> Span:
        """The stretch from the start of this span to the end of another in the same file."""
        return Span(self.file, self.line, self.column, end.end_line, end.end_column)

    def __str__(self) -> str:
        """``file:line:column``, as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Span("", 0, 0, 0, 0)
