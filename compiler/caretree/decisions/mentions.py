"""An order in which every definition comes after those it reads.

BSA is calculated as: … ; dose base means BSA is above 2 m2        in_order: BSA, dose base
"""

from __future__ import annotations

from caretree.guideline.definitions import Definition
from caretree.guideline.mentions import mentioned_definitions


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
