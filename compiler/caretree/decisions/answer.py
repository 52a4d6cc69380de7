"""The answer: what a guideline says about one patient (contract ``caretree-answer/1``).

Every field is ready for JSON: numbers are decimal strings, identities are slugs. Order is always the graph's order
(order of writing), so equal answers are equal byte for byte in every target.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

Status = Literal["certain", "undecided", "provisional"]
Truth = Literal["yes", "no", "unknown"]


class Line(Struct, frozen=True):
    """One recommendation line that may hold, with its own status."""

    node: str
    strength: str
    status: Status
    timing: str
    after: str
    because: str
    certainty: str
    citations: tuple[str, ...]
    see: tuple[str, ...]


class DoseAnswer(Struct, frozen=True):
    """The dose for this patient. ``low``/``high`` are ``None`` while an input in ``needs`` is unknown.

    ``text`` is a sentence (``70 mcg subcutaneously once weekly``); ``limit`` the highest the dose may be raised to;
    ``then`` the following steps' texts; ``not_stated`` what the source leaves out.
    """

    low: str | None
    high: str | None
    unit: str
    per: str
    route: str
    frequency: str
    duration: str
    needs: tuple[str, ...]
    not_stated: tuple[str, ...]
    text: str
    limit: str | None = None
    then: tuple[str, ...] = ()


class RecommendationAnswer(Struct, frozen=True):
    """An action offered or advised against, over all lines. ``id`` is ``<direction>:<action>``."""

    id: str
    action: str
    text: str
    direction: Literal["offer", "against"]
    strengths: tuple[str, ...]
    status: Status
    waits_for: tuple[str, ...]
    ruled_out_by: tuple[str, ...]
    assumed: tuple[str, ...]
    timing: str
    dose: DoseAnswer | None
    citations: tuple[str, ...]
    node: str
    lines: tuple[Line, ...]


class OptionAnswer(Struct, frozen=True):
    """One option of a choice. Arguments are the texts that must hold."""

    action: str
    text: str
    status: Literal["in", "out", "undecided"]
    preferred: bool
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    dose: DoseAnswer | None
    citations: tuple[str, ...]


class ChoiceAnswer(Struct, frozen=True):
    """A choice among options."""

    id: str
    text: str
    mode: str
    strengths: tuple[str, ...]
    status: Status
    waits_for: tuple[str, ...]
    citations: tuple[str, ...]
    node: str
    options: tuple[OptionAnswer, ...]


class GapAnswer(Struct, frozen=True):
    """The source is silent here."""

    id: str
    text: str
    status: Status
    waits_for: tuple[str, ...]
    node: str


class ConflictAnswer(Struct, frozen=True):
    """The source contradicts itself here."""

    id: str
    readings: tuple[str, ...]
    follow: str
    status: Status
    waits_for: tuple[str, ...]
    node: str


class ReportAnswer(Struct, frozen=True):
    """A reported value: ``value`` when known, else ``possible``: the labels left, or [low, high] of a number."""

    id: str
    text: str
    value: str | bool | None
    unit: str
    possible: tuple[str, ...]
    citations: tuple[str, ...]
    node: str


class NextPhase(Struct, frozen=True):
    """A transition that holds (``certain``) or may hold (``undecided``)."""

    kind: str
    target: str
    status: Status
    citations: tuple[str, ...]


class PhaseAnswer(Struct, frozen=True):
    """Where the patient is on a pathway. ``window`` lists what it can be: early, open, overdue (empty without one)."""

    pathway: str
    now: tuple[str, ...]
    next: tuple[NextPhase, ...]
    window: tuple[str, ...]


class AssumedAnswer(Struct, frozen=True):
    """An assumption that was applied."""

    id: str
    value: str
    text: str


class TraceStep(Struct, frozen=True):
    """One fork, extra, grade or rule as it was evaluated: each branch with ``taken``, ``open`` or ``closed``."""

    node: str
    kind: str
    branches: tuple[tuple[str, Literal["taken", "open", "closed"]], ...]


class Answer(Struct, frozen=True):
    """Everything said about one patient."""

    guideline: dict[str, str]
    notice: str
    in_scope: Truth
    recommendations: tuple[RecommendationAnswer, ...] = ()
    choices: tuple[ChoiceAnswer, ...] = ()
    gaps: tuple[GapAnswer, ...] = ()
    conflicts: tuple[ConflictAnswer, ...] = ()
    reports: tuple[ReportAnswer, ...] = ()
    phases: tuple[PhaseAnswer, ...] = ()
    next_question: str | None = None
    assumed: tuple[AssumedAnswer, ...] = ()
    trace: tuple[TraceStep, ...] = ()
    format: str = field(default="caretree-answer/1")
