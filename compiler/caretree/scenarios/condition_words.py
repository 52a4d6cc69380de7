"""A condition in words, also where the guideline has none of its own: bounds of rows, of grades and of tables.

the bound of a grade's row      ANC is at most 1.74 x10^9/L
"""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions.decimals import decimal_text
from caretree.decisions.expressions import Compare, ConditionId, ConstantNumber, LabelIn, Not, NumberId
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.reads import inputs_of_condition, inputs_of_label, inputs_of_number

_BOUND = {"lt": "below", "le": "at most", "gt": "above", "ge": "at least"}


def condition_words(graph: DecisionGraph, condition: ConditionId) -> str:
    """The condition's own words, or words made from what it compares."""
    if condition in graph.condition_texts:
        return graph.condition_texts[condition]
    node = graph.conditions[condition]
    match node:
        case Not(of=of):
            return f"not {condition_words(graph, of)}"
        case Compare(comparison=comparison, left=left, right=right):
            return f"{_number(graph, left)} is {_BOUND[comparison]} {_right(graph, left, right)}"
        case LabelIn(of=of, labels=labels):
            return f"{_defined(graph, of) or _names(graph, inputs_of_label(graph, of))} is {' or '.join(labels)}"
        case _:
            return _names(graph, inputs_of_condition(graph, condition)) or "a condition"


def _number(graph: DecisionGraph, number: NumberId) -> str:
    return _defined(graph, number) or _names(graph, inputs_of_number(graph, number)) or "a number"


def _right(graph: DecisionGraph, left: NumberId, right: NumberId | Fraction) -> str:
    unit = graph.number_units.get(left, "")
    if not isinstance(right, Fraction):
        node = graph.numbers[right]
        if not isinstance(node, ConstantNumber):
            return _number(graph, right)
        right = node.value
    return f"{decimal_text(right)} {unit}".rstrip()


def _defined(graph: DecisionGraph, value: str) -> str:
    names = {one.name.id: one.name.shown for one in graph.guideline.definitions}
    return next((names.get(name, name) for name, (_, held) in graph.defined.items() if held == value), "")


def _names(graph: DecisionGraph, inputs: tuple[str, ...]) -> str:
    names = {given.name.id: given.name.shown for given in graph.guideline.inputs}
    return " and ".join(names[name] for name in inputs)
