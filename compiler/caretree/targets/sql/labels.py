"""Labels in SQL: for each label, whether it is not ruled out.

neutropenia is graded by ANC      {"severe": "ANC" < 5e-1, "moderate": …}
"""

from __future__ import annotations

from collections.abc import Collection
from typing import assert_never

from caretree.decisions.expressions import InputLabel, LabelFork, LabelId, LabelNode
from caretree.targets.sql.meaning import Meaning, Possible
from caretree.targets.sql.truths import Truth, fixed, of_two
from caretree.targets.sql.words import (
    Sql,
    all_of,
    among,
    any_of,
    case,
    compared,
    constant,
    negated,
    text,
    truth,
    unknown,
)


def possible_labels(meaning: Meaning, label: LabelId, node: LabelNode) -> Possible:
    """The labels not ruled out, in the order of the label's own list."""
    match node:
        case InputLabel(input=name, labels=labels):
            return {one: _input_is(meaning, name, one) for one in labels}
        case LabelFork():
            return _fork(meaning, label, node)
        case _:
            assert_never(node)


def _input_is(meaning: Meaning, name: str, label: str) -> Sql:
    if not meaning.has(name):
        return truth(True)
    found = compared(meaning.value(name), "eq", text(label))
    return found if meaning.is_given(name) else any_of([unknown(meaning.value(name)), found])


def _fork(meaning: Meaning, label: LabelId, node: LabelFork) -> Possible:
    opened = meaning.opened(f"label {label}", [condition for condition, _, _ in node.branches], node.ordered)
    found: dict[str, list[Sql]] = {one: [] for one in node.labels}
    for place, (_, _, nested) in enumerate(node.branches):
        for inner, possible in ({} if nested is None else meaning.label(nested)).items():
            found.setdefault(inner, []).append(all_of([opened.any_of([place]), possible.copy()]))
    kept: Possible = {}
    for one, trees in found.items():
        own = [place for place, (_, label_of, nested) in enumerate(node.branches) if nested is None and label_of == one]
        kept[one] = meaning.sheet.keep(f"{label} {one}", any_of([opened.any_of(own), *trees]))()
    return kept


def label_in(meaning: Meaning, of: LabelId, labels: Collection[str]) -> Truth:
    """Yes if no other label is possible, no if none of them is."""
    node = meaning.graph.labels[of]
    if isinstance(node, InputLabel):
        return _input_in(meaning, node, labels)
    possible = meaning.label(of)
    inside = [tree.copy() for one, tree in possible.items() if one in labels]
    outside = [tree.copy() for one, tree in possible.items() if one not in labels]
    if is_definite(meaning, of):
        return Truth(any_of(inside) if len(inside) <= len(outside) else negated(any_of(outside)))
    return of_two(negated(any_of(outside)), negated(any_of(inside)))


def _input_in(meaning: Meaning, node: InputLabel, labels: Collection[str]) -> Truth:
    inside = [one for one in node.labels if one in labels]
    if not meaning.has(node.input) or not inside or len(inside) == len(node.labels):
        return fixed(None if 0 < len(inside) < len(node.labels) else bool(inside))
    return Truth(among(meaning.value(node.input), [text(one) for one in inside]), meaning.is_given(node.input))


def is_definite(meaning: Meaning, of: LabelId) -> bool:
    """Whether exactly one label is possible for every row (or the row is refused for contradicting itself)."""
    node = meaning.graph.labels[of]
    if isinstance(node, InputLabel):
        return meaning.is_given(node.input)
    nested = [inner for _, _, inner in node.branches if inner is not None]
    return all(meaning.truth(condition).definite for condition, _, _ in node.branches) and all(
        is_definite(meaning, inner) for inner in nested
    )


def only_label(meaning: Meaning, of: LabelId) -> Sql:
    """The one label left, or null."""
    possible = meaning.label(of)
    branches = []
    for one in possible:
        others = [tree.copy() for other, tree in possible.items() if other != one]
        only = (
            possible[one].copy()
            if is_definite(meaning, of)
            else all_of([possible[one].copy(), negated(any_of(others))])
        )
        if constant(only) is not False:
            branches.append((only, text(one)))
    return case(branches)
