"""A file's text → its lines that are not blank, each with its indent and its place.

"inputs:\\n  fever:\\n"   →   Line(1, column 1, indent 0, "inputs:"), Line(2, column 3, indent 2, "fever:")
"""

from __future__ import annotations

import re

from msgspec import Struct

from caretree.problems.limits import MAXIMUM_LINE
from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.source.text import SourceText


class Line(Struct, frozen=True):
    """One line that is not blank: its number, the column of its first character, its indent in spaces (always
    even; a wrong one was reported and rounded) and its text without outer spaces."""

    number: int
    column: int
    indent: int
    text: str

    @property
    def is_comment(self) -> bool:
        """Whether the line is an editor's comment (unless it stands inside a text)."""
        return self.text.startswith("#")


def read_lines(source: SourceText) -> tuple[list[Line], list[Problem]]:
    """Every line that is not blank, with problems for tabs, odd indents and over-long lines."""
    lines: list[Line] = []
    problems: list[Problem] = []
    tabs_only = not re.search(r"^ ", source.text, re.MULTILINE)
    for number, raw in enumerate(source.text.split("\n"), start=1):
        text = raw.strip()
        if not text:
            continue
        lead = raw[: len(raw) - len(raw.lstrip())]
        above = lines[-1] if lines else None
        line = Line(number, len(lead) + 1, _indent(lead, above, tabs_only), text)
        lines.append(line)
        if len(raw) > MAXIMUM_LINE:
            problems.append(_too_long(source.path, line, len(raw)))
        elif not line.is_comment:
            problems.extend(_indent_problems(source.path, line, lead))
    return lines, problems


def _indent(lead: str, above: Line | None, tabs_only: bool) -> int:
    """The level in spaces; an indent that cannot stand is read as what fits best below the line above."""
    width = len(lead) + lead.count("\t")
    if "\t" in lead and not tabs_only:
        tabs, spaces = lead.count("\t"), len(lead) - lead.count("\t")
        return _best([tabs * size + spaces for size in (2, 4, 8)], above)
    return width if width % 2 == 0 else _best([max(2, width - 1), width + 1], above)


def _best(widths: list[int], above: Line | None) -> int:
    """The width that makes the line a child of a heading above, or a sister of the line above; else the first."""
    wanted = [] if above is None else [above.indent + 2, above.indent] if above.text.endswith(":") else [above.indent]
    return next((width for width in wanted if width in widths), widths[0] + widths[0] % 2)


def _indent_problems(file: str, line: Line, lead: str) -> list[Problem]:
    span = Span(file, line.number, 1, line.number, line.column)
    if "\t" in lead:
        return [
            Problem(
                "tab-indent",
                "this line is indented with a tab",
                span,
                why="a tab has no fixed width, so nobody can see what the line belongs to.",
                fix="indent with two spaces a level.",
            )
        ]
    if lead.strip(" "):
        return [
            Problem(
                "unusual-space",
                "this line is indented with a space that is not the ordinary one",
                span,
                why="it looks like an ordinary space but is another character, often pasted from a word processor.",
                fix="indent with two ordinary spaces a level.",
            )
        ]
    if len(lead) % 2:
        return [
            Problem(
                "odd-indent",
                f"this line is indented by {len(lead)} space{'s' if len(lead) > 1 else ''}",
                span,
                why="indentation shows what belongs to what, two spaces a level.",
                fix=f"indent by {len(lead) - 1} or {len(lead) + 1} spaces.",
            )
        ]
    return []


def _too_long(file: str, line: Line, length: int) -> Problem:
    return Problem(
        "line-too-long",
        f"this line has {length:,} characters; at most {MAXIMUM_LINE:,} are read",
        Span(file, line.number, 1, line.number, MAXIMUM_LINE + 1),
        why="a line this long is hardly a sentence, and the limit keeps every file quick to read.",
        fix="break the line; `caretree format` does it.",
    )
