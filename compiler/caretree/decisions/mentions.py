"""Which definitions a piece of a guideline mentions, and an order in which every definition comes after those it reads.

BSA is calculated as: … ; dose base means BSA is above 2 m2        in_order: BSA, dose base
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from caretree.guideline.conditions import Defined
from caretree.guideline.definitions import Definition
from caretree.guideline.terms import DefinedLabel, DefinedNumber
from caretree.source.span import Span


def mentioned_definitions(value: object) -> Iterator[str]:
    """Identities of the definitions mentioned anywhere inside a value, in order of writing."""
    match value:
        case Defined(definition=name) | DefinedNumber(definition=name) | DefinedLabel(definition=name):
            yield name
        case str() | Span():
            return
        case tuple():
            for part in value:
                yield from mentioned_definitions(part)
        case _ if is_dataclass(value):
            for each in fields(value):
                yield from mentioned_definitions(getattr(value, each.name))


def in_order(definitions: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """The definitions, each after those it reads, else in order of writing (resolving has refused circles)."""
    known = {definition.name.id: definition for definition in definitions}
    done: dict[str, Definition] = {}
    waiting = list(definitions)[::-1]
    opened: set[str] = set()
    while waiting:
        definition = waiting.pop()
        name = definition.name.id
        if name in done:
            continue
        if name in opened:
            done[name] = definition
            continue
        opened.add(name)
        waiting.append(definition)
        needed = dict.fromkeys(mentioned_definitions((definition.meaning, definition.assume)))
        waiting += [known[other] for other in needed if other in known and other not in opened][::-1]
    return tuple(done.values())
