"""The rows about which something is unknown: every node of the graph in SQL, must and may apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from caretree.decisions.expressions import Assumed
from caretree.decisions.graph import DecisionGraph
from caretree.targets.sql.answers import value_of
from caretree.targets.sql.assumed import AssumedInputs
from caretree.targets.sql.conditions import uses_assumption
from caretree.targets.sql.doses import Shown
from caretree.targets.sql.leaves import Tree, open_leaf
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.results import ResultColumn
from caretree.targets.sql.sheet import SMALL, Sheet
from caretree.targets.sql.statuses import Levels, levels_of
from caretree.targets.sql.truths import NO
from caretree.targets.sql.waiting import Waiting, waits
from caretree.targets.sql.words import Sql, all_of, any_of, case, compared, constant, negated, null, text, whole

if TYPE_CHECKING:
    from caretree.targets.sql.decided import Draft


class OpenRows(Struct, frozen=True):
    """The columns on the way, the tree of each result column, and which rows are refused, and why."""

    sheet: Sheet
    trees: dict[str, Sql]
    refused: Sql
    reason: Sql

    @property
    def is_never_refused(self) -> bool:
        """Whether no row can be refused."""
        return constant(self.refused) is False


def open_rows(draft: Draft) -> OpenRows:
    """Everything about rows of the general way."""
    meaning, assumed = draft.meanings(frozenset(), False)
    levels = levels_of(meaning)
    shown = Shown(meaning, levels.scope, holds_by_status(levels), dosing_of(meaning))
    trees_by_name = {tree.name: tree for tree in draft.trees}
    waiting = Waiting(levels)
    found = {one.name: _tree(waiting, shown, assumed, one, trees_by_name) for one in draft.results}
    impossible = any_of(meaning.truth(condition).yes() for condition, _ in draft.graph.impossible)
    torn = any_of(levels.torn)
    return OpenRows(meaning.sheet, found, any_of([impossible, torn]), _reason(impossible.copy()))


def _reason(impossible: Sql) -> Sql:
    return case([(impossible, text("impossible-patient"))], text("contradictory-facts"))


def _tree(
    waiting: Waiting, shown: Shown, assumed: AssumedInputs, of: ResultColumn, trees_by_name: dict[str, Tree]
) -> Sql:
    levels, meaning = waiting.levels, waiting.levels.meaning
    match of.kind:
        case "scope":
            return scope_status(levels)
        case "leaf":
            return _leaf(levels, trees_by_name[of.of[0]])
        case "offer" | "against" | "gap" | "conflict" | "choice":
            return levels.status[key_of_column(of)]()
        case "assumed":
            return assumed_tree(meaning, assumed, of.of[0])
        case "waits":
            return waits(waiting, of.of[0])
        case _:
            return value_of(shown, of)


def key_of_column(of: ResultColumn) -> tuple[str, ...]:
    """The result a status column speaks for."""
    return ("advice", of.kind, *of.of) if of.kind in ("offer", "against") else (of.kind, *of.of)


def scope_status(levels: Levels) -> Sql:
    """3 in scope, 1 not known, 0 out of scope."""
    return case([(levels.scope.tree(), whole(3)), (negated(levels.scope.tree()), whole(0))], whole(1))


def _leaf(levels: Levels, tree: Tree) -> Sql:
    meaning, run = levels.meaning, tree.run
    starts = [levels.scope] + ([] if run.condition is None else [meaning.truth(run.condition)])
    not_run = any_of(each.no() for each in starts)
    leaf = open_leaf(meaning, levels.opened, tree)
    return case([(not_run, whole(0)), (all_of(each.yes() for each in starts), leaf)], null())


def assumed_tree(meaning: Meaning, assumed: AssumedInputs, name: str) -> Sql:
    """Whether an input's or a definition's assumption was made."""
    if name in assumed.applied:
        return assumed.applied[name].copy()
    uses = []
    for node in meaning.graph.conditions.values():
        if isinstance(node, Assumed) and node.id == name:
            unless = NO if node.unless is None else meaning.truth(node.unless)
            uses.append(uses_assumption(meaning.truth(node.of), unless))
    return any_of(uses)


def holds_by_status(levels: Levels) -> Callable[[str, tuple[str, ...]], Sql]:
    """Whether a result may hold, by its status column."""

    def holds(kind: str, of: tuple[str, ...]) -> Sql:
        keys = keys_of(levels.meaning.graph, kind, of, tuple(levels.status))
        return any_of(compared(levels.status[key](), "gt", whole(0)) for key in keys)

    return holds


def keys_of(
    graph: DecisionGraph, kind: str, of: tuple[str, ...], every: tuple[tuple[str, ...], ...]
) -> list[tuple[str, ...]]:
    """The results that show a dose (its offer, and the choices it is an option of), a choice or a report."""
    if kind != "dose":
        return [(kind, *of)]
    action = of[0]
    choices = [
        key
        for key in every
        if key[0] == "choice" and any(one.action == action for one in graph.options[key[1]].options)
    ]
    return [key for key in every if key == ("advice", "offer", action)] + choices


INLINE = 60
"""Words of a product that is written where it is needed, so that only rows with the dose pay for it."""


def dosing_of(meaning: Meaning) -> Callable[[tuple[str, ...], bool], Meaning]:
    """The meaning in which all that a dose reads is given; one for each set of inputs."""
    kept: dict[tuple[tuple[str, ...], bool], Meaning] = {}

    def dosing(needs: tuple[str, ...], is_plain: bool) -> Meaning:
        if (needs, is_plain) not in kept:
            kept[needs, is_plain] = Meaning(
                meaning.graph, meaning.dialect, meaning.columns, meaning.sheet, meaning.given | set(needs),
                meaning.complete, meaning.renamed, meaning.uses,
                counted=set() if is_plain else meaning.counted, inline=INLINE if is_plain else SMALL,
            )  # fmt: skip
        return kept[needs, is_plain]

    return dosing
