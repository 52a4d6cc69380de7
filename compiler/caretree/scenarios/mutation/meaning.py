"""What a guideline means, without the words it is said with: two graphs with one meaning answer every patient alike.

    when fever: recommend cultures        ("fork", (("fact", "fever"), ("advice", "offer", "recommend", …)), …)

Texts, notes, citations, spans and the identities made from them are left out; conditions are written out in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ConflictNode,
    DecisionGraph,
    ExtraNode,
    ForkNode,
    GraphNode,
    GraphRule,
    NothingNode,
    ReportNode,
)
from caretree.guideline.actions import Action
from caretree.guideline.inputs import Input

Meaning = Any
"""Nested tuples of words and exact numbers."""

PROSE = frozenset({"text", "notes", "cites", "span", "because", "label", "subject", "name", "texts"})


class _Reading(Struct):
    graph: DecisionGraph
    known: dict[str, Meaning] = field(default_factory=dict)
    places: list[str] | None = None

    def expression(self, name: str) -> Meaning:
        """A condition, number or label written out in full; or, where only places are wanted, that one stands here."""
        if self.places is not None and name in self.graph.conditions:
            self.places.append(name)
            return "a condition"
        if name not in self.known:
            graph = self.graph
            node = graph.conditions.get(name) or graph.numbers.get(name) or graph.labels.get(name)
            self.known[name] = self.plain(node)
        return self.known[name]

    def plain(self, value: object) -> Meaning:
        """A value of the model without its prose."""
        if isinstance(value, str):
            return self.expression(value) if self._is_expression(value) else value
        if value is None or isinstance(value, bool | int | Fraction):
            return value
        if isinstance(value, tuple):
            return tuple(self.plain(each) for each in value)
        if isinstance(value, Mapping):
            return tuple(sorted((str(key), self.plain(each)) for key, each in value.items()))
        if isinstance(value, Struct):
            kept = [name for name in value.__struct_fields__ if name not in PROSE]
            return (type(value).__name__, *(self.plain(getattr(value, name)) for name in kept))
        return repr(value)

    def _is_expression(self, name: str) -> bool:
        return name in self.graph.conditions or name in self.graph.numbers or name in self.graph.labels

    def node(self, name: str) -> Meaning:
        """A decision's node with everything below it."""
        node: GraphNode = self.graph.nodes[name]
        match node:
            case BlockNode(of=parts, see=see):
                return ("all", see, *(self.node(part) for part in parts))
            case ForkNode(ordered=ordered, branches=branches):
                ways = tuple((self.expression(one.condition), self.node(one.then)) for one in branches)
                return ("fork", ordered, ways)
            case ExtraNode(condition=condition, then=then, waiting=waiting):
                return ("extra", waiting, self.expression(condition), self.node(then))
            case ConflictNode(conflict=conflict, then=then):
                return ("conflict", conflict, None if then is None else self.node(then))
            case NothingNode():
                return ("nothing",)
            case AdviceNode(see=see, because=because):
                said = (node.direction, node.strength, node.action, node.timing, node.after, node.certainty)
                until = None if node.until is None else self.expression(node.until)
                return ("advice", said, until, see, because)
            case ReportNode(of=of, kind=kind, value=value):
                return ("report", of, kind, self.expression(value))
            case _:
                return tuple(
                    self.plain(getattr(node, name)) for name in node.__struct_fields__ if name not in (*PROSE, "id")
                )


def meaning(graph: DecisionGraph) -> dict[str, Meaning]:
    """Everything an answer depends on, by the feature whose scenarios show it first."""
    return _meaning(_Reading(graph))


def conditions_in_place(graph: DecisionGraph) -> tuple[list[str], dict[str, Meaning]]:
    """The conditions that decide something, in the order of their places, and everything else."""
    reading = _Reading(graph, places=[])
    shape = _meaning(reading)
    return reading.places or [], shape


def _meaning(reading: _Reading) -> dict[str, Meaning]:
    graph = reading.graph
    guideline = graph.guideline
    always = None if graph.applies_when is None else reading.expression(graph.applies_when)
    impossible = tuple(reading.expression(condition) for condition, _ in graph.impossible)
    inputs = tuple(_input(reading, given) for given in guideline.inputs)
    found: dict[str, Meaning] = {"patients": (always, impossible, inputs, reading.plain(graph.assumptions))}
    for run in graph.runs:
        found[run.node] = (run.condition and reading.expression(run.condition), reading.node(run.node))
    found |= {f"options-{name}": reading.plain(options) for name, options in graph.options.items()}
    found |= {f"pathway-{pathway.id}": reading.plain(pathway) for pathway in graph.pathways}
    found["doses"] = tuple((name, reading.plain(dosing), dosing.texts) for name, dosing in graph.dosing.items())
    found["safety-rules"] = tuple(_rule(reading, rule) for rule in graph.rules)
    found["actions"] = (reading.plain(graph.members), tuple(_action(action) for action in guideline.actions))
    met = {node.conflict for node in graph.nodes.values() if isinstance(node, ConflictNode)}
    found["conflicts"] = tuple((one.name.id, one.follow) for one in guideline.conflicts if one.name.id in met)
    return found


def _rule(reading: _Reading, rule: GraphRule) -> Meaning:
    condition = None if rule.condition is None else reading.expression(rule.condition)
    return (rule.kind, rule.x, rule.y, condition, reading.plain(rule.cap))


def _action(action: Action) -> Meaning:
    schedule = tuple(step.text for step in action.schedule)
    return (action.name.id, action.is_test, action.urgent, schedule, action.not_stated)


def _input(reading: _Reading, given: Input) -> Meaning:
    assumed = None if given.assume is None else given.assume.value
    return (given.name.id, reading.plain(given.type), given.may_be_unknown, assumed, given.costs)
