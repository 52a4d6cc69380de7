"""Every formula has a value for every patient it is read for: no division by zero, no root of a negative number.

rate is calculated as: dose / weight change      failed for a patient whose weight change is 0, unless a branch above or
                                                 a line of the same `all of` excludes it

A term of a list with too few values is no such fault: it is unknown, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from caretree.decisions import expressions as to
from caretree.decisions.graph import ChoiceNode, DecisionGraph
from caretree.decisions.reads import Expression, dose_expressions, reached
from caretree.decisions.references import condition_references, number_references
from caretree.decisions.walk import node_expressions
from caretree.solver.logic import Formula, all_of, any_of, exact
from caretree.solver.obligation import Obligation
from caretree.solver.offers import Offer, offered_anywhere
from caretree.solver.paths import Path
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim
from caretree.source.span import NOWHERE, Span

Use = tuple[Path, str]
"""When a formula is read: the conditions that hold then, and the action whose dose it is in (or nothing)."""


class Uses(Struct):
    """Where each formula that might have no value is read."""

    graph: DecisionGraph
    risky: frozenset[str]
    found: dict[str, dict[Use, None]] = field(default_factory=dict)

    def read(self, expression: Expression, use: Use) -> None:
        """Note every use below one expression."""
        kind, name = expression
        if not any(part[1] in self.risky for part in reached(self.graph, [expression]) if part[0] == "number"):
            return
        if kind == "condition":
            self._condition(name, use)
        elif kind == "number":
            self._number(name, use)
        else:
            self._label(name, use)

    def _condition(self, name: str, use: Use) -> None:
        node = self.graph.conditions[name]
        if isinstance(node, to.AllOf):
            for part in node.of:
                others = tuple((other, True) for other in node.of if other != part)
                self.read(("condition", part), (use[0] + others, use[1]))
            return
        found = condition_references(node)
        for condition in found.conditions:
            self.read(("condition", condition), use)
        for number in found.numbers:
            self.read(("number", number), use)
        for label in found.labels:
            self.read(("label", label), use)

    def _number(self, name: str, use: Use) -> None:
        if name in self.risky:
            self.found.setdefault(name, {})[use] = None
        node = self.graph.numbers[name]
        if isinstance(node, to.NumberFork):
            for condition, then in node.branches:
                self.read(("condition", condition), use)
                self.read(("number", then), (use[0] + ((condition, True),), use[1]))
            return
        mentioned = number_references(node)
        for condition in mentioned.conditions:
            self.read(("condition", condition), use)
        for number in mentioned.numbers:
            self.read(("number", number), use)

    def _label(self, name: str, use: Use) -> None:
        node = self.graph.labels[name]
        if isinstance(node, to.LabelFork):
            for condition, _, nested in node.branches:
                self.read(("condition", condition), use)
                if nested is not None:
                    self.read(("label", nested), (use[0] + ((condition, True),), use[1]))


def defined(prover: Prover, offers: list[Offer]) -> list[Obligation]:
    """Every division, root, power and logarithm has a value wherever it is read."""
    graph = prover.graph
    written = [name for name, node in graph.numbers.items() if _arguments(node) is not None]
    uses = Uses(graph, frozenset(name for name in written if not _surely(prover, name)))
    if uses.risky:
        for expression, use in _read_expressions(prover):
            uses.read(expression, use)
    return [_defined(prover, name, list(uses.found.get(name, ())), offers) for name in written]


def _arguments(node: to.NumberNode) -> str | None:
    """The number inside that must not be everything."""
    match node:
        case to.Arithmetic(operator="/", right=right):
            return right
        case to.SquareRoot(of=of) | to.Logarithm(of=of):
            return of
        case to.Power(of=of, exponent=exponent) if exponent < 0 or exponent.denominator != 1:
            return of
        case _:
            return None


def _bad(node: to.NumberNode, value: Fraction) -> bool:
    match node:
        case to.Arithmetic():
            return value == 0
        case to.SquareRoot():
            return value < 0
        case to.Logarithm():
            return value <= 0
        case to.Power(exponent=exponent):
            return (exponent < 0 and value == 0) or (exponent.denominator != 1 and value < 0)
        case _:
            return False


def _surely(prover: Prover, name: str) -> bool:
    """Whether the plausible ranges alone keep a formula away from having no value."""
    node = prover.graph.numbers[name]
    argument = _arguments(node)
    assert argument is not None
    low, high = prover.encoding.bound(argument)
    if low is not None and (low > 0 or (low == 0 and not _bad(node, Fraction(0)))):
        return True
    return high is not None and high < 0 and not _bad(node, Fraction(-1))


def _read_expressions(prover: Prover) -> Iterator[tuple[Expression, Use]]:
    """Every expression that is read somewhere, with what holds there."""
    graph = prover.graph
    for place in prover.places.values():
        for expression in node_expressions(place.node):
            yield expression, (place.path, "")
        if isinstance(place.node, ChoiceNode):
            for option in graph.options[place.node.options].options:
                for argument in option.arguments:
                    yield ("condition", argument.condition), (place.path, "")
    for pathway in graph.pathways:
        for phase in pathway.phases:
            for move in phase.transitions:
                yield ("condition", move.condition), ((), "")
    for rule in graph.rules:
        if rule.condition is not None:
            yield ("condition", rule.condition), ((), "")
    for action, dosing in graph.dosing.items():
        for dose in (dosing.dose, *dosing.steps):
            for expression in () if dose is None else dose_expressions(dose):
                yield expression, ((), action)


def _owner(graph: DecisionGraph, name: str) -> tuple[str, str, Span]:
    """The definition a formula belongs to: its identity, its name and its place."""
    for definition in graph.guideline.definitions:
        if ("number", name) in reached(graph, [graph.defined[definition.name.id]]):
            return f"definitions/{definition.name.id}", definition.name.shown, definition.span
    return f"numbers/{name}", "a formula", graph.guideline.header.span or NOWHERE


def _defined(prover: Prover, name: str, uses: list[Use], offers: list[Offer]) -> Obligation:
    subject, shown, span = _owner(prover.graph, name)
    never = _fault(prover.graph.numbers[name]).replace("it ", "it never ", 1)
    obligation = Obligation("defined", subject, f"{shown} has a value wherever it is read: {never}", span)
    if _surely(prover, name):
        return replace(obligation, trusts=("plausible ranges in a formula",))
    if not uses:
        return obligation
    node, argument = prover.graph.numbers[name], _arguments(prover.graph.numbers[name])
    assert argument is not None
    context = prover.encoding.context
    when = any_of([_when(prover, use, offers) for use in uses], context)

    def shows(replay: Replay) -> bool:
        value = replay.number(argument)
        return value is not None and _bad(node, value) and any(_is_read(replay, use) for use in uses)

    wrong = f"{shown} has no value for some patients: {_fault(node)}"
    return settle(prover, replace(obligation, wrong=wrong), Claim((when, _fails(prover, node, argument)), shows))


def _fault(node: to.NumberNode) -> str:
    match node:
        case to.Arithmetic():
            return "it divides by zero"
        case to.Logarithm():
            return "it takes the logarithm of a number that is not above zero"
        case _:
            return "it takes the root of a number below zero"


def _when(prover: Prover, use: Use, offers: list[Offer]) -> Formula:
    path = prover.guard(use[0])
    if not use[1]:
        return path
    return all_of([path, offered_anywhere(prover, offers, (use[1],))], prover.encoding.context)


def _is_read(replay: Replay, use: Use) -> bool:
    return replay.takes(use[0]) and (not use[1] or replay.offers(use[1]))


def _fails(prover: Prover, node: to.NumberNode, argument: str) -> Formula:
    amount, zero = prover.encoding.amount(argument), exact(0, prover.encoding.context)
    match node:
        case to.Arithmetic():
            return amount == zero
        case to.Logarithm():
            return amount <= zero
        case to.Power(exponent=exponent) if exponent.denominator == 1:
            return amount == zero
        case to.Power(exponent=exponent) if exponent < 0:
            return amount <= zero
        case _:
            return amount < zero
