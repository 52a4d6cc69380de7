"""Readable, stable identities of nodes: made from names and condition texts, never from order numbers.

consider G-CSF below "severe" of "neutrophils"     neutrophils/severe/consider-g-csf
two lines that would be called the same            …/consider-g-csf-1f0a9c, …/consider-g-csf-77e2d0
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from caretree.guideline.blocks import (
    Block,
    ChoiceLine,
    ConflictLine,
    Extra,
    Fork,
    GapLine,
    Item,
    NothingFurther,
    Recommendation,
    Report,
)
from caretree.guideline.names import slug

LONGEST_PART = 60
HASH_DIGITS = 6

NAMESPACES = ("definitions", "options", "pathways")
"""First parts that no decision may take."""


def own_part(identity: str) -> str:
    """The part a declared name gives: its identity without the library that owns it."""
    return identity.rsplit("/", 1)[-1]


def short_hash(text: str) -> str:
    """Six hexadecimal digits of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]


def part(text: str, canonical: str = "", colliding: bool = False) -> str:
    """One part of an identity; cut and marked with a hash of the canonical text where too long or not alone."""
    plain = slug(text)
    if plain and len(plain) <= LONGEST_PART and not colliding:
        return plain
    room = LONGEST_PART - HASH_DIGITS - 1
    return f"{plain[:room].strip('-')}-{short_hash(canonical or text)}".lstrip("-")


def parts(wanted: Iterable[tuple[str, str]], taken: Iterable[str] = ()) -> list[str]:
    """Distinct parts for siblings, each given by its text and its canonical text.

    Siblings that share a part are all marked, so that their order does not matter. Siblings equal in every word are
    interchangeable; only they are told apart by how many came before.
    """
    each = list(wanted)
    count = Counter([*taken, *(part(text, canonical) for text, canonical in each)])
    used = set(taken)
    result: list[str] = []
    for text, canonical in each:
        name = part(text, canonical, colliding=count[part(text, canonical)] > 1)
        while name in used:
            canonical += " again"
            name = part(text, canonical, colliding=True)
        used.add(name)
        result.append(name)
    return result


def item_text(item: Item) -> str:
    """What an item of a block is called in the identity below the block."""
    match item:
        case Recommendation(strength=strength, action=action):
            return f"{strength} {own_part(action)}"
        case ChoiceLine(options=options):
            return f"choose {own_part(options)}"
        case GapLine(gap=gap):
            return f"gap {own_part(gap)}"
        case ConflictLine(conflict=conflict):
            return f"conflict {own_part(conflict)}"
        case NothingFurther():
            return "nothing further"
        case Report(of=of):
            return f"report {own_part(of)}"
        case Extra(waiting=waiting):
            return _extra_text(item, waiting)
        case Fork(kind=kind):
            return kind


def canonical_text(item: Item) -> str:
    """Words that tell an item from its siblings: its sentence, or its label and what stands below it."""
    match item:
        case Recommendation() | ChoiceLine():
            return " ".join([item.text, item_text(item), *map(str, item.cites)])
        case Extra(label=label, then=then):
            return " ".join([item_text(item), label, block_text(then)])
        case Fork(subject=subject, branches=branches):
            return " ".join([item.kind, subject, *(branch.label for branch in branches)])
        case _:
            return " ".join([item_text(item), *map(str, item.cites)])


def block_text(block: Block) -> str:
    """What stands in a block, in words."""
    return "; ".join(canonical_text(item) for item in block.items)


def branch_text(label: str, is_otherwise: bool) -> str:
    """What a branch is called: its label or condition, or ``otherwise``."""
    return "otherwise" if is_otherwise else label


def _extra_text(extra: Extra, waiting: bool) -> str:
    label = " ".join(extra.label.split())
    if not waiting:
        return f"also {label.removeprefix('also when ')}"
    return f"until {label.removeprefix('until ').removesuffix(' is known')} is known"
