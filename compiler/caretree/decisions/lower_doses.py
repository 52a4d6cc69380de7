"""Doses become numbers: amount, then rounding, then caps; a raised dose has the cap as its limit.

dose 1 mcg/kg of weight subcutaneously once weekly       low = high = n3: lowest of n2 (1 * weight) and n5
raise by 1 mcg/kg of weight until …                      limit_high n5
at most 10 mcg/kg of weight per week                     n5: 10 * weight
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from msgspec import Struct

from caretree.decisions import expressions as to
from caretree.decisions import graph
from caretree.decisions.lower_forks import branch_conditions, is_ordered
from caretree.decisions.lower_numbers import lower_number
from caretree.decisions.lower_units import by_size, in_unit, scaled
from caretree.decisions.tables import LoweringError, Quantity, Tables, bare
from caretree.guideline.actions import Action
from caretree.guideline.blocks import Fork
from caretree.guideline.doses import Amount, Cap, Dose, DosePlan, DoseRounding, DoseTree, Frequency
from caretree.guideline.terms import NumberTerm
from caretree.units.unit import NUMBER, Unit

PERIOD_DAYS = {"day": Fraction(1), "week": Fraction(7)}


class Limits(Struct, frozen=True):
    """What bounds every dose of a plan: rounding, caps, and whether it may be raised or lowered."""

    rounding: DoseRounding | None
    caps: tuple[Cap, ...]
    raised: bool
    lowered: bool


def lower_dosing(action: Action, tables: Tables) -> graph.Dosing | None:
    """Everything an action says about dosing; ``None`` when it says nothing."""
    plan = action.plan
    texts = dosing_texts(plan)
    if plan.dose is None and not plan.steps and not texts and not action.not_stated:
        return None
    directions = {adjustment.direction for adjustment in plan.adjustments}
    limits = Limits(plan.rounding, plan.caps, "raise" in directions, "lower" in directions)
    return graph.Dosing(
        dose=None if plan.dose is None else _lower_tree(plan.dose, limits, tables),
        steps=tuple(_lower_tree(step, limits, tables) for step in plan.steps),
        caps=tuple(lower_cap(cap, tables) for cap in plan.caps),
        texts=texts,
        not_stated=action.not_stated,
    )


def dosing_texts(plan: DosePlan) -> tuple[str, ...]:
    """The lines besides the doses, for people: adjustments, taper, caps, rounding, shares."""
    lines = [adjustment.text for adjustment in plan.adjustments]
    lines += [] if plan.taper is None else [plan.taper.text]
    lines += [_worded("at most ", cap.text) for cap in plan.caps]
    lines += [] if plan.rounding is None else [plan.rounding.text]
    lines += [_worded("give ", ", then ".join(share.text for share in plan.shares))]
    return tuple(filter(None, lines))


def _worded(start: str, text: str) -> str:
    """A line with the words it starts with, where it has any."""
    return text if not text or text.startswith(start) else start + text


def lower_cap(cap: Cap, tables: Tables) -> graph.GraphCap:
    """``at most`` / ``never exceed`` as a number in the cap's own unit."""
    number = tables.number(_amount(cap.amount, cap.amount.high, tables))
    return graph.GraphCap(cap.period, number, cap.amount.unit.symbol, cap.text, cap.cites)


def _lower_tree(tree: DoseTree, limits: Limits, tables: Tables) -> graph.DoseNode:
    if not isinstance(tree, Fork):
        return _lower_dose(tree, limits, tables)
    conditions = branch_conditions(tree, tables)
    return graph.DoseFork(
        is_ordered(tree),
        tuple(
            (branch.label or "otherwise", condition, _lower_tree(branch.then, limits, tables))
            for branch, condition in zip(tree.branches, conditions, strict=True)
        ),
    )


def _lower_dose(dose: Dose, limits: Limits, tables: Tables) -> graph.DoseStep:
    amount, frequency = dose.amount, dose.frequency
    cap = _cap_per_dose(dose, limits, tables)
    low = _limited(_amount(amount, amount.low, tables), cap, limits, tables)
    high = _limited(_amount(amount, amount.high, tables), cap, limits, tables)
    highest = cap if limits.raised else None
    return graph.DoseStep(
        low=tables.number(low),
        high=tables.number(high),
        unit=amount.unit.symbol,
        rate=amount.rate,
        route=dose.route,
        frequency=frequency.text if frequency else "",
        times=frequency.times if frequency else None,
        every_days=frequency.days if frequency else None,
        duration=dose.duration.text if dose.duration else "",
        duration_days=(dose.duration.low, dose.duration.high) if dose.duration else None,
        over=dose.over.text if dose.over else "",
        text=dose.text or amount.text,
        limit_high=None if highest is None else tables.number(highest),
        limit_low=tables.number(Quantity(to.ConstantNumber(Fraction(0)), amount.unit)) if limits.lowered else None,
        unbounded=limits.raised and highest is None,
        cites=dose.cites,
    )


def _amount(amount: Amount, term: NumberTerm, tables: Tables) -> Quantity:
    """The amount in its unit: what is written, times the mass or area it is given per."""
    number = lower_number(term, tables)
    if amount.per is None:
        return in_unit(number, amount.unit, tables)
    per = lower_number(amount.per, tables)
    if amount.per_unit is not None and by_size(number.unit, amount.unit) is not None:
        number, per = in_unit(number, amount.unit, tables), in_unit(per, amount.per_unit, tables)
        return _times(number, per, amount.unit, tables)
    factor = number.unit.factor * per.unit.factor / amount.unit.factor
    return scaled(_times(number, per, NUMBER, tables), factor, amount.unit, tables)


def _times(left: Quantity, right: Quantity, unit: Unit, tables: Tables) -> Quantity:
    """A product; one times something is that thing."""
    if left.constant == 1:
        return Quantity(right.node, unit)
    if left.constant is not None:
        left = bare(left)
    return Quantity(to.Arithmetic("*", tables.number(left), tables.number(right)), unit)


def _limited(amount: Quantity, cap: Quantity | None, limits: Limits, tables: Tables) -> Quantity:
    """Rounding first, caps last."""
    rounded = _rounded(amount, limits.rounding, tables)
    return rounded if cap is None else _lowest((rounded, cap), amount.unit, tables)


def _rounded(amount: Quantity, rounding: DoseRounding | None, tables: Tables, down: bool = False) -> Quantity:
    if rounding is None:
        return amount
    step = in_unit(lower_number(rounding.step, tables), amount.unit, tables).constant
    if step is None:
        raise LoweringError("the rounding step is not a constant")
    mode = "down" if down else rounding.mode
    return Quantity(to.Rounded(tables.number(amount), step, mode), amount.unit)


def _lowest(parts: tuple[Quantity, ...], unit: Unit, tables: Tables) -> Quantity:
    numbers = tuple(dict.fromkeys(tables.number(part) for part in parts))
    return parts[0] if len(numbers) == 1 else Quantity(to.Extreme("lowest", numbers), unit)


def _cap_per_dose(dose: Dose, limits: Limits, tables: Tables) -> Quantity | None:
    """The most one dose can be under every cap; off the rounding step it goes down to it."""
    unit = dose.amount.unit
    caps: list[Quantity] = []
    for cap in limits.caps:
        doses = doses_per_period(dose, cap)
        if doses is not None:
            whole = in_unit(_amount(cap.amount, cap.amount.high, tables), unit, tables)
            caps.append(_rounded(scaled(whole, 1 / doses, unit, tables), limits.rounding, tables, down=True))
    return _lowest(tuple(caps), unit, tables) if caps else None


def doses_per_period(dose: Dose, cap: Cap) -> Fraction | None:
    """How many doses (or days, for an amount per day) a cap's period holds; ``None`` where that is not known.

    A period that is shorter than the time between two doses still holds one of them.
    """
    rate, period = dose.amount.rate, PERIOD_DAYS.get(cap.amount.rate or cap.period)
    if rate == "hour" or cap.amount.rate == "hour":
        return Fraction(1) if rate == cap.amount.rate else None
    if rate == "day":
        return period
    if cap.period == "dose" and not cap.amount.rate:
        return Fraction(1)
    return _doses_within(dose.frequency, period)


def _doses_within(frequency: Frequency | None, period: Fraction | None) -> Fraction | None:
    if frequency is None or frequency.times is None:
        return None
    if frequency.days is None:
        return Fraction(frequency.times)
    if period is None:
        return None
    return Fraction(max(1, ceil(frequency.times * period / frequency.days)))
