# Copied by Caretree from its runtime; generated, do not edit.
"""The tree of a guideline as plain data: forks, extras, recommendations and silence, in the order written.

A ``Test`` is a condition on what can still be true of the patient; ``reads`` are the inputs (and assumed definitions)
it looks at, through every definition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .exact import Exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from .intervals import Interval
    from .truth import Truth

    Test = Callable[[Any], Truth]
    Number = Callable[[Any], Interval]


class Branch(NamedTuple):
    """One branch of a fork: what the editor reads at the edge, when it is the patient's, and what follows."""

    label: str
    test: Test
    reads: tuple[str, ...]
    then: Block
    cites: tuple[str, ...] = ()


class Fork(NamedTuple):
    """Exactly one branch fits a patient; only ``first that applies`` is read in order."""

    id: str
    origin: str
    subject: str
    branches: tuple[Branch, ...]
    cites: tuple[str, ...] = ()
    ordered: bool = False


class Extra(NamedTuple):
    """``also when``, or ``until … is known`` (``waiting``, for the inputs in ``reads``)."""

    id: str
    label: str
    test: Test
    reads: tuple[str, ...]
    then: Block
    waiting: bool = False
    cites: tuple[str, ...] = ()


class Advice(NamedTuple):
    """One recommendation line; ``direction`` is offer or against."""

    id: str
    direction: str
    strength: str
    action: str
    timing: str = ""
    after: str = ""
    because: str = ""
    certainty: str = ""
    cites: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


class Choice(NamedTuple):
    """``<strength> one of | n of | any of <options>``."""

    id: str
    strength: str
    mode: str
    options: str
    cites: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


class Gap(NamedTuple):
    """The source is silent here."""

    id: str
    gap: str
    cites: tuple[str, ...] = ()


class Conflict(NamedTuple):
    """The source contradicts itself here; the lines of ``then`` count."""

    id: str
    conflict: str
    then: Block | None
    cites: tuple[str, ...] = ()


class NothingFurther(NamedTuple):
    """The source says that nothing more is needed here."""

    id: str
    cites: tuple[str, ...] = ()


class Report(NamedTuple):
    """A value in the answer: ``value`` works it out, ``kind`` says whether it is a condition, a number or a label."""

    id: str
    of: str
    text: str
    kind: str
    value: Callable[[Any], object]
    reads: tuple[str, ...] = ()
    unit: str = ""
    cites: tuple[str, ...] = ()
    plain: Callable[[Any], object] | None = None
    """The same value of a patient whose slots are settled."""


class Block(NamedTuple):
    """Everything that applies together."""

    id: str
    items: tuple[Item, ...]
    see: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


if TYPE_CHECKING:
    Item = Block | Fork | Extra | Advice | Choice | Gap | Conflict | NothingFurther | Report


class Argument(NamedTuple):
    """An argument of an option: ``in favour`` or ``against``."""

    kind: str
    text: str
    test: Test
    reads: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


class Option(NamedTuple):
    """One option of a choice; ``out`` and ``preferred`` are absent where the source has no such line."""

    id: str
    action: str
    out: Test | None = None
    preferred: Test | None = None
    arguments: tuple[Argument, ...] = ()
    cites: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


class Options(NamedTuple):
    """An options block."""

    id: str
    name: str
    options: tuple[Option, ...]
    ranked: bool = False
    weigh_by: tuple[str, ...] = ()
    truths: Callable[[Any], tuple[int, ...]] | None = None
    """Every condition in order (out, preferred, arguments) of a patient whose slots are settled: 2, 1 open, 0."""


class Dose(NamedTuple):
    """One computable dose: its ends in ``unit`` with rounding and caps applied (no ``high`` where it is ``low``);
    ``limit``: how far it may be raised."""

    text: str
    low: Number
    high: Number | None
    reads: tuple[str, ...]
    unit: str
    rate: str = ""
    route: str = ""
    frequency: str = ""
    duration: str = ""
    over: str = ""
    limit: Number | None = None
    unbounded: bool = False
    simple: tuple[str, Any, Any] | None = None
    """The ends are this input, by its name in Python, times factors; without an input, their texts."""


class DoseFork(NamedTuple):
    """A dose decided by a fork."""

    ordered: bool
    branches: tuple[tuple[str, Test, Dose | DoseFork], ...]
    reads: tuple[str, ...] = ()


class Action(NamedTuple):
    """One action: its name, its doses and what people are told about it."""

    id: str
    name: str
    dose: Dose | DoseFork | None = None
    then: tuple[Dose | DoseFork, ...] = ()
    lines: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    urgent: bool = False
    test: bool = False
    drug: str = ""
    codes: tuple[str, ...] = ()
    for_clinicians: tuple[str, ...] = ()
    for_patients: tuple[str, ...] = ()

    @property
    def simple_dose(self) -> tuple[str, Any, Any] | None:
        """The quick form of the dose, where it has one."""
        return self.dose.simple if isinstance(self.dose, Dose) else None


class Run(NamedTuple):
    """A decision that runs: always, or only in the phases that name it."""

    decision: str
    name: str
    tree: Block
    test: Test | None = None


class Transition(NamedTuple):
    """A move between phases: ``go``, ``stay``, ``end`` or ``gap``."""

    id: str
    kind: str
    target: str
    label: str
    test: Test
    reads: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


class Phase(NamedTuple):
    """One phase; ``window`` in days after it started, or nothing (a move is then always open)."""

    id: str
    name: str
    transitions: tuple[Transition, ...]
    window: tuple[Exact, Exact] | None = None
    window_text: str = ""


class Pathway(NamedTuple):
    """One pathway."""

    id: str
    name: str
    phases: tuple[Phase, ...]


class GapText(NamedTuple):
    """Where the source is silent or vague."""

    id: str
    text: str
    until_resolved: str = ""


class ConflictText(NamedTuple):
    """Where the source contradicts itself: the readings, and which one is followed."""

    id: str
    readings: tuple[str, ...]
    follow: str
    because: str = ""


class Rule(NamedTuple):
    """A safety rule that forbids offers of ``actions`` while ``forbidden_when`` holds."""

    id: str
    text: str
    actions: tuple[str, ...]
    forbidden_when: Test


class Assumption(NamedTuple):
    """What is taken for an input while it is not recorded and the exception must be no."""

    input: str
    value: bool | str | Exact
    text: str
    unless: Test | None = None


class AssumedDefinition(NamedTuple):
    """A yes/no definition that is taken as ``value`` while it is unknown and the exception must be no."""

    id: str
    value: bool
    text: str
    of: Test
    unless: Test | None = None


class Impossible(NamedTuple):
    """A fact no patient can have."""

    text: str
    test: Test
    reads: tuple[str, ...] = ()
