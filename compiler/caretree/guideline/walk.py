"""Walking through the model: what a node is made of.

parts(Recommendation)   →   ("strength", "action", "timing", …)
parts(str)              →   ()

Asking a dataclass for its fields costs more than looking at them, and a model holds many nodes of few kinds: each kind
is asked once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from caretree.guideline.names import Name
from caretree.source.span import Span
from caretree.units.unit import Unit

_LEAVES = (Span, Unit, Name)

_PLAIN = frozenset(
    plain + missing
    for plain in ("Span", "Unit", "Name", "str", "bool", "int", "Fraction", "date", "tuple[str, ...]")
    for missing in ("", " | None")
)
"""Annotations of fields that hold no node. Most fields are such; a field with any other annotation is looked into."""


_PARTS: dict[type, tuple[str, ...]] = {}
_WITH_NODES: dict[type, tuple[str, ...]] = {}


def parts(kind: type) -> tuple[str, ...]:
    """The names of the fields of a kind of node; none for what is no node: spans, units, names and plain values."""
    known = _PARTS.get(kind)
    if known is None:
        is_node = is_dataclass(kind) and not issubclass(kind, _LEAVES)
        known = _PARTS[kind] = tuple(each.name for each in fields(kind)) if is_node else ()
    return known


def parts_with_nodes(kind: type) -> tuple[str, ...]:
    """Those parts of a kind of node that may hold nodes."""
    known = _WITH_NODES.get(kind)
    if known is None:
        looked_into = [each.name for each in fields(kind) if each.type not in _PLAIN] if parts(kind) else []
        known = _WITH_NODES[kind] = tuple(looked_into)
    return known


def nodes(of: object) -> Iterator[object]:
    """Every node of the model inside ``of``, itself included, in the order of writing."""
    waiting = [of]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node[::-1]
        elif parts(kind := type(node)):
            yield node
            waiting += [getattr(node, name) for name in reversed(parts_with_nodes(kind))]
