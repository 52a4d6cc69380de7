"""The patients on both sides of every limit: just below, at and just above it, at the precision values are written in.

ANC is below 1.0 x10^9/L      ANC 0.99, ANC 1, ANC 1.01; everything else as in the given patient
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from caretree.decisions.expressions import Compare, ConditionId, Sustained, Trend
from caretree.decisions.intervals import Truth
from caretree.decisions.patient_record import CourseValue, PatientRecord, PhaseValue, ScalarValue
from caretree.guideline.types import Date
from caretree.scenarios.mending import keys_deciding
from caretree.scenarios.precision import number_of
from caretree.scenarios.search import Search
from caretree.scenarios.series_values import Limit, contrasts, terms_of
from caretree.scenarios.variation import Key, Value, changed, day_of, value_of

MOST_SERIES = 10
"""Series kept for one condition."""

Truths = Callable[[PatientRecord], object]


class Axis(Struct, frozen=True):
    """One number of a patient that can be moved: its smallest step and its ends."""

    key: Key
    step: Fraction
    low: Fraction
    high: Fraction
    like: Value

    def at(self, record: PatientRecord, place: Fraction) -> PatientRecord:
        """The patient with the number moved."""
        match self.like:
            case ScalarValue(unit=unit):
                return changed(record, self.key, ScalarValue(place, place, unit))
            case CourseValue(status=status):
                return changed(record, self.key, CourseValue(status, place))
            case PhaseValue(phase=phase):
                return changed(record, self.key, PhaseValue(phase, place))
            case _:
                return changed(record, self.key, place)


def boundaries(search: Search, part: ConditionId, record: PatientRecord, key: Key) -> list[PatientRecord]:
    """The patients around the place where a comparison's truth changes as one thing it reads changes."""
    if is_series(search, key):
        found = _series(search, part, key, record)
    else:
        found = [one for one in _around_limit(search, part, record, key) if search.acceptable(one)]
    return found if len(found) > 1 else []


def _around_limit(search: Search, part: ConditionId, record: PatientRecord, key: Key) -> list[PatientRecord]:
    """The patients around a comparison's limit, which is the same for all who are alike in what decides it: many rules
    ask for it, each from patients of its own."""

    def truth(patient: PatientRecord) -> Truth:
        return search.evaluation(patient).truth(part)

    question = (part, key, tuple(value_of(record, one) for one in keys_deciding(search.graph, part)))
    if question not in search.limits:
        search.limits[question] = _places_around(search, key, record, truth)
    return _moved(search, key, record, search.limits[question])


def around_changes(search: Search, key: Key, record: PatientRecord, of: Truths) -> list[PatientRecord]:
    """The patients around the nearest place where something about them changes as one number moves."""
    return _moved(search, key, record, _places_around(search, key, record, of))


def _moved(search: Search, key: Key, record: PatientRecord, places: Sequence[Fraction]) -> list[PatientRecord]:
    axis = axis_of(search, key, record) if places else None
    return [] if axis is None else [axis.at(record, place) for place in places]


def _places_around(search: Search, key: Key, record: PatientRecord, of: Truths) -> list[Fraction]:
    axis = axis_of(search, key, record)
    here = number_at(value_of(record, key))
    if axis is None or here is None:
        return []
    now = of(record)
    places = _nearest_first(_places(search, axis), here)
    other = next((place for place in places if of(axis.at(record, place)) != now), None)
    if other is None:
        return []
    low, high = _narrowed(axis, record, of, here, other)
    if of(axis.at(record, low)) != of(axis.at(record, low - axis.step)):
        high = low  # exactly at the limit it is neither as below nor as above
        low -= axis.step
    return _triple(search, axis, low, high)


def axis_of(search: Search, key: Key, record: PatientRecord) -> Axis | None:
    """The axis of a number, a date, the start of a course or of a phase."""
    like = value_of(record, key)
    today = day_of(search.base)
    if key[0] == "phase":
        return Axis(key, Fraction(1), today - 40_000, today, like) if number_at(like) is not None else None
    given = search.values.inputs[key[1]]
    if isinstance(like, ScalarValue):
        number = number_of(given)
        assert number is not None
        if like.unit != number.unit.ucum:
            like = ScalarValue(like.value, like.value, number.unit.ucum)
        return Axis(key, search.values.step[key[1]], number.plausible.low, number.plausible.high, like)
    if isinstance(given.type, Date) and given.type.with_time:
        return Axis(key, Fraction(1, 1440), search.base.at - 40_000, search.base.at, like)
    return Axis(key, Fraction(1), today - 40_000, today, like) if number_at(like) is not None else None


def number_at(value: Value) -> Fraction | None:
    """Where a value lies on its axis."""
    match value:
        case ScalarValue(value=number):
            return number
        case CourseValue(started=started):
            return started
        case PhaseValue(since=since):
            return since
        case Fraction():
            return value
        case _:
            return None


def _places(search: Search, axis: Axis) -> list[Fraction]:
    """The places of an axis that are looked at, from low to high."""
    if axis.key not in search.places:
        tried = [number_at(value) for value in search.values.of(axis.key)]
        spread = [axis.low + (axis.high - axis.low) * part / 16 for part in range(17)]
        snapped = [floor(place / axis.step) * axis.step for place in spread]
        places = {place for place in (*tried, *snapped) if place is not None and axis.low <= place <= axis.high}
        search.places[axis.key] = sorted(places)
    return search.places[axis.key]


def _nearest_first(places: Sequence[Fraction], here: Fraction) -> Iterator[Fraction]:
    """Places that stand from low to high, the nearest to one first; of two as near the lower."""
    above = bisect_left(places, here)
    below = above - 1
    while below >= 0 or above < len(places):
        if above == len(places) or (below >= 0 and here - places[below] <= places[above] - here):
            yield places[below]
            below -= 1
        else:
            yield places[above]
            above += 1


def _narrowed(
    axis: Axis, record: PatientRecord, of: Truths, here: Fraction, other: Fraction
) -> tuple[Fraction, Fraction]:
    """The two neighbouring written values between which it changes, from one place towards another."""
    grid = axis.step
    near, far = (ceil(here / grid), floor(other / grid)) if other > here else (floor(here / grid), ceil(other / grid))
    now = of(record)
    while abs(far - near) > 1:
        middle = (near + far) // 2
        if of(axis.at(record, middle * grid)) == now:
            near = middle
        else:
            far = middle
    return min(near, far) * grid, max(near, far) * grid


def _triple(search: Search, axis: Axis, low: Fraction, high: Fraction) -> list[Fraction]:
    """Just below, at and just above the limit; the limit is the neighbour the guideline itself names."""
    named = search.values.thresholds.get(axis.key[1], set()) if axis.key[0] == "input" else set()
    places = [low - axis.step, low, high] if low in named and high not in named else [low, high, high + axis.step]
    return [place for place in places if axis.low <= place <= axis.high]


def is_series(search: Search, key: Key) -> bool:
    """Whether it is a series of measurements."""
    return isinstance(value_of(search.base, key), tuple) or any(
        isinstance(value, tuple) for value in (search.values.of(key)[:1] if key[0] == "input" else [])
    )


def _series(search: Search, part: ConditionId, key: Key, record: PatientRecord) -> list[PatientRecord]:
    """Series made for a condition, each in a patient as like the given one as can be."""
    keep = frozenset({key})
    starts = [changed(record, key, value) for value in _series_for(search, part, key)]
    patients = [one if search.acceptable(one) else search.find((), one, keep) for one in starts]
    return [one for one in patients if one is not None]


def _series_for(search: Search, part: ConditionId, key: Key) -> Sequence[Value]:
    node = search.graph.conditions[part]
    if isinstance(node, Trend | Sustained):
        return search.values.of(key)[:MOST_SERIES]
    number = number_of(search.values.inputs[key[1]])
    if not isinstance(node, Compare) or not isinstance(node.right, Fraction) or number is None:
        return search.values.of(key)[:MOST_SERIES]
    terms = terms_of(search.values, key[1], node)
    limit = Limit(node.comparison, node.right)
    made = [one for term in terms for one in contrasts(search.values, key[1], number, term, limit)]
    return [*dict.fromkeys(made)][: 2 * MOST_SERIES]
