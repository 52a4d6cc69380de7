"""What is known while one guideline is resolved: declared names, their types, and the problems found so far."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from caretree.guideline.names import Name
from caretree.guideline.types import InputType
from caretree.problems.problem import Problem
from caretree.resolve.grammar.grammar import Grammar
from caretree.source.span import Span
from caretree.units.unit import Unit


class DeclaredInput(Struct, frozen=True):
    """An input known from pass 1."""

    name: Name
    type: InputType
    conversions: tuple[Unit, ...] = ()
    """Units of another dimension that the input declares a factor for (``converts 1 mmol/L = 18.016 mg/dL``)."""


class DeclaredDefinition(Struct, frozen=True):
    """A definition known from pass 1 by its heading (its body is read in pass 2).

    ``unit`` is set for a number (``NUMBER`` for a score), ``labels``/``ordered`` for a label.
    """

    name: Name
    kind: Literal["condition", "number", "label"]
    unit: Unit | None = None
    labels: tuple[str, ...] = ()
    ordered: bool = False
    label_spans: tuple[Span, ...] = ()
    """Where each of the labels first stands."""


class DeclaredPhase(Struct, frozen=True):
    """A phase of a pathway, known from pass 1."""

    name: Name
    pathway: Name


class Names(Struct):
    """Every declared name by each of its spellings (long, and short where it has one), one dictionary a kind."""

    data: dict[str, DeclaredInput | DeclaredDefinition] = field(default_factory=dict)
    actions: dict[str, Name] = field(default_factory=dict)
    options: dict[str, Name] = field(default_factory=dict)
    decisions: dict[str, Name] = field(default_factory=dict)
    pathways: dict[str, Name] = field(default_factory=dict)
    phases: dict[str, DeclaredPhase] = field(default_factory=dict)
    gaps: dict[str, Name] = field(default_factory=dict)
    conflicts: dict[str, Name] = field(default_factory=dict)
    patients: dict[str, Name] = field(default_factory=dict)
    action_classes: set[str] = field(default_factory=set)
    """Identities of actions that are classes (``growth factor covers …``): never offered themselves. Known once
    actions are read, before decisions are."""
    scheduled_actions: set[str] = field(default_factory=set)
    """Identities of actions with a schedule of their own (``repeat …``, ``for at least …``). Known once actions
    are read, before decisions are."""
    unread: list[str] = field(default_factory=list)
    """Headings of things that were reported and could not be declared: a sentence that uses them is not to blame."""
    unread_library: bool = False
    """Whether a library that was reported may hold inputs, definitions and actions nobody can know of."""
    sources: tuple[str, ...] = ()
    """Letters of the sources in order; with one source, citations need no letter."""


class Reading(Struct):
    """The state of resolving a guideline: its names and the problems found; grammars are built once from ``names``."""

    names: Names
    problems: list[Problem] = field(default_factory=list)
    grammar: Grammar | None = None
    """Built from ``names`` when the first phrase is parsed (see ``phrases.py``)."""

    def report(self, problem: Problem) -> None:
        """Add one problem; reading goes on with the next sentence."""
        self.problems.append(problem)
