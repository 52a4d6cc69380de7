"""Reach: which inputs, definitions and actions of its libraries a guideline really uses.

the guideline reads BSA  →  BSA, height and weight belong to it; the library's other inputs do not
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from caretree.guideline import blocks, conditions, decisions, patients, terms
from caretree.guideline.actions import Action
from caretree.guideline.definitions import Definition
from caretree.guideline.inputs import Impossible, Input
from caretree.guideline.walk import nodes

DATA: dict[type, str] = {
    terms.InputNumber: "input",
    terms.DefinedNumber: "definition",
    terms.SeriesTerm: "input",
    terms.DateInput: "input",
    terms.CourseStart: "input",
    terms.SeriesDate: "input",
    terms.InputLabel: "input",
    terms.DefinedLabel: "definition",
    conditions.Fact: "input",
    conditions.Defined: "definition",
    conditions.CourseIs: "input",
    conditions.Trend: "input",
    conditions.Sustained: "input",
    conditions.NotKnown: "inputs",
    blocks.Report: "of",
    patients.ExpectValue: "of",
    patients.ExpectNextQuestion: "input",
}
"""Where each kind of node names an input or definition."""
ACTIONS: dict[type, tuple[str, ...]] = {
    conditions.Offered: ("action",),
    blocks.Recommendation: ("action", "after"),
    decisions.Option: ("action",),
    decisions.SafetyRule: ("x", "y"),
    Action: ("combines", "possibly", "covers"),
    patients.ExpectAdvice: ("action",),
    patients.ExpectNoOffer: ("action",),
    patients.ExpectOption: ("action",),
    patients.ExpectDoseUnknown: ("action",),
    patients.ExpectUndecided: ("what",),
}
"""Where each kind of node names actions."""

Shared = Input | Definition | Action


def data_named(of: object) -> set[str]:
    """The identities of the inputs and definitions named anywhere inside ``of``."""
    named = (getattr(node, DATA[type(node)]) for node in nodes(of) if type(node) in DATA)
    return {identity for text in named for identity in (text if isinstance(text, tuple) else (text,)) if identity}


def actions_named(of: object) -> set[str]:
    """The identities of the actions named anywhere inside ``of``."""
    found = [node for node in nodes(of) if type(node) in ACTIONS]
    named = (getattr(node, field) for node in found for field in ACTIONS[type(node)])
    return {identity for text in named for identity in (text if isinstance(text, tuple) else (text,)) if identity}


def reached(
    roots: object, shared: Iterable[Shared], impossible: Iterable[Impossible]
) -> tuple[set[str], set[str], tuple[Impossible, ...]]:
    """What the roots reach: identities of data, identities of actions, and the libraries' impossible facts that count.

    A library's impossible fact counts only when every input it reads is reached by something else; what it reads on
    the way then counts too.
    """
    shared = tuple(shared)
    all_data: dict[str, Shared] = {item.name.id: item for item in shared if not isinstance(item, Action)}
    all_actions: dict[str, Shared] = {item.name.id: item for item in shared if isinstance(item, Action)}
    actions = _closure(actions_named(roots), all_actions, actions_named)
    read = [roots, *(all_actions[action] for action in actions if action in all_actions)]
    data = _closure(data_named(tuple(read)), all_data, data_named)
    counting: list[Impossible] = []
    for line in impossible:
        needed = _closure(data_named(line), all_data, data_named)
        if all(identity in data or isinstance(all_data.get(identity), Definition) for identity in needed):
            counting.append(line)
    for line in counting:
        data |= _closure(data_named(line), all_data, data_named)
    return data, actions, tuple(counting)


def _closure(first: set[str], items: Mapping[str, Shared], named: Callable[[object], set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = sorted(first)
    while waiting:
        identity = waiting.pop()
        if identity not in found:
            found.add(identity)
            waiting.extend(sorted(named(items[identity])) if identity in items else ())
    return found
