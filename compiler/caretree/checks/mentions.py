"""Which declarations a guideline mentions anywhere outside their own block.

The walk is generic: every record below a declaration is visited once, so that a new kind of line cannot be
forgotten here.
"""

from __future__ import annotations

from collections.abc import Iterator

from caretree.guideline import blocks, conditions, decisions, patients, terms
from caretree.guideline.guideline import Guideline
from caretree.guideline.walk import parts, parts_with_nodes

Mention = tuple[str, str]

_FIELDS: dict[type, tuple[tuple[str, str], ...]] = {
    terms.InputNumber: (("input", "input"),),
    terms.DefinedNumber: (("definition", "definition"),),
    terms.SeriesTerm: (("input", "input"),),
    terms.DateInput: (("input", "input"),),
    terms.CourseStart: (("input", "input"),),
    terms.SeriesDate: (("input", "input"),),
    terms.InputLabel: (("input", "input"),),
    terms.DefinedLabel: (("definition", "definition"),),
    conditions.Fact: (("input", "input"),),
    conditions.Defined: (("definition", "definition"),),
    conditions.CourseIs: (("input", "input"),),
    conditions.Trend: (("input", "input"),),
    conditions.Sustained: (("input", "input"),),
    blocks.Recommendation: (("action", "action"), ("action", "after")),
    blocks.ChoiceLine: (("options block", "options"),),
    blocks.GapLine: (("gap", "gap"),),
    decisions.Option: (("action", "action"),),
    decisions.SafetyRule: (("action", "x"), ("action", "y")),
    patients.Example: (("patient", "given"),),
}


def mentioned(guideline: Guideline) -> set[Mention]:
    """Kinds and identities of everything mentioned by something other than itself."""
    found: set[Mention] = set()
    for field in guideline.__struct_fields__:
        for own, value in _declarations(field, getattr(guideline, field)):
            found |= {mention for mention in _mentions(value) if mention != own}
    for action in guideline.actions:
        found |= {("action", name) for name in action.combines + action.possibly + action.covers}
    return found


_KINDS = {"inputs": "input", "definitions": "definition", "actions": "action"}


def _declarations(field: str, value: object) -> Iterator[tuple[Mention | None, object]]:
    if field == "patients":
        return
    if field in _KINDS and isinstance(value, tuple):
        yield from (((_KINDS[field], one.name.id), one) for one in value)
    else:
        yield None, value


def _mentions(value: object) -> Iterator[Mention]:
    if isinstance(value, tuple):
        for one in value:
            yield from _mentions(one)
    elif parts(type(value)):
        for kind, attribute in _FIELDS.get(type(value), ()):
            yield kind, getattr(value, attribute)
        yield from _others(value)
        for name in parts_with_nodes(type(value)):
            if name != "facts":
                yield from _mentions(getattr(value, name))


def _others(value: object) -> Iterator[Mention]:
    match value:
        case blocks.Report(of=name):
            yield from (("input", name), ("definition", name))
        case blocks.Caveat(kind="gap", id=name):
            yield "gap", name
        case decisions.Transition(kind="gap", target=name):
            yield "gap", name
        case conditions.NotKnown(inputs=names):
            yield from (("input", name) for name in names)
        case _:
            pass
