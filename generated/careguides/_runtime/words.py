# Copied by Caretree from its runtime; generated, do not edit.
"""The words a generated tree is written with: each builds one node of ``tree``; citations close a line.

branch(
    "severe", lambda p: among(neutropenia(p), "severe"), ("neutrophil-count",), "neutrophils/severe",
    offer("neutrophils/severe/consider-isolation", "consider", "isolation", "A 6.4"),
)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .tree import Advice, Block, Branch, Choice, Conflict, Extra, Fork, Gap, NothingFurther, Report

if TYPE_CHECKING:
    from .tree import Item, Test

    Texts = tuple[str, ...]


def block(id: str, *items: Item, see: Texts = (), notes: Texts = ()) -> Block:
    """Everything that applies together."""
    return Block(id, items, see, notes)


def fork(id: str, origin: str, subject: str, *branches: Branch, cites: Texts = (), ordered: bool = False) -> Fork:
    """Exactly one branch fits; an ordered fork is read from its first branch on."""
    return Fork(id, origin, subject, branches, cites, ordered)


def branch(
    label: str, test: Test, reads: Texts, id: str, *items: Item, cites: Texts = (), see: Texts = (), notes: Texts = ()
) -> Branch:
    """One branch and the block it leads to."""
    return Branch(label, test, reads, Block(id, items, see, notes), cites)


def also_when(
    id: str,
    label: str,
    test: Test,
    reads: Texts,
    then: str,
    *items: Item,
    cites: Texts = (),
    see: Texts = (),
    notes: Texts = (),
) -> Extra:
    """An extra and the block it adds."""
    return Extra(id, label, test, reads, Block(then, items, see, notes), False, cites)


def until_known(
    id: str,
    label: str,
    test: Test,
    reads: Texts,
    then: str,
    *items: Item,
    cites: Texts = (),
    see: Texts = (),
    notes: Texts = (),
) -> Extra:
    """What is advised while something is not known; provisional."""
    return Extra(id, label, test, reads, Block(then, items, see, notes), True, cites)


def offer(
    id: str,
    strength: str,
    action: str,
    *cites: str,
    timing: str = "",
    after: str = "",
    because: str = "",
    certainty: str = "",
    see: Texts = (),
) -> Advice:
    """A recommendation that offers an action."""
    return Advice(id, "offer", strength, action, timing, after, because, certainty, cites, see)


def against(
    id: str,
    strength: str,
    action: str,
    *cites: str,
    timing: str = "",
    after: str = "",
    because: str = "",
    certainty: str = "",
    see: Texts = (),
) -> Advice:
    """A recommendation against an action."""
    return Advice(id, "against", strength, action, timing, after, because, certainty, cites, see)


def choice(id: str, strength: str, mode: str, options: str, *cites: str, see: Texts = ()) -> Choice:
    """A choice among options."""
    return Choice(id, strength, mode, options, cites, see)


def gap(id: str, name: str, *cites: str) -> Gap:
    """The source is silent."""
    return Gap(id, name, cites)


def conflict(id: str, name: str, then: Block | None = None, *cites: str) -> Conflict:
    """The source contradicts itself; the lines of ``then`` count."""
    return Conflict(id, name, then, cites)


def nothing_further(id: str, *cites: str) -> NothingFurther:
    """The source says that nothing more is needed."""
    return NothingFurther(id, cites)


def report(
    id: str,
    of: str,
    text: str,
    kind: str,
    value: Callable[[Any], object],
    reads: Texts,
    *cites: str,
    unit: str = "",
    plain: Callable[[Any], object] | None = None,
) -> Report:
    """A value in the answer."""
    return Report(id, of, text, kind, value, reads, unit, cites, plain)
