"""The few words of logic the other files use: z3's formulas, exact numbers, and the empty cases of *all* and *any*.

    exact(Fraction(1, 3), context)    the number 1/3, given to the solver as text and never as a float
    all_of([], context)               true

z3's Python classes carry no types; ``Formula`` and ``Amount`` say what is meant. Every term belongs to one context, so
that nothing one guideline asks can change the answers of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import z3  # type: ignore[import-untyped]

from caretree.solver.memory import keep_given_back

Formula = Any
"""A z3 formula: true or false for each patient."""

Amount = Any
"""A z3 number: real or whole."""

Context = Any
"""What all terms of one guideline live in."""

Model = Any
"""z3's values for the variables of a satisfied question."""


def new_context() -> Context:
    """A fresh context."""
    keep_given_back()
    return z3.Context()


def constant(value: bool, context: Context) -> Formula:
    """Always true or always false."""
    return z3.BoolVal(value, context)


def exact(value: Fraction | int, context: Context) -> Amount:
    """An exact rational number."""
    return z3.RealVal(str(value), context)


def all_of(parts: Iterable[Formula], context: Context) -> Formula:
    """Every part holds; what is always true is left out."""
    kept = [part for part in parts if not z3.is_true(part)]
    if not kept:
        return constant(True, context)
    return kept[0] if len(kept) == 1 else z3.And(*kept)


def any_of(parts: Iterable[Formula], context: Context) -> Formula:
    """Some part holds; what is always false is left out."""
    kept = [part for part in parts if not z3.is_false(part)]
    if not kept:
        return constant(False, context)
    return kept[0] if len(kept) == 1 else z3.Or(*kept)


def negation(of: Formula) -> Formula:
    """It does not hold."""
    if z3.is_not(of):
        return of.arg(0)
    if z3.is_true(of) or z3.is_false(of):
        return constant(z3.is_false(of), of.ctx)
    return z3.Not(of)


def at_least(count: int, parts: list[Formula], context: Context) -> Formula:
    """At least ``count`` of the parts hold."""
    if count <= 0:
        return constant(True, context)
    if count > len(parts):
        return constant(False, context)
    return z3.PbGe([(part, 1) for part in parts], count)


def at_most(count: int, parts: list[Formula], context: Context) -> Formula:
    """At most ``count`` of the parts hold."""
    if count >= len(parts):
        return constant(True, context)
    return z3.PbLe([(part, 1) for part in parts], count)


def compared(comparison: str, left: Amount, right: Amount) -> Formula:
    """``left < right`` and its three sisters, by the graph's word (``lt``, ``le``, ``gt``, ``ge``)."""
    match comparison:
        case "lt":
            return left < right
        case "le":
            return left <= right
        case "gt":
            return left > right
        case _:
            return left >= right


def chosen(cases: Iterable[tuple[Formula, Amount]], otherwise: Amount) -> Amount:
    """The amount of the first case that holds."""
    result = otherwise
    for condition, amount in reversed(list(cases)):
        result = z3.If(condition, amount, result)
    return result


def fraction_of(model: Model, amount: Amount) -> Fraction:
    """A model's value of a number, exact; an irrational one to fifteen digits."""
    value = model.eval(amount, model_completion=True)
    if z3.is_int_value(value) or z3.is_rational_value(value):
        return Fraction(value.as_string())
    near = value.approx(15)
    return Fraction(near.numerator_as_long(), near.denominator_as_long())


def truth_of(model: Model, formula: Formula) -> bool:
    """Whether a formula holds in a model."""
    return bool(z3.is_true(model.eval(formula, model_completion=True)))
