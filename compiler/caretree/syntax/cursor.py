"""A place in a file's lines while its tree is built, with the comments waiting for their sentence."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.syntax.lines import Line


class Cursor(Struct):
    """The lines of ``file``, the next one to read, the comments above it, and the problems found so far."""

    file: str
    lines: Sequence[Line]
    at: int = 0
    comments: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def peek(self) -> Line | None:
        """The next line that is not a comment; comments passed on the way wait for their sentence."""
        while self.at < len(self.lines) and self.lines[self.at].is_comment:
            self.comments.append(self.lines[self.at].text[1:].strip())
            self.at += 1
        return self.peek_inside_text()

    def peek_inside_text(self) -> Line | None:
        """The next line whatever it starts with: inside a text ``#`` is a character like any other."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    def take_comments(self) -> list[str]:
        """The comments waiting, which now have their sentence."""
        taken, self.comments = self.comments, []
        return taken

    def report(self, name: str, message: str, span: Span, why: str, fix: str) -> None:
        """Add one error; reading goes on."""
        self.problems.append(Problem(name, message, span, why=why, fix=fix))

    def span_of(self, line: Line, start: int = 0, end: int | None = None) -> Span:
        """Where the characters from ``start`` to ``end`` of a line's text stand."""
        end = len(line.text) if end is None else end
        return Span(self.file, line.number, line.column + start, line.number, line.column + end)
