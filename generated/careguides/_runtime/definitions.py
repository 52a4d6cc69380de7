# Copied by Caretree from its runtime; generated, do not edit.
"""The value of every definition for one patient: what a chart shows beside the advice.

definitions(patient)["neutropenia"]      DefinedValue(text="neutropenia", value="mild", unit="", possible=())
"""

from __future__ import annotations

from typing import NamedTuple

from .assemble import value_of_report
from .decide import with_assumptions
from .patient import PatientBase
from .tree import Report


class DefinedValue(NamedTuple):
    """A definition's value: yes or no, a label, a decimal in ``unit``; while it is not known ``value`` is ``None``
    and ``possible`` the labels left, or the lowest and highest number."""

    text: str
    value: str | bool | None
    unit: str
    possible: tuple[str, ...]


def define_patient(patient: PatientBase, definitions: tuple[Report, ...]) -> dict[str, DefinedValue]:
    """Every definition's value by its identity, in the guideline's order; assumptions count."""
    p = with_assumptions(patient.facts())
    found: dict[str, DefinedValue] = {}
    for one in definitions:
        value, possible = value_of_report(one, p)
        found[one.of] = DefinedValue(one.text, value, one.unit, possible)
    return found
