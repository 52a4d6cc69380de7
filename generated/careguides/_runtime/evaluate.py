# Copied by Caretree from its runtime; generated, do not edit.
"""How far each outcome of the tree holds for what can still be true of a patient.

    certain 3, provisional 2, undecided 1; what is not in the result is absent

Outcomes are lines of the tree by their node, and what they add up to: ``offer:g-csf``, ``against:g-csf``,
``choice:<options>:<mode>``, ``gap:<id>``, ``conflict:<id>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .tree import Advice, Block, Branch, Choice, Conflict, Extra, Fork, Gap, NothingFurther, Report
from .truth import Truth, open_branches

if TYPE_CHECKING:
    from .facts import PossibleFacts
    from .findings import Retold
    from .tree import Item

UNDECIDED, PROVISIONAL, CERTAIN = 1, 2, 3
STATUS = ("absent", "undecided", "provisional", "certain")

Statuses = dict[str, int]


def holds(of: Branch | Extra, p: PossibleFacts | Retold) -> Truth:
    """Whether a branch's or an extra's condition holds, worked out once for each patient."""
    key = id(of)
    if key not in p._remembered:
        p._remembered[key] = of.test(p)
    return p._remembered[key]  # type: ignore[return-value]


def keep_highest(into: Statuses, found: Statuses) -> None:
    """Add outcomes; each keeps its most certain status."""
    for outcome, status in found.items():
        if into.get(outcome, 0) < status:
            into[outcome] = status


def at_most_status(found: Statuses, most: int) -> Statuses:
    """The same outcomes, none of them more certain than ``most``."""
    return {outcome: min(status, most) for outcome, status in found.items()}


def of_block(block: Block, p: PossibleFacts | Retold) -> Statuses:
    """Everything in a block applies together: the most certain status wins."""
    found: Statuses = {}
    for item in block.items:
        keep_highest(found, of_item(item, p))
    return found


def of_item(item: Item, p: PossibleFacts | Retold) -> Statuses:
    """How far one item's outcomes hold."""
    match item:
        case Fork():
            return of_fork(item, p)
        case Extra():
            return of_extra(item, p)
        case Block():
            return of_block(item, p)
        case Advice():
            return {item.id: CERTAIN, f"{item.direction}:{item.action}": CERTAIN}
        case Choice():
            return {item.id: CERTAIN, f"choice:{item.options}:{item.mode}": CERTAIN}
        case Gap():
            return {item.id: CERTAIN, f"gap:{item.gap}": CERTAIN}
        case Conflict():
            found = {item.id: CERTAIN, f"conflict:{item.conflict}": CERTAIN}
            if item.then is not None:
                keep_highest(found, of_block(item.then, p))
            return found
        case Report() | NothingFurther():
            return {item.id: CERTAIN}


def of_fork(fork: Fork, p: PossibleFacts | Retold) -> Statuses:
    """What every open branch has is as certain as in its least certain branch; what only some have is undecided."""
    still = open_branches([holds(branch, p) for branch in fork.branches], fork.ordered)
    if not still:
        p._contradictory.append(fork.id)
        return {}
    found = [of_block(fork.branches[position].then, p) for position in still]
    if len(found) == 1:
        return found[0]
    together: Statuses = {}
    for branch in found:
        for outcome in branch:
            least = min(other.get(outcome, 0) for other in found)
            together[outcome] = max(least, UNDECIDED)
    return together


def of_extra(extra: Extra, p: PossibleFacts | Retold) -> Statuses:
    """An extra applies, may apply or does not; what waits for a value is provisional."""
    applies = holds(extra, p)
    if applies is False:
        return {}
    found = of_block(extra.then, p)
    if applies is None:
        return at_most_status(found, UNDECIDED)
    return at_most_status(found, PROVISIONAL) if extra.waiting else found


def evaluate(p: PossibleFacts) -> tuple[Truth, Statuses]:
    """Whether the guideline applies, and how far each outcome holds."""
    model = p._model
    in_scope = True if model.applies_when is None else model.applies_when[0](p)
    found: Statuses = {}
    if in_scope is False:
        return in_scope, found
    for run in model.runs:
        runs = True if run.test is None else run.test(p)
        if runs is not False:
            of_run = of_block(run.tree, p)
            keep_highest(found, of_run if runs else at_most_status(of_run, UNDECIDED))
    return in_scope, found if in_scope else at_most_status(found, UNDECIDED)
