"""The JSON Schema of ``caretree-graph/1``, made from the data model so that the two cannot drift apart.

    class Fact: input: str   →   "fact": {"properties": {"is": {"const": "fact"}, "input": {"type": "string"}}, …}

Every form carries the sentence that says what it means. Source of the language: JSON Schema 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from caretree.decisions import expressions, graph
from caretree.decisions.export import FORMAT
from caretree.decisions.plain import TAGGED, Json, camel, tag_of
from caretree.guideline import decisions, doses, header, inputs, types
from caretree.guideline.actions import Drug, Texts
from caretree.guideline.citation import Cite
from caretree.source.span import Span
from caretree.units.unit import Unit

EXACT: dict[str, Json] = {"type": "string", "pattern": r"^-?\d+(/\d+)?$"}
TEXT: dict[str, Json] = {"type": "string"}
SPAN: dict[str, Json] = {
    "type": "array",
    "prefixItems": [TEXT, *[{"type": "integer"}] * 4],
    "minItems": 5,
    "maxItems": 5,
}

_SIMPLE: dict[object, dict[str, Json]] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    NoneType: {"type": "null"},
    Fraction: EXACT,
    date: {"type": "string", "format": "date"},
    Unit: {"type": "string", "description": "A unit's symbol; the empty text for a bare number."},
    Span: SPAN,
}


def graph_schema() -> dict[str, Json]:
    """The JSON Schema of an exported graph."""
    definitions: dict[str, Json] = {}
    top = _top(lambda hint: _form(hint, definitions))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "description": "A clinical guideline as a decision graph. Exact numbers are strings such as 7 or -1/2.",
        **_object(top),
        "$defs": dict(sorted(definitions.items())),
    }


def schema_json() -> str:
    """The schema as the text of a file."""
    return json.dumps(graph_schema(), ensure_ascii=False, indent=2) + "\n"


def _top(form: Callable[[Any], Json]) -> dict[str, Json]:
    """The parts of a graph in the order of the export."""
    return {
        "format": {"const": FORMAT},
        "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "notice": {"type": "string", "description": "What must be shown beside it; empty for an approved guideline."},
        "guideline": _object(_fields(header.Header, form, without=("applies_when", "span")) | {"files": _list(TEXT)}),
        "sources": _list(form(header.Source)),
        "units": _list(_object(_UNIT)),
        "inputs": _list(_object(_input(form))),
        "definitions": _list(_object(_definition(form))),
        "appliesWhen": _or_null(TEXT),
        "impossible": _list(_row(TEXT, TEXT)),
        "conditions": _table(form(expressions.ConditionNode)),
        "numbers": _table(form(expressions.NumberNode)),
        "labels": _table(form(expressions.LabelNode)),
        "numberUnits": _table(TEXT),
        "conditionTexts": _table(TEXT),
        "runs": _list(form(graph.Run)),
        "nodes": _table(form(graph.GraphNode)),
        "options": _table(form(graph.OptionSet)),
        "pathways": _list(form(graph.GraphPathway)),
        "rules": _list(form(graph.GraphRule)),
        "members": _table(_list(TEXT)),
        "actions": _list(_object(_action(form))),
        "gaps": _list(_object({"id": TEXT, **_fields(decisions.Gap, form, ("name", "span")), "name": TEXT})),
        "conflicts": _list(
            _object({"id": TEXT, "name": TEXT, **_fields(decisions.Conflict, form, ("name", "then", "span"))})
        ),
        "notEncoded": _list(form(decisions.NotEncoded)),
    }


_UNIT: dict[str, Json] = {
    "symbol": TEXT,
    "ucum": TEXT,
    "kind": TEXT,
    "dimension": {"type": "array", "items": {"type": "array"}},
    "baseFactor": EXACT,
    "baseOffset": EXACT,
}

_NAMES: dict[str, Json] = {"id": TEXT, "name": TEXT, "short": TEXT, "snake": TEXT}


def _input(form: Callable[[Any], Json]) -> dict[str, Json]:
    return {
        **_NAMES,
        "type": form(types.InputType),
        "accepts": _list(_object({**_UNIT, "factor": EXACT, "offset": EXACT})),
        "mayBeUnknown": {"type": "boolean"},
        "assume": _or_null(_object(_assumption(form))),
        "costs": {"enum": ["", "bedside", "laboratory", "procedure"]},
        "asks": TEXT,
        "asksPatients": TEXT,
        "codes": _list(form(inputs.Code)),
        **_remarks(form),
    }


def _definition(form: Callable[[Any], Json]) -> dict[str, Json]:
    return {
        **_NAMES,
        "kind": {"enum": ["condition", "number", "label"]},
        "value": TEXT,
        "unit": TEXT,
        "labels": _list(TEXT),
        "ordered": {"type": "boolean"},
        "assume": _or_null(_object(_assumption(form))),
        "lineCites": _list(_list(form(Cite))),
        **_remarks(form),
    }


def _action(form: Callable[[Any], Json]) -> dict[str, Json]:
    step = {"text": TEXT, "every": form(doses.TimeRange | None), "during": form(doses.TimeRange | None)}
    return {
        **_NAMES,
        "drug": form(Drug | None),
        "codes": _list(form(inputs.Code)),
        "combines": _list(TEXT),
        "possibly": _list(TEXT),
        "covers": _list(TEXT),
        "test": {"type": "boolean"},
        "urgent": {"type": "boolean"},
        "notStated": _list(TEXT),
        "dosing": form(graph.Dosing | None),
        "schedule": _list(_object({**step, "cites": _list(form(Cite))})),
        "forClinicians": _list(form(Texts)),
        "forPatients": _list(form(Texts)),
        **_remarks(form),
    }


def _assumption(form: Callable[[Any], Json]) -> dict[str, Json]:
    value = {"anyOf": [{"type": "boolean"}, TEXT]}
    told = {"decidedBy": TEXT, "text": TEXT, "cites": _list(form(Cite)), "notes": _list(TEXT)}
    return {"value": value, "unless": _or_null(TEXT), **told}


def _remarks(form: Callable[[Any], Json]) -> dict[str, Json]:
    return {"see": _list(TEXT), "cites": _list(form(Cite)), "notes": _list(TEXT), "span": SPAN}


def _form(hint: Any, definitions: dict[str, Json]) -> Json:
    """The schema of one type of the data model; records are defined once and referred to."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return {"anyOf": [_form(each, definitions) for each in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return _tuple(arguments, definitions)
    if origin is dict:
        return _table(_form(arguments[1], definitions))
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _reference(hint, definitions)
    raise TypeError(f"no schema for {hint}")


def _tuple(arguments: tuple[Any, ...], definitions: dict[str, Json]) -> Json:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return _list(_form(arguments[0], definitions))
    return _row(*(_form(each, definitions) for each in arguments))


def _reference(kind: type[Struct], definitions: dict[str, Json]) -> Json:
    name = f"{kind.__module__.rsplit('.', 1)[-1]}.{kind.__name__}"
    if name not in definitions:
        definitions[name] = {}
        tag = {"is": {"const": tag_of(kind)}} if kind in TAGGED else {}
        own = _fields(kind, lambda hint: _form(hint, definitions))
        spanless = ("span",) if "span" in own else ()
        definitions[name] = {"description": _meaning(kind), **_object({**tag, **own}, optional=spanless)}
    return {"$ref": f"#/$defs/{name}"}


def _fields(kind: type[Struct], form: Callable[[Any], Json], without: tuple[str, ...] = ()) -> dict[str, Json]:
    hints = get_type_hints(kind)
    hidden = (*without, "span") if kind is Cite else without
    shown = {camel(name): form(hints[name]) for name in kind.__struct_fields__ if name not in hidden}
    return shown | ({"span": SPAN} if "span" in without else {})


def _meaning(kind: type) -> str:
    return " ".join((kind.__doc__ or "").replace("``", "`").split())


def _object(properties: dict[str, Json], optional: tuple[str, ...] = ("span",)) -> dict[str, Json]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Json) -> dict[str, Json]:
    return {"type": "array", "items": items}


def _row(*items: Json) -> dict[str, Json]:
    return {"type": "array", "prefixItems": list(items), "minItems": len(items), "maxItems": len(items)}


def _table(values: Json) -> dict[str, Json]:
    return {"type": "object", "additionalProperties": values}


def _or_null(schema: Json) -> dict[str, Json]:
    return {"anyOf": [schema, {"type": "null"}]}
