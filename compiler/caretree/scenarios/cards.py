"""What a guideline promises and what it says about its actions: lines that no patient changes, pinned as they are.

    romiplostim      raise by 1 mcg/kg of weight until platelet count is at least 50 x10^9/L · at most 10 mcg/kg …
    safety rules     never offer G-CSF unless ANC is below 0.5 x10^9/L and infection found

They are read from the exported graph, so that whoever reads ``generated/graphs`` is held to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from caretree.decisions.export import action_data
from caretree.decisions.graph import DecisionGraph

Exported = Mapping[str, Any]


class Card(Struct, frozen=True):
    """What is said about one action."""

    action: str
    name: str
    lines: tuple[str, ...]


def cards_of(graph: DecisionGraph) -> tuple[Card, ...]:
    """A card for every action about which something is said."""
    actions = [action_data(action, graph) for action in graph.guideline.actions]
    names = {str(action["id"]): str(action["name"]) for action in actions}
    cards = [Card(str(one["id"]), str(one["name"]), card_lines(one, names)) for one in actions]
    return tuple(card for card in cards if card.lines)


def card_lines(action: Exported, names: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of an exported action; ``names`` are those of all actions by identity."""
    return tuple(_card(action, names))


def _card(action: Exported, names: Mapping[str, str]) -> Iterator[str]:
    if action["test"]:
        yield "is a test"
    if action["urgent"]:
        yield "urgent"
    for word in ("combines", "possibly", "covers"):
        if action[word]:
            yield f"{word} {', '.join(names.get(one, one) for one in action[word])}"
    dosing = action["dosing"]
    if dosing:
        yield from _doses(dosing["dose"], "dose")
        for step in dosing["steps"]:
            yield from _doses(step, "then")
        yield from dosing["texts"]
    for step in action["schedule"]:
        yield step["text"]
    if action["notStated"]:
        yield f"not stated: {', '.join(action['notStated'])}"


def _doses(dose: Exported | None, word: str) -> Iterator[str]:
    if dose is None:
        return
    if "branches" in dose:
        for label, _, then in dose["branches"]:
            yield from _doses(then, f"{label}: {word}")
    else:
        yield f"{word} {dose['text']}"


def promises_of(graph: DecisionGraph) -> tuple[str, ...]:
    """The safety rules in words."""
    return tuple(rule.text for rule in graph.rules)
