"""A few hundred ordinary patients, for questions whose arithmetic the solver cannot follow to the end.

height, weight, BMI above 30      the middles of the regions the file's cut-offs make, and other values, mixed

What they show is true, because the interpreter decides them; what they do not show is not proved.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from caretree.decisions.patient_record import MeasuredValue, PatientRecord, PatientValue, PhaseValue, ScalarValue
from caretree.decisions.phases import ENDED, NOT_STARTED
from caretree.decisions.regions import regions, thresholds_of
from caretree.decisions.reported import number_type
from caretree.guideline.inputs import Input
from caretree.guideline.types import Date, Number, Series
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay

COUNT = 200
LONGEST_AGO = 20_000
"""Days: how long ago a date of an ordinary patient can be."""


def sampled(prover: Prover) -> list[Replay]:
    """The same patients for every question about one guideline."""
    if prover.samples is None:
        random, thresholds = Random(20), thresholds_of(prover.graph)
        values = {name: regions(given, thresholds) for name, given in prover.encoding.inputs.items()}
        prover.samples = [Replay(prover.graph, _patient(prover, random, values)) for _ in range(COUNT)]
    return [one for one in prover.samples if one.can_exist]


def _patient(prover: Prover, random: Random, values: dict[str, list[PatientValue]]) -> PatientRecord:
    at = prover.preferred.at
    chosen = {
        name: _chosen(given, random, values[name]) if values[name] else _dated(given, random, at)
        for name, given in prover.encoding.inputs.items()
    }
    phases = {}
    for pathway in prover.graph.pathways:
        phase = random.choice((NOT_STARTED, *(phase.id for phase in pathway.phases), ENDED))
        phases[pathway.id] = PhaseValue(phase, Fraction(at // 1 - random.randint(0, 60)))
    return PatientRecord(chosen, at, phases)


def _chosen(given: Input, random: Random, values: list[PatientValue]) -> PatientValue:
    """The middle of a region, or, every other time, one of twenty steps through the plausible range of a number."""
    if not isinstance(given.type, Number) or random.random() < 0.5:
        return random.choice(values)
    low, high = given.type.plausible.low, given.type.plausible.high
    value = low + (high - low) * Fraction(random.randint(0, 20), 20)
    value = Fraction(value // 1) if given.type.whole and value // 1 >= low else value
    fits = not given.type.whole or value.denominator == 1
    return ScalarValue(value, value, given.type.unit.ucum) if fits else values[0]


def _dated(given: Input, random: Random, at: Fraction) -> PatientValue:
    """A date, or a short list of measurements up to today."""
    if isinstance(given.type, Date) or not isinstance(given.type, Series):
        return at // 1 - Fraction(random.randint(0, random.choice((40, 800, LONGEST_AGO))))
    number = number_type(given)
    low, high = number.plausible.low, number.plausible.high
    count = random.randint(1, 5)
    spacing = random.choice((1, 7, 30))
    amounts = [Fraction(random.randint(int(low) + 1, max(int(high), int(low) + 1))) for _ in range(count)]
    return tuple(
        MeasuredValue(ScalarValue(value, value, number.unit.ucum), Fraction(at // 1 - spacing * (count - 1 - position)))
        for position, value in enumerate(amounts)
        if low <= value <= high
    )
