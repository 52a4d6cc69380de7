"""One guideline in the solver's words: every expression once, and what is true of every complete patient.

    formula("c3")      ANC < 1/2 and fever
    amount("n1")       the real number ANC
    facts              ("plausible range of ANC", 0 <= ANC <= 60), …

A complete patient has a value for every input. ``until X is known`` is a free yes/no (``waiting``): what is proved with
it holds for advice under ``until`` with every value X could have.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import z3  # type: ignore[import-untyped]
from msgspec import Struct, field

from caretree.decisions.expressions import ConditionId, LabelFork, LabelId, NotKnown, NumberId
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.inputs import Input
from caretree.solver.logic import Amount, Context, Formula, all_of, any_of, new_context
from caretree.solver.static_bounds import StaticBounds, static_bounds

Fact = tuple[str, Formula]
"""What is true of every patient, and what it trusts: ``plausible range of ANC``, ``impossible: ANC is above WBC``, or
nothing where it is true by construction."""


class Encoding(Struct):
    """What has been encoded so far. ``facts`` and ``exact`` grow; ``exact`` holds what only non-linear arithmetic says.

    ``series``, ``shifts`` and ``years`` keep the terms that must agree with each other and with the calendar.
    ``offered`` says when an action is offered (set once the decisions are known; only safety rules ask).
    """

    graph: DecisionGraph
    inputs: dict[str, Input]
    bounds: StaticBounds
    context: Context = field(default_factory=new_context)
    facts: list[Fact] = field(default_factory=list)
    exact: list[Formula] = field(default_factory=list)
    truths: dict[str, Formula] = field(default_factory=dict)
    amounts: dict[str, Amount] = field(default_factory=dict)
    labels: dict[str, dict[str, Formula]] = field(default_factory=dict)
    conditions: dict[ConditionId, Formula] = field(default_factory=dict)
    numbers: dict[NumberId, Amount] = field(default_factory=dict)
    label_forks: dict[LabelId, dict[str, Formula]] = field(default_factory=dict)
    series: dict[str, list[object]] = field(default_factory=dict)
    shifts: list[tuple[Amount, int, Amount]] = field(default_factory=list)
    years: list[tuple[Amount, Amount, Amount]] = field(default_factory=list)
    waiting: dict[tuple[str, ...], Formula] = field(default_factory=dict)
    offered: Callable[[str], Formula] | None = None
    fresh: int = 0

    def formula(self, condition: ConditionId) -> Formula:
        """When a condition holds."""
        from caretree.solver.encode_conditions import encode_condition

        if condition not in self.conditions:
            self.conditions[condition] = encode_condition(self.graph.conditions[condition], self)
        return self.conditions[condition]

    def amount(self, number: NumberId) -> Amount:
        """A number, in its unit."""
        from caretree.solver.encode_numbers import encode_number

        if number not in self.numbers:
            self.numbers[number] = encode_number(number, self)
        return self.numbers[number]

    def label(self, label: LabelId) -> dict[str, Formula]:
        """When a label has each of its values."""
        if label not in self.label_forks:
            node = self.graph.labels[label]
            if isinstance(node, LabelFork):
                self.label_forks[label] = self._label_fork(node)
            else:
                self.label_forks[label] = self.one_of(node.input, node.labels)
        return self.label_forks[label]

    def _label_fork(self, node: LabelFork) -> dict[str, Formula]:
        ways: dict[str, list[Formula]] = {label: [] for label in node.labels}
        for condition, (_, label, nested) in zip(self.branches(node), node.branches, strict=True):
            if nested is None:
                ways[label].append(condition)
            else:
                for inner, formula in self.label(nested).items():
                    ways[inner].append(all_of([condition, formula], self.context))
        return {label: any_of(formulas, self.context) for label, formulas in ways.items()}

    def branches(self, node: LabelFork) -> list[Formula]:
        """When each branch of a label is the patient's."""
        return effective([self.formula(condition) for condition, _, _ in node.branches], node.ordered, self.context)

    def truth(self, key: str) -> Formula:
        """A free yes/no."""
        if key not in self.truths:
            self.truths[key] = z3.Bool(key, self.context)
        return self.truths[key]

    def one_of(self, key: str, labels: tuple[str, ...]) -> dict[str, Formula]:
        """A free choice: exactly one of the labels."""
        if key not in self.labels:
            found = {label: z3.Bool(f"{key} is {label}", self.context) for label in labels}
            self.labels[key] = found
            each = list(found.values())
            self.facts.append(("", any_of(each, self.context)))
            if len(each) > 1:
                self.facts.append(("", z3.PbLe([(one, 1) for one in each], 1)))
        return self.labels[key]

    def free_amount(self, key: str, whole: bool = False) -> Amount:
        """A free number."""
        if key not in self.amounts:
            self.amounts[key] = z3.ToReal(z3.Int(key, self.context)) if whole else z3.Real(key, self.context)
        return self.amounts[key]

    def new_amount(self, kind: str, whole: bool = False) -> Amount:
        """A number nothing else is called like."""
        self.fresh += 1
        name = f"{kind} #{self.fresh}"
        return z3.ToReal(z3.Int(name, self.context)) if whole else z3.Real(name, self.context)

    def waits(self, node: NotKnown) -> Formula:
        """Whether something is waited for: free, so that what is proved holds either way."""
        if node.inputs not in self.waiting:
            self.waiting[node.inputs] = z3.Bool(f"waiting for {', '.join(node.inputs)}", self.context)
        return self.waiting[node.inputs]

    def bound(self, number: NumberId) -> tuple[Fraction | None, Fraction | None]:
        """Between what a number always lies, over every plausible patient."""
        interval = self.bounds.get(number)
        return (None, None) if interval is None else (interval.low, interval.high)


def effective(conditions: list[Formula], ordered: bool, context: Context) -> list[Formula]:
    """When each branch is taken: in an ordered fork, only if none above it holds."""
    if not ordered:
        return conditions
    taken = []
    for position, condition in enumerate(conditions):
        above = [z3.Not(each) for each in conditions[:position]]
        taken.append(all_of([*above, condition], context))
    return taken


def new_encoding(graph: DecisionGraph) -> Encoding:
    """An encoding with nothing encoded yet."""
    return Encoding(graph, {given.name.id: given for given in graph.guideline.inputs}, static_bounds(graph))
