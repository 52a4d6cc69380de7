"""Lines: the keyed lines of a block, told apart by the words they start with.

asks "How old is the patient?"      Line("asks", "How old is the patient?" …)
may be unknown                      Line("may be unknown", "")
aks "…"                             problem unknown-line: did you mean "asks"?
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct

from caretree.problems.problem import Problem
from caretree.resolve.clauses import after_words, quoted_text
from caretree.resolve.lookup import did_you_mean
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Line(Struct, frozen=True):
    """One line of a block: the words it starts with, what follows them, and its sentence."""

    words: str
    rest: Phrase
    sentence: Sentence


def read_line(sentence: Sentence, openings: Iterable[str]) -> Line | None:
    """The line of the longest opening the sentence starts with; ``None`` when it starts with none of them."""
    for words in sorted(openings, key=len, reverse=True):
        rest = after_words(sentence.phrase, words)
        if rest is not None:
            return Line(words, rest, sentence)
    return None


def read_lines(
    sentences: Iterable[Sentence], openings: Sequence[str], once: Collection[str], reading: Reading, block: str
) -> tuple[Line, ...]:
    """The lines of a block in the order written.

    ``once`` are the openings that may stand once only; ``block`` names the block in messages (``an input``).
    Problems: ``unknown-line``, ``duplicate-line`` (the first one counts).
    """
    lines: list[Line] = []
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        line = read_line(sentence, openings)
        if line is None:
            reading.report(unknown_line(sentence, openings, block))
        elif line.words in once and line.words in first:
            reading.report(duplicate_line(line, first[line.words]))
        else:
            first.setdefault(line.words, sentence)
            lines.append(line)
    return tuple(lines)


def unknown_line(sentence: Sentence, openings: Sequence[str], block: str) -> Problem:
    """A line that starts with no known words."""
    meant = _meant(sentence.text, openings)
    return Problem(
        "unknown-line",
        f"`{_short(sentence.text)}` is not a line of {block}",
        sentence.span,
        why="a line that is not understood would silently be left out.",
        fix=meant or f"a line of {block} starts with one of: {', '.join(openings)}.",
    )


def duplicate_line(line: Line, first: Sentence) -> Problem:
    """A line that may stand once and stands twice."""
    return Problem(
        "duplicate-line",
        f"`{line.words}` stands twice here",
        line.sentence.span,
        why="two lines could say different things.",
        fix="keep one of them.",
        related=(("the first one", first.span),),
    )


def missing_line(sentence: Sentence, words: str, why: str, example: str) -> Problem:
    """A block without a line it needs."""
    return Problem(
        "missing-line",
        f"`{_short(sentence.text)}` has no line `{words}`",
        sentence.span,
        why=why,
        fix=f"add a line such as `{example}`.",
    )


def read_text(line: Line, reading: Reading) -> str:
    """The text in double quotes after the words; empty after a ``bad-text`` problem."""
    text = quoted_text(line.rest)
    if text is not None and text.strip():
        return text
    reading.report(
        Problem(
            "bad-text",
            f"`{line.words}` needs a text in double quotes",
            line.sentence.span,
            why="texts are prose and stand in quotes, so that they are never read as rules.",
            fix=f'write {line.words} "…" with the text between the quotes.',
        )
    )
    return ""


def read_plain(line: Line, reading: Reading) -> str:
    """What follows the words, with or without quotes; empty after a ``bad-text`` problem."""
    if line.rest.text and '"' not in line.rest.text:
        return line.rest.text
    return read_text(line, reading)


def read_bare(line: Line, reading: Reading) -> None:
    """Reports (``not-understood``) anything that follows a line complete in itself, such as ``may be unknown``."""
    if line.rest.text:
        reading.report(
            Problem(
                "not-understood",
                f"`{line.rest.text}` is not understood after `{line.words}`",
                line.rest.span(),
                why="words that are not understood would silently be left out.",
                fix=f"write `{line.words}` alone on its line.",
            )
        )


def read_day(phrase: Phrase, reading: Reading) -> date | None:
    """A date such as ``2026-11-20``; ``None`` after a ``bad-date`` problem."""
    if _DATE.fullmatch(phrase.text):
        try:
            return date.fromisoformat(phrase.text)
        except ValueError:
            pass
    reading.report(
        Problem(
            "bad-date",
            f"`{phrase.text}` is not a date",
            phrase.span(),
            why="dates are written one way, so that day and month cannot be confused.",
            fix="write year-month-day, for example 2026-11-20.",
        )
    )
    return None


def suggestion(text: str, candidates: Collection[str]) -> str:
    """A fix: the candidate an editor most likely meant, or the whole choice."""
    return did_you_mean(text, candidates) or f"use one of: {', '.join(candidates)}."


def not_understood(phrase: Phrase, expected: str, why: str = "") -> Problem:
    """A phrase that does not read as what is expected there."""
    return Problem(
        "not-understood",
        f"`{_short(phrase.text)}` is not understood here" if phrase.text else "something is missing here",
        phrase.span(),
        why=why or "words that are not understood would silently be left out.",
        fix=f"write {expected}.",
    )


def _meant(text: str, openings: Sequence[str]) -> str:
    """The opening an editor most likely meant, judged by as many first words as that opening has."""
    for opening in sorted(openings, key=len, reverse=True):
        start = " ".join(text.split()[: len(opening.split())])
        if found := did_you_mean(start, [opening]):
            return found
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
