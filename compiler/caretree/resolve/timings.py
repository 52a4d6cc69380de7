"""Timings: when a recommendation is to be done.

within 1 hour · in 2 to 4 weeks · every 12 hours · from 4 weeks after diagnosis · until ANC is above 1.0 x10^9/L
"""

from __future__ import annotations

from typing import Literal as OneOf

from caretree.guideline.blocks import Timing
from caretree.guideline.terms import Literal
from caretree.problems.problem import Problem
from caretree.resolve.clauses import after_words
from caretree.resolve.conditions import read_condition
from caretree.resolve.literals import read_literal_range
from caretree.resolve.reading import Reading
from caretree.resolve.terms import read_date
from caretree.syntax.tree import Phrase

TIMING_WORDS = ("within", "in", "every", "from", "until")

_WITH_TIMES: tuple[OneOf["within", "in", "every"], ...] = ("within", "in", "every")


def read_timing(phrase: Phrase, reading: Reading) -> Timing | None:
    """The timing of one clause; ``None`` when problems were reported."""
    for kind in _WITH_TIMES:
        if (rest := after_words(phrase, kind)) is not None:
            both = read_times(rest, reading)
            return Timing(kind, phrase.text, both[0], both[1]) if both else None
    if (rest := after_words(phrase, "from")) is not None:
        return Timing("from", phrase.text) if read_date(rest, reading) is not None else None
    if (rest := after_words(phrase, "until")) is not None:
        until = read_condition(rest, reading)
        return Timing("until", phrase.text, until=until) if until is not None else None
    reading.report(_not_a_time(phrase))
    return None


def read_times(phrase: Phrase, reading: Reading) -> tuple[Literal, Literal] | None:
    """Both ends of ``1 hour`` (equal) or ``2 to 4 weeks`` (the last unit counts for both), as written."""
    both = read_literal_range(phrase, reading)
    if both is not None and any(end.unit.dimension != (("time", 1),) for end in both):
        reading.report(_not_a_time(phrase))
        return None
    return both


def _not_a_time(phrase: Phrase) -> Problem:
    return Problem(
        "not-a-time",
        f"`{phrase.text}` is not a time",
        phrase.span(),
        why="a timing says how soon, how often or from when.",
        fix="write a number with a unit of time, for example `within 1 hour` or `in 2 to 4 weeks`.",
    )
