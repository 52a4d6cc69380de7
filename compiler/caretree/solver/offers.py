"""Who offers an action, where, and when: lines of advice and options of choices.

recommend G-CSF         Offer(action g-csf, strength recommend, line …)
should use one of treatments       an Offer for each option, when it is not ruled out

Two offers stand in one answer *with each other* except two options of one ``one of``.
"""

from __future__ import annotations

from msgspec import Struct

from caretree.decisions.graph import AdviceNode, ChoiceNode, DecisionGraph, GraphOption
from caretree.decisions.offers import offering_actions
from caretree.guideline.blocks import STRENGTHS
from caretree.solver.logic import Formula, all_of, any_of, negation
from caretree.solver.paths import Path
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay


class Offer(Struct, frozen=True):
    """One place that offers an action (``option`` is the option, where the place is a choice)."""

    action: str
    strength: str
    node: AdviceNode | ChoiceNode
    path: Path
    option: GraphOption | None = None

    @property
    def choice(self) -> tuple[str, str] | None:
        """The choice it belongs to: the same options offered the same way are one choice."""
        return (self.node.options, self.node.mode) if isinstance(self.node, ChoiceNode) else None


def all_offers(prover: Prover) -> list[Offer]:
    """Every place that offers something, in order."""
    found: list[Offer] = []
    for place in prover.places.values():
        node = place.node
        if isinstance(node, AdviceNode) and node.direction == "offer":
            found.append(Offer(node.action, node.strength, node, place.path))
        elif isinstance(node, ChoiceNode):
            options = prover.graph.options[node.options].options
            found += [Offer(one.action, node.strength, node, place.path, one) for one in options]
    return found


def when_offered(prover: Prover, offer: Offer) -> Formula:
    """When a place offers its action."""
    reached = prover.guard(offer.path)
    if offer.option is None or offer.option.out is None:
        return reached
    inside = negation(prover.encoding.formula(offer.option.out))
    return all_of([reached, inside], prover.encoding.context)


def offered_anywhere(prover: Prover, offers: list[Offer], actions: tuple[str, ...]) -> Formula:
    """When any of some actions is offered at all."""
    return any_of([when_offered(prover, one) for one in offers if one.action in actions], prover.encoding.context)


def with_each_other(one: Offer, other: Offer) -> bool:
    """Whether two places can be offers in one answer that a patient can follow together."""
    if one.choice is None or one.choice != other.choice:
        return True
    return one.choice[1] != "one"


def holds(replay: Replay, offer: Offer) -> bool:
    """Whether a replayed patient gets to this very place and is offered the action there."""
    return replay.takes(offer.path) and (offer.option is None or is_in(replay, offer.option))


def may_hold(replay: Replay, offer: Offer) -> bool:
    """Whether nothing known about a patient rules this very place out; of a complete patient, the same as ``holds``."""
    open_still = all(replay.truth(condition) is not (not wanted) for condition, wanted in offer.path)
    if offer.option is None or offer.option.out is None:
        return open_still
    return open_still and replay.truth(offer.option.out) is not True


def is_in(replay: Replay, option: GraphOption) -> bool:
    """Whether an option is certainly not ruled out."""
    return option.out is None or replay.truth(option.out) is False


def no_weaker(one: Offer, other: Offer) -> bool:
    """Whether the first place offers at least as strongly as the second."""
    return STRENGTHS.index(one.strength) <= STRENGTHS.index(other.strength)


def surely_offers(graph: DecisionGraph, action: str) -> tuple[str, ...]:
    """The actions whose offer offers this one too."""
    return offering_actions(graph.guideline, action)
