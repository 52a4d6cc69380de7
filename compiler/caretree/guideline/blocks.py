"""The body of a decision or of a definition: forks, extras, choices, recommendations and silence.

The same fork shape serves decisions (leaves are blocks), definitions (leaves are numbers or labels) and doses.
"""

from __future__ import annotations

from typing import Generic, TypeVar
from typing import Literal as OneOf

from msgspec import Struct

from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Condition
from caretree.guideline.terms import Literal, NumberTerm
from caretree.source.span import NOWHERE, Span

OFFERS = ("recommend", "should use", "consider", "may use")
ADVICE_AGAINST = ("avoid", "do not use")
STRENGTHS = OFFERS + ADVICE_AGAINST

Leaf = TypeVar("Leaf")

ForkKind = OneOf["when", "depending on", "first that applies", "table"]


class Branch(Struct, Generic[Leaf], frozen=True):
    """One branch. ``label`` is what the editor reads at the edge (the condition's text, a label, a range, a table
    row's cells joined by `` · ``); ``condition`` is ``None`` only for ``otherwise``."""

    label: str
    condition: Condition | None
    then: Leaf
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Fork(Struct, Generic[Leaf], frozen=True):
    """Exactly one branch fits a patient; ``first that applies`` is the only ordered kind.

    ``subject`` is what is read, for people: ``neutropenia``, ``Hb in g/dL``; empty for ``when`` forks.
    """

    kind: ForkKind
    subject: str
    branches: tuple[Branch[Leaf], ...]
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class Caveat(Struct, frozen=True):
    """``see gap X`` or ``see conflict X``: attached to a result, an input, a definition, an action …"""

    kind: OneOf["gap", "conflict"]
    id: str
    span: Span = NOWHERE


class Timing(Struct, frozen=True):
    """When a recommendation is to be done.

    ``kind``: ``within`` (1 hour), ``in`` (2 to 4 weeks), ``every`` (12 hours), ``from`` (4 weeks after X) or
    ``until`` (a condition, whose text it is). ``text`` is the whole phrase as written; ``low`` and ``high`` are set
    where the timing is a duration.
    """

    kind: OneOf["within", "in", "every", "from", "until"]
    text: str
    low: Literal | None = None
    high: Literal | None = None
    until: Condition | None = None


class Recommendation(Struct, frozen=True):
    """Strength · action · timing · after · because · certainty · citation."""

    strength: str
    action: str
    timing: tuple[Timing, ...] = ()
    after: str = ""
    because: str = ""
    certainty: str = ""
    cites: tuple[Cite, ...] = ()
    see: tuple[Caveat, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    span: Span = NOWHERE


class ChoiceLine(Struct, frozen=True):
    """``should use one of ongoing treatments``: ``mode`` is ``one``, ``any`` or a count such as ``2``."""

    strength: str
    mode: str
    options: str
    cites: tuple[Cite, ...] = ()
    see: tuple[Caveat, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    span: Span = NOWHERE


class GapLine(Struct, frozen=True):
    """``gap X``: the source is silent here, and that is the answer."""

    gap: str
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class ConflictLine(Struct, frozen=True):
    """``conflict X``: the source contradicts itself here; the ``then`` lines of the conflict count."""

    conflict: str
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class NothingFurther(Struct, frozen=True):
    """``nothing further [cite]``: the source says that nothing more is needed here."""

    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Report(Struct, frozen=True):
    """``report onset [3.1]``: a definition's (or input's) value in the answer. ``of`` is its identity."""

    of: str
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Extra(Struct, frozen=True):
    """``also when C:`` (or ``until X is known:`` with ``waiting``): a block that may or may not apply."""

    condition: Condition
    then: Block
    waiting: bool = False
    label: str = ""
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Block(Struct, frozen=True):
    """Everything that applies together, in the order written. At most one item is a fork.

    ``see`` and ``notes`` are lines of the block itself (``see gap X`` under a label).
    """

    items: tuple[Item, ...]
    see: tuple[Caveat, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


Item = Recommendation | ChoiceLine | GapLine | ConflictLine | NothingFurther | Report | Extra | Fork[Block]

NumberTree = NumberTerm | Fork["NumberTree"]
LabelTree = str | Fork["LabelTree"]
