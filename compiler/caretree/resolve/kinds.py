"""Kinds of names: a name of one kind standing where another is expected becomes a problem that says both."""

from __future__ import annotations

from caretree.problems.problem import Problem
from caretree.resolve.grammar.written import WrittenName, WrittenTerm
from caretree.resolve.lookup import Declared, kind_of, kinds_of, report_unknown_name
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase


def declared_of(written: WrittenName, phrase: Phrase, reading: Reading, expected: str) -> Declared | None:
    """The input or definition of a written name. Problems: ``unknown-name``, ``wrong-kind`` (a label)."""
    declared = reading.names.data.get(written.text)
    if declared is not None:
        return declared
    kinds = kinds_of(written.text, reading)
    if kinds:
        report_wrong_kind(written, phrase, reading, kinds[0], expected)
    else:
        part = phrase.part(written.start, written.end)
        report_unknown_name(part, reading, reading.names.data, "input or definition")
    return None


def report_wrong_kind(
    written: WrittenTerm, phrase: Phrase, reading: Reading, found: Declared | str, expected: str, fix: str = ""
) -> None:
    """Says what a term is and what should stand there."""
    text = phrase.text[written.start : written.end]
    kind = found if isinstance(found, str) else kind_of(found)
    reading.report(
        Problem(
            "wrong-kind",
            f"`{text}` is {kind}, and here stands {expected}",
            phrase.span(written.start, written.end),
            why="a sentence can only compare what is of the same kind.",
            fix=fix or f"use the name of {expected}.",
        )
    )
