"""Walking through the model: what a node is made of.

parts(Recommendation)   →   ("strength", "action", "timing", …)
parts(str)              →   ()
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from caretree.guideline.names import Name
from caretree.source.span import Span
from caretree.units.unit import Unit

_LEAVES = (Span, Unit, Name)


_PARTS: dict[type, tuple[str, ...]] = {}
"""Asking a dataclass for its fields costs more than looking at them, and a model holds many nodes of few kinds."""


def parts(kind: type) -> tuple[str, ...]:
    """The names of the fields of a kind of node; none for what is no node: spans, units, names and plain values."""
    known = _PARTS.get(kind)
    if known is None:
        is_node = is_dataclass(kind) and not issubclass(kind, _LEAVES)
        known = _PARTS[kind] = tuple(each.name for each in fields(kind)) if is_node else ()
    return known


def nodes(of: object) -> Iterator[object]:
    """Every node of the model inside ``of``, itself included, in the order of writing."""
    waiting = [of]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += reversed(node)
        elif names := parts(type(node)):
            yield node
            waiting += [getattr(node, name) for name in reversed(names)]
