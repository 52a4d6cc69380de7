"""Nothing is both offered and advised against, and what follows another action is offered with it.

do not use azathioprine      fails beside an offer of azathioprine, of a combination that contains it, and of any
                             action with the same drug code; `avoid` of a class speaks of every member
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.decisions.graph import AdviceNode, DecisionGraph
from caretree.solver.logic import any_of, negation
from caretree.solver.obligation import Obligation
from caretree.solver.offers import Offer, holds, may_hold, offered_anywhere, surely_offers, when_offered
from caretree.solver.paths import Place
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim


def consistent(prover: Prover, offers: list[Offer]) -> list[Obligation]:
    """No line of advice against meets an offer of the same thing."""
    found = []
    for place in prover.places.values():
        node = place.node
        if isinstance(node, AdviceNode) and node.direction == "against":
            opposed = [offer for offer in offers if speak_of_the_same(prover.graph, node.action, offer.action)]
            found.append(_against(prover, place, node, opposed))
    return found


def _against(prover: Prover, place: Place, node: AdviceNode, opposed: list[Offer]) -> Obligation:
    name = name_of(prover.graph, node.action)
    what = f"nobody is offered {name} where {node.id.rpartition('/')[0]} advises against it"
    obligation = Obligation("no contradiction", node.id, what, node.span)
    if not opposed:
        return obligation
    offered = any_of([when_offered(prover, offer) for offer in opposed], prover.encoding.context)

    def shows(replay: Replay) -> bool:
        return replay.takes(place.path) and any(holds(replay, offer) for offer in opposed)

    wrong = f"{name} is both offered and advised against"
    settled = settle(prover, replace(obligation, wrong=wrong), Claim((prover.guard(place.path), offered), shows))
    return settled if settled.witness is None else _with_offers(prover, settled, node, opposed)


def _with_offers(prover: Prover, obligation: Obligation, node: AdviceNode, opposed: list[Offer]) -> Obligation:
    assert obligation.witness is not None
    replay = Replay(prover.graph, obligation.witness.record, obligation.witness.unknown)
    meeting = [offer for offer in opposed if holds(replay, offer)]
    related = tuple((f"offers {name_of(prover.graph, offer.action)}", offer.node.span) for offer in meeting)
    other = name_of(prover.graph, meeting[0].action)
    name = name_of(prover.graph, node.action)
    wrong = obligation.wrong if other == name else f"{other} is offered while {name} is advised against"
    return replace(obligation, related=related, wrong=wrong)


def speak_of_the_same(graph: DecisionGraph, against: str, offered: str) -> bool:
    """Whether advice against one action is advice against an offer of the other."""
    meant, given = advised_against(graph, against), given_by(graph, offered)
    return bool(meant & given) or bool(codes_of(graph, meant) & codes_of(graph, given))


def advised_against(graph: DecisionGraph, action: str) -> set[str]:
    """The action itself, and the members of a class."""
    classes = {each.name.id for each in graph.guideline.actions if each.covers}
    return {action, *(graph.members[action] if action in classes else ())}


def given_by(graph: DecisionGraph, action: str) -> set[str]:
    """The action itself, and everything a combination contains or may contain."""
    return {action, *graph.members.get(action, ())}


def codes_of(graph: DecisionGraph, actions: set[str]) -> set[tuple[str, str]]:
    """The codes of drugs and actions: two actions that share one are one thing."""
    found: set[tuple[str, str]] = set()
    for action in graph.guideline.actions:
        if action.name.id in actions:
            codes = (*action.codes, *(action.drug.codes if action.drug else ()))
            found |= {(code.system, code.value) for code in codes}
    return found


def name_of(graph: DecisionGraph, action: str) -> str:
    """What an action is called."""
    return next((each.name.shown for each in graph.guideline.actions if each.name.id == action), action)


def follows(prover: Prover, offers: list[Offer]) -> list[Obligation]:
    """``X, after Y``: whoever is offered X is offered Y."""
    found = []
    for place in prover.places.values():
        node = place.node
        if isinstance(node, AdviceNode) and node.after:
            found.append(_follows(prover, place, node, offers))
    return found


def _follows(prover: Prover, place: Place, node: AdviceNode, offers: list[Offer]) -> Obligation:
    first, then = name_of(prover.graph, node.after), name_of(prover.graph, node.action)
    actions = surely_offers(prover.graph, node.after)
    first_offers = [offer for offer in offers if offer.action in actions]
    obligation = Obligation(
        "follows",
        node.id,
        f"whoever is offered {then} after {first} is offered {first}",
        node.span,
        wrong=f"{then} is to follow {first}, which some of these patients are not offered",
    )

    def shows(replay: Replay) -> bool:
        return replay.takes(place.path) and not any(may_hold(replay, offer) for offer in first_offers)

    missing = negation(offered_anywhere(prover, offers, actions))
    return settle(prover, obligation, Claim((prover.guard(place.path), missing), shows))
