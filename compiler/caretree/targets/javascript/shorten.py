"""A script without what only its authors read: comments, indents and the spaces beside signs. Lines and names stay.

    // Half of it.
    const half = (n) => n / 2;      const half=(n)=>n/2;

Strings and regular expressions are left alone. It reads the plain style these scripts are written in: no template
literals, every statement ends with a semicolon or a brace, a regular expression follows ``(``, ``=``, ``,`` or ``:``.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
    (?P<keep> "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
        | (?<=[(=,:])[ ]?/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]* )
    | (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<space> [ \t]+ )
    | (?P<lines> \n\s* )
    | (?P<word> [\w$]+ )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)


def shortened(script: str) -> str:
    """The script with the same meaning and fewer characters; each line that held code is still a line."""
    parts: list[str] = []
    gap = ""
    for token in _TOKEN.finditer(script):
        kind, text = token.lastgroup, token.group()
        if kind == "lines":
            gap = "\n"
        elif kind == "space":
            gap = gap or " "
        elif kind != "comment":
            text = text.strip()
            parts += [_between(parts[-1] if parts else "", gap, text), text]
            gap = ""
    return "".join(parts) + "\n"


def _between(before: str, gap: str, after: str) -> str:
    """What must stand between two pieces: a line stays a line, two words or two equal signs need a space."""
    if gap == "\n":
        return "\n" if before else ""
    words = bool(before and (before[-1].isalnum() or before[-1] in "_$") and (after[0].isalnum() or after[0] in "_$"))
    signs = bool(before and before[-1] in "+-" and after[0] in "+-")
    return " " if gap and (words or signs) else ""
