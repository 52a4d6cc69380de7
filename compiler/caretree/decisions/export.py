"""The published form of a decision graph: ``caretree-graph/1``, one JSON object an interpreter can be written from.

    {"format": "caretree-graph/1", "hash": "…", "guideline": {…}, "inputs": […], "conditions": {"c1": {…}}, …}

How to read it. *Numbers* are exact strings: ``"7"``, ``"-1/2"``. An object with ``is`` is one form of a closed set; the
JSON Schema (``caretree.decisions.schema``) lists every form with its meaning. *Identities* are readable slugs.

* ``inputs`` is the patient's shape. ``accepts`` lists the units a value may be reported in; its value in the declared
  unit is ``value * factor + offset``. ``assume`` replaces an unknown value unless its ``unless`` condition may hold.
* ``conditions`` (``c1`` …), ``numbers`` (``n1`` …) and ``labels`` (``l1`` …) are tables of expressions that refer to
  each other by id, never in a circle. For an incomplete patient a condition is *must be yes*, *must be no* or unknown,
  a number is an interval, a label the set of labels not ruled out. ``numberUnits`` gives each number's unit; dates are
  days since 1970-01-01 and have the unit ``date``. In ``compare``, ``right`` is a number's id or an exact constant.
* ``runs`` names the root node of each decision and the condition under which it runs. ``nodes`` are the trees: a
  ``block`` applies as a whole; of a ``fork`` exactly one branch fits (``ordered``: the first that holds); an ``extra``
  may apply (``waiting``: its advice is provisional); ``advice``, ``choice``, ``gap``, ``conflict``, ``nothing`` and
  ``report`` are outcomes.
* A branch is open unless it must be no; one that must be yes closes the others. An outcome is certain if every open
  branch has it, undecided if only some have it, else absent. While ``appliesWhen`` is unknown nothing is certain.
* ``actions`` carry texts, codes and ``dosing``; ``members`` spells out classes and combinations. ``options``,
  ``pathways``, ``rules``, ``gaps`` and ``conflicts`` are as in the language reference.
* ``hash`` is the SHA-256 of everything below ``notice``, spans left out, as JSON with sorted keys and no spaces.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

from caretree.decisions.graph import DecisionGraph
from caretree.decisions.offers import named_actions
from caretree.decisions.once import once_a_graph
from caretree.decisions.plain import Json, camel, plain, plain_fields, without_spans
from caretree.guideline.actions import Action
from caretree.guideline.blocks import Caveat
from caretree.guideline.decisions import Conflict, Gap
from caretree.guideline.definitions import Calculated, Definition, Graded, Labelled, MeansCondition, Score
from caretree.guideline.guideline import Guideline
from caretree.guideline.header import Header, not_approved
from caretree.guideline.inputs import Assumption, Input
from caretree.guideline.names import Name, snake
from caretree.guideline.types import Number, Series
from caretree.units.find import units_like
from caretree.units.unit import NUMBER, Unit

FORMAT = "caretree-graph/1"

_GRAPH_TABLES = (
    "applies_when", "impossible", "conditions", "numbers", "labels", "number_units", "condition_texts", "runs", "nodes",
    "options", "pathways", "rules", "members",
)  # fmt: skip


@once_a_graph
def export(graph: DecisionGraph) -> dict[str, Json]:
    """The graph as JSON data, its hash included. Whoever asks for it gets the same data: not to be changed."""
    content = _content(graph)
    return {"format": FORMAT, "hash": _hash(content), "notice": not_approved(graph.guideline.header), **content}


def graph_json(graph: DecisionGraph) -> str:
    """The graph as the text of a JSON file: UTF-8, two spaces a level, keys in reading order."""
    return json.dumps(export(graph), ensure_ascii=False, indent=2) + "\n"


def content_hash(graph: DecisionGraph) -> str:
    """The SHA-256 of the exported graph without the hash itself and without spans, in hexadecimal."""
    return _hash(_content(graph))


def _hash(content: dict[str, Json]) -> str:
    text = json.dumps(without_spans(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _content(graph: DecisionGraph) -> dict[str, Json]:
    guideline = graph.guideline
    tables = {camel(name): plain(getattr(graph, name)) for name in _GRAPH_TABLES}
    return {
        "guideline": header_data(guideline),
        "sources": plain(guideline.sources),
        "units": [_unit_data(unit) for unit in graph.units],
        "inputs": [input_data(given, graph) for given in guideline.inputs],
        "definitions": [definition_data(definition, graph) for definition in guideline.definitions],
        **tables,
        "actions": [action_data(action, graph) for action in guideline.actions],
        "gaps": [_gap_data(gap) for gap in guideline.gaps],
        "conflicts": [_conflict_data(conflict) for conflict in guideline.conflicts],
        "notEncoded": plain(guideline.not_encoded),
    }


def header_data(guideline: Guideline) -> dict[str, Json]:
    """The header without its condition (which is ``appliesWhen``), and the files read."""
    header: Header = guideline.header
    shown = {name: getattr(header, name) for name in header.__struct_fields__ if name != "applies_when"}
    return {camel(name): plain(value) for name, value in shown.items()} | {"files": list(guideline.files)}


def input_data(given: Input, graph: DecisionGraph) -> dict[str, Json]:
    """One input with its names, type, the units it accepts and what is assumed when it is not recorded."""
    unless = graph.assumptions.get(given.name.id, (None, None))[1]
    return _names(given.name) | {
        "type": plain(given.type),
        "accepts": [
            {**_unit_data(unit), "factor": plain(factor), "offset": plain(offset)}
            for unit, factor, offset in accepted_units(given)
        ],
        "mayBeUnknown": given.may_be_unknown,
        "assume": _assumption_data(given.assume, unless),
        "costs": given.costs,
        "asks": given.asks,
        "asksPatients": given.asks_patients,
        "codes": plain(given.codes),
        "see": _caveats(given.see),
        "cites": plain(given.cites),
        "notes": plain(given.notes),
        "span": plain(given.span),
    }


def accepted_units(given: Input) -> tuple[tuple[Unit, Fraction, Fraction], ...]:
    """Units an input's value may be reported in, the declared one first, each with factor and offset to that one.

    A bare number accepts none.
    """
    match given.type:
        case Number(unit=declared) | Series(of=Number(unit=declared)) if declared != NUMBER:
            pass
        case _:
            return ()
    found = {unit: _scale(unit, declared) for unit in (declared, *units_like(declared))}
    for conversion in given.conversions:
        for unit in (conversion.unit, *units_like(conversion.unit)):
            factor, offset = _scale(unit, conversion.unit)
            found.setdefault(unit, (factor * conversion.factor, offset * conversion.factor))
    return tuple((unit, factor, offset) for unit, (factor, offset) in found.items())


def _scale(unit: Unit, declared: Unit) -> tuple[Fraction, Fraction]:
    return unit.factor / declared.factor, (unit.offset - declared.offset) / declared.factor


def definition_data(definition: Definition, graph: DecisionGraph) -> dict[str, Json]:
    """One definition: in which table its value is, its unit or labels, and its citations line by line."""
    kind, value = graph.defined[definition.name.id]
    return _names(definition.name) | {
        "kind": kind,
        "value": value,
        "unit": _unit_of(definition).symbol,
        "labels": list(_labels_of(definition)),
        "ordered": isinstance(definition.meaning, Graded) and definition.meaning.ordered,
        "assume": _assumption_data(definition.assume, None),
        "see": _caveats(definition.see),
        "cites": plain(definition.cites),
        "lineCites": plain(_line_cites(definition)),
        "notes": plain(definition.notes),
        "span": plain(definition.span),
    }


def _unit_of(definition: Definition) -> Unit:
    match definition.meaning:
        case Calculated(unit=unit) | Graded(unit=unit):
            return unit
        case _:
            return NUMBER


def _labels_of(definition: Definition) -> tuple[str, ...]:
    match definition.meaning:
        case Graded(rows=rows):
            return tuple(dict.fromkeys(row.label for row in rows))
        case Labelled(labels=labels):
            return labels
        case _:
            return ()


def _line_cites(definition: Definition) -> tuple[tuple[object, ...], ...]:
    """The citations of each line of a list, of a score or of a grade, in order."""
    match definition.meaning:
        case MeansCondition(line_cites=line_cites):
            return line_cites
        case Score(items=lines) | Graded(rows=lines):
            return tuple(line.cites for line in lines)
        case _:
            return ()


def action_data(action: Action, graph: DecisionGraph) -> dict[str, Json]:
    """One action with its texts, codes, components and dosing."""
    return _names(action.name) | {
        "drug": plain(action.drug),
        "codes": plain(action.codes),
        "combines": list(action.combines),
        "possibly": list(action.possibly),
        "covers": list(named_actions(graph.guideline, action.name.id)) if action.covers else [],
        "test": action.is_test,
        "urgent": action.urgent,
        "notStated": list(action.not_stated),
        "dosing": plain(graph.dosing.get(action.name.id)),
        "schedule": [
            {"text": step.text, "every": plain(step.every), "during": plain(step.during), "cites": plain(step.cites)}
            for step in action.schedule
        ],
        "forClinicians": plain(action.for_clinicians),
        "forPatients": plain(action.for_patients),
        "see": _caveats(action.see),
        "cites": plain(action.cites),
        "notes": plain(action.notes),
        "span": plain(action.span),
    }


def _gap_data(gap: Gap) -> dict[str, Json]:
    return {"id": gap.name.id, **plain_fields(gap), "name": gap.name.shown}


def _conflict_data(conflict: Conflict) -> dict[str, Json]:
    """A conflict without its ``then`` lines: those are nodes wherever the conflict stands."""
    shown = {key: getattr(conflict, key) for key in conflict.__struct_fields__ if key not in ("name", "then")}
    return {"id": conflict.name.id, "name": conflict.name.shown} | {camel(k): plain(v) for k, v in shown.items()}


def _names(name: Name) -> dict[str, Json]:
    return {"id": name.id, "name": name.long, "short": name.short, "snake": snake(name.id)}


def _caveats(see: tuple[Caveat, ...]) -> list[str]:
    return [f"{caveat.kind}:{caveat.id}" for caveat in see]


def _assumption_data(assume: Assumption | None, unless: str | None) -> Json:
    """What is assumed; for a definition the condition is in its ``assumed`` expression."""
    if assume is None:
        return None
    return {
        "value": plain(assume.value),
        "unless": unless,
        "decidedBy": assume.decided_by,
        "text": assume.text,
        "cites": plain(assume.cites),
        "notes": plain(assume.notes),
    }


def _unit_data(unit: Unit) -> dict[str, Json]:
    return {
        "symbol": unit.symbol,
        "ucum": unit.ucum,
        "kind": unit.kind,
        "dimension": plain(unit.dimension),
        "baseFactor": plain(unit.factor),
        "baseOffset": plain(unit.offset),
    }
