"""Whether a computed dose is the one an example expects.

expect should use romiplostim at 70 mcg per week      1 mcg/kg of weight once weekly, weight 70 kg: as expected
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from caretree.decisions.answer_doses import open_steps
from caretree.decisions.decimals import decimal_text
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DoseStep
from caretree.decisions.intervals import Interval
from caretree.guideline.patients import ExpectAdvice, Quantity
from caretree.units.convert import convert
from caretree.units.find import find_unit

_DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7)}
Range = tuple[Fraction, Fraction]


class DoseFound(Struct, frozen=True):
    """One computed dose: its ends in ``unit``, per ``rate`` (hour, day) or each time; ``times`` doses every
    ``every_days`` days (``None``: not repeated, or in words), for ``duration_days``."""

    low: Fraction
    high: Fraction
    unit: str
    rate: str = ""
    times: int | None = None
    every_days: Fraction | None = None
    duration_days: Range | None = None


def dose_found_instead(evaluation: Evaluation, expected: ExpectAdvice) -> str | None:
    """``None`` if the dose (with ``per``: the amount in that time) is the expected one, else what it is."""
    dosing = evaluation.graph.dosing.get(expected.action)
    if dosing is None or dosing.dose is None:
        return "the guideline states no dose"
    steps = open_steps(evaluation, dosing.dose)
    found = _computed(evaluation, steps[0]) if len(steps) == 1 else None
    if found is None:
        return f"the dose is not known: {' or '.join(step.text for step in steps)}"
    return amount_found_instead(found, expected)


def amount_found_instead(found: DoseFound, expected: ExpectAdvice) -> str | None:
    """The same for a dose that is known."""
    times = _times(found, expected.per)
    if times is None:
        return f"the dose is not known per {expected.per}"
    low, high = decimal_text(found.low * times[0]), decimal_text(found.high * times[1])
    ends = (expected.dose_low, expected.dose_high or expected.dose_low)
    if [None if end is None else _in_unit(end, found.unit) for end in ends] == [low, high]:
        return None
    per = f" per {expected.per}" if expected.per else ""
    return f"the dose is {low if low == high else f'{low} to {high}'} {found.unit}{per}"


def _in_unit(quantity: Quantity, symbol: str) -> str | None:
    unit = find_unit(symbol)
    value = quantity.value if unit is None else convert(quantity.value, quantity.unit, unit)
    return None if value is None else decimal_text(value)


def _computed(evaluation: Evaluation, step: DoseStep) -> DoseFound | None:
    low, high = evaluation.number(step.low), evaluation.number(step.high)
    if low.low is None or high.high is None or not (_reads_same(low) and _reads_same(high)):
        return None
    rest = (step.unit, step.rate, step.times, step.every_days, step.duration_days)
    return DoseFound(low.low, high.high, *rest)


def _reads_same(end: Interval) -> bool:
    """Whether both ends of an interval read the same: one number, or an enclosure of an irrational one."""
    return end.low is not None and end.high is not None and decimal_text(end.low) == decimal_text(end.high)


def _times(dose: DoseFound, per: str) -> Range | None:
    """How many of the dose's amounts there are in the time asked for."""
    if per in ("", "dose") or per == dose.rate:
        return Fraction(1), Fraction(1)
    period = dose.duration_days if per == "course" else (_DAYS[per], _DAYS[per])
    if period is None:
        return None
    if dose.rate:
        return period[0] / _DAYS[dose.rate], period[1] / _DAYS[dose.rate]
    if dose.times is None:
        return None
    if dose.every_days is None:
        return Fraction(dose.times), Fraction(dose.times)
    return period[0] * dose.times / dose.every_days, period[1] * dose.times / dose.every_days
