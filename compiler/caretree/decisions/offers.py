"""What offering a name means: classes, options blocks and combinations spelled out as actions.

growth factor covers G-CSF, pegfilgrastim       named_actions: g-csf, pegfilgrastim
rescue combines IVIG, possibly vincristine      offering_actions(IVIG): ivig, rescue
                                                possible_offers(vincristine): vincristine, rescue
"""

from __future__ import annotations

from collections.abc import Iterable

from caretree.guideline.actions import Action
from caretree.guideline.guideline import Guideline


def named_actions(guideline: Guideline, name: str) -> tuple[str, ...]:
    """The actions meant by the identity of an action, of a class (its members) or of an options block."""
    known = {action.name.id: action for action in guideline.actions}
    if name in known:
        return _members(known, name)
    blocks = {block.name.id: block for block in guideline.options}
    members = [action for option in blocks[name].options for action in _members(known, option.action)]
    return tuple(dict.fromkeys(members))


def offering_actions(guideline: Guideline, name: str) -> tuple[str, ...]:
    """The actions whose offer surely offers ``name``: those meant, and combinations that contain one of them."""
    return _with_combinations(guideline, named_actions(guideline, name), possibly=False)


def possible_offers(guideline: Guideline, name: str) -> tuple[str, ...]:
    """The actions whose offer may offer ``name``: as ``offering_actions``, with ``possibly`` components too."""
    return _with_combinations(guideline, named_actions(guideline, name), possibly=True)


def all_members(guideline: Guideline) -> dict[str, tuple[str, ...]]:
    """The actions each class covers and the components of each combination (``possibly`` ones included)."""
    known = {action.name.id: action for action in guideline.actions}
    found: dict[str, tuple[str, ...]] = {}
    for name, action in known.items():
        if action.covers:
            found[name] = _members(known, name)
        elif action.combines or action.possibly:
            found[name] = tuple(dict.fromkeys(_components(known, name)))
    return found


def _members(known: dict[str, Action], name: str) -> tuple[str, ...]:
    covers = known[name].covers
    if not covers:
        return (name,)
    return tuple(dict.fromkeys(action for member in covers for action in _members(known, member)))


def _components(known: dict[str, Action], name: str) -> Iterable[str]:
    for part in (*known[name].combines, *known[name].possibly):
        for member in _members(known, part):
            yield member
            yield from _components(known, member)


def _with_combinations(guideline: Guideline, actions: tuple[str, ...], possibly: bool) -> tuple[str, ...]:
    """Combinations are added until nothing is new: a combination may itself be a component."""
    found = dict.fromkeys(actions)
    size = -1
    while len(found) != size:
        size = len(found)
        for action in guideline.actions:
            parts = action.combines + (action.possibly if possibly else ())
            if any(part in found for part in parts):
                found[action.name.id] = None
    return tuple(found)
