"""The complete rows: one leaf a tree, and every status by the leaf's number.

CASE WHEN "ANC" < 5e-1 THEN CASE WHEN "fever" THEN 1 ELSE 2 END WHEN "ANC" < 1e0 THEN 3 ELSE 4 END AS "leaf neutrophils"
CASE WHEN "leaf neutrophils" <= 2 THEN 3 ELSE 0 END AS offer_g_csf
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlglot import exp

from caretree.decisions.outline import Key, outline
from caretree.targets.sql.answers import value_of
from caretree.targets.sql.assumed import AssumedInputs
from caretree.targets.sql.doses import Holds, Shown
from caretree.targets.sql.leaves import NotSettled, Tree, settled_leaf
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.open_rows import assumed_tree, dosing_of, key_of_column, keys_of
from caretree.targets.sql.results import ResultColumn
from caretree.targets.sql.sheet import Sheet
from caretree.targets.sql.truths import YES, Truth
from caretree.targets.sql.words import Make, Sql, all_of, among, any_of, case, cast, compared, constant, truth, whole

if TYPE_CHECKING:
    from caretree.targets.sql.decided import Draft


class SettledRows(Struct, frozen=True):
    """The columns on the way, the tree of each result column, and which rows are refused."""

    sheet: Sheet
    trees: dict[str, Sql]
    refused: Sql


class Found(Struct, frozen=True):
    """A tree, how to read its leaf, and whether every complete patient is at one of its leaves."""

    tree: Tree
    leaf: Make
    always_runs: bool


def settled_rows(draft: Draft, given: frozenset[str]) -> SettledRows:
    """Everything about complete rows; raises ``NotSettled`` where something is not proved."""
    meaning, assumed = draft.meanings(given, True)
    scope = YES if draft.graph.applies_when is None else meaning.truth(draft.graph.applies_when)
    if not scope.definite:
        raise NotSettled
    found = [_found(meaning, scope, tree) for tree in draft.trees]
    shown = Shown(meaning, scope, _holds(draft, found), dosing_of(meaning))
    trees = {one.name: _tree(draft, found, shown, assumed, one) for one in draft.results}
    impossible = [meaning.truth(condition) for condition, _ in draft.graph.impossible]
    if meaning.torn or any(not each.definite for each in impossible):
        raise NotSettled
    return SettledRows(meaning.sheet, trees, any_of(each.yes() for each in impossible))


def _found(meaning: Meaning, scope: Truth, tree: Tree) -> Found:
    starts = [scope] if tree.run.condition is None else [scope, meaning.truth(tree.run.condition)]
    if any(not each.definite for each in starts):
        raise NotSettled
    runs = all_of(each.yes() for each in starts)
    leaf = case([(runs, settled_leaf(meaning, tree))], whole(0))
    return Found(tree, meaning.sheet.column(f"leaf {tree.name}", cast(leaf, "INT")), constant(runs) is True)


def _tree(draft: Draft, found: Sequence[Found], shown: Shown, assumed: AssumedInputs, of: ResultColumn) -> Sql:
    match of.kind:
        case "scope":
            return case([(shown.scope.yes(), whole(3))], whole(0))
        case "leaf":
            return next(one.leaf() for one in found if one.tree.name == of.of[0])
        case "offer" | "against" | "gap" | "conflict" | "choice":
            return case([(_holds_key(draft, found, key_of_column(of)), whole(3))], whole(0))
        case "assumed":
            return assumed_tree(shown.meaning, assumed, of.of[0])
        case "waits":
            return truth(False)
        case _:
            return value_of(shown, of)


def _holds(draft: Draft, found: Sequence[Found]) -> Holds:
    every = tuple(outline(draft.graph))

    def holds(kind: str, of: tuple[str, ...]) -> Sql:
        return any_of(_holds_key(draft, found, key) for key in keys_of(draft.graph, kind, of, every))

    return holds


def _holds_key(draft: Draft, found: Sequence[Found], key: Key) -> Sql:
    """Whether a result holds: by the numbers of the leaves that hold one of its lines."""
    nodes = {one.node.id for one in outline(draft.graph)[key] if not one.waiting}
    parts = []
    for one in found:
        numbers = [leaf.number for leaf in one.tree.leaves if nodes.intersection(leaf.lines)]
        if len(numbers) == len(one.tree.leaves) and one.always_runs:
            return truth(True)
        parts.append(_leaf_among(one, numbers))
    return any_of(parts)


def _leaf_among(of: Found, numbers: Sequence[int]) -> Sql:
    """Whether the leaf is one of these, which are in order: by a range where they follow each other."""
    if not numbers:
        return truth(False)
    last = len(of.tree.leaves)
    if numbers[-1] - numbers[0] + 1 != len(numbers):
        return among(of.leaf(), [whole(number) for number in numbers])
    if numbers[0] == numbers[-1]:
        return compared(of.leaf(), "eq", whole(numbers[0]))
    if numbers[-1] == last:
        return compared(of.leaf(), "ge", whole(numbers[0]))
    if numbers[0] == 1 and of.always_runs:
        return compared(of.leaf(), "le", whole(numbers[-1]))
    return exp.Between(this=of.leaf(), low=whole(numbers[0]), high=whole(numbers[-1]))
