"""Promises proved again for patients with unknown values: what holds of every completion need not hold before it.

recommend X; also when u: recommend Y; also when not u: recommend Y      u unknown: X is certain, Y undecided

`always`, `without` and *enough options* do not carry over by themselves; `never` rules do.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.expressions import IsOffered, NotKnown
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    ExtraNode,
    ForkNode,
    GraphRule,
    NodeId,
)
from caretree.decisions.reads import reached as reached_expressions
from caretree.decisions.statuses import CERTAIN
from caretree.decisions.walk import below
from caretree.solver.choices import needed, obligation_of
from caretree.solver.known import Known, Truths
from caretree.solver.logic import Formula, all_of, any_of, at_least, at_most, constant, negation
from caretree.solver.obligation import Obligation
from caretree.solver.offers import Offer, with_each_other
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.rules import is_surely_given, new_obligation, room, siblings
from caretree.solver.settle import settle
from caretree.solver.witness import Claim

Atom = Callable[[object], bool]
"""Whether a node is the result that is asked about."""


class Results(Struct):
    """When results are certain, and when they are possible."""

    prover: Prover
    known: Known

    def certain(self, atom: Atom) -> Formula:
        """When a result is certain."""
        parts = []
        for run in self.prover.graph.runs:
            starts = [] if run.condition is None else [self.known.of(run.condition)[0]]
            parts.append(self._all([*starts, self._must(run.node, atom)]))
        return any_of(parts, self.prover.encoding.context)

    def possible(self, atom: Atom) -> Formula:
        """When a result is not absent."""
        parts = []
        for run in self.prover.graph.runs:
            starts = [] if run.condition is None else [negation(self.known.of(run.condition)[1])]
            parts.append(self._all([*starts, self._may(run.node, atom)]))
        return any_of(parts, self.prover.encoding.context)

    def _all(self, parts: list[Formula]) -> Formula:
        return all_of(parts, self.prover.encoding.context)

    def _must(self, name: NodeId, atom: Atom) -> Formula:
        node, context = self.prover.graph.nodes[name], self.prover.encoding.context
        match node:
            case BlockNode(of=parts):
                return any_of([self._must(part, atom) for part in parts], context)
            case ForkNode(branches=branches):
                if not self._holds_somewhere(name, atom):
                    return constant(False, context)
                is_open = self.known.open_branches([branch.condition for branch in branches], node.ordered)
                pairs = zip(is_open, branches, strict=True)
                return self._all([any_of([negation(o), self._must(b.then, atom)], context) for o, b in pairs])
            case ExtraNode(condition=condition, then=then, waiting=waiting):
                if waiting or not self._holds_somewhere(then, atom):
                    return constant(False, context)
                return self._all([self.known.of(condition)[0], self._must(then, atom)])
            case ConflictNode(then=then) if then is not None:
                return self._must(then, atom)
            case _:
                return constant(atom(node), context)

    def _may(self, name: NodeId, atom: Atom) -> Formula:
        node, context = self.prover.graph.nodes[name], self.prover.encoding.context
        match node:
            case BlockNode(of=parts):
                return any_of([self._may(part, atom) for part in parts], context)
            case ForkNode(branches=branches):
                if not self._holds_somewhere(name, atom):
                    return constant(False, context)
                is_open = self.known.open_branches([branch.condition for branch in branches], node.ordered)
                pairs = zip(is_open, branches, strict=True)
                return any_of([self._all([o, self._may(b.then, atom)]) for o, b in pairs], context)
            case ExtraNode(condition=condition, then=then):
                if not self._holds_somewhere(then, atom):
                    return constant(False, context)
                return self._all([negation(self.known.of(condition)[1]), self._may(then, atom)])
            case ConflictNode(then=then) if then is not None:
                return self._may(then, atom)
            case _:
                return constant(atom(node), context)

    def _holds_somewhere(self, name: NodeId, atom: Atom) -> bool:
        nodes = self.prover.graph.nodes
        return any(atom(nodes[one]) for one in below(nodes, [name]))

    def offer(self, offer: Offer) -> Formula:
        """When an action is certainly offered by advice, or by the choice an offer stands in."""
        if offer.option is None:
            return self.certain(_advice(offer.action))
        inside = [] if offer.option.out is None else [self.known.of(offer.option.out)[1]]
        return self._all([self.certain(_choice(offer)), *inside])

    def maybe(self, offer: Offer) -> Formula:
        """When an action may be offered."""
        if offer.option is None:
            return self.possible(_advice(offer.action))
        return self.possible(_choice(offer))


def _advice(action: str) -> Atom:
    return lambda node: isinstance(node, AdviceNode) and node.direction == "offer" and node.action == action


def _choice(offer: Offer) -> Atom:
    return lambda node: isinstance(node, ChoiceNode) and (node.options, node.mode) == offer.choice


def proved_again(prover: Prover, offers: list[Offer], done: list[Obligation]) -> list[Obligation]:
    """The obligations that hold of complete patients, over patients with unknown values."""
    proved = {(one.kind, one.subject) for one in done if one.result == "proved"}
    lacking = {
        _choice_of(prover, one.subject) for one in done if (one.kind, one.result) == ("enough options", "failed")
    }
    known = Known(prover)
    results = Results(prover, known)
    found = []
    for rule in prover.graph.rules:
        if rule.kind in ("always", "never without") and ("safety rule", rule.id) in proved:
            found.append(_rule(results, rule, offers))
    for place in prover.places.values():
        if isinstance(place.node, ChoiceNode) and _choice_of(prover, place.node.id) not in lacking:
            found += _enough(results, place.node)
    return found


def _choice_of(prover: Prover, name: NodeId) -> tuple[str, str]:
    """The choice a line belongs to: lines with the same options and mode are one entry of the answer."""
    node = prover.graph.nodes[name]
    assert isinstance(node, ChoiceNode)
    return node.options, node.mode


def _settled(
    results: Results, obligation: Obligation, formulas: list[Formula], shows: Callable[[Replay], bool]
) -> Obligation:
    prover, known = results.prover, results.known
    scope = [] if prover.graph.applies_when is None else [known.of(prover.graph.applies_when)[0]]
    waiting = [formula == known.of(condition)[0] for condition, formula in _waits(prover)]
    claim = Claim((*formulas, *scope, *waiting), shows, dict(known.bits))
    about = replace(obligation, partial=True, what=f"{obligation.what}, also while something is unknown")
    return settle(prover, about, claim)


def _waits(prover: Prover) -> list[tuple[str, Formula]]:
    nodes = prover.graph.conditions.items()
    return [(name, prover.encoding.waits(node)) for name, node in nodes if isinstance(node, NotKnown)]


def _rule(results: Results, rule: GraphRule, offers: list[Offer]) -> Obligation:
    places = [offer for offer in offers if offer.action in rule.x]
    obligation = new_obligation(rule)
    obligation = replace(obligation, wrong=f"{obligation.wrong} while something about the patient is unknown")
    if rule.kind == "always":
        return _always(results, rule, places, offers, obligation)
    return _without(results, rule, places, offers, obligation)


def _condition(results: Results, condition: str, offers: list[Offer]) -> Truths:
    """A condition of a rule, which may ask what is offered."""
    graph, context = results.prover.graph, results.prover.encoding.context
    for kind, name in reached_expressions(graph, [("condition", condition)]):
        node = graph.conditions[name] if kind == "condition" else None
        if isinstance(node, IsOffered):
            meant = [offer for offer in offers if offer.action in node.actions]
            certain = any_of([results.offer(offer) for offer in meant], context)
            possible = any_of([results.maybe(offer) for offer in meant], context)
            results.known.truths[name] = (certain, negation(possible))
    return results.known.of(condition)


def _always(
    results: Results, rule: GraphRule, places: list[Offer], offers: list[Offer], obligation: Obligation
) -> Obligation:
    context = results.prover.encoding.context
    when = [] if rule.condition is None else [_condition(results, rule.condition, offers)[0]]
    given = []
    for offer in places:
        formula = results.offer(offer)
        if offer.option is not None:
            may_stay = [_not_out(results, other) for other in siblings(offer, offers)]
            formula = all_of([formula, at_most(room(offer), may_stay, context)], context)
        given.append(formula)

    def shows(replay: Replay) -> bool:
        asked = rule.condition is None or replay.truth(rule.condition) is True
        lines = any(replay.statuses.of(("advice", "offer", action)) == CERTAIN for action in rule.x)
        return asked and not lines and not any(is_surely_given(replay, offer, offers) for offer in places)

    return _settled(results, obligation, [*when, negation(any_of(given, context))], shows)


def _not_out(results: Results, offer: Offer) -> Formula:
    context = results.prover.encoding.context
    if offer.option is None or offer.option.out is None:
        return constant(True, context)
    return negation(results.known.of(offer.option.out)[0])


def _without(
    results: Results, rule: GraphRule, places: list[Offer], offers: list[Offer], obligation: Obligation
) -> Obligation:
    context = results.prover.encoding.context
    partners = [offer for offer in offers if offer.action in rule.y]
    alone = []
    for place in places:
        with_it = [results.offer(one) for one in partners if with_each_other(place, one)]
        alone.append(all_of([results.offer(place), negation(any_of(with_it, context))], context))

    def certain(replay: Replay, offer: Offer) -> bool:
        if offer.option is None:
            return replay.statuses.of(("advice", "offer", offer.action)) == CERTAIN
        key = ("choice", *(offer.choice or ()))
        inside = offer.option.out is None or replay.waiting.truth(offer.option.out) is False
        return replay.statuses.of(key) == CERTAIN and inside

    def shows(replay: Replay) -> bool:
        return any(
            certain(replay, place) and not any(certain(replay, one) for one in partners if with_each_other(place, one))
            for place in places
        )

    return _settled(results, obligation, [any_of(alone, context)], shows)


def _enough(results: Results, node: ChoiceNode) -> list[Obligation]:
    options = results.prover.graph.options[node.options]
    outs = [option.out for option in options.options if option.out is not None]
    spare = len(options.options) - needed(node.mode)
    if len(outs) <= spare:
        return []
    context = results.prover.encoding.context
    too_many = at_least(spare + 1, [results.known.of(out)[0] for out in outs], context)
    key = ("choice", node.options, node.mode)
    obligation = obligation_of(node, options)
    obligation = replace(obligation, wrong=f"{obligation.wrong} while something about the patient is unknown")

    def shows(replay: Replay) -> bool:
        ruled_out = sum(replay.waiting.truth(out) is True for out in outs)
        return replay.statuses.of(key) == CERTAIN and ruled_out > spare

    chosen_here = results.certain(lambda one: isinstance(one, ChoiceNode) and (one.options, one.mode) == key[1:])
    return [_settled(results, obligation, [chosen_here, too_many], shows)]
