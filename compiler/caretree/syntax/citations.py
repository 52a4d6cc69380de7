"""The inside of square brackets → citations.

"B 6.6 ref 4, 5; 11.2"   →   Citation("B", "6.6", ("4", "5")), Citation(None, "11.2", ())
"""

from __future__ import annotations

import re

from caretree.problems.problem import Problem
from caretree.syntax.tree import Citation, Phrase

_ENTRY = re.compile(
    r"(?:(?P<source>[A-Z][A-Za-z0-9]*)\s+)?"
    r"(?P<statement>[0-9]+(?:\.[0-9]+)*[a-z]?)"
    r"(?:\s+ref\s+(?P<references>[0-9A-Za-z]+(?:\s*,\s*[0-9A-Za-z]+)*))?"
)


def read_citations(inside: Phrase) -> tuple[tuple[Citation, ...], list[Problem]]:
    """The citations between two brackets; an entry that cannot be read is reported and left out."""
    found: list[Citation] = []
    problems: list[Problem] = []
    start = 0
    for entry in inside.text.split(";"):
        phrase = inside.part(start, start + len(entry))
        start += len(entry) + 1
        match = _ENTRY.fullmatch(phrase.text)
        if match is None:
            problems.append(_unreadable(phrase if phrase.text else inside))
        else:
            references = tuple(re.split(r"\s*,\s*", match["references"])) if match["references"] else ()
            found.append(Citation(match["source"], match["statement"], references, phrase.span()))
    return tuple(found), problems


def written(citations: tuple[Citation, ...]) -> str:
    """Citations as they are written in a file, brackets included."""
    return f"[{'; '.join(_entry(citation) for citation in citations)}]"


def _entry(citation: Citation) -> str:
    source = f"{citation.source} " if citation.source else ""
    references = f" ref {', '.join(citation.references)}" if citation.references else ""
    return f"{source}{citation.statement}{references}"


def _unreadable(phrase: Phrase) -> Problem:
    said = f'"{phrase.text}" is not a citation' if phrase.text else "a citation is missing here"
    return Problem(
        "bad-citation",
        said,
        phrase.span(),
        why="square brackets hold only citations, so that every claim can be followed to its source.",
        fix="write section.statement, optionally with references: `[6.6 ref 4; 11.2]`; with several sources `[B 6.6]`.",
    )
