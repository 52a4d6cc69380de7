"""What offering a name means: classes, options blocks and combinations spelled out as actions.

growth factor covers G-CSF, pegfilgrastim       named_actions: g-csf, pegfilgrastim
rescue combines IVIG, possibly vincristine      offering_actions(IVIG): ivig, rescue
                                                possible_offers(vincristine): vincristine, rescue
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
            found[name] = _components(known, name)
    return found


def _members(known: dict[str, Action], name: str) -> tuple[str, ...]:
    """The actions of a class and of the classes in it; an action stands for itself."""
    found = _spread([name], lambda each: known[each].covers)
    return tuple(each for each in found if not known[each].covers)


def _components(known: dict[str, Action], name: str) -> tuple[str, ...]:
    """The actions a combination contains, through combinations and classes in it."""
    found = _spread([name], lambda each: known[each].combines + known[each].possibly + known[each].covers)
    return tuple(each for each in found if each != name and not known[each].covers)


def _spread(names: Iterable[str], parts: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """The names and everything they lead to, depth first and each once."""
    found: dict[str, None] = {}
    waiting = list(names)[::-1]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += parts(name)[::-1]
    return tuple(found)


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
