"""Silence: gaps, conflicts and what is not encoded.

gap who needs it: the source "does not say" [7.1]    Gap(Name("who needs it"), "does not say", cites=(7.1,))
conflict which dose:                                 Conflict(Name("which dose"), (
  one reading "10 mg" [2.1]                            Reading("10 mg"),
  other reading "20 mg" [2.2]                          Reading("20 mg")),
  until resolved follow other reading                  follow="other reading")
"""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from caretree.guideline.blocks import Block
from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Conflict, Gap, NotEncoded
from caretree.guideline.decisions import Reading as SourceReading
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words, quoted_text, split_clauses, without_texts
from caretree.resolve.decisions import read_block
from caretree.resolve.headings import declared_name
from caretree.resolve.lines import unknown_line
from caretree.resolve.reading import Reading
from caretree.resolve.recommendations import because_text
from caretree.syntax.tree import Phrase, Sentence

FOLLOWS = ("one reading", "other reading", "both", "neither")

_ONE_LINE = re.compile(r": the source ")
_CLAUSE = re.compile(r"because\s|decided by\s")
_GAP_LINES = ("the source", "until resolved", "note")
_CONFLICT_LINES = ("one reading", "other reading", "until resolved follow", "then", "note")


class _ConflictLines(Struct):
    """What the lines of a conflict have said so far."""

    readings: dict[str, SourceReading] = field(default_factory=dict)
    follow: str = ""
    because: str = ""
    decided_by: str = ""
    then: list[Sentence] = field(default_factory=list)


def read_gap(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Gap | None:
    """The gap of ``gap X:`` or of ``gap X: the source "…" [1.1]`` on one line; ``None`` after problems.

    Problems: ``not-understood``, ``missing-line``, ``unknown-line``, ``said-twice``.
    """
    one_line = None if sentence.opens_block else _ONE_LINE.search(without_texts(sentence.text))
    head = sentence.phrase.part(0, one_line.start()) if one_line else sentence.phrase
    name = declared_name(head.part(len("gap")), reading.names.gaps)
    below = block_cites(sentence, reading, inherited)
    own = list(cites(sentence, reading, below))
    attached = read_attachments(sentence.children, reading)
    said: dict[str, str] = {}
    if one_line:
        _say(said, "the source", sentence.phrase.part(one_line.end()), reading)
    for line in attached.rest:
        own += _read_gap_line(line, said, reading)
    if "the source" not in said:
        reading.report(_missing(sentence, 'the source "…"', "A gap has to say what the source leaves open."))
        return None
    if name is None:
        return None
    text, until = said["the source"], said.get("until resolved", "")
    return Gap(name, text, until, _once(own), attached.notes, sentence.span)


def _read_gap_line(line: Sentence, said: dict[str, str], reading: Reading) -> tuple[Cite, ...]:
    """One line of a gap; what it cites is returned."""
    for words in _GAP_LINES[:2]:
        rest = after_words(line.phrase, words)
        if rest is not None and not line.opens_block:
            _say(said, words, rest, reading)
            return cites(line, reading)
    reading.report(unknown_line(line, _GAP_LINES, "a gap"))
    return ()


def _say(said: dict[str, str], words: str, rest: Phrase, reading: Reading) -> None:
    text = quoted_text(rest)
    if text is None:
        reading.report(_no_text(rest, words))
    elif words in said:
        reading.report(_said_twice(rest, words))
    said.setdefault(words, text or "")


def read_conflict(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Conflict | None:
    """The conflict of ``conflict X:``; ``None`` after problems.

    Problems: ``missing-line``, ``unknown-line``, ``said-twice``, ``bad-follow``, and those of its ``then`` lines.
    """
    name = declared_name(sentence.phrase.part(len("conflict")), reading.names.conflicts)
    below = block_cites(sentence, reading, inherited)
    attached = read_attachments(sentence.children, reading)
    lines = _ConflictLines()
    for line in attached.rest:
        _read_conflict_line(line, lines, reading, below)
    then = read_block(tuple(lines.then), reading, below) if lines.then else Block(())
    own = cites(sentence, reading, below)
    if not _is_complete(sentence, lines, reading) or name is None:
        return None
    readings = (lines.readings["one reading"], lines.readings["other reading"])
    return Conflict(
        name, readings, lines.follow, lines.because, lines.decided_by, then, own, attached.notes, sentence.span
    )


def _read_conflict_line(line: Sentence, lines: _ConflictLines, reading: Reading, below: tuple[Cite, ...]) -> None:
    for words in ("one reading", "other reading"):
        if (rest := after_words(line.phrase, words)) is not None:
            _read_reading(line, words, rest, lines, reading, below)
            return
    if (rest := after_words(line.phrase, "until resolved follow")) is not None:
        _read_follow(rest, lines, reading)
    elif line.text.startswith("then "):
        lines.then.append(replace(line, phrase=line.phrase.part(len("then"))))
    elif line.text == "then" and line.opens_block:
        lines.then += line.children
    else:
        reading.report(unknown_line(line, _CONFLICT_LINES, "a conflict"))


def _read_reading(
    line: Sentence, words: str, rest: Phrase, lines: _ConflictLines, reading: Reading, below: tuple[Cite, ...]
) -> None:
    text = quoted_text(rest)
    cited = cites(line, reading, below)
    if text is None:
        reading.report(_no_text(rest, words))
    if words in lines.readings:
        reading.report(_said_twice(rest, words))
        return
    lines.readings[words] = SourceReading(text or "", cited, line.phrase.span())


def _read_follow(rest: Phrase, lines: _ConflictLines, reading: Reading) -> None:
    head, *clauses = split_clauses(rest, _CLAUSE)
    if head.text not in FOLLOWS:
        reading.report(_bad_follow(head))
    if lines.follow:
        reading.report(_said_twice(rest, "until resolved follow"))
        return
    lines.follow = head.text
    for clause in clauses:
        by = after_words(clause, "decided by")
        text = by.text if by is not None else because_text(clause)
        if not text:
            reading.report(_no_text(clause, "because"))
        elif by is not None:
            lines.decided_by = text
        else:
            lines.because = text


def _is_complete(sentence: Sentence, lines: _ConflictLines, reading: Reading) -> bool:
    for words in ("one reading", "other reading"):
        if words not in lines.readings:
            why = "A conflict shows both readings, so that nobody sees only one of them."
            reading.report(_missing(sentence, f'{words} "…"', why))
    if not lines.follow:
        why = "Until somebody resolves it, a reader has to know which reading counts."
        reading.report(_missing(sentence, 'until resolved follow neither, because "…"', why))
    return bool(lines.follow) and len(lines.readings) == 2


def read_not_encoded(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[NotEncoded, ...]:
    """The lines of ``not encoded:``; a line that is no quoted text becomes a problem."""
    below = block_cites(sentence, reading, inherited)
    lines: list[NotEncoded] = []
    for line in sentence.children:
        text = quoted_text(line.phrase)
        cited = cites(line, reading, below)
        if text is None or line.children:
            reading.report(_no_text(line.phrase, ""))
        else:
            lines.append(NotEncoded(text, cited, line.phrase.span()))
    return tuple(lines)


def _once(cited: list[Cite]) -> tuple[Cite, ...]:
    """The citations without repeated ones, in order."""
    first: dict[str, Cite] = {}
    for cite in cited:
        first.setdefault(str(cite), cite)
    return tuple(first.values())


def _missing(sentence: Sentence, line: str, why: str) -> Problem:
    return Problem(
        "missing-line",
        f"`{sentence.text}` has no line `{line}`",
        sentence.phrase.span(),
        why=why,
        fix=f"add the line `{line}`.",
    )


def _no_text(phrase: Phrase, words: str) -> Problem:
    return Problem(
        "bad-text",
        f"`{words}` needs a text in double quotes" if words else "A line here is a text in double quotes.",
        phrase.span(),
        why="texts are prose and stand in quotes, so that they are never read as rules.",
        fix=f'write `{words} "…"`.' if words else 'Write `"…"` and the citation it is about.',
    )


def _said_twice(phrase: Phrase, words: str) -> Problem:
    return Problem(
        "said-twice",
        f"`{words}` stands twice here",
        phrase.span(),
        why="two lines could say different things.",
        fix="keep one of them.",
    )


def _bad_follow(phrase: Phrase) -> Problem:
    return Problem(
        "bad-follow",
        f"`{phrase.text}` is not a way to follow a conflict",
        phrase.span(),
        why="a conflict is followed in one of four ways, so that the answer can say which.",
        fix="write `one reading`, `other reading`, `both` or `neither`.",
    )
