"""Lowering: a guideline becomes a decision graph, the one meaning that proofs, interpreter and targets read.

definitions, then applies when, impossible facts, assumptions    conditions, numbers, labels
decisions                                                        runs, nodes
options, actions, pathways, safety rules                         options, dosing, pathways, rules
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from caretree.decisions.export import content_hash
from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import DecisionGraph, Dosing, GraphNode, NodeId, Run
from caretree.decisions.identities import NAMESPACES, own_part, parts
from caretree.decisions.lower_blocks import Nodes, lower_block
from caretree.decisions.lower_conditions import lower_condition
from caretree.decisions.lower_dates import DATE
from caretree.decisions.lower_definitions import lower_definitions
from caretree.decisions.lower_doses import lower_dosing
from caretree.decisions.lower_pathways import lower_options, lower_pathway, run_condition
from caretree.decisions.lower_rules import lower_rule
from caretree.decisions.offers import all_members
from caretree.decisions.tables import Tables
from caretree.decisions.walk import below
from caretree.guideline.guideline import Guideline
from caretree.units.unit import NUMBER


def lower(guideline: Guideline, *, hashed: bool = True) -> DecisionGraph:
    """The decision graph of a resolved guideline, its content hash set (unless nobody needs it).

    Raises ``LoweringError`` (our bug) for what resolving should have refused: units that do not convert, unknown names.
    """
    tables = Tables(guideline)
    lower_definitions(tables)
    header = guideline.header
    applies_when = None if header.applies_when is None else lower_condition(header.applies_when, tables)
    impossible = tuple((lower_condition(fact.condition, tables), fact.text) for fact in guideline.impossible)
    assumptions = _assumptions(tables)
    runs, nodes = _lower_decisions(tables)
    graph = DecisionGraph(
        guideline=guideline,
        conditions=tables.conditions,
        numbers=tables.numbers,
        labels=tables.labels,
        nodes=nodes,
        runs=runs,
        options={options.name.id: lower_options(options, tables) for options in guideline.options},
        dosing=_dosing(tables),
        pathways=tuple(lower_pathway(pathway, tables) for pathway in guideline.pathways),
        rules=tuple(lower_rule(rule, tables) for rule in guideline.rules),
        impossible=impossible,
        applies_when=applies_when,
        assumptions=assumptions,
        defined={definition.name.id: tables.defined[definition.name.id] for definition in guideline.definitions},
        number_units={},
        condition_texts=tables.condition_texts,
        members=all_members(guideline),
    )
    return _finished(graph, tables, hashed)


def _finished(graph: DecisionGraph, tables: Tables, hashed: bool) -> DecisionGraph:
    """With the units of everything lowered, and the hash of it all."""
    number_units = {number: unit.symbol for number, unit in tables.number_units.items()}
    units = {*tables.number_units.values(), *tables.cutoff_units} - {DATE, NUMBER}
    in_order = tuple(sorted(units, key=lambda unit: (unit.symbol, unit.dimension)))
    whole = replace(graph, number_units=number_units, units=in_order)
    return replace(whole, hash=content_hash(whole)) if hashed else whole


def _lower_decisions(tables: Tables) -> tuple[tuple[Run, ...], dict[NodeId, GraphNode]]:
    """The decisions in order of writing, and their nodes depth first."""
    nodes = Nodes(tables)
    decisions = tables.guideline.decisions
    names = parts([(own_part(decision.name.id), decision.name.id) for decision in decisions], NAMESPACES)
    runs = tuple(
        Run(
            decision=decision.name.id,
            name=decision.name.shown,
            node=lower_block(decision.body, name, nodes),
            condition=run_condition(decision.name.id, tables),
        )
        for decision, name in zip(decisions, names, strict=True)
    )
    return runs, {name: nodes.nodes[name] for name in below(nodes.nodes, [run.node for run in runs])}


def _assumptions(tables: Tables) -> dict[str, tuple[bool | str | Fraction, ConditionId | None]]:
    """What is assumed of inputs that are not recorded: the value, and the condition that forbids assuming it."""
    return {
        given.name.id: (
            given.assume.value,
            None if given.assume.unless is None else lower_condition(given.assume.unless, tables),
        )
        for given in tables.guideline.inputs
        if given.assume is not None
    }


def _dosing(tables: Tables) -> dict[str, Dosing]:
    found = ((action.name.id, lower_dosing(action, tables)) for action in tables.guideline.actions)
    return {name: dosing for name, dosing in found if dosing is not None}
