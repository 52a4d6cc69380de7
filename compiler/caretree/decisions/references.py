"""What one expression node points to: the edges that reads, invariants and walks follow.

AllOf(("c1", "c2"))               conditions c1, c2
Compare("lt", "n1", "n2")         numbers n1, n2
InputValue("neutrophil-count")    the input neutrophil-count
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from msgspec import Struct

from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Assumed,
    Compare,
    CompletedYears,
    ConditionId,
    ConditionNode,
    Constant,
    ConstantNumber,
    CountOf,
    CourseIs,
    CourseStart,
    DualCompare,
    Extreme,
    Fact,
    InPhase,
    InputLabel,
    InputValue,
    IsOffered,
    LabelFork,
    LabelId,
    LabelIn,
    LabelNode,
    Logarithm,
    Not,
    NotKnown,
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
    Sustained,
    Trend,
)


class References(Struct, frozen=True):
    """What one node mentions directly, each kind in the node's own order."""

    conditions: tuple[ConditionId, ...] = ()
    numbers: tuple[NumberId, ...] = ()
    labels: tuple[LabelId, ...] = ()
    inputs: tuple[str, ...] = ()
    pathways: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def condition_references(node: ConditionNode) -> References:
    """What a condition mentions."""
    match node:
        case Constant():
            return References()
        case Fact(input=name) | CourseIs(input=name) | Trend(input=name) | Sustained(input=name):
            return References(inputs=(name,))
        case Compare(left=left, right=right):
            return References(numbers=(left,) if isinstance(right, Fraction) else (left, right))
        case DualCompare(of=of):
            return References(numbers=(of,))
        case LabelIn(of=of):
            return References(labels=(of,))
        case AllOf(of=parts) | AnyOf(of=parts) | CountOf(of=parts):
            return References(conditions=parts)
        case Not(of=of):
            return References(conditions=(of,))
        case NotKnown(inputs=inputs):
            return References(inputs=inputs)
        case InPhase(pathway=pathway):
            return References(pathways=(pathway,))
        case Assumed(of=of, unless=unless):
            return References(conditions=(of,) if unless is None else (of, unless))
        case IsOffered(actions=actions):
            return References(actions=actions)
        case _:
            assert_never(node)


def number_references(node: NumberNode) -> References:
    """What a number mentions."""
    match node:
        case ConstantNumber() | Now():
            return References()
        case InputValue(input=name) | SeriesValue(input=name) | SeriesDate(input=name) | CourseStart(input=name):
            return References(inputs=(name,))
        case Arithmetic(left=left, right=right):
            return References(numbers=(left, right))
        case SquareRoot(of=of) | Power(of=of) | Logarithm(of=of) | Rounded(of=of) | ShiftedDate(of=of):
            return References(numbers=(of,))
        case Extreme(of=parts):
            return References(numbers=parts)
        case Score(items=items, add=add):
            return References(conditions=tuple(condition for _, condition in items), numbers=add)
        case CompletedYears(start=start, end=end):
            return References(numbers=(start, end))
        case PhaseClock(pathway=pathway):
            return References(pathways=(pathway,))
        case NumberFork(branches=branches):
            return References(tuple(c for c, _ in branches), tuple(n for _, n in branches))
        case _:
            assert_never(node)


def label_references(node: LabelNode) -> References:
    """What a label mentions (the number a grade reads is reached through its conditions as well)."""
    match node:
        case InputLabel(input=name):
            return References(inputs=(name,))
        case LabelFork(branches=branches, graded=graded):
            return References(
                conditions=tuple(condition for condition, _, _ in branches),
                numbers=() if graded is None else (graded,),
                labels=tuple(nested for _, _, nested in branches if nested is not None),
            )
        case _:
            assert_never(node)
