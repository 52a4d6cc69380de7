"""Whether a computed dose is the one an example expects.

expect should use romiplostim at 70 mcg per week      1 mcg/kg of weight once weekly, weight 70 kg: as expected
"""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions.answer_doses import open_steps
from caretree.decisions.decimals import decimal_text
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DoseStep
from caretree.guideline.patients import ExpectAdvice, Quantity
from caretree.units.convert import convert
from caretree.units.find import find_unit

_DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7)}
Range = tuple[Fraction, Fraction]


def dose_found_instead(evaluation: Evaluation, expected: ExpectAdvice) -> str | None:
    """``None`` if the dose (with ``per``: the amount in that time) is the expected one, else what it is."""
    dosing = evaluation.graph.dosing.get(expected.action)
    if dosing is None or dosing.dose is None or expected.dose_low is None:
        return "the guideline states no dose"
    steps = open_steps(evaluation, dosing.dose)
    amounts = [_amount(evaluation, step, expected.per) for step in steps]
    if len(steps) != 1 or amounts[0] is None:
        return f"the dose is not known: {' or '.join(step.text for step in steps)}"
    low, high = amounts[0]
    wanted = [_in_unit(each, steps[0].unit) for each in (expected.dose_low, expected.dose_high or expected.dose_low)]
    found = [decimal_text(low), decimal_text(high)]
    if [None if each is None else decimal_text(each) for each in wanted] == found:
        return None
    return f"the dose is {found[0] if low == high else ' to '.join(found)} {steps[0].unit}" + (
        f" per {expected.per}" if expected.per else ""
    )


def _in_unit(quantity: Quantity, symbol: str) -> Fraction | None:
    unit = find_unit(symbol)
    return quantity.value if unit is None else convert(quantity.value, quantity.unit, unit)


def _amount(evaluation: Evaluation, step: DoseStep, per: str) -> Range | None:
    """The lowest and highest amount a dose, or in a time; ``None`` where it cannot be told."""
    low, high = evaluation.number(step.low), evaluation.number(step.high)
    times = _times(step, per)
    known = low.low is not None and high.high is not None and decimal_ends(low.low, low.high)
    if times is None or not known or low.low is None or high.high is None:
        return None
    return low.low * times[0], high.high * times[1]


def decimal_ends(low: Fraction | None, high: Fraction | None) -> bool:
    """Whether both ends of an interval read the same: one number, or an enclosure of an irrational one."""
    return low is not None and high is not None and decimal_text(low) == decimal_text(high)


def _times(step: DoseStep, per: str) -> Range | None:
    """How many of the step's amounts there are in the time asked for."""
    if per in ("", "dose") or per == step.rate:
        return Fraction(1), Fraction(1)
    period = step.duration_days if per == "course" else (_DAYS[per], _DAYS[per])
    if period is None:
        return None
    if step.rate:
        return period[0] / _DAYS[step.rate], period[1] / _DAYS[step.rate]
    if step.times is None:
        return None
    if step.every_days is None:
        return Fraction(step.times), Fraction(step.times)
    return period[0] * step.times / step.every_days, period[1] * step.times / step.every_days
