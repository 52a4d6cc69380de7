"""Finding a patient who shows that something is wrong: as unremarkable as possible, and true.

    Hb below 7 or above 8 has no branch     index patient, but Hb is 7.5 g/dL

1. Values of the preferred patient are kept as long as the solver can still satisfy the question; other numbers become
   as round as it allows.
2. The whole patient is replayed by the interpreter.
3. Facts are left out one by one while the replay, now with unknown values, still shows the same: the rest matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain
from typing import Any

import z3  # type: ignore[import-untyped]
from msgspec import Struct, field
from msgspec.structs import replace

from caretree.decisions.dates import moment_text
from caretree.decisions.expressions import SeriesValue, Sustained, Trend
from caretree.decisions.patient_record import CourseValue, PatientRecord, PatientValue, ScalarValue
from caretree.decisions.regions import thresholds_of
from caretree.decisions.reported import number_type
from caretree.decisions.series import series_value, sustained, trend
from caretree.guideline.inputs import Input
from caretree.guideline.types import Choice, Course, Number, Series, YesNo
from caretree.solver.encode_conditions import OTHER_UNIT
from caretree.solver.encode_dates import TODAY
from caretree.solver.encode_series import sustained_key, trend_key, value_key
from caretree.solver.encoding import Encoding
from caretree.solver.logic import Formula, Model, exact, truth_of
from caretree.solver.obligation import Witness
from caretree.solver.patients import fact_lines, phase_lines, record_of
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.samples import sampled
from caretree.solver.series_shapes import Shape, shapes
from caretree.solver.usual_numbers import STEPS, near_usual

Shows = Callable[[Replay], bool]
"""Whether a replayed patient shows what the solver claims."""


class Claim(Struct, frozen=True):
    """Formulas some patient would satisfy if something were wrong, and how the interpreter would see it. ``known`` says
    when each input that can be unknown is known; empty for questions about complete patients. ``in_scope`` is whether
    only patients count to whom the guideline applies."""

    formulas: tuple[Formula, ...]
    shows: Shows
    known: dict[str, Formula] = field(default_factory=dict)
    in_scope: bool = True

    def is_shown_by(self, replay: Replay) -> bool:
        """Whether a replayed patient can exist, counts, and shows it."""
        return (replay.possible if self.in_scope else replay.can_exist) and self.shows(replay)


def find_witness(prover: Prover, claim: Claim, model: Model) -> Witness | None:
    """A patient who shows the claim; ``None`` if none of those tried does."""
    with prover.supposing(claim.formulas, claim.in_scope):
        for candidate, shape in _candidates(prover, claim, model):
            record = record_of(prover.encoding, candidate, prover.preferred, shape)
            missing = _missing(claim, candidate)
            record = replace(record, values={n: v for n, v in record.values.items() if n not in missing})
            waiting = () if claim.known else waited_for(prover, candidate)
            replay = Replay(prover.graph, record, waiting)
            if claim.is_shown_by(replay):
                return _described(prover, claim, record, waiting or missing)
    return None


def _candidates(prover: Prover, claim: Claim, model: Model) -> Iterator[tuple[Model, Shape | None]]:
    """The solver's patient made unremarkable, with lists of measurements worked out value by value, and as it is."""
    yield _settled(prover, claim, model), None
    for shape in shapes(prover.encoding):
        answer = prover.check(shape.formula)
        if answer.found == "yes":
            yield _settled(prover, claim, answer.model, shape), shape
    yield model, None


def _missing(claim: Claim, model: Model) -> tuple[str, ...]:
    return tuple(name for name, bit in claim.known.items() if not truth_of(model, bit))


def waited_for(prover: Prover, model: Model) -> tuple[str, ...]:
    """The inputs that are unknown in a model, because advice under ``until`` holds in it."""
    unknown: dict[str, None] = {}
    for inputs, formula in prover.encoding.waiting.items():
        if truth_of(model, formula):
            unknown.update(dict.fromkeys(inputs))
    return tuple(unknown)


def _settled(prover: Prover, claim: Claim, model: Model, shape: Shape | None = None) -> Model:
    """A model with preferred and round values, found by fixing one variable after another."""
    fixed: list[Formula] = [] if shape is None else [shape.formula]
    measured = [] if shape is None else [value for of in shape.lists.values() for value in reversed(of.values)]
    rounded = ([*_round(value, set(), prover)] for value in measured)
    for wishes in (*wishes_of(prover, claim), *rounded):
        for wish in wishes:
            answer = prover.check(*fixed, wish)
            if answer.found == "yes":
                fixed.append(wish)
                model = answer.model
                break
    return model


def wishes_of(prover: Prover, claim: Claim) -> Iterable[Iterable[Formula]]:
    """What we would like a patient to be, most wanted first; of each group one wish is enough."""
    encoding = prover.encoding
    yield from ([bit] for bit in claim.known.values())
    yield from ([z3.Not(waits)] for waits in encoding.waiting.values())
    for key, labels in encoding.labels.items():
        if key.startswith("unit of "):
            yield [labels[_own_code(encoding, key.removeprefix("unit of "), labels)], labels[OTHER_UNIT]]
    for name, given in encoding.inputs.items():
        yield from ([wish] for wish in _usual(given, prover.preferred.values.get(name), prover))
    if TODAY in encoding.amounts:
        yield [encoding.amounts[TODAY] == exact(prover.preferred.at // 1, encoding.context)]
    thresholds = thresholds_of(prover.graph)
    for name, amount in encoding.amounts.items():
        cutoffs = thresholds.get(name, set())
        yield chain(_near(name, amount, cutoffs, prover), _round(amount, cutoffs, prover))


def _own_code(encoding: Encoding, name: str, labels: dict[str, Formula]) -> str:
    """The unit an input is declared in, where a pair of cut-offs names it; or any other: it meets the first cut-off."""
    given = encoding.inputs.get(name)
    code = number_type(given).unit.ucum if given is not None else OTHER_UNIT
    return code if code in labels else OTHER_UNIT


def _near(name: str, amount: Any, cutoffs: set[Fraction], prover: Prover) -> Iterable[Formula]:
    """The usual value, then others near it."""
    given, usual = prover.encoding.inputs.get(name), prover.preferred.values.get(name)
    if given is None or not isinstance(given.type, Number):
        return
    value = usual.value if isinstance(usual, ScalarValue) else None
    for number in near_usual(given.type, cutoffs, value):
        yield amount == exact(number, prover.encoding.context)


def _usual(given: Input, value: PatientValue | None, prover: Prover) -> Iterable[Formula]:
    encoding, name = prover.encoding, given.name.id
    match given.type:
        case YesNo() if name in encoding.truths:
            yield encoding.truths[name] if value is True else z3.Not(encoding.truths[name])
        case Choice(labels=labels) if name in encoding.labels:
            yield encoding.labels[name][value if isinstance(value, str) else labels[0]]
        case Course() if name in encoding.labels:
            yield encoding.labels[name][value.status if isinstance(value, CourseValue) else "not tried"]
        case Number() if name in encoding.amounts and isinstance(value, ScalarValue):
            yield encoding.amounts[name] == exact(value.value, encoding.context)
        case Series() if isinstance(value, tuple):
            yield from _usual_series(given, value, prover)


def _usual_series(given: Input, values: Any, prover: Prover) -> Iterable[Formula]:
    encoding = prover.encoding
    plausible = number_type(given).plausible
    for term in encoding.series.get(given.name.id, []):
        match term:
            case SeriesValue():
                known = series_value(term, values, prover.preferred.at, plausible).exact
                if known is not None:
                    yield encoding.amounts[value_key(term)] == exact(known, encoding.context)
            case Trend():
                holds = encoding.truths[trend_key(term)]
                yield holds if trend(term, values) else z3.Not(holds)
            case Sustained():
                holds = encoding.truths[sustained_key(term)]
                yield holds if sustained(term, values) else z3.Not(holds)


def _round(amount: Any, thresholds: set[Fraction], prover: Prover) -> Iterable[Formula]:
    """From the roundest to the finest multiple; neither 0 nor a number the file compares with, if it can be another."""
    context = prover.encoding.context
    if z3.is_to_real(amount):
        return
    remarkable = [amount != exact(each, context) for each in sorted({Fraction(0), *thresholds})]
    steps = [amount == z3.ToReal(z3.Int(f"steps {amount} {step}", context)) * exact(step, context) for step in STEPS]
    yield from (z3.And(step, *remarkable) for step in steps)
    yield from steps


def _described(prover: Prover, claim: Claim, record: PatientRecord, waiting: tuple[str, ...]) -> Witness:
    kept = _what_matters(prover, claim, record, waiting)
    inputs = list(kept.values)
    lines = phase_lines(prover.graph, kept, kept.phases) + fact_lines(prover.graph, kept, inputs)
    if any(_is_dated(value) for value in kept.values.values()):
        lines = (f"at {moment_text(record.at)}", *lines)
    lines += tuple(
        f"until {_shown(prover, name)} is known" if name in inputs else f"{_shown(prover, name)} is not known"
        for name in waiting
    )
    return Witness(lines, record, _example(prover, record, kept), waiting)


def _is_dated(value: PatientValue) -> bool:
    """Whether a fact is written with a date, which means nothing without the evaluation's."""
    match value:
        case Fraction():
            return True
        case CourseValue(started=started):
            return started is not None
        case _:
            return False


def ordinary_witness(prover: Prover, claim: Claim) -> Witness | None:
    """One of a few hundred ordinary patients who shows the claim, where the solver's own patient does not."""
    if claim.known:
        return None
    shown = next((one for one in sampled(prover) if claim.is_shown_by(one)), None)
    return None if shown is None else _described(prover, claim, shown.record, ())


def _may_be_missing(given: Input) -> bool:
    return given.may_be_unknown or given.assume is not None


def _shown(prover: Prover, name: str) -> str:
    return prover.encoding.inputs[name].name.shown


def _what_matters(prover: Prover, claim: Claim, record: PatientRecord, waiting: tuple[str, ...]) -> PatientRecord:
    """The patient without every fact the claim is shown without."""

    def still(smaller: PatientRecord) -> bool:
        return claim.shows(Replay(prover.graph, smaller, waiting))

    kept = record
    for pathway in record.phases:
        smaller = replace(kept, phases={name: phase for name, phase in kept.phases.items() if name != pathway})
        kept = smaller if still(smaller) else kept
    for name in reversed(list(record.values)):
        smaller = replace(kept, values={key: value for key, value in kept.values.items() if key != name})
        kept = smaller if still(smaller) else kept
    return kept


def _example(prover: Prover, record: PatientRecord, kept: PatientRecord) -> tuple[str, ...]:
    """An ``example`` block without what is expected: the file's first patient with what differs, or a whole one.

    What neither matters (``kept``) nor is known of the first patient may stay unknown.
    """
    guideline, usual = prover.graph.guideline, prover.preferred
    different = [
        name
        for name, value in record.values.items()
        if usual.values.get(name) != value
        and (name in kept.values or name in usual.values or not _may_be_missing(prover.encoding.inputs[name]))
    ]
    facts = fact_lines(prover.graph, record, different)
    place = tuple(f"  {line}" for line in phase_lines(prover.graph, record, record.phases))
    if record.at != usual.at:
        place = (f"  at {moment_text(record.at)}", *place)
    if guideline.patients:
        given = f"  given {guideline.patients[0].name.long}"
        return ("example found by the solver:", given, *(f"    but {line}" for line in facts), *place)
    whole = fact_lines(prover.graph, record, record.values)
    patient = ("patient found by the solver:", *(f"  {line}" for line in whole), "")
    return (*patient, "example found by the solver:", "  given found by the solver", *place)
