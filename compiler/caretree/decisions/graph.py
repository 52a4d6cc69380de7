"""The decision graph: the one meaning that proofs, interpreter and targets read.

    decision neutrophils:                     neutrophils                        BlockNode
      depending on neutropenia:               neutrophils/depending-on           ForkNode
        severe:                               neutrophils/severe                 BlockNode
          when evidence of infection:         neutrophils/severe/when            ForkNode
                                              neutrophils/severe/evidence-of-infection   BlockNode
            consider G-CSF                    neutrophils/severe/evidence-of-infection/consider-g-csf  AdviceNode

Every node has a stable readable identity made from names and condition texts, never from order numbers. A block's
single fork adds no part of its own to the identities below it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from caretree.decisions.expressions import (
    ConditionId,
    ConditionNode,
    LabelId,
    LabelNode,
    NumberId,
    NumberNode,
)
from caretree.guideline.citation import Cite
from caretree.guideline.guideline import Guideline
from caretree.source.span import NOWHERE, Span
from caretree.units.unit import Unit

NodeId = str
Direction = Literal["offer", "against"]


class BlockNode(Struct, frozen=True):
    """A union: everything in it applies together."""

    id: NodeId
    of: tuple[NodeId, ...]
    see: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class GraphBranch(Struct, frozen=True):
    """One branch of a fork. ``label`` is for people; ``otherwise`` is lowered to *none of the others*."""

    label: str
    condition: ConditionId
    then: NodeId
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE
    otherwise: bool = False


class ForkNode(Struct, frozen=True):
    """Exactly one branch fits. ``origin`` is ``when``, ``depending on``, ``first that applies`` (``ordered``) or
    ``table``; ``subject`` is what is read, for people."""

    id: NodeId
    ordered: bool
    origin: str
    subject: str
    branches: tuple[GraphBranch, ...]
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class ExtraNode(Struct, frozen=True):
    """``also when`` / ``until`` (``waiting``: its advice is provisional)."""

    id: NodeId
    condition: ConditionId
    then: NodeId
    waiting: bool
    label: str
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class AdviceNode(Struct, frozen=True):
    """One recommendation line. ``see`` holds ``gap:<id>`` and ``conflict:<id>``; ``timing`` is text."""

    id: NodeId
    direction: Direction
    strength: str
    action: str
    timing: str = ""
    timing_days: tuple[Fraction, Fraction] | None = None
    until: ConditionId | None = None
    after: str = ""
    because: str = ""
    certainty: str = ""
    cites: tuple[Cite, ...] = ()
    see: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class ChoiceNode(Struct, frozen=True):
    """``<strength> one of | n of | any of <options>``; ``mode`` is ``one``, ``any`` or a count as text."""

    id: NodeId
    strength: str
    mode: str
    options: str
    cites: tuple[Cite, ...] = ()
    see: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class GapNode(Struct, frozen=True):
    """The source is silent."""

    id: NodeId
    gap: str
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class ConflictNode(Struct, frozen=True):
    """The source contradicts itself; ``then`` is the block of lines that count (or ``None``)."""

    id: NodeId
    conflict: str
    then: NodeId | None
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class NothingNode(Struct, frozen=True):
    """``nothing further``."""

    id: NodeId
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class ReportNode(Struct, frozen=True):
    """``report X``: ``kind`` says in which table ``value`` is; ``of`` is the definition's or input's identity."""

    id: NodeId
    of: str
    kind: Literal["condition", "number", "label"]
    value: str
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


GraphNode = (
    BlockNode | ForkNode | ExtraNode | AdviceNode | ChoiceNode | GapNode | ConflictNode | NothingNode | ReportNode
)


class GraphArgument(Struct, frozen=True):
    """An argument of an option: ``in favour``, ``against``, ``ruled out`` or ``preferred``."""

    kind: str
    condition: ConditionId
    text: str
    because: str = ""
    cites: tuple[Cite, ...] = ()
    see: tuple[str, ...] = ()
    span: Span = NOWHERE
    notes: tuple[str, ...] = ()


class GraphOption(Struct, frozen=True):
    """One option. ``out`` must be yes → out; ``preferred`` must be yes and in → preferred. ``None`` is never."""

    id: NodeId
    action: str
    out: ConditionId | None
    preferred: ConditionId | None
    arguments: tuple[GraphArgument, ...]
    cites: tuple[Cite, ...] = ()
    see: tuple[str, ...] = ()
    span: Span = NOWHERE
    notes: tuple[str, ...] = ()


class OptionSet(Struct, frozen=True):
    """An options block."""

    id: str
    name: str
    ranked: bool
    options: tuple[GraphOption, ...]
    weigh_by: tuple[tuple[str, tuple[Cite, ...]], ...] = ()
    span: Span = NOWHERE
    see: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()


class DoseStep(Struct, frozen=True):
    """One computable dose. ``low`` and ``high`` are in ``unit`` with rounding and caps applied, per dose unless
    ``rate`` is ``hour`` or ``day``. ``limit_high`` is the highest the dose may be raised to (``None``: not raised);
    ``unbounded`` marks a raise without a cap."""

    low: NumberId
    high: NumberId
    unit: str
    rate: str
    route: str
    frequency: str
    times: int | None
    every_days: Fraction | None
    duration: str
    duration_days: tuple[Fraction, Fraction] | None
    over: str
    text: str
    limit_high: NumberId | None = None
    limit_low: NumberId | None = None
    unbounded: bool = False
    cites: tuple[Cite, ...] = ()


class DoseFork(Struct, frozen=True):
    """A dose decided by a fork."""

    ordered: bool
    branches: tuple[tuple[str, ConditionId, DoseNode], ...]


DoseNode = DoseStep | DoseFork


class GraphCap(Struct, frozen=True):
    """``at most`` / ``never exceed``: a number in ``unit`` per ``dose``, ``day``, ``week`` or ``course``."""

    period: str
    amount: NumberId
    unit: str
    text: str
    cites: tuple[Cite, ...] = ()


class Dosing(Struct, frozen=True):
    """The doses of one action: the first dose, then the ``then`` steps. ``texts`` are the other lines for people
    (adjustments, taper, caps, rounding, shares), in order."""

    dose: DoseNode | None
    steps: tuple[DoseNode, ...]
    caps: tuple[GraphCap, ...]
    texts: tuple[str, ...]
    not_stated: tuple[str, ...]


class GraphTransition(Struct, frozen=True):
    """``kind`` is go, stay, end or gap; ``target`` a phase or gap id."""

    id: NodeId
    kind: str
    target: str
    condition: ConditionId
    label: str
    cites: tuple[Cite, ...] = ()
    see: tuple[str, ...] = ()
    span: Span = NOWHERE


class GraphPhase(Struct, frozen=True):
    """One phase; ``window`` in days after the phase started, or ``None`` (a move is then always open);
    ``assesses`` is what is assessed in it."""

    id: str
    name: str
    decides: tuple[str, ...]
    window: tuple[Fraction, Fraction] | None
    window_text: str
    transitions: tuple[GraphTransition, ...]
    cites: tuple[Cite, ...] = ()
    see: tuple[str, ...] = ()
    span: Span = NOWHERE
    assesses: str = ""
    window_cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()


class GraphPathway(Struct, frozen=True):
    """One pathway."""

    id: str
    name: str
    phases: tuple[GraphPhase, ...]
    span: Span = NOWHERE
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()


class GraphRule(Struct, frozen=True):
    """One safety rule. ``x`` and ``y`` are the actions meant, classes and options blocks spelled out.

    ``forbidden_when`` is the condition under which an offer of ``x`` breaks the rule (``never when C``: C;
    ``never unless C``: not C; ``never``: always); ``None`` for the other kinds. ``condition`` is the written one.
    """

    id: str
    kind: str
    text: str
    x: tuple[str, ...]
    y: tuple[str, ...]
    condition: ConditionId | None
    forbidden_when: ConditionId | None
    cap: GraphCap | None
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE
    notes: tuple[str, ...] = ()


class Run(Struct, frozen=True):
    """A decision that runs: always, or (``condition`` is an ``InPhase``) only in phases that name it."""

    decision: str
    name: str
    node: NodeId
    condition: ConditionId | None


class DecisionGraph(Struct, frozen=True, dict=True):
    """One guideline, lowered.

    ``guideline`` is kept for names, texts and types (inputs, actions, gaps, conflicts, header); meaning is only here.
    ``members`` maps a class action to the actions it covers, and a combination to its components. ``defined`` says in
    which table a definition's value is. ``number_units`` are unit symbols (``x10^9/L``; ``date`` for moments, empty for
    bare numbers), ``units`` those units in full. ``condition_texts`` holds the words of conditions for people.
    ``hash`` is the content hash of the exported graph (set by ``export``). ``worked_out`` is no part of the meaning: it
    keeps what ``once`` worked out from the graph.
    """

    guideline: Guideline
    conditions: dict[ConditionId, ConditionNode]
    numbers: dict[NumberId, NumberNode]
    labels: dict[LabelId, LabelNode]
    nodes: dict[NodeId, GraphNode]
    runs: tuple[Run, ...]
    options: dict[str, OptionSet]
    dosing: dict[str, Dosing]
    pathways: tuple[GraphPathway, ...]
    rules: tuple[GraphRule, ...]
    impossible: tuple[tuple[ConditionId, str], ...]
    applies_when: ConditionId | None
    assumptions: dict[str, tuple[bool | str | Fraction, ConditionId | None]]
    defined: dict[str, tuple[Literal["condition", "number", "label"], str]]
    number_units: dict[NumberId, str]
    condition_texts: dict[ConditionId, str] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hash: str = ""
    units: tuple[Unit, ...] = ()

    @cached_property
    def worked_out(self) -> dict[object, object]:
        """What ``once`` keeps: no part of what is compared, copied or changed."""
        return {}
