"""Two published cut-offs for one limit mean the same limit, wherever it appears."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeVar

from caretree.checks.check import CheckInput
from caretree.guideline.conditions import Bounds, DualCutoff, Within
from caretree.guideline.definitions import Graded
from caretree.guideline.guideline import Guideline
from caretree.guideline.inputs import Input
from caretree.guideline.terms import InputNumber, Literal, NumberTerm, SeriesTerm
from caretree.guideline.types import Number, Series
from caretree.guideline.walk import nodes
from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.units.convert import convert

Thing = TypeVar("Thing", DualCutoff, Within, Graded)
Cutoff = tuple[str, str, Fraction]
"""An input's identity, a unit and a number in it."""


def two_cutoffs_mean_one_limit(given: CheckInput) -> list[Problem]:
    """Two cut-offs that stand for one limit are further apart than rounding explains (``cutoffs-disagree``).

    What: ``at least 5.1 mmol/L or 120 mg/dL``, though 5.1 mmol/L of glucose is 91.9 mg/dL.
    Why: The unit a laboratory reports in would decide about the patient.
    Fix: Compare both numbers with the source, and the factor of ``converts``.
    Example: A cut-off in mg/dL that is far from the one in mmol/L (``cutoffs-that-disagree.care``).
    """
    inputs = {one.name.id: one for one in given.guideline.inputs}
    return [
        Problem(
            "cutoffs-disagree",
            f"`{_shown(pair.cutoffs[0])}` and `{_shown(other)}` are further apart than rounding explains",
            pair.span,
            why="the unit a laboratory reports in would decide about the patient.",
            fix="compare both numbers with the source, and the factor of `converts`.",
        )
        for pair in _found(given.guideline, DualCutoff)
        for other in pair.cutoffs[1:]
        if not _agree(pair.cutoffs[0], other, inputs[_input_of(pair.of)])
    ]


def a_pair_of_cutoffs_stays_together(given: CheckInput) -> list[Problem]:
    """A limit has two cut-offs in one place, and another or only one in another (``cutoff-without-its-pair``).

    What: ``below 5.1 mmol/L`` beside ``at least 5.1 mmol/L or 92 mg/dL``, or once 5.1 with 92 and once 5.1 with 91.
    Why: A value of 91.9 mg/dL would be on no side, or on both.
    Fix: Write the same pair wherever the limit appears.
    Example: The limit has two cut-offs in one branch and one in another (``a-cutoff-without-its-pair.care``).
    """
    known: dict[Cutoff, tuple[Literal, ...]] = {}
    for pair in _found(given.guideline, DualCutoff):
        for one in pair.cutoffs:
            known.setdefault(_cutoff(pair.of, one), pair.cutoffs)
    if not known:
        return []
    return [
        _alone(span, literal, known[key])
        for literal, key, beside, span in _limits(given.guideline)
        if key in known and _values(known[key]) != _values(beside)
    ]


def _limits(guideline: Guideline) -> Iterator[tuple[Literal, Cutoff, tuple[Literal, ...], Span]]:
    """Every cut-off with those that stand beside it (itself included) and where."""
    for pair in _found(guideline, DualCutoff):
        for one in pair.cutoffs[:1]:
            yield one, _cutoff(pair.of, one), pair.cutoffs, pair.span
    for within in _found(guideline, Within):
        for end in _ends(within.ranges):
            yield end, _cutoff(within.of, end), (end,), within.span
    for graded in _found(guideline, Graded):
        for row in graded.rows:
            for end in _ends(row.ranges):
                yield end, _cutoff(graded.of, end), (end,), row.span


def _alone(span: Span, cutoff: Literal, pair: tuple[Literal, ...]) -> Problem:
    whole = " or ".join(_shown(one) for one in pair)
    return Problem(
        "cutoff-without-its-pair",
        f"the cut-off {_shown(cutoff)} stands elsewhere as `{whole}`",
        span,
        why="a value in the other unit would be on no side of the limit, or on both.",
        fix=f"write `{whole}` here, too.",
    )


def _agree(first: Literal, other: Literal, of: Input) -> bool:
    """Whether one may be the other, converted and rounded to the digits it is written with."""
    values = [_in_declared(one.value, one, of) for one in (first, other)]
    steps = [_in_declared(_last_digit(one), one, of) for one in (first, other)]
    known = [(value, step) for value, step in zip(values, steps, strict=True) if value is not None and step is not None]
    if len(known) < 2:
        return True
    return abs(known[0][0] - known[1][0]) <= max(step for _, step in known) / 2


def _last_digit(literal: Literal) -> Fraction:
    """One unit of the last digit it is written with."""
    return Fraction(1, 10 ** len(literal.text.split(" ")[0].partition(".")[2]))


def _in_declared(value: Fraction, literal: Literal, of: Input) -> Fraction | None:
    """A value in the literal's unit, in the unit its input is declared in; ``None`` where it cannot be converted."""
    scalar = of.type.of if isinstance(of.type, Series) else of.type
    if not isinstance(scalar, Number):
        return None
    for conversion in of.conversions:
        inside = convert(value, literal.unit, conversion.unit)
        if inside is not None:
            return inside * conversion.factor
    return convert(value, literal.unit, scalar.unit)


def _input_of(of: NumberTerm) -> str:
    return of.input if isinstance(of, InputNumber | SeriesTerm) else ""


def _cutoff(of: NumberTerm, literal: Literal) -> Cutoff:
    return _input_of(of), literal.unit.symbol, literal.value


def _values(cutoffs: tuple[Literal, ...]) -> set[tuple[str, Fraction]]:
    return {(one.unit.symbol, one.value) for one in cutoffs}


def _shown(literal: Literal) -> str:
    return f"{literal.text.split(' ')[0]} {literal.unit.symbol}"


def _ends(ranges: tuple[Bounds, ...]) -> Iterator[Literal]:
    for bounds in ranges:
        for end in (bounds.low, bounds.high):
            if end is not None and isinstance(end.value, Literal):
                yield end.value


def _found(guideline: Guideline, kind: type[Thing]) -> Iterator[Thing]:
    """Every value of a kind below the guideline's declarations, in order."""
    return (node for node in nodes(guideline) if isinstance(node, kind))
