"""Walking through the model: what a node is made of.

parts(Recommendation)   →   ("strength", "action", "timing", …)
parts(str)              →   ()

A model holds many nodes of few kinds: each kind is asked once.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

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
        known = () if issubclass(kind, _LEAVES) or not issubclass(kind, Struct) else kind.__struct_fields__
        _PARTS[kind] = known
    return known


def parts_with_nodes(kind: type) -> tuple[str, ...]:
    """Those parts of a kind of node that may hold nodes."""
    known = _WITH_NODES.get(kind)
    if known is None:
        written = {name: hint for one in kind.__mro__ for name, hint in getattr(one, "__annotations__", {}).items()}
        known = _WITH_NODES[kind] = tuple(name for name in parts(kind) if written[name] not in _PLAIN)
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
