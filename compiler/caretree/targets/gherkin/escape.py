"""Text from a specification is data in a feature file, never Gherkin.

    line("severe\n Scenario: x")    severe Scenario: x        (every use stands after a word of ours)
    cell("a|b")                     a, backslash, |, b: a bar or a backslash in a cell has a backslash before it
    tag("C 6.1 #x")                 @C-6.1-x

Source of the rules: the Gherkin reference, "Tables" and "Tags", and the official parser (``gherkin_line.py``).
"""

from __future__ import annotations

import re


def line(text: str) -> str:
    """Text on one line, every stretch of white space or control characters as one space."""
    shown = text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)
    return " ".join(shown.split())


def cell(text: str) -> str:
    """Text in a cell of a table."""
    return line(text).replace("\\", "\\\\").replace("|", "\\|")


def tag(text: str) -> str:
    """A tag: no white space, no ``@`` and no ``#``."""
    return "@" + re.sub(r"[^\w./-]+", "-", text).strip("-")


def table(rows: list[list[str]]) -> list[str]:
    """The lines of a table whose columns stand under each other; cells are escaped here."""
    escaped = [[cell(text) for text in row] for row in rows]
    widths = [max(len(text) for text in column) for column in zip(*escaped, strict=True)]
    return [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |" for row in escaped
    ]
