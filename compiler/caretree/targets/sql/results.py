"""The columns of the answer: what each is called and what it stands for.

    offer_g_csf            SMALL   how far G-CSF is offered: 0 not, 1 undecided, 2 provisional, 3 certain
    leaf_neutrophils       which leaf of the decision's tree the patient is at, null while that is open
    dose_low_romiplostim   the lowest dose, null where it is not offered or something is missing

The legend goes with every file: it is what makes the numbers readable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from msgspec import Struct

from caretree.decisions.graph import ChoiceNode, DecisionGraph, DoseFork, DoseStep, ReportNode
from caretree.decisions.outline import Key, outline
from caretree.decisions.walk import dose_steps
from caretree.guideline.citation import Cite
from caretree.guideline.names import snake

STATUS, FLAG, VALUE, LABEL, LEAF = "TINYINT", "BOOLEAN", "DOUBLE", "TEXT", "INT"
STATUS_WORDS = {0: "no", 1: "undecided", 2: "provisional", 3: "certain"}


class ResultColumn(Struct, frozen=True):
    """One column. ``kind`` is ``scope``, ``leaf``, ``offer``, ``against``, ``choice``, ``option``, ``preferred``,
    ``gap``, ``conflict``, ``report``, ``low``, ``high`` (of a report), ``dose low``, ``dose high``, ``dose branch``,
    ``move``, ``waits`` or ``assumed``; ``of`` holds the identities it stands for, ``text`` a name for people."""

    name: str
    kind: str
    of: tuple[str, ...]
    type: str
    text: str
    cites: tuple[str, ...] = ()
    unit: str = ""


def result_columns(graph: DecisionGraph, leaves: Iterable[str], unknown: Iterable[str]) -> tuple[ResultColumn, ...]:
    """Every column in order. ``leaves`` are the identities of trees with leaf numbers, ``unknown`` the inputs that can
    be unknown."""
    found = [ResultColumn("in_scope", "scope", (), STATUS, "in scope")]
    found += [ResultColumn(f"leaf_{snake(one)}", "leaf", (one,), LEAF, f"leaf of {one}") for one in leaves]
    for key in outline(graph):
        found += _of_key(graph, key)
    found += _doses(graph)
    found += _moves(graph)
    names = names_of(graph)
    found += [ResultColumn(f"assumed_{snake(one)}", "assumed", (one,), FLAG, names[one]) for one in assumable(graph)]
    found += [ResultColumn(f"waits_for_{snake(one)}", "waits", (one,), FLAG, names[one]) for one in unknown]
    return _distinct(found)


def _distinct(found: list[ResultColumn]) -> tuple[ResultColumn, ...]:
    """Names that differ even without regard to case; a second one gets six digits of its identity."""
    taken: set[str] = set()
    kept: list[ResultColumn] = []
    for one in found:
        name = one.name
        if name.lower() in taken:
            digest = hashlib.sha256(repr((one.kind, one.of)).encode()).hexdigest()[:6]
            name = f"{name}_{digest}"
        taken.add(name.lower())
        kept.append(ResultColumn(name, one.kind, one.of, one.type, one.text, one.cites, one.unit))
    return tuple(kept)


def names_of(graph: DecisionGraph) -> dict[str, str]:
    """The long name of everything with an identity."""
    guideline = graph.guideline
    named = [each.name for each in guideline.inputs] + [each.name for each in guideline.definitions]
    named += [each.name for each in guideline.actions] + [each.name for each in guideline.gaps]
    named += [each.name for each in guideline.conflicts]
    return {name.id: name.long for name in named}


def assumable(graph: DecisionGraph) -> tuple[str, ...]:
    """What can be assumed: inputs, then yes/no definitions."""
    definitions = [one.name.id for one in graph.guideline.definitions if one.assume is not None]
    return (*graph.assumptions, *definitions)


def _cited(graph: DecisionGraph, key: Key) -> tuple[str, ...]:
    cites: list[Cite] = [cite for one in outline(graph)[key] for cite in one.node.cites]
    return tuple(dict.fromkeys(str(cite) for cite in cites))


def _of_key(graph: DecisionGraph, key: Key) -> list[ResultColumn]:
    names, cites = names_of(graph), _cited(graph, key)
    match key:
        case ("advice", direction, action):
            return [
                ResultColumn(
                    f"{direction}_{snake(action)}", direction, (action,), STATUS, names.get(action, action), cites
                )
            ]
        case ("gap" | "conflict" as kind, name):
            return [ResultColumn(f"{kind}_{snake(name)}", kind, (name,), STATUS, names.get(name, name), cites)]
        case ("choice", options, mode):
            return _choice(graph, options, mode, cites)
        case ("report", node):
            return _report(graph, node, cites)
        case _:
            return []


def _choice(graph: DecisionGraph, options: str, mode: str, cites: tuple[str, ...]) -> list[ResultColumn]:
    block, names = graph.options[options], names_of(graph)
    of, stem = (options, mode), f"{snake(options)}_{snake(mode)}"
    found = [ResultColumn(f"choice_{stem}", "choice", of, STATUS, f"{mode} of {block.name}", cites)]
    for option in block.options:
        one, text = snake(option.action), names.get(option.action, option.action)
        own = tuple(dict.fromkeys(str(cite) for cite in option.cites))
        found.append(ResultColumn(f"option_{stem}_{one}", "option", (*of, option.action), STATUS, text, own))
        if option.preferred is not None:
            found.append(ResultColumn(f"preferred_{stem}_{one}", "preferred", (*of, option.action), FLAG, text, own))
    return found


def _report(graph: DecisionGraph, node: str, cites: tuple[str, ...]) -> list[ResultColumn]:
    report = graph.nodes[node]
    assert isinstance(report, ReportNode)
    of, kind, value = report.of, report.kind, report.value
    text, stem = names_of(graph).get(of, of), f"report_{snake(of)}"
    if kind != "number":
        return [ResultColumn(stem, "report", (node,), FLAG if kind == "condition" else LABEL, text, cites)]
    unit = graph.number_units.get(value, "")
    return [
        ResultColumn(f"{stem}_low", "low", (node,), VALUE, text, cites, unit),
        ResultColumn(f"{stem}_high", "high", (node,), VALUE, text, cites, unit),
    ]


def dosed_actions(graph: DecisionGraph) -> tuple[str, ...]:
    """The actions with a dose that can be offered, alone or as an option, in the guideline's order."""
    offered = {key[2] for key in outline(graph) if key[:2] == ("advice", "offer")}
    chosen = {node.options for node in graph.nodes.values() if isinstance(node, ChoiceNode)}
    offered |= {option.action for options in chosen for option in graph.options[options].options}
    return tuple(
        action.name.id
        for action in graph.guideline.actions
        if action.name.id in offered and action.name.id in graph.dosing and graph.dosing[action.name.id].dose
    )


def _doses(graph: DecisionGraph) -> list[ResultColumn]:
    names, found = names_of(graph), []
    for action in dosed_actions(graph):
        dosing = graph.dosing[action]
        units = list(dict.fromkeys(_unit(step) for step in dose_steps(dosing)))
        unit = units[0] if len(units) == 1 else ""
        if isinstance(dosing.dose, DoseFork):
            found.append(
                ResultColumn(f"dose_branch_{snake(action)}", "dose branch", (action,), LEAF, names.get(action, action))
            )
        found += [
            ResultColumn(
                f"dose_{end}_{snake(action)}", f"dose {end}", (action,), VALUE, names.get(action, action), (), unit
            )
            for end in ("low", "high")
        ]
    return found


def _unit(step: DoseStep) -> str:
    return f"{step.unit} per {step.rate}" if step.rate else step.unit


def _moves(graph: DecisionGraph) -> list[ResultColumn]:
    found = []
    for pathway in graph.pathways:
        if pathway.phases:
            of = (pathway.id, "start")
            found.append(ResultColumn(f"next_{snake(pathway.id)}_start", "move", of, STATUS, f"start {pathway.name}"))
        for phase in pathway.phases:
            for move in phase.transitions:
                cites = tuple(dict.fromkeys(str(cite) for cite in move.cites))
                text = f"{phase.name}: {move.kind} {move.target}".strip()
                stem = snake(move.id.removeprefix("pathways/"))
                found.append(ResultColumn(f"next_{stem}", "move", (pathway.id, phase.id, move.id), STATUS, text, cites))
    return found
