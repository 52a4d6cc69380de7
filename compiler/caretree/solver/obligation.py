"""What had to be proved, and what came of it.

    Obligation("complete", "anaemia", …, "failed", witness=Witness(("Hb is 7.5 g/dL",), …))

Values only: this file knows no solver, so that whoever shows results never loads one.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from caretree.decisions.patient_record import PatientRecord
from caretree.source.span import NOWHERE, Span

Kind = Literal[
    "population",
    "complete",
    "disjoint",
    "alive",
    "no contradiction",
    "safety rule",
    "not vacuous",
    "dose limit",
    "dose sign",
    "enough options",
    "follows",
    "defined",
    "assumption",
    "transitions",
    "due move",
    "reachable",
    "can end",
]
Result = Literal["proved", "failed", "not proved"]


class Witness(Struct, frozen=True):
    """A patient for whom it is not so. ``lines`` are the facts that matter, in the notation's own words; ``record`` is
    the whole patient, ``unknown`` are inputs the advice waits for (``until``)."""

    lines: tuple[str, ...]
    record: PatientRecord
    example: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Flip(Struct, frozen=True):
    """One result that stands on an assumption: ``given`` says whether it is given while it is assumed and would not be
    otherwise, or the other way round; ``patient`` are the facts that matter of somebody for whom it is so."""

    result: str
    given: bool
    patient: tuple[str, ...]


class Obligation(Struct, frozen=True):
    """One thing that must hold of every patient.

    ``subject`` is the identity of a node, rule, definition or phase; ``what`` says what must hold, in words, and
    ``wrong`` what was found. ``part`` names a part of the subject (a branch, an option). ``reason`` says why something
    is not proved. ``trusts`` are the impossible facts and plausible ranges the proof used: trusted, not proved.
    """

    kind: Kind
    subject: str
    what: str
    span: Span = NOWHERE
    result: Result = "proved"
    reason: str = ""
    wrong: str = ""
    part: str = ""
    trusts: tuple[str, ...] = ()
    witness: Witness | None = None
    related: tuple[tuple[str, Span], ...] = ()
    flips: tuple[Flip, ...] = ()
    """What depends on an assumption, where that was asked."""
    partial: bool = False
    """Whether it is about patients with unknown values."""
    refused: bool = False
    """Whether a broken fork leaves the patient who shows it without an answer."""
    seconds: float | None = None
    """How long it took, where a clock was given."""
