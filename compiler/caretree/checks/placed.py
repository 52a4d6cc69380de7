"""Every citation of a guideline with the line that carries it.

recommend observation [6.1]      Use("6.1", "decision neutrophils: recommend observation", encoded=True)
gap how often: … [6.5]           Use("6.5", "gap how often", encoded=False)
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caretree.guideline.blocks import (
    Block,
    ChoiceLine,
    ConflictLine,
    Extra,
    Fork,
    GapLine,
    Item,
    NothingFurther,
    Recommendation,
    Report,
)
from caretree.guideline.citation import Cite
from caretree.guideline.definitions import Definition, Graded, Labelled, MeansCondition, Score
from caretree.guideline.doses import Dose, DoseTree
from caretree.guideline.guideline import Guideline


class Use(Struct, frozen=True):
    """One citation in use. ``encoded``: a branch, an action or a rule carries it, not only a gap or a conflict."""

    cite: Cite
    where: str
    encoded: bool


def uses(guideline: Guideline) -> Iterator[Use]:
    """Every citation of a guideline outside its examples and its ``not encoded`` lines."""
    yield from _inputs(guideline)
    yield from _definitions(guideline)
    yield from _actions(guideline)
    for decision in guideline.decisions:
        yield from _all(decision.cites, f"decision {decision.name.long}")
        yield from block_uses(decision.body, f"decision {decision.name.long}")
    yield from _options(guideline)
    yield from _pathways(guideline)
    for rule in guideline.rules:
        yield from _all(rule.cites, f"safety rule: {rule.text}")
    yield from _silence(guideline)


def _all(cites: tuple[Cite, ...], where: str, encoded: bool = True) -> Iterator[Use]:
    return (Use(cite, where, encoded) for cite in cites)


def _inputs(guideline: Guideline) -> Iterator[Use]:
    for one in guideline.inputs:
        yield from _all(one.cites, f"input {one.name.long}")
        if one.assume:
            yield from _all(one.assume.cites, f"assumption on {one.name.long}")
    for line in guideline.impossible:
        yield from _all(line.cites, f"impossible: {line.text}")


def _definitions(guideline: Guideline) -> Iterator[Use]:
    for definition in guideline.definitions:
        where = f"definition {definition.name.long}"
        yield from _all(definition.cites, where)
        yield from _meaning(definition, where)
        if definition.assume:
            yield from _all(definition.assume.cites, f"assumption on {definition.name.long}")


def _meaning(definition: Definition, where: str) -> Iterator[Use]:
    match definition.meaning:
        case MeansCondition() as means:
            for cites in means.line_cites:
                yield from _all(cites, where)
        case Score() as score:
            for item in score.items:
                yield from _all(item.cites, where)
        case Graded() as graded:
            for row in graded.rows:
                yield from _all(row.cites, f"{where}: {row.label}")
        case Labelled() as labelled:
            yield from _tree(labelled.tree, where)
        case calculated:
            yield from _tree(calculated.tree, where)


def _tree(tree: object, where: str) -> Iterator[Use]:
    if isinstance(tree, Fork):
        yield from _all(tree.cites, where)
        for branch in tree.branches:
            yield from _all(branch.cites, f"{where}: {branch.label}")
            yield from _tree(branch.then, where)


def _actions(guideline: Guideline) -> Iterator[Use]:
    for action in guideline.actions:
        where = f"action {action.name.long}"
        plan = action.plan
        lines = (*action.for_clinicians, *action.for_patients, *action.schedule, *plan.adjustments, *plan.caps)
        tapers = (plan.taper,) if plan.taper else ()
        yield from _all(action.cites, where)
        for line in (*lines, *tapers):
            yield from _all(line.cites, where)
        for tree in ([plan.dose] if plan.dose else []) + list(plan.steps):
            yield from _dose(tree, where)


def _dose(tree: DoseTree, where: str) -> Iterator[Use]:
    if isinstance(tree, Dose):
        yield from _all(tree.cites, where)
        return
    yield from _all(tree.cites, where)
    for branch in tree.branches:
        yield from _all(branch.cites, where)
        yield from _dose(branch.then, where)


def block_uses(block: Block, where: str) -> Iterator[Use]:
    """The citations of a decision's block and of everything below it."""
    for item in block.items:
        yield from _item(item, where)


def _item(item: Item, where: str) -> Iterator[Use]:
    match item:
        case Fork():
            yield from _all(item.cites, where)
            for branch in item.branches:
                yield from _all(branch.cites, f"{where}: {branch.label}")
                yield from block_uses(branch.then, where)
        case Extra():
            yield from _all(item.cites, f"{where}: {item.label}")
            yield from block_uses(item.then, where)
        case Recommendation() | ChoiceLine():
            yield from _all(item.cites, f"{where}: {item.text}")
        case NothingFurther():
            yield from _all(item.cites, f"{where}: nothing further")
        case Report():
            yield from _all(item.cites, f"{where}: report")
        case GapLine() | ConflictLine():
            yield from _all(item.cites, where, encoded=False)


def _options(guideline: Guideline) -> Iterator[Use]:
    for options in guideline.options:
        where = f"options {options.name.long}"
        yield from _all(options.cites, where)
        for _, cites in options.weigh_by:
            yield from _all(cites, where)
        for option in options.options:
            yield from _all(option.cites, f"{where}: {option.action}")
            for argument in option.arguments:
                yield from _all(argument.cites, f"{where}: {argument.text}")


def _pathways(guideline: Guideline) -> Iterator[Use]:
    for pathway in guideline.pathways:
        yield from _all(pathway.cites, f"pathway {pathway.name.long}")
        for phase in pathway.phases:
            where = f"phase {phase.name.long}"
            yield from _all(phase.cites + (phase.assess.cites if phase.assess else ()), where)
            for transition in phase.transitions:
                yield from _all(transition.cites, f"{where}: {transition.text}")


def _silence(guideline: Guideline) -> Iterator[Use]:
    for gap in guideline.gaps:
        yield from _all(gap.cites, f"gap {gap.name.long}", encoded=False)
    for conflict in guideline.conflicts:
        where = f"conflict {conflict.name.long}"
        cites = conflict.cites + tuple(cite for reading in conflict.readings for cite in reading.cites)
        yield from _all(cites, where, encoded=False)
        yield from block_uses(conflict.then, where)
