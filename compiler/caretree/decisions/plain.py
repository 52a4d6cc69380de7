"""Values as plain JSON data, one way for every record: field names in camel case, exact numbers as strings.

    Compare("lt", "n1", Fraction(1, 2))     {"is": "compare", "comparison": "lt", "left": "n1", "right": "1/2"}
    Cite("A", "6.6", ("4",))                {"source": "A", "statement": "6.6", "references": ["4"]}

``is`` says which member of a closed union a value is; spans are ``[file, line, column, end line, end column]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, get_args

from msgspec import Struct

from caretree.decisions.decimals import exact_text
from caretree.decisions.expressions import ConditionNode, LabelNode, NumberNode
from caretree.decisions.graph import DoseNode, GraphNode
from caretree.guideline.citation import Cite
from caretree.guideline.types import InputType
from caretree.source.span import NOWHERE, Span
from caretree.units.unit import Unit

UNIONS: tuple[UnionType, ...] = (ConditionNode, NumberNode, LabelNode, GraphNode, DoseNode, InputType)
"""The closed unions whose members are told apart by ``is``."""

TAGGED: frozenset[type] = frozenset(member for union in UNIONS for member in get_args(union))

Json = Any
"""Data as ``json`` reads and writes it."""


def plain(value: object) -> Json:
    """A value as JSON data. Units are their symbols; an unknown kind of value is our bug (``TypeError``)."""
    match value:
        case None | bool() | str() | int():
            return value
        case Fraction():
            return exact_text(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [plain(part) for part in value]
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case Unit():
            return value.symbol
        case Span():
            return [value.file, value.line, value.column, value.end_line, value.end_column]
        case Struct():
            return plain_fields(value)
        case _:
            raise TypeError(f"no JSON form for {type(value).__name__}")


def plain_fields(value: Struct) -> dict[str, Json]:
    """A record as an object in the order of its fields; citations leave their span out."""
    tag = {"is": tag_of(type(value))} if type(value) in TAGGED else {}
    shown = {name: getattr(value, name) for name in value.__struct_fields__}
    if isinstance(value, Cite) or shown.get("span") == NOWHERE:
        shown.pop("span", None)
    return tag | {camel(name): plain(part) for name, part in shown.items()}


def tag_of(kind: type) -> str:
    """What ``is`` says of a class: ``compare`` for ``Compare``, ``fork`` for ``ForkNode``, ``yesNo`` for ``YesNo``."""
    name = kind.__name__.removesuffix("Node")
    return name[0].lower() + name[1:]


@cache
def camel(name: str) -> str:
    """A field's name in JSON: ``may_be_unknown`` becomes ``mayBeUnknown``."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def without_spans(data: Json) -> Json:
    """The data without any ``span``, so that moving a line changes nothing."""
    if isinstance(data, dict):
        return {key: without_spans(part) for key, part in data.items() if key != "span"}
    if isinstance(data, list):
        return [without_spans(part) for part in data]
    return data
