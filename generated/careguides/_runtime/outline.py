# Copied by Caretree from its runtime; generated, do not edit.
"""What stands where in a tree: every outcome with the conditions above it, in the order written. Worked out once.

offer:g-csf → the lines that offer it; each with the forks, extras and decisions it stands under
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .tree import Advice, Block, Branch, Choice, Conflict, Extra, Fork, Gap, Report

if TYPE_CHECKING:
    from .model import Model
    from .tree import Item, Test


class Place(NamedTuple):
    """An outcome and everything above it: branches of all forks, extras, and the phase a decision needs."""

    item: Advice | Choice | Gap | Conflict | Report
    above: tuple[Branch | Extra, ...]
    phase_test: Test | None


class Outline(NamedTuple):
    """The places of every outcome, by what they add up to, in order of first appearance."""

    advice: dict[str, list[Place]]
    choices: dict[str, list[Place]]
    gaps: dict[str, list[Place]]
    conflicts: dict[str, list[Place]]
    reports: dict[str, list[Place]]
    outcomes: dict[str, str]
    """What each line adds up to, by its node."""


def outline(model: Model) -> Outline:
    """The outline of a guideline's decisions."""
    found = Outline({}, {}, {}, {}, {}, {})
    for run in model.runs:
        _walk(run.tree, (), run.test, found)
    for kind in found[:5]:
        for outcome, places in kind.items():
            found.outcomes.update({place.item.id: outcome for place in places})
    return found


def _walk(item: Item, above: tuple[Branch | Extra, ...], phase: Test | None, found: Outline) -> None:
    match item:
        case Block():
            for inner in item.items:
                _walk(inner, above, phase, found)
        case Fork():
            for branch in item.branches:
                _walk(branch.then, above + item.branches, phase, found)
        case Extra():
            _walk(item.then, (*above, item), phase, found)
        case Advice():
            found.advice.setdefault(f"{item.direction}:{item.action}", []).append(Place(item, above, phase))
        case Choice():
            found.choices.setdefault(f"choice:{item.options}:{item.mode}", []).append(Place(item, above, phase))
        case Gap():
            found.gaps.setdefault(f"gap:{item.gap}", []).append(Place(item, above, phase))
        case Conflict():
            found.conflicts.setdefault(f"conflict:{item.conflict}", []).append(Place(item, above, phase))
            if item.then is not None:
                _walk(item.then, above, phase, found)
        case Report():
            found.reports.setdefault(item.id, []).append(Place(item, above, phase))
