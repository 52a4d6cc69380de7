"""Where a patient can be on a pathway, and for how long.

    phases {"care": {"phase": "response check", "since": "2025-08-20"}}, at 2025-09-08
    possible_phases  ("response-check",)      phase_clock  19 days

An unknown phase is every phase, ``not started`` and ``ended`` included.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from caretree.decisions.graph import DecisionGraph, GraphPathway
from caretree.decisions.intervals import Interval, point
from caretree.decisions.patient_record import PatientRecord

NOT_STARTED, ENDED = "not started", "ended"


def pathway_of(graph: DecisionGraph, pathway: str) -> GraphPathway:
    """The pathway with this id."""
    return next(one for one in graph.pathways if one.id == pathway)


def possible_phases(graph: DecisionGraph, patient: PatientRecord, pathway: str) -> tuple[str, ...]:
    """The phases the patient can be in: ``not started``, the pathway's own in order, ``ended``."""
    if pathway in patient.phases:
        return (patient.phases[pathway].phase,)
    return (NOT_STARTED, *(phase.id for phase in pathway_of(graph, pathway).phases), ENDED)


def phase_clock(patient: PatientRecord, pathway: str) -> Interval:
    """Whole days since the current phase started; not negative where its start is unknown."""
    known = patient.phases.get(pathway)
    if known is None or known.since is None:
        return Interval(Fraction(0), None)
    return point(floor(patient.at) - known.since)
