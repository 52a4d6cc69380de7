"""The answer: what a guideline says about one patient (contract ``caretree-answer/1``).

Every field is ready for JSON: numbers are decimal strings, identities are slugs. Order is always the graph's order
(order of writing), so equal answers are equal byte for byte in every target.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["certain", "undecided", "provisional"]
Truth = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Line:
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


@dataclass(frozen=True, slots=True)
class DoseAnswer:
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


@dataclass(frozen=True, slots=True)
class RecommendationAnswer:
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


@dataclass(frozen=True, slots=True)
class OptionAnswer:
    """One option of a choice. Arguments are the texts that must hold."""

    action: str
    text: str
    status: Literal["in", "out", "undecided"]
    preferred: bool
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    dose: DoseAnswer | None
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
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


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """The source is silent here."""

    id: str
    text: str
    status: Status
    waits_for: tuple[str, ...]
    node: str


@dataclass(frozen=True, slots=True)
class ConflictAnswer:
    """The source contradicts itself here."""

    id: str
    readings: tuple[str, ...]
    follow: str
    status: Status
    waits_for: tuple[str, ...]
    node: str


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """A reported value: ``value`` when known, else ``possible``: the labels left, or [low, high] of a number."""

    id: str
    text: str
    value: str | bool | None
    unit: str
    possible: tuple[str, ...]
    citations: tuple[str, ...]
    node: str


@dataclass(frozen=True, slots=True)
class NextPhase:
    """A transition that holds (``certain``) or may hold (``undecided``)."""

    kind: str
    target: str
    status: Status
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseAnswer:
    """Where the patient is on a pathway. ``window`` lists what it can be: early, open, overdue (empty without one)."""

    pathway: str
    now: tuple[str, ...]
    next: tuple[NextPhase, ...]
    window: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssumedAnswer:
    """An assumption that was applied."""

    id: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One fork, extra, grade or rule as it was evaluated: each branch with ``taken``, ``open`` or ``closed``."""

    node: str
    kind: str
    branches: tuple[tuple[str, Literal["taken", "open", "closed"]], ...]


@dataclass(frozen=True, slots=True)
class Answer:
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
