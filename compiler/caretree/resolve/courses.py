"""Courses of treatment: ``failed``, ``failed, started 2025-06-01``, ``under way, started 3 months ago``."""

from __future__ import annotations

import re

from caretree.guideline.patients import Ago, CourseFact
from caretree.guideline.types import COURSE_STATUSES
from caretree.problems.problem import Problem
from caretree.resolve.clauses import after_words, split_clauses
from caretree.resolve.days import read_day_value
from caretree.resolve.lookup import did_you_mean
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase

_ANY_CLAUSE = re.compile("")


def read_course(phrase: Phrase, reading: Reading) -> CourseFact | None:
    """The status of a course of treatment and, where given, its start.

    Problems: ``bad-status``, ``bad-date``, ``unknown-clause``.
    """
    status, *clauses = split_clauses(phrase, _ANY_CLAUSE)
    if status.text not in COURSE_STATUSES:
        reading.report(_bad_status(status))
        return None
    if not clauses:
        return CourseFact(status.text)
    started = after_words(clauses[0], "started")
    if started is None or len(clauses) > 1 or status.text == "not tried":
        reading.report(_not_a_start(clauses[-1] if started is not None and len(clauses) > 1 else clauses[0]))
        return None
    day = read_day_value(started, False, reading)
    if day is None:
        return None
    return CourseFact(status.text, started_ago=day) if isinstance(day, Ago) else CourseFact(status.text, day)


def _bad_status(phrase: Phrase) -> Problem:
    return Problem(
        "bad-status",
        f"`{phrase.text}` is not the status of a course of treatment",
        phrase.span(),
        why="a course has one of six statuses.",
        fix=did_you_mean(phrase.text, COURSE_STATUSES) or f"write one of: {', '.join(COURSE_STATUSES)}.",
    )


def _not_a_start(phrase: Phrase) -> Problem:
    return Problem(
        "unknown-clause",
        f"`{phrase.text}` is not understood here",
        phrase.span(),
        why="after the status stands at most when the course started; a course not tried has not started.",
        fix="write `, started 2025-06-01` or `, started 3 months ago`.",
    )
