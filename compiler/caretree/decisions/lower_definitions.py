"""Definitions become expressions that conditions and numbers refer to.

neutropenia in x10^9/L is graded by ANC:     l1 LabelFork, graded n1 InputValue("neutrophil-count")
  severe: below 0.5                             c1 Compare("lt", n1, 1/2)               severe
  mild: at least 0.5                            c2 Compare("ge", n1, 1/2)               mild
"""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from caretree.decisions import expressions as to
from caretree.decisions.lower_conditions import lower_condition, lower_within
from caretree.decisions.lower_forks import branch_conditions, is_ordered
from caretree.decisions.lower_numbers import lower_number
from caretree.decisions.lower_units import in_unit
from caretree.decisions.mentions import in_order
from caretree.decisions.tables import Quantity, Tables
from caretree.guideline.blocks import Fork, LabelTree, NumberTree
from caretree.guideline.conditions import Condition
from caretree.guideline.definitions import (
    Calculated,
    Definition,
    Graded,
    Labelled,
    MeansCondition,
    Score,
    ScoreItem,
)
from caretree.units.unit import NUMBER, Unit


def lower_definitions(tables: Tables) -> None:
    """Lower every definition, those others read first, into the tables' ``defined``."""
    for definition in in_order(tables.guideline.definitions):
        _lower_definition(definition, tables)


def _lower_definition(definition: Definition, tables: Tables) -> None:
    name = definition.name.id
    match definition.meaning:
        case MeansCondition(condition=condition):
            of = lower_condition(_in_words(condition, definition.name.shown), tables)
            tables.defined[name] = ("condition", _lower_yes_no(definition, of, tables))
        case Calculated(tree=tree, unit=unit):
            tables.defined[name] = ("number", tables.number(_lower_number_tree(tree, unit, tables)))
        case Score(items=items):
            tables.defined[name] = ("number", tables.number(_lower_score(items, tables)))
        case Graded():
            tables.defined[name] = ("label", _lower_grade(definition.meaning, tables))
        case Labelled(tree=tree, labels=labels):
            tables.defined[name] = ("label", _lower_label_tree(tree, labels, tables))
        case _:
            assert_never(definition.meaning)


def _in_words(condition: Condition, name: str) -> Condition:
    """A list (``any of:``) has no words of its own: it is called what it defines."""
    return replace(condition, text=name) if condition.text.endswith(" of") else condition


def _lower_yes_no(definition: Definition, of: to.ConditionId, tables: Tables) -> to.ConditionId:
    """The definition's condition, with its assumption where it has one."""
    tables.named(of, definition.name.shown)
    assume = definition.assume
    if assume is None:
        return of
    unless = None if assume.unless is None else lower_condition(assume.unless, tables)
    node = to.Assumed(definition.name.id, of, assume.value is True, unless)
    return tables.condition(node, definition.name.shown)


def _lower_number_tree(tree: NumberTree, unit: Unit, tables: Tables) -> Quantity:
    """A formula, or a fork whose leaves are formulas; every leaf in the definition's unit."""
    if not isinstance(tree, Fork):
        return in_unit(lower_number(tree, tables), unit, tables)
    conditions = branch_conditions(tree, tables)
    leaves = [tables.number(_lower_number_tree(branch.then, unit, tables)) for branch in tree.branches]
    return Quantity(to.NumberFork(is_ordered(tree), tuple(zip(conditions, leaves, strict=True))), unit)


def _lower_score(items: tuple[ScoreItem, ...], tables: Tables) -> Quantity:
    """Points with their conditions; a named number is added as it is."""
    points = []
    numbers = []
    for item in items:
        if item.number is not None:
            numbers.append(tables.number(in_unit(lower_number(item.number, tables), NUMBER, tables)))
        else:
            holds = tables.constant(True) if item.condition is None else lower_condition(item.condition, tables)
            points.append((item.points, holds))
    return Quantity(to.Score(tuple(points), tuple(numbers)), NUMBER)


def _lower_grade(grade: Graded, tables: Tables) -> to.LabelId:
    branches = tuple((lower_within(grade.of, row.ranges, tables), row.label, None) for row in grade.rows)
    labels = tuple(dict.fromkeys(row.label for row in grade.rows))
    graded = tables.number(lower_number(grade.of, tables))
    return tables.label(to.LabelFork(False, branches, labels, graded))


def _lower_label_tree(tree: LabelTree, labels: tuple[str, ...], tables: Tables) -> to.LabelId:
    """A label, or a fork whose leaves are labels; a nested fork is a label of its own."""
    if not isinstance(tree, Fork):
        return tables.label(to.LabelFork(False, ((tables.constant(True), tree, None),), labels))
    branches: list[tuple[to.ConditionId, str, to.LabelId | None]] = []
    for condition, branch in zip(branch_conditions(tree, tables), tree.branches, strict=True):
        if isinstance(branch.then, Fork):
            branches.append((condition, "", _lower_label_tree(branch.then, labels, tables)))
        else:
            branches.append((condition, branch.then, None))
    return tables.label(to.LabelFork(is_ordered(tree), tuple(branches), labels))
