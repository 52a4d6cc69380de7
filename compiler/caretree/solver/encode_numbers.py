"""Numbers in the solver's words, for complete patients: linear where they are, with sound bounds where they are not.

2 * weight                                   2 * weight
square root of (height * weight / 3600)      a fresh number between the bounds of interval arithmetic;
                                             its exact meaning is kept aside (``Encoding.exact``)

A question is first asked with the bounds alone: what is proved then stands. Only a counterexample needs the rest.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

import z3  # type: ignore[import-untyped]

from caretree.decisions.expressions import (
    Arithmetic,
    CompletedYears,
    ConstantNumber,
    CourseStart,
    Extreme,
    InputValue,
    Logarithm,
    Now,
    NumberFork,
    NumberId,
    NumberNode,
    PhaseClock,
    Power,
    Rounded,
    Score,
    SeriesDate,
    SeriesValue,
    ShiftedDate,
    SquareRoot,
)
from caretree.decisions.irrational import logarithm_bounds, power_bounds
from caretree.guideline.types import Number
from caretree.solver.encode_dates import encode_date
from caretree.solver.encode_series import encode_series_value
from caretree.solver.encoding import Encoding, effective
from caretree.solver.logic import Amount, all_of, chosen, exact


def encode_number(number: NumberId, encoding: Encoding) -> Amount:
    """A number, in its unit."""
    node = encoding.graph.numbers[number]
    match node:
        case ConstantNumber(value=value):
            return exact(value, encoding.context)
        case InputValue(input=name):
            declared = encoding.inputs[name].type
            return scalar(name, encoding) if isinstance(declared, Number) else encode_date(node, encoding)
        case Arithmetic():
            return _arithmetic(number, node, encoding)
        case Extreme(which=which, of=parts):
            return _extreme(which, [encoding.amount(part) for part in parts])
        case Rounded():
            return _rounded(node, encoding)
        case Score(items=items, add=add):
            zero = exact(0, encoding.context)
            points = [z3.If(encoding.formula(c), exact(p, encoding.context), zero) for p, c in items]
            return z3.Sum([zero, *points, *(encoding.amount(each) for each in add)])
        case NumberFork(ordered=ordered, branches=branches):
            conditions = effective([encoding.formula(c) for c, _ in branches], ordered, encoding.context)
            amounts = [encoding.amount(then) for _, then in branches]
            return chosen(zip(conditions, amounts, strict=True), _bounded(number, "fork", encoding))
        case _:
            return _encode_other(number, node, encoding)


def _encode_other(number: NumberId, node: NumberNode, encoding: Encoding) -> Amount:
    match node:
        case SquareRoot() | Power() | Logarithm():
            return _function(number, node, encoding)
        case SeriesValue():
            return encode_series_value(node, encoding)
        case PhaseClock(pathway=pathway):
            return phase_clock(pathway, encoding)
        case SeriesDate() | CourseStart() | Now() | ShiftedDate() | CompletedYears():
            return encode_date(node, encoding)
        case ConstantNumber() | InputValue() | Arithmetic() | Extreme() | Rounded() | Score() | NumberFork():
            raise AssertionError("handled above")
        case _:
            assert_never(node)


def scalar(name: str, encoding: Encoding) -> Amount:
    """An input's number in its declared unit, inside its plausible range."""
    if name in encoding.amounts:
        return encoding.amounts[name]
    declared = encoding.inputs[name].type
    assert isinstance(declared, Number)
    value = encoding.free_amount(name, whole=declared.whole)
    low, high = declared.plausible.low, declared.plausible.high
    shown = encoding.inputs[name].name.shown
    bounds = all_of([value >= exact(low, value.ctx), value <= exact(high, value.ctx)], value.ctx)
    encoding.facts.append((f"plausible range of {shown}", bounds))
    if declared.decimals is not None and not declared.unit.symbol and not declared.whole:
        steps = z3.ToReal(z3.Int(f"steps of {name}", encoding.context))
        encoding.facts.append(("", value == steps / exact(10**declared.decimals, value.ctx)))
    return value


def phase_clock(pathway: str, encoding: Encoding) -> Amount:
    """Whole days since the current phase started."""
    key = f"clock of {pathway}"
    if key not in encoding.amounts:
        encoding.facts.append(("", encoding.free_amount(key, whole=True) >= 0))
    return encoding.amounts[key]


def _bounded(number: NumberId, kind: str, encoding: Encoding) -> Amount:
    """A fresh number inside the interval of ``number``."""
    fresh = encoding.new_amount(kind)
    low, high = encoding.bound(number)
    trusts = "plausible ranges in a formula"
    if low is not None:
        encoding.facts.append((trusts, fresh >= exact(low, fresh.ctx)))
    if high is not None:
        encoding.facts.append((trusts, fresh <= exact(high, fresh.ctx)))
    return fresh


def _is_number(amount: Amount) -> bool:
    return bool(z3.is_rational_value(amount) or z3.is_int_value(amount))


def _arithmetic(number: NumberId, node: Arithmetic, encoding: Encoding) -> Amount:
    left, right = encoding.amount(node.left), encoding.amount(node.right)
    match node.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*" if _is_number(left) or _is_number(right):
            return left * right
        case "*":
            result = _bounded(number, "product", encoding)
            encoding.exact.append(result == left * right)
            return result
        case "/" if _is_number(right) and not z3.is_true(z3.simplify(right == 0)):
            return left / right
        case _:
            result = _bounded(number, "quotient", encoding)
            encoding.exact.append(z3.Implies(right != 0, result * right == left))
            return result


def _extreme(which: str, parts: list[Amount]) -> Amount:
    result = parts[0]
    for part in parts[1:]:
        result = z3.If(part < result if which == "lowest" else part > result, part, result)
    return result


def _rounded(node: Rounded, encoding: Encoding) -> Amount:
    """A multiple of the step; ``ToInt`` rounds down, ties go away from zero."""
    of = encoding.amount(node.of)
    step = exact(node.step, encoding.context)
    half = exact(Fraction(1, 2), encoding.context)
    down = z3.ToReal(z3.ToInt(of / step))
    up = -z3.ToReal(z3.ToInt(-(of / step)))
    match node.mode:
        case "down":
            return down * step
        case "up":
            return up * step
        case "half-up":
            nearest = z3.ToReal(z3.ToInt(of / step + half))
            below_zero = -z3.ToReal(z3.ToInt(half - of / step))
            return z3.If(of >= 0, nearest, below_zero) * step


def _function(number: NumberId, node: SquareRoot | Power | Logarithm, encoding: Encoding) -> Amount:
    of = encoding.amount(node.of)
    result = _bounded(number, "function", encoding)
    if isinstance(node, SquareRoot):
        encoding.facts.append(("", result >= 0))
        encoding.exact.append(z3.Implies(of >= 0, result * result == of))
    elif isinstance(node, Power) and node.exponent.denominator == 1 and 1 <= node.exponent <= 4:
        product = of
        for _ in range(int(node.exponent) - 1):
            product = product * of
        encoding.exact.append(result == product)
    return result


def thresholds_of_monotone(number: NumberId, threshold: Fraction, encoding: Encoding) -> None:
    """What a cut-off for a logarithm or a power says about the number inside: rational numbers on both sides of it."""
    node = encoding.graph.numbers[number]
    inside = _inverse(node, threshold)
    if inside is None or not isinstance(node, Logarithm | Power):
        return
    of, result = encoding.amount(node.of), encoding.amount(number)
    low, high = (exact(end, encoding.context) for end in inside)
    limit = exact(threshold, encoding.context)
    positive = of > 0
    encoding.facts.append(("", z3.Implies(all_of([positive, of >= high], of.ctx), result >= limit)))
    encoding.facts.append(("", z3.Implies(all_of([positive, of <= low], of.ctx), result <= limit)))
    if inside[0] != inside[1]:
        encoding.facts.append(("", z3.Implies(positive, result != limit)))


def _inverse(node: NumberNode, threshold: Fraction) -> tuple[Fraction, Fraction] | None:
    """Bounds around the number whose logarithm (or power) is the threshold."""
    if isinstance(node, Power) and node.exponent > 0 and threshold > 0:
        return power_bounds(threshold, 1 / node.exponent)
    if isinstance(node, Logarithm) and abs(threshold) <= 100:
        return _exponential(threshold)
    return None


def _exponential(of: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds around e to the power of a number, found by halving on the logarithm's bounds."""
    low, high = Fraction(1), Fraction(1)
    while logarithm_bounds(high)[0] < of:
        high *= 4
    while logarithm_bounds(low)[1] > of:
        low /= 4
    for _ in range(80):
        middle = (low + high) / 2
        near = logarithm_bounds(middle)
        low, high = (middle, high) if near[1] < of else (low, middle) if near[0] > of else (low, high)
    return low, high
