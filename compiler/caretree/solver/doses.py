"""``never exceed``: the highest dose that can be given in a period, of everything offered together that is one drug.

dose 1 mcg/kg weekly, raised to at most 10 mcg/kg per week       highest in a week: 10 * weight
never exceed 10 mcg/kg of weight per week of romiplostim         proved: 10 * weight <= 10 * weight

The highest dose is what raising leads to, after rounding and caps. A dose without a stated frequency is *not proved*.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from msgspec.structs import replace

from caretree.decisions.graph import DoseFork, DoseNode, DoseStep, GraphCap, GraphRule
from caretree.solver.advice import codes_of, name_of
from caretree.solver.encoding import effective
from caretree.solver.logic import Amount, any_of, chosen, exact
from caretree.solver.obligation import Obligation
from caretree.solver.offers import Offer, holds, offered_anywhere, when_offered
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim
from caretree.units.convert import factor
from caretree.units.find import find_unit

PERIOD_DAYS = {"day": Fraction(1), "week": Fraction(7)}
HOURS_A_DAY = 24


class NotStated(Exception):
    """Why a highest dose cannot be worked out."""

    def __init__(self, reason: str) -> None:
        """``reason`` in words."""
        super().__init__(reason)
        self.reason = reason


def dose_limit(prover: Prover, rule: GraphRule, offers: list[Offer], obligation: Obligation) -> Obligation:
    """Whether the highest doses together stay under the limit, for every patient."""
    cap = rule.cap
    assert cap is not None
    drugs = [offer for offer in offers if _is_the_drug(prover, offer.action, rule.x)]
    try:
        highest = {action: _highest(prover, action, cap) for action in sorted({offer.action for offer in drugs})}
    except NotStated as missing:
        result = "failed" if missing.reason.startswith("unlimited") else "not proved"
        wrong = f"{missing.reason.removeprefix('unlimited: ')}, so `{rule.text}` can be broken"
        kept = result == "failed"
        reason = "" if kept else missing.reason
        return replace(obligation, result=result, wrong=wrong if kept else "", reason=reason)
    limit = prover.encoding.amount(cap.amount)
    total = _total(prover, drugs, highest)

    def shows(replay: Replay) -> bool:
        most = replay.number(cap.amount)
        return most is not None and _total_of(prover, replay, drugs, cap) > most

    return settle(prover, obligation, Claim((total > limit,), shows))


def _is_the_drug(prover: Prover, action: str, named: tuple[str, ...]) -> bool:
    graph = prover.graph
    parts = {action, *graph.members.get(action, ())}
    return bool(parts & set(named)) or bool(codes_of(graph, parts) & codes_of(graph, set(named)))


def _parts(prover: Prover, action: str) -> list[str]:
    """The actions whose doses an offer of ``action`` gives: itself, or the components of a combination."""
    members = prover.graph.members.get(action, ())
    return [action, *members] if action in prover.graph.dosing or not members else list(members)


def _highest(prover: Prover, action: str, cap: GraphCap) -> Amount:
    """The most of an action in the cap's period and unit."""
    found = []
    for part in _parts(prover, action):
        dosing = prover.graph.dosing.get(part)
        doses = [] if dosing is None else [each for each in (dosing.dose, *dosing.steps) if each is not None]
        if not doses:
            raise NotStated(f"the dose of {name_of(prover.graph, part)} is not stated")
        found.append(_greatest([_dose(prover, part, dose, cap) for dose in doses]))
    total = found[0]
    for amount in found[1:]:
        total = total + amount
    return total


def _greatest(amounts: list[Amount]) -> Amount:
    result = amounts[0]
    for amount in amounts[1:]:
        result = chosen([(amount > result, amount)], result)
    return result


def _dose(prover: Prover, action: str, dose: DoseNode, cap: GraphCap) -> Amount:
    if isinstance(dose, DoseFork):
        encoding = prover.encoding
        conditions = [encoding.formula(condition) for _, condition, _ in dose.branches]
        taken = effective(conditions, dose.ordered, encoding.context)
        amounts = [_dose(prover, action, then, cap) for _, _, then in dose.branches]
        return chosen(zip(taken, amounts, strict=True), amounts[-1])
    times = doses_in_period(prover, action, dose, cap)
    number = dose.high if dose.limit_high is None else dose.limit_high
    return prover.encoding.amount(number) * exact(times, prover.encoding.context)


def doses_in_period(prover: Prover, action: str, step: DoseStep, cap: GraphCap) -> Fraction:
    """How many times one dose is given in the cap's period, in the cap's unit.

    Raises ``NotStated`` where the guideline does not say how often, or lets the dose be raised without limit.
    """
    name = name_of(prover.graph, action)
    if step.unbounded:
        raise NotStated(f"unlimited: {name} may be raised without a limit")
    size = _size(step.unit, cap.unit)
    if size is None:
        raise NotStated(f"the dose of {name} in {step.unit} cannot be compared with {cap.unit}")
    times = _times(step, cap.period)
    if times is None:
        raise NotStated(f"how often {name} is given is not stated")
    return size * times


def _size(unit: str, other: str) -> Fraction | None:
    one, two = find_unit(unit), find_unit(other)
    return None if one is None or two is None else factor(one, two)


def _times(step: DoseStep, period: str) -> Fraction | None:
    days = PERIOD_DAYS.get(period)
    if period == "dose":
        return None if step.rate else Fraction(1)
    if step.rate:
        a_day = Fraction(HOURS_A_DAY if step.rate == "hour" else 1)
        length = step.duration_days[1] if days is None and step.duration_days else days
        return None if length is None else a_day * length
    if step.times is None:
        return None
    if step.every_days is None:
        return Fraction(step.times)
    length = step.duration_days[1] if days is None and step.duration_days else days
    return None if length is None else Fraction(max(1, ceil(step.times * length / step.every_days)))


def _total(prover: Prover, drugs: list[Offer], highest: dict[str, Amount]) -> Amount:
    """Each action once, however many lines offer it; of the options of one ``one of`` the greatest."""
    zero = exact(0, prover.encoding.context)
    total = zero
    for actions in _alternatives(drugs):
        amounts = [chosen([(offered_anywhere(prover, drugs, (one,)), highest[one])], zero) for one in actions]
        total = total + _greatest(amounts)
    return total


def _alternatives(drugs: list[Offer]) -> list[list[str]]:
    """Groups of actions of which one at most is taken: options only offered by one and the same ``one of``."""
    groups: dict[str, list[str]] = {}
    for action in dict.fromkeys(offer.action for offer in drugs):
        choices = {offer.choice for offer in drugs if offer.action == action}
        only = next(iter(choices)) if len(choices) == 1 else None
        key = f"choice {only[0]}" if only is not None and only[1] == "one" else f"action {action}"
        groups.setdefault(key, []).append(action)
    return list(groups.values())


def _total_of(prover: Prover, replay: Replay, drugs: list[Offer], cap: GraphCap) -> Fraction:
    """What a replayed patient could be given at most in the period."""
    total = Fraction(0)
    for actions in _alternatives(drugs):
        given = [one for one in actions if any(offer.action == one and holds(replay, offer) for offer in drugs)]
        total += max((_most(prover, replay, action, cap) for action in given), default=Fraction(0))
    return total


def _most(prover: Prover, replay: Replay, action: str, cap: GraphCap) -> Fraction:
    total = Fraction(0)
    for part in _parts(prover, action):
        dosing = prover.graph.dosing[part]
        doses = [each for each in (dosing.dose, *dosing.steps) if each is not None]
        total += max(_most_of(prover, replay, part, dose, cap) for dose in doses)
    return total


def _most_of(prover: Prover, replay: Replay, action: str, dose: DoseNode, cap: GraphCap) -> Fraction:
    if isinstance(dose, DoseFork):
        taken = replay.whole.open_branches([condition for _, condition, _ in dose.branches], dose.ordered)
        return max((_most_of(prover, replay, action, dose.branches[at][2], cap) for at in taken), default=Fraction(0))
    number = replay.number(dose.high if dose.limit_high is None else dose.limit_high)
    return Fraction(0) if number is None else number * doses_in_period(prover, action, dose, cap)


def positive_doses(prover: Prover, offers: list[Offer]) -> list[Obligation]:
    """No dose is ever below zero: a negative weight must not be plausible."""
    found = []
    for action in dict.fromkeys(part for offer in offers for part in _parts(prover, offer.action)):
        dosing = prover.graph.dosing.get(action)
        doses = [] if dosing is None else [each for each in (dosing.dose, *dosing.steps) if each is not None]
        numbers = [number for dose in doses for number in _lowest(dose)]
        if numbers:
            places = [offer for offer in offers if action in _parts(prover, offer.action)]
            found.append(_positive(prover, action, numbers, places))
    return found


def _lowest(dose: DoseNode) -> list[str]:
    if isinstance(dose, DoseFork):
        return [number for _, _, then in dose.branches for number in _lowest(then)]
    return [dose.low]


def _positive(prover: Prover, action: str, numbers: list[str], places: list[Offer]) -> Obligation:
    declared = next(one for one in prover.graph.guideline.actions if one.name.id == action)
    name = declared.name.shown
    what, wrong = f"the dose of {name} is never below zero", f"the dose of {name} is below zero for some patient"
    obligation = Obligation("dose sign", f"actions/{action}", what, declared.span, wrong=wrong)
    lows = [prover.encoding.bound(number)[0] for number in numbers]
    if all(low is not None and low >= 0 for low in lows):
        return replace(obligation, wrong="", trusts=("plausible ranges in a formula",))
    context = prover.encoding.context
    below = any_of([prover.encoding.amount(number) < exact(0, context) for number in numbers], context)
    offered = any_of([when_offered(prover, offer) for offer in places], context)

    def shows(replay: Replay) -> bool:
        values = [replay.number(number) for number in numbers]
        given = any(holds(replay, offer) for offer in places)
        return given and any(value is not None and value < 0 for value in values)

    return settle(prover, obligation, Claim((offered, below), shows))
