"""Which inputs an expression reads, through every definition it is built from.

possible infection means any of: fever, infection suspected
inputs_of_condition(graph, <possible infection>)    ("fever", "infection-suspected")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Literal, Protocol

from msgspec import Struct

from caretree.decisions.expressions import (
    Assumed,
    ConditionId,
    ConditionNode,
    LabelId,
    LabelNode,
    NumberId,
    NumberNode,
)
from caretree.decisions.graph import DecisionGraph, DoseFork, DoseNode
from caretree.decisions.once import once_a_graph, once_a_graph_each
from caretree.decisions.references import References, condition_references, label_references, number_references
from caretree.guideline.inputs import Input

Kind = Literal["condition", "number", "label"]
Expression = tuple[Kind, str]
"""One expression: the table it is in and its id."""


class Expressions(Protocol):
    """Anything that holds the three tables: a decision graph, or one being built."""

    @property
    def conditions(self) -> Mapping[ConditionId, ConditionNode]: ...  # noqa: D102

    @property
    def numbers(self) -> Mapping[NumberId, NumberNode]: ...  # noqa: D102

    @property
    def labels(self) -> Mapping[LabelId, LabelNode]: ...  # noqa: D102


class Read(Struct, frozen=True):
    """What some expressions read: inputs, pathways whose phase they look at, and yes/no definitions that are assumed
    when not recorded; each in order of first use."""

    inputs: tuple[str, ...]
    pathways: tuple[str, ...]
    assumed_definitions: tuple[str, ...]


def references(tables: Expressions, expression: Expression) -> References:
    """What one expression mentions directly."""
    kind, name = expression
    if kind == "condition":
        return condition_references(tables.conditions[name])
    if kind == "number":
        return number_references(tables.numbers[name])
    return label_references(tables.labels[name])


def reached(tables: Expressions, roots: Iterable[Expression]) -> tuple[Expression, ...]:
    """Every expression the roots are built from, themselves included, depth first and each once."""
    if isinstance(tables, DecisionGraph):
        return tuple(dict.fromkeys(one for root in roots for one in _reached_from(tables, root)))
    return _reached(tables, roots)


@once_a_graph_each
def _reached_from(graph: DecisionGraph, root: Expression) -> tuple[Expression, ...]:
    return _reached(graph, [root])


def _reached(tables: Expressions, roots: Iterable[Expression]) -> tuple[Expression, ...]:
    found: dict[Expression, None] = {}
    waiting = list(roots)[::-1]
    while waiting:
        expression = waiting.pop()
        if expression in found:
            continue
        found[expression] = None
        mentioned = references(tables, expression)
        children: list[Expression] = [("condition", name) for name in mentioned.conditions]
        children += [("number", name) for name in mentioned.numbers]
        children += [("label", name) for name in mentioned.labels]
        waiting += children[::-1]
    return tuple(found)


def read(tables: Expressions, roots: Iterable[Expression]) -> Read:
    """What the roots read, transitively, in order of first use."""
    if isinstance(tables, DecisionGraph):
        each = [read_by(tables, root) for root in roots]
        return Read(
            _once(one.inputs for one in each),
            _once(one.pathways for one in each),
            _once(one.assumed_definitions for one in each),
        )
    return _read(tables, roots)


def _once(each: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(each)))


def _read(tables: Expressions, roots: Iterable[Expression]) -> Read:
    inputs: dict[str, None] = {}
    pathways: dict[str, None] = {}
    assumed: dict[str, None] = {}
    for expression in reached(tables, roots):
        mentioned = references(tables, expression)
        inputs.update(dict.fromkeys(mentioned.inputs))
        pathways.update(dict.fromkeys(mentioned.pathways))
        if expression[0] == "condition":
            node = tables.conditions[expression[1]]
            if isinstance(node, Assumed):
                assumed[node.id] = None
    return Read(tuple(inputs), tuple(pathways), tuple(assumed))


@once_a_graph_each
def read_by(graph: DecisionGraph, expression: Expression) -> Read:
    """What one expression of a graph reads, transitively."""
    return _read(graph, [expression])


def inputs_of_condition(tables: Expressions, condition: ConditionId) -> tuple[str, ...]:
    """The inputs a condition reads, transitively, in order of first use."""
    return read(tables, [("condition", condition)]).inputs


def inputs_of_number(tables: Expressions, number: NumberId) -> tuple[str, ...]:
    """The inputs a number reads, transitively, in order of first use."""
    return read(tables, [("number", number)]).inputs


def inputs_of_label(tables: Expressions, label: LabelId) -> tuple[str, ...]:
    """The inputs a label reads, transitively, in order of first use."""
    return read(tables, [("label", label)]).inputs


def dose_expressions(dose: DoseNode) -> tuple[Expression, ...]:
    """The conditions and numbers a dose is made of."""
    if isinstance(dose, DoseFork):
        return tuple(
            expression
            for _, condition, then in dose.branches
            for expression in (("condition", condition), *dose_expressions(then))
        )
    numbers = (dose.low, dose.high, dose.limit_high, dose.limit_low)
    return tuple(("number", number) for number in numbers if number is not None)


def inputs_of_dose(graph: DecisionGraph, dose: DoseNode) -> tuple[str, ...]:
    """The inputs a dose reads, transitively, in the guideline's order of inputs."""
    return in_file_order(graph, read(graph, dose_expressions(dose)).inputs)


def assumptions_read(graph: DecisionGraph, roots: Iterable[Expression]) -> tuple[str, ...]:
    """Identities of the assumptions the roots may use: inputs in the guideline's order, then yes/no definitions."""
    found = read(graph, roots)
    inputs = tuple(name for name in in_file_order(graph, found.inputs) if name in graph.assumptions)
    return inputs + found.assumed_definitions


def in_file_order(graph: DecisionGraph, inputs: Iterable[str]) -> tuple[str, ...]:
    """Inputs in the guideline's order of writing."""
    places = _places(graph)
    return tuple(sorted({name for name in inputs if name in places}, key=places.__getitem__))


@once_a_graph
def _places(graph: DecisionGraph) -> dict[str, int]:
    return {given.name.id: place for place, given in enumerate(graph.guideline.inputs)}


@once_a_graph
def inputs_by_name(graph: DecisionGraph) -> dict[str, Input]:
    """The inputs by their identities."""
    return {given.name.id: given for given in graph.guideline.inputs}
