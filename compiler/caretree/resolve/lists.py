"""Conditions given a name: ``X means C``, or a list of them that all, some or a number of must hold.

possible infection means any of:        AnyOf((fever, infection suspected))
  fever
  infection suspected
"""

from __future__ import annotations

import re

from caretree.guideline.citation import Cite
from caretree.guideline.conditions import AllOf, AnyOf, Condition, CountOf
from caretree.guideline.definitions import MeansCondition
from caretree.problems.problem import Problem
from caretree.resolve.attachments import is_attachment, notes_below
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.conditions import read_condition
from caretree.resolve.definition_headings import Heading
from caretree.resolve.reading import Reading
from caretree.source.span import Span
from caretree.syntax.tree import Phrase, Sentence

_COUNT = re.compile(r"(?P<how>at least|exactly) (?P<count>\d+) of")


def read_means(
    sentence: Sentence, body: tuple[Sentence, ...], heading: Heading, reading: Reading, below: tuple[Cite, ...]
) -> MeansCondition | None:
    """What ``X means …`` says; ``None`` after problems."""
    about = heading.about or sentence.phrase
    if not sentence.opens_block:
        for line in body:
            message = f"`{line.text}` cannot stand below a definition on one line"
            reading.report(
                Problem("not-understood", message, line.phrase.span(), fix="write `means all of:` above it.")
            )
        condition = read_condition(about, reading)
        return MeansCondition(condition) if condition else None
    return _list(about, body, reading, below)


def _list(
    words: Phrase, lines: tuple[Sentence, ...], reading: Reading, below: tuple[Cite, ...]
) -> MeansCondition | None:
    read = [_line(line, reading, below) for line in lines]
    known = [line for line in read if line is not None]
    of = tuple(condition for condition, _ in known)
    if not lines:
        message = f"nothing stands below `{words.text}`"
        reading.report(Problem("empty-block", message, words.span(), fix="write one condition a line below it."))
    span = words.span().to(lines[-1].span) if lines else words.span()
    condition = _joined(words, of, len(lines), span, reading)
    if condition is None or not lines or len(of) < len(lines):
        return None
    return MeansCondition(condition, tuple(cited for _, cited in known))


def _line(line: Sentence, reading: Reading, below: tuple[Cite, ...]) -> tuple[Condition, tuple[Cite, ...]] | None:
    """One line of a list and its citations, those of a list inside it included."""
    if not line.opens_block:
        notes_below(line, "a condition", reading)
        condition = read_condition(line.phrase, reading)
        return (condition, cites(line, reading, below)) if condition else None
    inner = tuple(child for child in line.children if not is_attachment(child))
    nested = _list(line.phrase, inner, reading, block_cites(line, reading, below))
    if nested is None:
        return None
    inside = tuple(cite for cited in nested.line_cites for cite in cited)
    return nested.condition, tuple(dict.fromkeys((*cites(line, reading), *inside)))


def _joined(words: Phrase, of: tuple[Condition, ...], lines: int, span: Span, reading: Reading) -> Condition | None:
    counted = _COUNT.fullmatch(words.text)
    if words.text == "all of":
        return AllOf(of, words.text, span)
    if words.text == "any of":
        return AnyOf(of, words.text, span)
    if counted is None:
        message = f"`{words.text}` does not say how many of the lines must hold"
        fix = "write `all of:`, `any of:`, `at least 2 of:` or `exactly 1 of:`."
        reading.report(Problem("not-understood", message, words.span(), fix=fix))
        return None
    count = int(counted["count"][:9])
    if not 0 < count <= lines:
        message = f"{count} of {lines} lines cannot be asked for"
        reading.report(Problem("bad-count", message, words.span(), fix=f"write a number from 1 to {lines}."))
        return None
    return CountOf(count, of, counted["how"] == "exactly", words.text, span)
