"""Silence: gaps, conflicts and what is not encoded."""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Conflict, Gap, NotEncoded
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_gap(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Gap | None:
    """The gap of ``gap X:`` or of ``gap X: the source "…" [1.1]`` on one line."""
    raise NotImplementedError


def read_conflict(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Conflict | None:
    """The conflict of ``conflict X:``."""
    raise NotImplementedError


def read_not_encoded(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[NotEncoded, ...]:
    """The lines of ``not encoded:``."""
    raise NotImplementedError
