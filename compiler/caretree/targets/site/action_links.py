"""Where an action is told on its page: the ledger links there.

action rescue IVIG      #offer/immediate-management/combination-rescue   (it is a part of that card)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caretree.targets.site.actions import ActionView
from caretree.targets.site.options import OptionsView
from caretree.targets.site.recommendations import Card


def action_links(cards: Iterable[Card], options: Iterable[OptionsView]) -> dict[str, str]:
    """The link of each action: the first card that offers it, an option, a card it is part of, or advice against."""
    known = list(cards)
    offers = [card for card in known if card.direction == "offer"]
    found: dict[str, str] = {}
    for card in offers:
        found.setdefault(f"action {card.action}", f"#{card.anchor}")
    for option in (option for block in options for option in block.options):
        found.setdefault(f"action {option.action}", f"#{option.node}")
        _add_parts(found, option.details, f"#{option.node}")
    for card in offers:
        _add_parts(found, card.details, f"#{card.anchor}")
    for card in known:
        found.setdefault(f"action {card.action}", f"#{card.anchor}")
    return found


def _add_parts(found: dict[str, str], view: ActionView | None, link: str) -> None:
    for part in _parts(view):
        found.setdefault(f"action {part.name}", link)


def _parts(view: ActionView | None) -> Iterator[ActionView]:
    for part in view.parts if view else ():
        yield part
        yield from _parts(part)
