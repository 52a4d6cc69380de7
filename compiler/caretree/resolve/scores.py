"""Scores: points for each condition that holds, and named numbers to add.

CURB-65 is the sum of:
  1 if confusion [1.1]          ScoreItem(1, Fact("confusion"))
"""

from __future__ import annotations

import re
from fractions import Fraction

from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Condition
from caretree.guideline.definitions import Score, ScoreItem
from caretree.resolve.attachments import notes_below
from caretree.resolve.citations import cites
from caretree.resolve.conditions import read_condition
from caretree.resolve.literals import read_number_literal
from caretree.resolve.reading import Reading
from caretree.resolve.terms import read_number_in
from caretree.syntax.tree import Sentence
from caretree.units.unit import NUMBER

_POINTS = re.compile(r"(?P<points>\S+) if (?P<condition>.+)")


def read_score(body: tuple[Sentence, ...], reading: Reading, below: tuple[Cite, ...]) -> Score | None:
    """The lines of ``X is the sum of:``; ``None`` when a line could not be read."""
    items = [_item(line, reading, below) for line in body]
    known = tuple(item for item in items if item is not None)
    return Score(known) if len(known) == len(items) else None


def _item(line: Sentence, reading: Reading, below: tuple[Cite, ...]) -> ScoreItem | None:
    notes = notes_below(line, "a line of a sum", reading)
    cited = cites(line, reading, below)
    found = _POINTS.fullmatch(line.text)
    if found is None:
        number = read_number_in(line.phrase, reading, NUMBER)
        if number is None:
            return None
        return ScoreItem(Fraction(0), None, number, cited, notes, line.text, line.span)
    points = read_number_literal(line.phrase.part(0, found.end("points")), reading)
    condition: Condition | None = read_condition(line.phrase.part(found.start("condition")), reading)
    if points is None or condition is None:
        return None
    return ScoreItem(points, condition, None, cited, notes, line.text, line.span)
