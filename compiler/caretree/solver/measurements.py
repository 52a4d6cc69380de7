"""A list of measurements with the latest, lowest, highest … value the solver chose.

latest 86, previous 51, lowest 33, rising      33, 51, 86, one a week, the last one today

The list is a guess: only the replay says whether it has every property at once.
"""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions.expressions import SeriesValue, Sustained, Trend
from caretree.decisions.patient_record import MeasuredValue, ScalarValue, SeriesRecord
from caretree.decisions.series import series_value, sustained, trend
from caretree.guideline.types import Number
from caretree.solver.encode_series import sustained_key, trend_key, value_key
from caretree.solver.encoding import Encoding
from caretree.solver.logic import Model, fraction_of, truth_of

WEEK = Fraction(7)


def series_from_model(
    name: str, number: Number, encoding: Encoding, model: Model, usual: SeriesRecord, at: Fraction
) -> SeriesRecord:
    """Measurements that have what the model says of them, as far as a simple list can."""
    met = encoding.series.get(name)
    if not met:
        return usual
    candidates = [usual, *_candidates(name, number, encoding, model, at)]
    return next((one for one in candidates if _agrees(one, met, number, encoding, model, at)), candidates[-1])


def _agrees(
    values: SeriesRecord, met: list[object], number: Number, encoding: Encoding, model: Model, at: Fraction
) -> bool:
    for term in met:
        match term:
            case SeriesValue():
                known = series_value(term, values, at, number.plausible).exact
                if known != fraction_of(model, encoding.amounts[value_key(term)]):
                    return False
            case Trend():
                if trend(term, values) is not truth_of(model, encoding.truths[trend_key(term)]):
                    return False
            case Sustained():
                if sustained(term, values) is not truth_of(model, encoding.truths[sustained_key(term)]):
                    return False
    return True


def _candidates(name: str, number: Number, encoding: Encoding, model: Model, at: Fraction) -> list[SeriesRecord]:
    wanted = {
        term.which: fraction_of(model, encoding.amounts[value_key(term)])
        for term in encoding.series[name]
        if isinstance(term, SeriesValue)
    }
    low, high = number.plausible.low, number.plausible.high
    middle = wanted.get("average", (low + high) / 2)
    latest = wanted.get("latest", wanted.get("highest", wanted.get("lowest", middle)))
    lists = [[latest]]
    for step in (Fraction(1), Fraction(-1), Fraction(0)):
        count = max([term.count for term in encoding.series[name] if isinstance(term, Trend)], default=3)
        run = [latest - step * back for back in range(count - 1, -1, -1)]
        if "previous" in wanted and len(run) > 1:
            run[-2] = wanted["previous"]
        lists += [run, _around(run, wanted)]
    inside = [each for each in lists if all(low <= value <= high for value in each)]
    return [_dated(each, number, at, spacing) for each in inside for spacing in (WEEK, Fraction(1), 5 * WEEK)]


def _around(run: list[Fraction], wanted: dict[str, Fraction]) -> list[Fraction]:
    """The run with an earliest, lowest and highest value before it."""
    before = [wanted[which] for which in ("earliest", "lowest", "highest") if which in wanted]
    return [*before, *run]


def _dated(values: list[Fraction], number: Number, at: Fraction, spacing: Fraction) -> SeriesRecord:
    count = len(values)
    return tuple(
        MeasuredValue(ScalarValue(value, value, number.unit.ucum), at // 1 - spacing * (count - 1 - position))
        for position, value in enumerate(values)
    )
