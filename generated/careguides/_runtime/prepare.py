# Copied by Caretree from its runtime; generated, do not edit.
"""What is worked out before a patient is decided: assumptions, phases, and conditions on dates, series and formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .decide import with_assumptions
from .short_decimals import short_float

if TYPE_CHECKING:
    from .facts import PossibleFacts
    from .patient import PatientBase
    from .tree import AssumedDefinition
    from .truth import Truth

Settled = tuple[tuple[str, int, Callable[[Any], "Truth | tuple[str, ...]"]], ...]
"""Slots with their bits and how their values are worked out."""


def assume(patient: PatientBase) -> bool:
    """Set the slots of unknown inputs that are assumed; no when a value can only be read by the general way."""
    model = patient.model
    facts = None
    made: list[tuple[int, str, object]] = []
    for at, input in enumerate(model.inputs):
        assumption = model.assumptions.get(input.id)
        if assumption is None or not patient._unknown >> at & 1:
            continue
        if assumption.unless is not None:
            facts = facts or patient.facts()
            if assumption.unless(facts) is not False:
                continue
        value = assumption.value
        kept: object = value if isinstance(value, bool | str) else short_float(value)
        if kept is None:
            return False
        made.append((at, input.key, kept))
    for at, key, kept in made:
        setattr(patient, key, kept)
        patient._unknown &= ~(1 << at)
    patient._assumed = tuple(model.inputs[at].id for at, _, _ in made)
    patient._known = None if patient._known is None else dict(patient._known)
    return True


def enter_phases(patient: PatientBase, slots: tuple[tuple[str, str, int], ...]) -> None:
    """Set the slots of the pathways' phases."""
    for pathway, slot, bit in slots:
        fact = patient.phases.get(pathway)
        setattr(patient, slot, fact.phase if fact else None)
        if fact is None:
            patient._unknown |= 1 << bit


def work_out(
    patient: PatientBase, conditions: Settled, labels: Settled, definitions: tuple[AssumedDefinition, ...] = ()
) -> bool:
    """Set the slots of what is worked out by the general way; no when the patient needs that way altogether."""
    p = with_assumptions(patient.facts())
    for slot, bit, holds in conditions:
        found = holds(p)
        setattr(patient, slot, found)
        if found is None:
            patient._unknown |= 1 << bit
    for slot, _, left in labels:
        possible = left(p)
        if not isinstance(possible, tuple) or len(possible) != 1:
            return False
        setattr(patient, slot, possible[0])
    patient._assumed += tuple(one.id for one in definitions if _applies(one, p))
    return not p._contradictory


def _applies(one: AssumedDefinition, p: PossibleFacts) -> bool:
    return one.of(p) is None and (one.unless is None or one.unless(p) is False)
