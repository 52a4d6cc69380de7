"""Circular definitions: a definition that is read, over others perhaps, to find its own value.

a means b            circular-definition: a → b → a
b means not a
"""

from __future__ import annotations

from collections.abc import Iterator

from caretree.guideline.definitions import Definition
from caretree.guideline.mentions import mentioned_definitions
from caretree.problems.problem import Problem
from caretree.resolve.reading import Reading
from caretree.source.span import NOWHERE


def circular_definitions(definitions: tuple[Definition, ...], reading: Reading) -> None:
    """Reports definitions that are read for their own value (``circular-definition``), each cycle once."""
    known = {definition.name.id: definition for definition in definitions}
    reads = {id: [one for one in read_by(definition) if one in known] for id, definition in known.items()}
    for cycle in _cycles(reads):
        _report([known[one] for one in cycle], reading)


def read_by(definition: Definition) -> list[str]:
    """The identities of the definitions that one reads, its assumption's condition included, in order."""
    return list(dict.fromkeys(mentioned_definitions((definition.meaning, definition.assume))))


def _cycles(reads: dict[str, list[str]]) -> Iterator[list[str]]:
    """The cycles that a depth-first walk in the order of writing closes; each definition is left once."""
    left: set[str] = set()
    path: dict[str, None] = {}
    pending = [(id, False) for id in reversed(reads)]
    while pending:
        id, leaving = pending.pop()
        if leaving:
            path.popitem()
            left.add(id)
        elif id in path:
            yield list(path)[list(path).index(id) :]
        elif id not in left:
            path[id] = None
            pending += [(id, True), *((one, False) for one in reversed(reads[id]))]


def _report(cycle: list[Definition], reading: Reading) -> None:
    names = " → ".join(f'"{definition.name.shown}"' for definition in (*cycle, cycle[0]))
    others = tuple((f'"{one.name.shown}" stands here', one.span) for one in cycle[1:])
    reading.report(
        Problem(
            "circular-definition",
            f"to know {names.partition(' → ')[0]} one must first know it: {names}",
            cycle[0].name.span or cycle[0].span or NOWHERE,
            why="such a definition never gets a value.",
            fix="break the circle: define one of them from what is asked about the patient.",
            related=others,
        )
    )
