"""The expression tables while a guideline is lowered: equal expressions are stored once, ids count first uses.

tables.condition(Fact("fever"))                                  "c1"
tables.all_of(["c1", tables.condition(Fact("bleeding"))])        "c3", AllOf(("c1", "c2"))
tables.condition(Fact("fever"))                                  "c1" again
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal as OneOf

from msgspec import Struct, field
from msgspec.structs import replace

from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    ConditionId,
    ConditionNode,
    Constant,
    ConstantNumber,
    LabelId,
    LabelNode,
    Not,
    NumberId,
    NumberNode,
)
from caretree.guideline.guideline import Guideline
from caretree.guideline.inputs import Input
from caretree.units.unit import NUMBER, Unit


class LoweringError(ValueError):
    """A guideline that resolving should not have let through: our bug, never the editor's."""


class Quantity(Struct, frozen=True):
    """A number on its way into a table: its node, its unit, and the input it is the bare value of (if it is one).

    It is stored only when something refers to it, so that converted constants leave nothing behind.
    """

    node: NumberNode
    unit: Unit
    input: str = ""

    @property
    def constant(self) -> Fraction | None:
        """The exact value of a constant."""
        return self.node.value if isinstance(self.node, ConstantNumber) else None


class Tables(Struct):
    """Everything lowered so far.

    Numbers that are equal but stand in different units are kept apart.
    """

    guideline: Guideline
    conditions: dict[ConditionId, ConditionNode] = field(default_factory=dict)
    numbers: dict[NumberId, NumberNode] = field(default_factory=dict)
    labels: dict[LabelId, LabelNode] = field(default_factory=dict)
    number_units: dict[NumberId, Unit] = field(default_factory=dict)
    condition_texts: dict[ConditionId, str] = field(default_factory=dict)
    defined: dict[str, tuple[OneOf["condition", "number", "label"], str]] = field(default_factory=dict)
    cutoff_units: dict[Unit, None] = field(default_factory=dict)
    _condition_ids: dict[ConditionNode, ConditionId] = field(default_factory=dict)
    _number_ids: dict[tuple[NumberNode, Unit], NumberId] = field(default_factory=dict)
    _label_ids: dict[LabelNode, LabelId] = field(default_factory=dict)
    _inputs: dict[str, Input] = field(default_factory=dict)

    def input(self, name: str) -> Input:
        """The input with this identity."""
        if not self._inputs:
            self._inputs = {given.name.id: given for given in self.guideline.inputs}
        return self._inputs[name]

    def condition(self, node: ConditionNode, text: str = "") -> ConditionId:
        """The id of a condition; the first words it is written with are kept."""
        found = self._condition_ids.get(node)
        if found is None:
            found = f"c{len(self.conditions) + 1}"
            self._condition_ids[node] = found
            self.conditions[found] = node
        return self.named(found, text)

    def named(self, condition: ConditionId, text: str) -> ConditionId:
        """Keep the words of a condition that has none yet."""
        if text:
            self.condition_texts.setdefault(condition, text)
        return condition

    def number(self, quantity: Quantity) -> NumberId:
        """The id of a number."""
        key = (quantity.node, quantity.unit)
        found = self._number_ids.get(key)
        if found is None:
            found = f"n{len(self.numbers) + 1}"
            self._number_ids[key] = found
            self.numbers[found] = quantity.node
            self.number_units[found] = quantity.unit
        return found

    def label(self, node: LabelNode) -> LabelId:
        """The id of a label."""
        found = self._label_ids.get(node)
        if found is None:
            found = f"l{len(self.labels) + 1}"
            self._label_ids[node] = found
            self.labels[found] = node
        return found

    def constant(self, value: bool) -> ConditionId:
        """Always yes or always no."""
        return self.condition(Constant(value))

    def all_of(self, parts: Iterable[ConditionId], text: str = "") -> ConditionId:
        """Every one holds; a single one stands for itself."""
        each = tuple(dict.fromkeys(parts))
        if len(each) == 1:
            return self.named(each[0], text)
        return self.condition(AllOf(each) if each else Constant(True), text)

    def any_of(self, parts: Iterable[ConditionId], text: str = "") -> ConditionId:
        """At least one holds; a single one stands for itself."""
        each = tuple(dict.fromkeys(parts))
        if len(each) == 1:
            return self.named(each[0], text)
        return self.condition(AnyOf(each) if each else Constant(False), text)

    def opposite(self, of: ConditionId, text: str = "") -> ConditionId:
        """It does not hold; two negations cancel out."""
        match self.conditions[of]:
            case Not(of=inner):
                return self.named(inner, text)
            case Constant(value=value):
                return self.condition(Constant(not value), text)
            case _:
                return self.condition(Not(of), text)

    def none_of(self, parts: Iterable[ConditionId]) -> ConditionId:
        """``otherwise``: not any of the others."""
        return self.opposite(self.any_of(parts))


def bare(quantity: Quantity) -> Quantity:
    """The number without its unit."""
    return replace(quantity, unit=NUMBER, input="")
