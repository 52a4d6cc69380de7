"""What must be yes and what must be no for a patient of whom only some values are known.

    fever                     Y = known fever and fever       N = known fever and not fever
    ANC is below 0.5          Y = highest possible ANC < 0.5  N = lowest possible ANC >= 0.5
    every part of a list      Y = every part's Y              N = some part's N

The scheme is the one the interpreter and every target follow. A known-bit stands for each input, each pathway's phase,
and each term a list can have too few values for. Where the interpreter's interval of a number is not followed step by
step, it is left free between the number itself and its widest bounds.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

import z3  # type: ignore[import-untyped]
from msgspec import Struct, field

from caretree.decisions import expressions as to
from caretree.decisions.reads import reached, read
from caretree.decisions.reported import number_type
from caretree.decisions.series import needed
from caretree.guideline.types import COURSE_STATUSES, Number
from caretree.solver.encode_conditions import encode_condition, phases_of
from caretree.solver.encode_series import SINGLE, sustained_key, trend_key
from caretree.solver.logic import (
    Amount,
    Formula,
    all_of,
    any_of,
    at_least,
    at_most,
    chosen,
    compared,
    constant,
    exact,
    negation,
)
from caretree.solver.prover import Prover

Truths = tuple[Formula, Formula]
"""When a condition must be yes, and when it must be no."""

Ends = tuple[Amount, Amount]
"""The lowest and the highest a number can be."""


class Known(Struct):
    """The formulas for patients with unknown values. ``bits`` are the inputs that can be unknown; ``offered`` says when
    an action is certainly and when it is possibly offered."""

    prover: Prover
    bits: dict[str, Formula] = field(default_factory=dict)
    truths: dict[str, Truths] = field(default_factory=dict)
    numbers: dict[str, Ends] = field(default_factory=dict)
    labels: dict[str, dict[str, Formula]] = field(default_factory=dict)

    def bit(self, name: str) -> Formula:
        """Whether an input is known. One that may not be unknown is; so is one that is assumed without exception."""
        given = self.prover.encoding.inputs[name]
        assumed = given.assume is not None and given.assume.unless is None
        if assumed or not (given.may_be_unknown or given.assume):
            return constant(True, self.prover.encoding.context)
        if name not in self.bits:
            self.bits[name] = z3.Bool(f"known {name}", self.prover.encoding.context)
        return self.bits[name]

    def phase_bit(self, pathway: str) -> Formula:
        """Whether the phase of a pathway is known."""
        return self.prover.encoding.truth(f"known phase of {pathway}")

    def term_bit(self, key: str, name: str) -> Formula:
        """Whether a list has enough values for a term."""
        bit = self.prover.encoding.truth(f"enough for {key}")
        self.prover.encoding.facts.append(("", z3.Implies(bit, self.bit(name))))
        return bit

    def of(self, condition: str) -> Truths:
        """When a condition must be yes, and when it must be no."""
        if condition not in self.truths:
            self.truths[condition] = self._decided(condition) or self._condition(
                self.prover.graph.conditions[condition], condition
            )
        return self.truths[condition]

    def _decided(self, condition: str) -> Truths | None:
        """A condition that holds, or fails, for every plausible value; not if it reads the day or what is offered."""
        graph, context = self.prover.graph, self.prover.encoding.context
        for kind, name in reached(graph, [("condition", condition)]):
            if kind == "number" and isinstance(graph.numbers[name], to.Now):
                return None
            if kind == "condition" and isinstance(graph.conditions[name], to.NotKnown | to.IsOffered):
                return None
        truth = self.prover.encoding.bounds.evaluation.truth(condition)
        return None if truth is None else (constant(truth, context), constant(not truth, context))

    def _condition(self, node: to.ConditionNode, condition: str) -> Truths:
        context = self.prover.encoding.context
        match node:
            case to.Constant(value=value):
                return constant(value, context), constant(not value, context)
            case to.Not(of=of):
                yes, no = self.of(of)
                return no, yes
            case to.AllOf(of=parts):
                each = [self.of(part) for part in parts]
                return all_of([yes for yes, _ in each], context), any_of([no for _, no in each], context)
            case to.AnyOf(of=parts):
                each = [self.of(part) for part in parts]
                return any_of([yes for yes, _ in each], context), all_of([no for _, no in each], context)
            case to.CountOf():
                return self._count(node)
            case to.Assumed():
                return self._assumed(node)
            case to.Compare():
                return self._compare(node)
            case to.LabelIn(of=of, labels=labels):
                return self._among(self.label(of), labels)
            case to.NotKnown(inputs=inputs):
                missing = any_of([negation(self.bit(name)) for name in inputs], context)
                return missing, negation(missing)
            case to.InPhase(pathway=pathway, phases=phases):
                places = phases_of(pathway, self.prover.encoding)
                return self._if_known(self.phase_bit(pathway), any_of([places[one] for one in phases], context))
            case to.IsOffered():
                raise ValueError("what is offered is read with the advice")
            case to.Fact() | to.DualCompare() | to.CourseIs() | to.Trend() | to.Sustained():
                return self._leaf(node)
            case _:
                assert_never(node)

    def _if_known(self, bit: Formula, formula: Formula) -> Truths:
        context = self.prover.encoding.context
        return all_of([bit, formula], context), all_of([bit, negation(formula)], context)

    def _leaf(self, node: to.Fact | to.DualCompare | to.CourseIs | to.Trend | to.Sustained) -> Truths:
        formula = encode_condition(node, self.prover.encoding)
        match node:
            case to.Fact(input=name):
                return self._if_known(self.bit(name), formula)
            case to.CourseIs(input=name, statuses=statuses):
                yes, no = self._if_known(self.bit(name), formula)
                return (constant(True, formula.ctx), no) if set(COURSE_STATUSES) <= set(statuses) else (yes, no)
            case to.DualCompare(of=of):
                return self._if_known(self._number_known(of), formula)
            case to.Trend(input=name):
                return self._if_known(self.term_bit(trend_key(node), name), formula)
            case to.Sustained(input=name):
                return self._if_known(self.term_bit(sustained_key(node), name), formula)
            case _:
                assert_never(node)

    def _count(self, node: to.CountOf) -> Truths:
        context = self.prover.encoding.context
        each = [self.of(part) for part in node.of]
        must, may = [yes for yes, _ in each], [negation(no) for _, no in each]
        enough, too_few = at_least(node.count, must, context), negation(at_least(node.count, may, context))
        if not node.exactly:
            return enough, too_few
        yes = all_of([enough, at_most(node.count, may, context)], context)
        return yes, any_of([too_few, negation(at_most(node.count, must, context))], context)

    def _assumed(self, node: to.Assumed) -> Truths:
        context = self.prover.encoding.context
        yes, no = self.of(node.of)
        allowed = constant(True, context) if node.unless is None else self.of(node.unless)[1]
        used = all_of([negation(yes), negation(no), allowed], context)
        return (any_of([yes, used], context), no) if node.value else (yes, any_of([no, used], context))

    def _compare(self, node: to.Compare) -> Truths:
        context = self.prover.encoding.context
        low, high = self.ends(node.left)
        if isinstance(node.right, Fraction):
            other = (exact(node.right, context), exact(node.right, context))
        else:
            other = self.ends(node.right)
        opposite = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}[node.comparison]
        if node.comparison in ("lt", "le"):
            return compared(node.comparison, high, other[0]), compared(opposite, low, other[1])
        return compared(node.comparison, low, other[1]), compared(opposite, high, other[0])

    def _among(self, possible: dict[str, Formula], wanted: tuple[str, ...]) -> Truths:
        context = self.prover.encoding.context
        inside = any_of([formula for label, formula in possible.items() if label in wanted], context)
        outside = any_of([formula for label, formula in possible.items() if label not in wanted], context)
        return all_of([inside, negation(outside)], context), all_of([outside, negation(inside)], context)

    def label(self, label: str) -> dict[str, Formula]:
        """When each value of a label is still possible."""
        if label not in self.labels:
            node = self.prover.graph.labels[label]
            if isinstance(node, to.InputLabel):
                unknown = negation(self.bit(node.input))
                values = self.prover.encoding.one_of(node.input, node.labels)
                context = self.prover.encoding.context
                self.labels[label] = {one: any_of([unknown, formula], context) for one, formula in values.items()}
            else:
                self.labels[label] = self._label_fork(node)
        return self.labels[label]

    def _label_fork(self, node: to.LabelFork) -> dict[str, Formula]:
        context = self.prover.encoding.context
        ways: dict[str, list[Formula]] = {label: [] for label in node.labels}
        is_open = self.open_branches([condition for condition, _, _ in node.branches], node.ordered)
        for branch, (_, label, nested) in zip(is_open, node.branches, strict=True):
            if nested is None:
                ways[label].append(branch)
            else:
                for inner, formula in self.label(nested).items():
                    ways[inner].append(all_of([branch, formula], context))
        return {label: any_of(formulas, context) for label, formulas in ways.items()}

    def open_branches(self, conditions: list[str], ordered: bool) -> list[Formula]:
        """When each branch of a fork can still be the patient's."""
        context = self.prover.encoding.context
        each = [self.of(condition) for condition in conditions]
        found = []
        for position, (_, no) in enumerate(each):
            rivals = [yes for at, (yes, _) in enumerate(each) if (at < position if ordered else at != position)]
            found.append(all_of([negation(no), negation(any_of(rivals, context))], context))
        return found

    def ends(self, number: str) -> Ends:
        """The lowest and the highest a number can be."""
        if number not in self.numbers:
            self.numbers[number] = self._ends(number, self.prover.graph.numbers[number])
        return self.numbers[number]

    def _ends(self, number: str, node: to.NumberNode) -> Ends:
        encoding = self.prover.encoding
        match node:
            case to.ConstantNumber(value=value):
                return exact(value, encoding.context), exact(value, encoding.context)
            case to.InputValue(input=name):
                return self._input_ends(number, name)
            case to.Arithmetic(operator="+", left=left, right=right):
                (low, high), (second, third) = self.ends(left), self.ends(right)
                return low + second, high + third
            case to.Arithmetic(operator="-", left=left, right=right):
                (low, high), (second, third) = self.ends(left), self.ends(right)
                return low - third, high - second
            case to.Score():
                return self._score(node)
            case to.SeriesValue(which=which) if which in SINGLE:
                return self._series_ends(number, node)
            case to.NumberFork(ordered=ordered, branches=branches):
                is_open = self.open_branches([condition for condition, _ in branches], ordered)
                each = [self.ends(branch) for _, branch in branches]
                return _hull(is_open, [low for low, _ in each], "lt"), _hull(is_open, [high for _, high in each], "gt")
            case _:
                return self._free_ends(number)

    def _series_ends(self, number: str, node: to.SeriesValue) -> Ends:
        """The term where the list has enough values, else anything plausible."""
        encoding = self.prover.encoding
        plausible = number_type(encoding.inputs[node.input]).plausible
        value, bit = encoding.amount(number), self.enough(node)
        low, high = (exact(end, encoding.context) for end in (plausible.low, plausible.high))
        return chosen([(bit, value)], low), chosen([(bit, value)], high)

    def enough(self, node: to.SeriesValue) -> Formula:
        """Whether a list is known and has the values a term needs: the same for every term that needs as many."""
        if node.which == "number":
            return self.bit(node.input)
        window = "" if node.within is None else f" in the last {node.within} days"
        return self.term_bit(f"{needed(node)} values{window} of {node.input}", node.input)

    def _input_ends(self, number: str, name: str) -> Ends:
        encoding = self.prover.encoding
        declared = encoding.inputs[name].type
        if not isinstance(declared, Number):
            return self._free_ends(number)
        value, bit = encoding.amount(number), self.bit(name)
        low, high = (exact(end, encoding.context) for end in (declared.plausible.low, declared.plausible.high))
        return chosen([(bit, value)], low), chosen([(bit, value)], high)

    def _score(self, node: to.Score) -> Ends:
        context = self.prover.encoding.context
        zero = exact(0, context)
        lows, highs = [zero], [zero]
        for points, condition in node.items:
            yes, no = self.of(condition)
            must, may = chosen([(yes, exact(points, context))], zero), chosen([(no, zero)], exact(points, context))
            lows.append(must if points > 0 else may)
            highs.append(may if points > 0 else must)
        for number in node.add:
            low, high = self.ends(number)
            lows.append(low)
            highs.append(high)
        return z3.Sum(lows), z3.Sum(highs)

    def _free_ends(self, number: str) -> Ends:
        """The number itself where everything it reads is known; otherwise anything around it."""
        encoding = self.prover.encoding
        value, known = encoding.amount(number), self._number_known(number)
        low, high = encoding.new_amount("lowest"), encoding.new_amount("highest")
        around = all_of([low <= value, value <= high], encoding.context)
        encoding.facts.append(("", chosen([(known, all_of([low == value, high == value], encoding.context))], around)))
        bounds = encoding.bound(number)
        if bounds[0] is not None:
            encoding.facts.append(("", low >= exact(bounds[0], encoding.context)))
        if bounds[1] is not None:
            encoding.facts.append(("", high <= exact(bounds[1], encoding.context)))
        return low, high

    def _number_known(self, number: str) -> Formula:
        """Whether every input a number reads is known, and every list long enough."""
        graph = self.prover.graph
        found = read(graph, [("number", number)])
        bits = [self.bit(name) for name in found.inputs] + [self.phase_bit(name) for name in found.pathways]
        for kind, name in reached(graph, [("number", number)]):
            node = graph.numbers[name] if kind == "number" else None
            if isinstance(node, to.SeriesValue):
                bits.append(self.enough(node))
            elif isinstance(node, to.SeriesDate | to.CourseStart):
                bits.append(self.term_bit(f"date {name}", node.input))
            elif isinstance(node, to.PhaseClock):
                bits.append(self.prover.encoding.truth(f"known start of {node.pathway}"))
        return all_of(bits, self.prover.encoding.context)


def _hull(is_open: list[Formula], values: list[Amount], nearer: str) -> Amount:
    """The lowest (``lt``) or highest (``gt``) of the values of the branches that are open. One always is: where none
    is, the facts contradict each other."""
    found, any_open = values[0], is_open[0]
    for opened, value in zip(is_open[1:], values[1:], strict=True):
        better = z3.Or(z3.Not(any_open), compared(nearer, value, found))
        found = z3.If(z3.And(opened, better), value, found)
        any_open = z3.Or(any_open, opened)
    return found
