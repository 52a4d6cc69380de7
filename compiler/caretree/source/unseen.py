"""Characters a reader cannot see: each makes a file mean something other than what its reviewer reads.

"ANC is below 0\\u200b.5"   →   zero-width-character at the place it stands
"""

from __future__ import annotations

import re

from caretree.problems.problem import Problem
from caretree.source.span import Span

_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\U000e0000-\U000e0fff"
)
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
_UNSEEN = re.compile(f"(?P<bidirectional>[{_BIDIRECTIONAL}])|(?P<zero>[{_ZERO_WIDTH}])|(?P<control>[{_CONTROL}])")

MAXIMUM_REPORTED = 50
"""A file full of such characters needs one remedy, not ten thousand messages."""


def unseen_characters(path: str, text: str) -> list[Problem]:
    """One problem for each such character, in the order of the file, at most ``MAXIMUM_REPORTED``."""
    problems: list[Problem] = []
    line, line_start, counted = 1, 0, 0
    for found in _UNSEEN.finditer(text):
        line += text.count("\n", counted, found.start())
        line_start = max(line_start, text.rfind("\n", counted, found.start()) + 1)
        counted = found.start()
        column = found.start() - line_start + 1
        problems.append(_problem(found, Span(path, line, column, line, column + 1)))
        if len(problems) == MAXIMUM_REPORTED:
            break
    return problems


def _problem(found: re.Match[str], span: Span) -> Problem:
    code = f"U+{ord(found[0]):04X}"
    match found.lastgroup:
        case "bidirectional":
            return Problem(
                "bidirectional-control",
                f"{code} changes the direction of the text around it",
                span,
                why="the line would read differently on the screen than it is compiled.",
                fix="delete the character; write the text in reading order.",
            )
        case "zero":
            return Problem(
                "zero-width-character",
                f"{code} cannot be seen",
                span,
                why="two names or numbers that look the same would differ.",
                fix="delete the character; it often comes with text pasted from a web page.",
            )
        case _ if found[0] == "\0":
            return Problem(
                "nul-character",
                "there is a NUL character here",
                span,
                why="text has none: the file may be damaged or saved in another encoding.",
                fix="delete the character, or save the file again as UTF-8.",
            )
        case _:
            return Problem(
                "control-character",
                f"{code} is a control character",
                span,
                why="it cannot be seen, and a terminal may obey it.",
                fix="delete the character.",
            )
