"""The recorded values of one series of a patient."""

from __future__ import annotations

from caretree.decisions.patient_record import PatientRecord, SeriesRecord


def series_of(patient: PatientRecord, name: str) -> SeriesRecord | None:
    """The measurements, oldest first; ``None`` where the list is unknown, ``()`` where it is known to be empty."""
    values = patient.values.get(name)
    return values if isinstance(values, tuple) else None
