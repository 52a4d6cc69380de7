"""What ``otherwise`` takes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import inf

from caretree.checks.check import CheckInput
from caretree.decisions.decimals import decimal_text
from caretree.guideline.blocks import Fork
from caretree.guideline.conditions import AnyOf, Bounds, Condition, End, LabelIs, Within
from caretree.guideline.terms import (
    DefinedLabel,
    DefinedNumber,
    InputLabel,
    InputNumber,
    LabelTerm,
    Literal,
    NumberTerm,
)
from caretree.guideline.walk import nodes
from caretree.problems.problem import Problem
from caretree.units.convert import convert

Subject = LabelTerm | NumberTerm
Edge = tuple[Fraction | float, int]
"""A number, and whether the edge lies just before it (0) or just behind it (1)."""
LOWEST: Edge = (-inf, 0)
HIGHEST: Edge = (inf, 1)


def otherwise_takes_one_thing(given: CheckInput) -> list[Problem]:
    """``otherwise`` takes several answers at once, and none of them is written (``otherwise-takes-several``).

    What: A fork about one choice, grade or number, whose ``otherwise`` takes more than one label, or what lies between
    two branches and more. A fork that asks about several things is not looked into.
    Why: A label that is added later, and a stretch between two branches, go to ``otherwise`` without a word.
    Fix: If that is meant, leave it: this is a note. Else write a branch for each, and no ``otherwise``.
    Example: Three kinds of fever, and a branch for one (``otherwise-takes-several.care``).
    """
    return [
        Problem(
            "otherwise-takes-several",
            f"`otherwise` takes {', '.join(f'`{one}`' for one in taken[:-1])} and `{taken[-1]}`",
            fork.branches[-1].span,
            severity="note",
            why="what is added later, or lies between two branches, goes there without a word.",
            fix="if that is meant, leave it; else write a branch for each of them.",
        )
        for fork in nodes(given.guideline)
        if isinstance(fork, Fork) and len(fork.branches) > 1 and fork.branches[-1].condition is None
        if len(taken := _taken(fork)) > 1
    ]


def _taken(fork: Fork[object]) -> list[str]:
    """What no other branch takes, in words; nothing where the branches do not all ask about one thing."""
    asked = [branch.condition for branch in fork.branches[:-1] if branch.condition is not None]
    parts = [part for condition in asked for part in _parts(condition)]
    labels = [part for part in parts if isinstance(part, LabelIs)]
    stretches = [part for part in parts if isinstance(part, Within)]
    if labels and len(labels) == len(parts):
        return _labels_left(labels)
    if len(asked) > 1 and len(stretches) == len(parts):
        return _stretches_left(stretches)
    return []


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AnyOf):
        for part in condition.of:
            yield from _parts(part)
    else:
        yield condition


def _labels_left(asked: list[LabelIs]) -> list[str]:
    first = asked[0].of
    if any(_same(part.of) != _same(first) for part in asked):
        return []
    named = {label for part in asked for label in part.labels}
    return [label for label in first.labels if label not in named]


def _stretches_left(asked: list[Within]) -> list[str]:
    """What lies between and beside the stretches asked about; nothing where nothing lies between."""
    of = asked[0].of
    stretches = [_edges(bounds, of) for part in asked for bounds in part.ranges]
    known = sorted(each for each in stretches if each is not None)
    if any(_same(part.of) != _same(of) for part in asked) or len(known) < len(stretches):
        return []
    left: list[str] = []
    between = False
    reached = LOWEST
    for low, high in known:
        if reached < low:
            left.append(_stretch(reached, low, of))
            between = between or reached != LOWEST
        reached = max(reached, high)
    beyond = [] if reached == HIGHEST else [_stretch(reached, HIGHEST, of)]
    return [*left, *beyond] if between else []


def _edges(bounds: Bounds, of: NumberTerm) -> tuple[Edge, Edge] | None:
    """Where a stretch begins and ends, in the number's own unit; ``None`` where that is not a written number."""
    low = LOWEST if bounds.low is None else _edge(bounds.low, of, just_before=bounds.low.included)
    high = HIGHEST if bounds.high is None else _edge(bounds.high, of, just_before=not bounds.high.included)
    return None if low is None or high is None else (low, high)


def _edge(end: End, of: NumberTerm, *, just_before: bool) -> Edge | None:
    if not isinstance(end.value, Literal):
        return None
    value = convert(end.value.value, end.value.unit, of.unit)
    return None if value is None else (value, 0 if just_before else 1)


def _stretch(low: Edge, high: Edge, of: NumberTerm) -> str:
    """``below 4 mmol/L``, ``from 4 to below 6 mmol/L``, ``above 6 mmol/L``."""
    unit = f" {of.unit.symbol}" if of.unit.symbol else ""
    begins = "" if low == LOWEST else f"{'above' if low[1] else 'from'} {decimal_text(Fraction(low[0]))}"
    ends = "" if high == HIGHEST else f"{'at most' if high[1] else 'below'} {decimal_text(Fraction(high[0]))}"
    if begins and ends:
        return f"{begins} to {ends.removeprefix('at most ')}{unit}"
    return f"{begins.replace('from', 'at least')}{ends}{unit}"


def _same(of: Subject) -> str:
    """What is read: two terms are one thing if they are written alike."""
    match of:
        case InputNumber(input=name) | InputLabel(input=name):
            return f"input {name}"
        case DefinedNumber(definition=name) | DefinedLabel(definition=name):
            return f"definition {name}"
        case _:
            return repr(of)
