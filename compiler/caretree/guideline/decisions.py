"""Decisions, options, pathways and safety rules."""

from __future__ import annotations

from typing import Literal as OneOf

from msgspec import Struct

from caretree.guideline.blocks import Block, Caveat
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Condition
from caretree.guideline.doses import Cap, TimeRange
from caretree.guideline.names import Name
from caretree.source.span import NOWHERE, Span


class Decision(Struct, frozen=True):
    """``decision X:``."""

    name: Name
    body: Block
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Argument(Struct, frozen=True):
    """A line of an option: ``in favour when``, ``against when``, ``ruled out when`` or ``preferred when``."""

    kind: OneOf["in favour", "against", "ruled out", "preferred"]
    condition: Condition
    because: str = ""
    cites: tuple[Cite, ...] = ()
    see: tuple[Caveat, ...] = ()
    text: str = ""
    span: Span = NOWHERE
    notes: tuple[str, ...] = ()


class Option(Struct, frozen=True):
    """One option: an action and its arguments."""

    action: str
    arguments: tuple[Argument, ...]
    cites: tuple[Cite, ...] = ()
    see: tuple[Caveat, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Options(Struct, frozen=True):
    """``options X[, in order of preference]:`` with ``weigh by "…"`` lines (text and citations)."""

    name: Name
    options: tuple[Option, ...]
    ranked: bool = False
    weigh_by: tuple[tuple[str, tuple[Cite, ...]], ...] = ()
    see: tuple[Caveat, ...] = ()
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Assess(Struct, frozen=True):
    """``assess response from 2 to 4 weeks``: opens and closes this long after the phase started."""

    what: str
    window: TimeRange
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class Transition(Struct, frozen=True):
    """``go to X when C``, ``stay when C``, ``end when C`` or ``gap G when C``.

    ``target`` is the phase id for ``go``, the gap id for ``gap``, else empty. ``condition`` is ``None`` for an
    unconditional line.
    """

    kind: OneOf["go", "stay", "end", "gap"]
    target: str
    condition: Condition | None
    cites: tuple[Cite, ...] = ()
    see: tuple[Caveat, ...] = ()
    text: str = ""
    span: Span = NOWHERE


class Phase(Struct, frozen=True):
    """One phase: the decisions that run in it, its assess window and its transitions."""

    name: Name
    decides: tuple[str, ...]
    transitions: tuple[Transition, ...]
    assess: Assess | None = None
    see: tuple[Caveat, ...] = ()
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Pathway(Struct, frozen=True):
    """``pathway X:`` with its phases in order."""

    name: Name
    phases: tuple[Phase, ...]
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


RuleKind = OneOf["never unless", "never when", "never both", "always", "never without", "never exceed", "never"]


class SafetyRule(Struct, frozen=True):
    """One safety rule. ``id`` is the slug of its sentence; ``x`` and ``y`` are actions, classes or options blocks.

    ``never X unless C``, ``never X when C``, ``never`` (unconditional), ``never both X and Y``,
    ``always X [when C]``, ``never X without Y``, ``never exceed <cap> of X``.
    """

    id: str
    kind: RuleKind
    x: str
    y: str = ""
    condition: Condition | None = None
    cap: Cap | None = None
    text: str = ""
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Gap(Struct, frozen=True):
    """``gap X: the source "…"``: where the source is silent or vague."""

    name: Name
    text: str
    until_resolved: str = ""
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Reading(Struct, frozen=True):
    """One reading of a conflict."""

    text: str
    cites: tuple[Cite, ...]
    span: Span = NOWHERE


class Conflict(Struct, frozen=True):
    """``conflict X:``. ``readings`` are one reading and other reading; ``then`` holds the lines that count.

    ``follow`` is one of ``one reading``, ``other reading``, ``both``, ``neither``.
    """

    name: Name
    readings: tuple[Reading, ...]
    follow: str
    because: str = ""
    decided_by: str = ""
    then: Block = Block(())
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class NotEncoded(Struct, frozen=True):
    """``"why it is not encoded" [13.1]``."""

    text: str
    cites: tuple[Cite, ...]
    span: Span = NOWHERE
