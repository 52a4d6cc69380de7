"""Safety rules as theorems about the advice, for every complete patient; ``partial`` proves some of them again.

never offer G-CSF unless infection found      nobody without an infection is offered G-CSF, in any form
always offer admission when fever             every patient with a fever is offered it, outside a choice
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.decisions.graph import GraphRule
from caretree.decisions.statuses import CERTAIN
from caretree.solver.doses import dose_limit
from caretree.solver.logic import Formula, all_of, any_of, at_most, constant, negation
from caretree.solver.obligation import Kind, Obligation
from caretree.solver.offers import (
    Offer,
    holds,
    is_in,
    may_hold,
    no_weaker,
    offered_anywhere,
    when_offered,
    with_each_other,
)
from caretree.solver.prover import Prover
from caretree.solver.reached import Wanted
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim


def safe(prover: Prover, offers: list[Offer]) -> list[Obligation]:
    """Every safety rule."""
    return [_rule(prover, rule, offers) for rule in prover.graph.rules]


def new_obligation(rule: GraphRule) -> Obligation:
    """A rule to be proved."""
    wrong = f"some patient breaks the safety rule `{rule.text}`"
    kind: Kind = "dose limit" if rule.kind == "never exceed" else "safety rule"
    return Obligation(kind, rule.id, rule.text, rule.span, wrong=wrong)


def _rule(prover: Prover, rule: GraphRule, offers: list[Offer]) -> Obligation:
    obligation = new_obligation(rule)
    match rule.kind:
        case "never" | "never unless" | "never when":
            return _never(prover, rule, offers, obligation)
        case "never both":
            return _both(prover, rule, offers, obligation)
        case "never without":
            return _without(prover, rule, offers, obligation)
        case "always":
            return _always(prover, rule, offers, obligation)
        case "never exceed":
            return dose_limit(prover, rule, offers, obligation)
        case _:
            raise ValueError(f"no such kind of rule: {rule.kind}")


def _of(offers: list[Offer], actions: tuple[str, ...]) -> list[Offer]:
    return [offer for offer in offers if offer.action in actions]


def _with_places(prover: Prover, obligation: Obligation, offers: list[Offer]) -> Obligation:
    """Where the offers stand that break the rule."""
    if obligation.witness is None:
        return obligation
    replay = Replay(prover.graph, obligation.witness.record, obligation.witness.unknown)
    lines = {offer.node.id: offer.node.span for offer in offers if holds(replay, offer)}
    return replace(obligation, related=tuple(("is offered", span) for span in lines.values()))


def _never(prover: Prover, rule: GraphRule, offers: list[Offer], obligation: Obligation) -> Obligation:
    forbidden, places = rule.forbidden_when, _of(offers, rule.x)
    assert forbidden is not None
    if not places:
        return obligation_kept(obligation)

    def shows(replay: Replay) -> bool:
        return replay.truth(forbidden) is True and any(holds(replay, offer) for offer in places)

    formulas = (prover.encoding.formula(forbidden), offered_anywhere(prover, offers, rule.x))
    return _with_places(prover, settle(prover, obligation, Claim(formulas, shows)), places)


def obligation_kept(obligation: Obligation) -> Obligation:
    """Proved without a question: there is nothing that could break it."""
    return replace(obligation, result="proved", wrong="")


def _both(prover: Prover, rule: GraphRule, offers: list[Offer], obligation: Obligation) -> Obligation:
    pairs = [
        (one, other)
        for one in _of(offers, rule.x)
        for other in _of(offers, rule.y)
        if one.action != other.action and with_each_other(one, other)
    ]
    if not pairs:
        return obligation_kept(obligation)
    context = prover.encoding.context
    together = [all_of([when_offered(prover, one), when_offered(prover, other)], context) for one, other in pairs]

    def shows(replay: Replay) -> bool:
        return any(holds(replay, one) and holds(replay, other) for one, other in pairs)

    settled = settle(prover, obligation, Claim((any_of(together, context),), shows))
    return _with_places(prover, settled, [one for pair in pairs for one in pair])


def _without(prover: Prover, rule: GraphRule, offers: list[Offer], obligation: Obligation) -> Obligation:
    """Each place of X on its own: a Y that stands with it, no weaker."""
    places, context = _of(offers, rule.x), prover.encoding.context
    partners = {
        position: [one for one in _of(offers, rule.y) if with_each_other(place, one) and no_weaker(one, place)]
        for position, place in enumerate(places)
    }
    alone = [
        all_of(
            [when_offered(prover, place), *(negation(when_offered(prover, one)) for one in partners[position])], context
        )
        for position, place in enumerate(places)
    ]

    def shows(replay: Replay) -> bool:
        return any(
            holds(replay, place) and not any(may_hold(replay, one) for one in partners[position])
            for position, place in enumerate(places)
        )

    settled = settle(prover, obligation, Claim((any_of(alone, context),), shows))
    return _with_places(prover, settled, places)


def _always(prover: Prover, rule: GraphRule, offers: list[Offer], obligation: Obligation) -> Obligation:
    context, places = prover.encoding.context, _of(offers, rule.x)
    when = constant(True, context) if rule.condition is None else prover.encoding.formula(rule.condition)
    given = [_surely_given(prover, offer, offers) for offer in places]

    def shows(replay: Replay) -> bool:
        asked = rule.condition is None or replay.truth(rule.condition) is True
        return asked and not any(_may_be_given(replay, offer, offers) for offer in places)

    return settle(prover, obligation, Claim((when, negation(any_of(given, context))), shows))


def siblings(offer: Offer, offers: list[Offer]) -> list[Offer]:
    """The options of the same choice at the same place."""
    return [other for other in offers if other.option is not None and other.node.id == offer.node.id]


def room(offer: Offer) -> int:
    """How many options are taken of the choice an offer belongs to."""
    mode = offer.choice[1] if offer.choice else "one"
    return int(mode) if mode.isdigit() else 1


def _surely_given(prover: Prover, offer: Offer, offers: list[Offer]) -> Formula:
    """A line, or the only option left."""
    offered = when_offered(prover, offer)
    if offer.option is None:
        return offered
    inside = [_inside(prover, other) for other in siblings(offer, offers)]
    few = at_most(room(offer), inside, prover.encoding.context)
    return all_of([offered, few], prover.encoding.context)


def _inside(prover: Prover, offer: Offer) -> Formula:
    assert offer.option is not None
    out = offer.option.out
    return constant(True, prover.encoding.context) if out is None else negation(prover.encoding.formula(out))


def _may_be_given(replay: Replay, offer: Offer, offers: list[Offer]) -> bool:
    """Whether a line may offer it, or a choice may have nothing else left; of a complete patient, whether it does."""
    if not may_hold(replay, offer) or replay.unknown:
        return False
    if offer.option is None:
        return True
    surely_in = sum(one.option is not None and is_in(replay, one.option) for one in siblings(offer, offers))
    return surely_in <= room(offer)


def is_surely_given(replay: Replay, offer: Offer, offers: list[Offer]) -> bool:
    """The same for a replayed patient."""
    if replay.statuses.of(("line", offer.node.id)) < CERTAIN:
        return False
    if offer.option is None:
        return True
    if not is_in(replay, offer.option):
        return False
    outs = [other.option.out for other in siblings(offer, offers) if other.option is not None]
    left = sum(out is None or replay.waiting.truth(out) is not True for out in outs)
    return left <= room(offer)


def not_vacuous(prover: Prover, offers: list[Offer]) -> list[Wanted]:
    """What must be possible for each rule to say something."""
    return [wanted for rule in prover.graph.rules for wanted in _not_vacuous(prover, rule, offers)]


def _not_vacuous(prover: Prover, rule: GraphRule, offers: list[Offer]) -> list[Wanted]:
    match rule.kind:
        case "never":
            return []
        case "never unless" | "never when":
            return [_possible(prover, rule, rule.forbidden_when), _is_offered(prover, rule, offers, rule.x)]
        case "always":
            return [] if rule.condition is None else [_possible(prover, rule, rule.condition)]
        case "never both":
            return [_is_offered(prover, rule, offers, rule.x), _is_offered(prover, rule, offers, rule.y)]
        case "never without" | "never exceed":
            return [_is_offered(prover, rule, offers, rule.x)]
        case _:
            raise ValueError(f"no such kind of rule: {rule.kind}")


def _possible(prover: Prover, rule: GraphRule, condition: str | None) -> Wanted:
    assert condition is not None
    text = "its exception always holds" if rule.kind == "never unless" else "its condition holds for nobody"
    obligation = Obligation(
        "not vacuous",
        rule.id,
        f"the rule `{rule.text}` speaks of some patient",
        rule.span,
        wrong=f"the safety rule `{rule.text}` says nothing: {text}",
    )
    return Wanted(
        obligation,
        lambda: prover.encoding.formula(condition),
        lambda replay: replay.truth(condition) is True,
    )


def _is_offered(prover: Prover, rule: GraphRule, offers: list[Offer], actions: tuple[str, ...]) -> Wanted:
    places = _of(offers, actions)
    names = actions[0] if actions else "nothing"
    obligation = Obligation(
        "not vacuous",
        rule.id,
        f"the rule `{rule.text}` speaks of something that is offered: {names}",
        rule.span,
        wrong=f"the safety rule `{rule.text}` says nothing: {names} is offered to nobody",
    )
    return Wanted(
        obligation,
        lambda: offered_anywhere(prover, offers, actions),
        lambda replay: any(holds(replay, offer) for offer in places),
    )
