"""Which definitions a piece of a guideline mentions."""

from __future__ import annotations

from collections.abc import Iterator

from caretree.guideline.conditions import Defined
from caretree.guideline.terms import DefinedLabel, DefinedNumber
from caretree.guideline.walk import nodes


def mentioned_definitions(value: object) -> Iterator[str]:
    """Identities of the definitions mentioned anywhere inside a value, in order of writing."""
    for node in nodes(value):
        if isinstance(node, Defined | DefinedNumber | DefinedLabel):
            yield node.definition
