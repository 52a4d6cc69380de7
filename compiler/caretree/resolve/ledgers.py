"""The ledger of a source: one paraphrased line for each statement, section by section.

section 6 "Management", lines 57 to 72:       Section("6", "Management", 57, 72, (
  1 "At 1.74 observe" ref 4                     Statement("6.1", "At 1.74 observe", ("4",)),))
references 1 to 3 unresolved                  Reference("1", "", False), …
"""

from __future__ import annotations

import re

from caretree.guideline.header import Reference, Section, Statement
from caretree.problems.problem import Problem
from caretree.resolve.lines import Line, not_understood
from caretree.resolve.reading import Reading
from caretree.source.span import Span
from caretree.syntax.tree import Phrase, Sentence

_NUMBER = r"\d+(?:\.\d+)*"
_SECTION = re.compile(
    rf'(?P<number>{_NUMBER}) "(?P<title>[^"]+)"(?:, (?:lines (?P<first>\d+) to (?P<last>\d+)|line (?P<line>\d+)))?'
)
_STATEMENT = re.compile(
    rf'(?P<number>{_NUMBER}[a-z]?) "(?P<text>[^"]+)"(?: ref (?P<references>[0-9A-Za-z]+(?:, ?[0-9A-Za-z]+)*))?'
)
_NOT_CLINICAL = re.compile(r"(?:(?P<first>\d+) to (?P<last>\d+)|(?P<line>\d+)) not clinical")
_REFERENCE = re.compile(r'(?P<number>[0-9A-Za-z]+)(?: "(?P<text>[^"]+)")?(?P<unresolved> unresolved)?')
_REFERENCES = re.compile(r"(?P<first>\d+) to (?P<last>\d+) unresolved")
_MOST_DIGITS = 6
_MOST_REFERENCES = 2000


def read_section(line: Line, reading: Reading) -> Section | None:
    """A ``section`` line with the statements below it; ``None`` after problems (``not-understood``,
    ``backwards-range``). Statements that cannot be read become problems and are left out."""
    found = _SECTION.fullmatch(line.rest.text)
    if found is None or any(len(found[part] or "") > _MOST_DIGITS for part in ("first", "last", "line")):
        reading.report(not_understood(line.rest, '`section 6 "title", lines 57 to 72:`, or `, line 20:`'))
        return None
    stated = bool(found["first"] or found["line"])
    lines = _range(line.rest, found, reading) if stated else None
    if stated and lines is None:
        return None
    first, last = lines or (None, None)
    statements: dict[str, Statement] = {}
    for child in line.sentence.children:
        statement = _statement(child, found["number"], reading)
        if statement and statement.number in statements:
            reading.report(
                duplicate_entry(f"statement {statement.number}", child.span, statements[statement.number].span)
            )
        elif statement:
            statements[statement.number] = statement
    return Section(found["number"], found["title"], first, last, tuple(statements.values()), line.sentence.span)


def read_not_clinical(line: Line, reading: Reading) -> tuple[int, int] | None:
    """``lines 12 to 16 not clinical`` or ``line 12 not clinical``; ``None`` after problems."""
    found = _NOT_CLINICAL.fullmatch(line.rest.text)
    if found is None or any(len(number or "") > _MOST_DIGITS for number in found.groups()):
        reading.report(not_understood(line.rest, "`lines 12 to 16 not clinical`"))
        return None
    return _range(line.rest, found, reading)


def read_references(line: Line, reading: Reading) -> tuple[Reference, ...]:
    """``reference 4 "…"``, ``reference 4 unresolved`` or ``references 1 to 6 unresolved``; empty after problems."""
    text, span = line.rest.text, line.sentence.span
    found = _REFERENCE.fullmatch(text)
    if found and line.words == "reference" and (found["text"] or found["unresolved"]):
        return (Reference(found["number"], found["text"] or "", found["unresolved"] is None, span),)
    several = _REFERENCES.fullmatch(text)
    if several and line.words == "references" and len(several["last"]) <= _MOST_DIGITS:
        first, last = int(several["first"]), int(several["last"])
        if first <= last <= first + _MOST_REFERENCES:
            return tuple(Reference(str(number), "", False, span) for number in range(first, last + 1))
    expected = '`reference 1 "…"`, `reference 4 unresolved` or `references 1 to 6 unresolved`'
    reading.report(not_understood(line.sentence.phrase, expected))
    return ()


def duplicate_entry(what: str, span: Span, first: Span) -> Problem:
    """Something in a ledger with a number that is already taken."""
    return Problem(
        "duplicate-in-ledger",
        f"there are two entries for {what}",
        span,
        why="a citation of it would point at two things.",
        fix="number each entry of the ledger once.",
        related=(("the first one", first),),
    )


def _statement(sentence: Sentence, section: str, reading: Reading) -> Statement | None:
    found = _STATEMENT.fullmatch(sentence.text)
    if found is None or sentence.children:
        reading.report(not_understood(sentence.phrase, 'the statement as `1 "what the source says" ref 4`'))
        return None
    references = tuple(re.split(r", ?", found["references"])) if found["references"] else ()
    return Statement(f"{section}.{found['number']}", found["text"], references, sentence.span)


def _range(phrase: Phrase, found: re.Match[str], reading: Reading) -> tuple[int, int] | None:
    first, last = int(found["first"] or found["line"]), int(found["last"] or found["line"])
    if 1 <= first <= last:
        return first, last
    reading.report(
        Problem(
            "backwards-range",
            f"`{phrase.text}` ends before it starts",
            phrase.span(),
            why="lines are counted from 1, and a range runs from its first to its last line.",
            fix="write the smaller line number first.",
        )
    )
    return None
