"""The ``guideline`` or ``library`` block: what a file says about itself.

guideline "Fever after chemotherapy":      Header("guideline", "Fever after chemotherapy",
  id febrile-neutropenia                     id="febrile-neutropenia",
  version 0.1.0                              version="0.1.0", …)
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from caretree.guideline.blocks import OFFERS
from caretree.guideline.header import Change, Header
from caretree.guideline.names import slug
from caretree.problems.problem import Problem
from caretree.resolve.clauses import quoted_text, split_at
from caretree.resolve.conditions import read_condition
from caretree.resolve.lines import (
    Line,
    missing_line,
    not_understood,
    read_day,
    read_lines,
    read_plain,
    read_text,
    suggestion,
)
from caretree.resolve.name_rules import why_no_identity
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence

KINDS = ("guideline", "library")
STATUSES = ("draft", "submitted", "under review", "approved", "retired")
AUDIENCES = ("clinicians", "patients")
LINES = (
    "id",
    "version",
    "notation",
    "status",
    "last updated",
    "review by",
    "audience",
    "author",
    "reviewer",
    "question",
    "summary",
    "disclaimer",
    "imperatives are read as",
    "applies when",
    "note",
    "change",
)
"""The lines of the block in their order."""
ONCE = (
    "id",
    "version",
    "notation",
    "status",
    "last updated",
    "review by",
    "audience",
    "question",
    "imperatives are read as",
    "applies when",
)
GUIDELINE_ONLY = ("imperatives are read as", "applies when")

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_CHANGE = re.compile(r'(?P<version>\S+) on (?P<on>\S+) (?P<text>".*")')


def header_kind(sentence: Sentence) -> str:
    """``guideline`` or ``library`` when the sentence opens such a block, else empty."""
    word = sentence.text.split(" ", 1)[0]
    return word if word in KINDS else ""


def written_id(sentence: Sentence) -> str:
    """The identity the block declares, before anything is checked; empty when there is none."""
    found = (child.text[3:].strip() for child in sentence.children if child.text.startswith("id "))
    return slug(next(found, ""))


def read_header(sentence: Sentence, reading: Reading) -> Header:
    """The header of a ``guideline "…":`` or ``library "…":`` sentence; what cannot be read is left empty.

    Problems: ``bad-text`` (no title), ``missing-line`` (id, version), ``bad-id``, ``bad-version``,
    ``unknown-notation``, ``unknown-status``, ``unknown-audience``, ``unknown-strength``, ``bad-date``,
    ``not-in-a-library``, ``line-order``, those of lines and conditions.
    """
    kind = header_kind(sentence)
    title = read_text(Line(kind, sentence.phrase.part(len(kind)), sentence), reading)
    header = Header(kind, title, id="", version="", span=sentence.span)
    lines = read_lines(sentence.children, LINES, ONCE, reading, f"the {kind} block")
    for line in lines:
        if kind == "library" and line.words in GUIDELINE_ONLY:
            reading.report(_not_in_library(line))
        else:
            header = _with_line(header, line, reading)
    _check_order(lines, reading)
    _check_present(sentence, lines, reading)
    return header


def _with_line(header: Header, line: Line, reading: Reading) -> Header:
    match line.words:
        case "id":
            return replace(header, id=_id(line, reading))
        case "version":
            return replace(header, version=_version(line.rest, reading))
        case "notation":
            return replace(header, notation=_notation(line, reading))
        case "status":
            return replace(header, status=_one_of(line, STATUSES, "status", reading) or "draft")
        case "last updated":
            return replace(header, last_updated=read_day(line.rest, reading))
        case "review by":
            return replace(header, review_by=read_day(line.rest, reading))
        case "audience":
            return replace(header, audience=_audience(line, reading))
        case "imperatives are read as":
            return replace(header, imperatives=_one_of(line, OFFERS, "strength", reading))
        case "applies when":
            return replace(header, applies_when=read_condition(line.rest, reading))
        case "change":
            change = _change(line, reading)
            return replace(header, changes=(*header.changes, change)) if change else header
    return _with_text(header, line, reading)


def _with_text(header: Header, line: Line, reading: Reading) -> Header:
    if line.words in ("author", "reviewer"):
        name = read_plain(line, reading)
        if line.words == "author":
            return replace(header, authors=(*header.authors, name))
        return replace(header, reviewers=(*header.reviewers, name))
    text = read_text(line, reading)
    match line.words:
        case "question":
            return replace(header, question=text)
        case "summary":
            return replace(header, summary=(*header.summary, text))
        case "disclaimer":
            return replace(header, disclaimers=(*header.disclaimers, text))
    return replace(header, notes=(*header.notes, text))


def _id(line: Line, reading: Reading) -> str:
    text = line.rest.text
    reason = why_no_identity(text)
    if not reason and slug(text) == text:
        return text
    reading.report(
        Problem(
            "bad-id",
            f"`{text}` cannot be an id{f': {reason}' if reason else ''}",
            line.sentence.span,
            why="the id names files, Python modules and links, and must never change its form.",
            fix=f"write small letters, digits and hyphens, starting with a letter, as in `id {_example_id(text)}`.",
        )
    )
    return ""


def _example_id(text: str) -> str:
    return slug(text) if slug(text) and not why_no_identity(slug(text)) else "febrile-neutropenia"


def _version(phrase: Phrase, reading: Reading) -> str:
    if _VERSION.fullmatch(phrase.text):
        return phrase.text
    reading.report(
        Problem(
            "bad-version",
            f"`{phrase.text}` is not a version",
            phrase.span(),
            why="versions are compared, so all of them have three numbers.",
            fix="write three numbers with points, for example 0.1.0.",
        )
    )
    return ""


def _notation(line: Line, reading: Reading) -> str:
    if line.rest.text != "1":
        reading.report(
            Problem(
                "unknown-notation",
                f"this compiler does not know notation `{line.rest.text}`",
                line.sentence.span,
                why="the same words could mean something else in another notation.",
                fix="write `notation 1`, or use a newer Caretree.",
            )
        )
    return "1"


def _one_of(line: Line, choice: tuple[str, ...], what: str, reading: Reading) -> str:
    if line.rest.text in choice:
        return line.rest.text
    reading.report(_unknown(line.rest, choice, what, line))
    return ""


def _audience(line: Line, reading: Reading) -> tuple[str, ...]:
    words = split_at(line.rest, ",")
    for word in words:
        if word.text not in AUDIENCES:
            reading.report(_unknown(word, AUDIENCES, "audience", line))
    said = {word.text for word in words}
    return tuple(audience for audience in AUDIENCES if audience in said)


def _change(line: Line, reading: Reading) -> Change | None:
    found = _CHANGE.fullmatch(line.rest.text)
    text = quoted_text(line.rest.part(*found.span("text"))) if found else None
    if found is None or text is None:
        reading.report(not_understood(line.rest, '`change 0.2.0 on 2026-11-20 "what changed and why"`'))
        return None
    version = _version(line.rest.part(*found.span("version")), reading)
    on = read_day(line.rest.part(*found.span("on")), reading)
    return Change(version, on, text) if version and on else None


def _check_order(lines: tuple[Line, ...], reading: Reading) -> None:
    """A warning at the first line that stands above one it belongs below (authors and reviewers may alternate)."""
    places = {words: place for place, words in enumerate(LINES)} | {"reviewer": LINES.index("author")}
    highest = -1
    for line in lines:
        if places[line.words] < highest:
            reading.report(_out_of_order(line))
            return
        highest = places[line.words]


def _check_present(sentence: Sentence, lines: tuple[Line, ...], reading: Reading) -> None:
    present = {line.words for line in lines}
    for words, why, example in (
        ("id", "the id names the guideline everywhere else.", "id febrile-neutropenia"),
        ("version", "every answer says which version gave it.", "version 0.1.0"),
    ):
        if words not in present:
            reading.report(missing_line(sentence, words, why, example))


def _unknown(phrase: Phrase, choice: tuple[str, ...], what: str, line: Line) -> Problem:
    return Problem(
        f"unknown-{what}",
        f"`{phrase.text}` is not a value of `{line.words}`",
        phrase.span() if phrase.text else line.sentence.span,
        why="only these words have a meaning here.",
        fix=suggestion(phrase.text, choice),
    )


def _not_in_library(line: Line) -> Problem:
    return Problem(
        "not-in-a-library",
        f"`{line.words}` does not belong in a library",
        line.sentence.span,
        why="a library holds only inputs, definitions, impossible facts and actions; advice stands in guidelines.",
        fix="move the line to the guidelines that use the library.",
    )


def _out_of_order(line: Line) -> Problem:
    return Problem(
        "line-order",
        f"`{line.words}` stands below lines it belongs above",
        line.sentence.span,
        why="every guideline opens the same way, so that readers find things.",
        fix=f"order: {', '.join(LINES)}.",
        severity="warning",
    )
