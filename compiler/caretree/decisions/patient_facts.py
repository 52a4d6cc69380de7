"""From an example's facts to the JSON mapping of a patient.

ANC is 1.74 x10^9/L              "neutrophil count": {"value": "1.74", "unit": "x10^9/L"}
platelets are 33, 51, every 1 week   "platelets": [{…, "on": "2025-09-01"}, {…, "on": "2025-09-08"}]
bleeding is not known            "bleeding": null
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import assert_never

from caretree.decisions.dates import days_of, moment_text, shift
from caretree.decisions.decimals import decimal_text
from caretree.guideline.guideline import Guideline
from caretree.guideline.patients import Ago, CourseFact, FactValue, Measurement, PatientFact, PhaseFact, Quantity

Json = bool | str | None | list["Json"] | dict[str, "Json"]

EXAMPLE_DAY = date(2025, 1, 1)
"""The day of an example that states none: its dates are then all counted from the evaluation."""

_DIGITS = 60
"""Significant digits written: more than a literal can have, so nothing is rounded."""


def facts_to_mapping(
    guideline: Guideline, facts: Iterable[PatientFact], phases: Iterable[PhaseFact], at: date | datetime | None
) -> dict[str, Json]:
    """The mapping ``read_patient`` reads, keyed by long names; the last fact about an input counts."""
    names = {given.name.id: given.name.long for given in guideline.inputs}
    pathways = {pathway.name.id: pathway.name.long for pathway in guideline.pathways}
    now = days_of(at or EXAMPLE_DAY)
    mapping = {names.get(fact.input, fact.input): fact_value(fact.value, now) for fact in facts}
    mapping["at"] = moment_text(now)
    known = {pathways.get(fact.pathway, fact.pathway): _phase(fact, now) for fact in phases}
    if known:
        mapping["phases"] = known
    return mapping


def fact_value(value: FactValue, at: Fraction) -> Json:
    """One fact's value in JSON; ``at`` is the evaluation's moment in days."""
    match value:
        case None | bool() | str():
            return value
        case Quantity():
            return _quantity(value)
        case date():
            return moment_text(days_of(value))
        case Ago():
            return _ago(value, at)
        case CourseFact(status=status, started=started, started_ago=ago):
            stated = None if ago is None else _ago(ago, at)
            return {"status": status, "started": stated if started is None else moment_text(days_of(started))}
        case tuple():
            return [_measurement(one, at) for one in value]
        case _:
            assert_never(value)


def _ago(value: Ago, at: Fraction) -> str | None:
    """The date so long before the evaluation, on the calendar."""
    moment = shift(at, -value.amount, value.unit)
    return None if moment is None else moment_text(moment)


def _quantity(value: Quantity) -> Json:
    number = decimal_text(value.value, _DIGITS)
    return {"value": number, "unit": value.unit.symbol} if value.unit.symbol else number


def _measurement(value: Measurement, at: Fraction) -> Json:
    on = days_of(value.on) if value.on is not None else at - (value.days_ago or 0)
    number = decimal_text(value.value, _DIGITS)
    unit: dict[str, Json] = {"unit": value.unit.symbol} if value.unit.symbol else {}
    return {"value": number, **unit, "on": moment_text(on)}


def _phase(fact: PhaseFact, at: Fraction) -> Json:
    since = None
    if fact.since is not None:
        since = moment_text(days_of(fact.since))
    elif fact.days_ago is not None:
        since = moment_text(at - fact.days_ago)
    return {"phase": fact.phase, "since": since}
