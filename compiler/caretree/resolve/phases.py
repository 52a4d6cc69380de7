"""Phases of pathways, as examples name them: ``response check``, ``response check of lupus care``, ``not started``."""

from __future__ import annotations

import re

from caretree.guideline.names import Name
from caretree.guideline.patients import PhaseFact
from caretree.problems.problem import Problem
from caretree.resolve.days import read_day
from caretree.resolve.literals import read_time_range
from caretree.resolve.lookup import find
from caretree.resolve.reading import DeclaredPhase, Reading
from caretree.syntax.tree import Phrase

OUTSIDE = ("not started", "ended")

_SINCE = re.compile(r",? since (?=\S+\Z)")
_FOR = re.compile(r",? for (?=\d)")


def read_phase_fact(phrase: Phrase, reading: Reading) -> PhaseFact | None:
    """The words after ``in phase``: a phase, perhaps its pathway, and perhaps since when; ``None`` after problems.

    Problems: ``unknown-name``, ``which-pathway``, ``bad-date``.
    """
    since, for_time = _SINCE.search(phrase.text), _FOR.search(phrase.text)
    cut = since or for_time
    head = phrase.part(0, cut.start()) if cut else phrase
    place = _read_place(head, reading)
    if place is None:
        return None
    if since:
        day = read_day(phrase.part(since.end()), reading)
        return PhaseFact(*place, since=day, span=phrase.span()) if day else None
    stay = read_time_range(phrase.part(for_time.end()), reading) if for_time else None
    if for_time and stay is None:
        return None
    return PhaseFact(*place, days_ago=stay.high if stay else None, span=phrase.span())


def find_phase(phrase: Phrase, reading: Reading) -> DeclaredPhase | None:
    """The phase of that name."""
    return find(reading.names.phases, phrase, reading, "phase")


def find_pathway(phrase: Phrase, unnamed: bool, reading: Reading) -> Name | None:
    """The pathway of that name; ``unnamed`` asks for the only one there is (problem ``which-pathway``)."""
    if not unnamed:
        return find(reading.names.pathways, phrase, reading, "pathway")
    ids = {name.id: name for name in reading.names.pathways.values()}
    if len(ids) == 1:
        return next(iter(ids.values()))
    reading.report(_which_pathway(phrase))
    return None


def _read_place(head: Phrase, reading: Reading) -> tuple[str, str] | None:
    """The identities of the pathway and of the phase."""
    if head.text in reading.names.phases:
        phase = reading.names.phases[head.text]
        return phase.pathway.id, phase.name.id
    cut = head.text.rfind(" of ")
    name = head.part(0, cut) if cut >= 0 else head
    if name.text in OUTSIDE:
        pathway = find_pathway(head.part(cut + 4) if cut >= 0 else head, cut < 0, reading)
        return (pathway.id, name.text) if pathway else None
    pathway = find_pathway(head.part(cut + 4), False, reading) if cut >= 0 else None
    if cut >= 0 and pathway is None:
        return None
    found = find(phases_of(pathway, reading), name, reading, "phase")
    return (found.pathway.id, found.name.id) if found else None


def phases_of(pathway: Name | None, reading: Reading) -> dict[str, DeclaredPhase]:
    """The phases of one pathway (``None``: of all) by each spelling of their names."""
    phases = reading.names.phases.items()
    return {text: phase for text, phase in phases if pathway is None or phase.pathway.id == pathway.id}


def _which_pathway(phrase: Phrase) -> Problem:
    return Problem(
        "which-pathway",
        f"`{phrase.text}` does not say of which pathway",
        phrase.span(),
        why="every pathway can be not started or ended.",
        fix=f"write `{phrase.text} of <pathway>`.",
    )
