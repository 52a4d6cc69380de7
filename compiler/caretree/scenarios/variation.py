"""One thing about a patient changed: an input's value, or where they are on a pathway.

changed(index patient, ("input", "fever"), True)                 the same patient with fever
changed(index patient, ("phase", "care"), PhaseValue("second line", …))
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Literal

from caretree.decisions.patient_record import PatientRecord, PatientValue, PhaseValue

Key = tuple[Literal["input", "phase"], str]
Value = PatientValue | PhaseValue | None
"""``None`` is *not known*."""


def changed(record: PatientRecord, key: Key, value: Value) -> PatientRecord:
    """The patient with one thing changed."""
    kind, name = key
    if kind == "phase":
        phases = {one: known for one, known in record.phases.items() if one != name}
        if isinstance(value, PhaseValue):
            phases[name] = value
        return PatientRecord(record.values, record.at, phases, record.assumed)
    values = {one: known for one, known in record.values.items() if one != name}
    if value is not None and not isinstance(value, PhaseValue):
        values[name] = value
    return PatientRecord(values, record.at, record.phases, record.assumed)


def value_of(record: PatientRecord, key: Key) -> Value:
    """What is known."""
    return record.phases.get(key[1]) if key[0] == "phase" else record.values.get(key[1])


def keys_changed(base: PatientRecord, record: PatientRecord) -> list[Key]:
    """What differs between two patients: inputs and pathways, by name."""
    inputs = sorted({*base.values, *record.values})
    pathways = sorted({*base.phases, *record.phases})
    keys: list[Key] = [("input", name) for name in inputs]
    keys += [("phase", name) for name in pathways]
    return [key for key in keys if value_of(base, key) != value_of(record, key)]


def day_of(record: PatientRecord) -> Fraction:
    """The day of the evaluation."""
    return Fraction(floor(record.at))
