"""What in a condition matters, and when: each part with what must hold elsewhere for it to settle the whole.

    fever and ANC is below 1.0      fever matters while ANC is below 1.0; ANC matters while there is fever
    CURB-65 is at least 2           confusion matters while exactly one other criterion is met

This is masking MC/DC (Chilenski, DOT/FAA/AR-01/18): a part is shown to matter by two patients for whom nothing else
masks it, one with it and one without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec import Struct

from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Assumed,
    Compare,
    ConditionId,
    CountOf,
    LabelFork,
    LabelId,
    LabelIn,
    Not,
    NumberFork,
    NumberId,
    Score,
)
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.reads import reached
from caretree.solver.paths import Path

WAYS = 6
"""Ways kept in which one part can matter; the first that a patient can have is used."""


class Influence(Struct, frozen=True):
    """A part that is not made of other conditions, and the ways in which it settles the whole."""

    part: ConditionId
    ways: tuple[Path, ...]


def influences(graph: DecisionGraph, condition: ConditionId) -> tuple[Influence, ...]:
    """Every part of a condition, in the order of writing, each once."""
    found: dict[ConditionId, list[Path]] = {}
    for part, way in _parts(graph, condition, ()):
        found.setdefault(part, []).append(way)
    return tuple(Influence(part, tuple(dict.fromkeys(ways))[:WAYS]) for part, ways in found.items())


def _parts(graph: DecisionGraph, condition: ConditionId, way: Path) -> Iterator[tuple[ConditionId, Path]]:
    node = graph.conditions[condition]
    match node:
        case Not(of=of) | Assumed(of=of):
            yield from _parts(graph, of, way)
        case AllOf(of=parts):
            for part in parts:
                yield from _parts(graph, part, (*way, *_others(parts, part, True)))
        case AnyOf(of=parts):
            for part in parts:
                yield from _parts(graph, part, (*way, *_others(parts, part, False)))
        case CountOf(of=parts, count=count):
            for part in parts:
                others = [one for one in parts if one != part]
                for held in list(combinations(others, count - 1))[:WAYS]:
                    beside = tuple((one, one in held) for one in others)
                    yield from _parts(graph, part, (*way, *beside))
        case LabelIn(of=of, labels=labels) if isinstance(graph.labels[of], LabelFork):
            yield from _label_parts(graph, of, labels, way)
        case Compare():
            yield condition, way
            yield from _number_parts(graph, node, way)
        case _:
            yield condition, way


def _others(parts: Sequence[ConditionId], part: ConditionId, truth: bool) -> Path:
    return tuple((one, truth) for one in parts if one != part)


def _label_parts(
    graph: DecisionGraph, label: LabelId, labels: Sequence[str], way: Path
) -> Iterator[tuple[ConditionId, Path]]:
    """The conditions of the wanted labels; in an ordered fork also of those above them, which must not hold."""
    node = graph.labels[label]
    if not isinstance(node, LabelFork):
        return
    above: Path = ()
    for condition, each, nested in node.branches:
        if node.ordered or nested is not None or each in labels:
            yield from _parts(graph, condition, (*way, *above))
        if nested is not None:
            yield from _label_parts(graph, nested, labels, (*way, *above, (condition, True)))
        if node.ordered:
            above = (*above, (condition, False))


def _number_parts(graph: DecisionGraph, node: Compare, way: Path) -> Iterator[tuple[ConditionId, Path]]:
    """Conditions inside the numbers compared: criteria of a score, branches of a calculated number."""
    numbers = [node.left] if isinstance(node.right, Fraction) else [node.left, node.right]
    for kind, name in reached(graph, [("number", number) for number in numbers]):
        inner = graph.numbers[name] if kind == "number" else None
        if isinstance(inner, Score):
            yield from _score_parts(graph, node, name, inner, way)
        elif isinstance(inner, NumberFork):
            for condition, _ in inner.branches:
                yield from _parts(graph, condition, way)


def _score_parts(
    graph: DecisionGraph, node: Compare, name: NumberId, score: Score, way: Path
) -> Iterator[tuple[ConditionId, Path]]:
    for place, (points, condition) in enumerate(score.items):
        others = [item for at, item in enumerate(score.items) if at != place]
        for beside in _tipping(node, name, points, others):
            yield from _parts(graph, condition, (*way, *beside))


def _tipping(
    node: Compare, name: NumberId, points: Fraction, others: Sequence[tuple[Fraction, ConditionId]]
) -> list[Path]:
    """Which other criteria must be met for this one to tip the score over the limit; fewest first."""
    found: list[Path] = []
    for count in range(len(others) + 1):
        for held in combinations(range(len(others)), count):
            total = sum((others[at][0] for at in held), Fraction(0))
            if not _tips(node, name, total, total + points):
                continue
            found.append(tuple((condition, at in held) for at, (_, condition) in enumerate(others)))
            if len(found) == WAYS:
                return found
    return found


def _tips(node: Compare, name: NumberId, without: Fraction, with_points: Fraction) -> bool:
    """Whether the comparison changes; where it is not a plain one of this score, the patients themselves must tell."""
    if node.left != name or not isinstance(node.right, Fraction):
        return True
    return _compared(node.comparison, without, node.right) != _compared(node.comparison, with_points, node.right)


def _compared(comparison: str, left: Fraction, right: Fraction) -> bool:
    return {"lt": left < right, "le": left <= right, "gt": left > right, "ge": left >= right}[comparison]
