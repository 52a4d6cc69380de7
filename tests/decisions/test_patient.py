"""Reading patients: exact values, or every problem with its name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from caretree.decisions.patient import CourseValue, PhaseValue, ScalarValue, missing_inputs, read_patient
from written import graph_of

GRAPH = graph_of(
    """
inputs:
  neutrophil count (ANC):
    is a quantity in x10^9/L, plausible 0 to 100, to 3 decimals
    may be unknown
  glucose:
    is a quantity in mmol/L, plausible 0 to 60
    converts 1 mmol/L = 18.016 mg/dL
    may be unknown
  pH:
    is a number, plausible 6.5 to 8
    may be unknown
  breaths:
    is a whole number in /min, plausible 0 to 80
    may be unknown
  siblings:
    is a whole number, plausible 0 to 20
    may be unknown
  time since dose:
    is a duration in weeks, plausible 0 to 520
    may be unknown
  fever:
    is yes or no
    may be unknown
  bleeding:
    is one of:
      none
      minor
    may be unknown
  onset:
    is a date
    may be unknown
  platelets:
    is a series of quantities in x10^9/L, plausible 0 to 3000
    may be unknown
  rituximab course:
    is a course of rituximab
    may be unknown
  sure:
    is yes or no
    asks "Sure?"

actions:
  rest:
    for patients "Rest."

decision one:
  recommend rest

pathway usual care:
  phase first look:
    decide one
    end when sure
"""
)
KNOWN = {"at": "2025-09-08", "sure": True}


def value(key: str, given: Any) -> Any:
    record, problems = read_patient(GRAPH, {**KNOWN, key: given})
    assert record is not None, problems
    return next((found for name, found in record.values.items() if name != "sure"), None)


def names(mapping: dict[str, Any]) -> list[str]:
    record, problems = read_patient(GRAPH, {**KNOWN, **mapping})
    assert (record is None) == bool(problems)
    return [problem.name for problem in problems]


@pytest.mark.parametrize("key", ["neutrophil count", "ANC", "neutrophil_count", "neutrophil-count"])
def test_an_input_is_called_by_any_of_its_names(key: str) -> None:
    """Long, short and snake_case names and the identity mean the same input."""
    assert value(key, {"value": 1740, "unit": "/uL"}) == ScalarValue(Fraction("1.74"), Fraction(1740), "/uL")


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("ANC", {"value": 0.1, "unit": "x10^9/L"}, Fraction(1, 10)),
        ("ANC", {"value": "0.10", "unit": "×10⁹/L"}, Fraction(1, 10)),
        ("ANC", {"value": Decimal("0.1"), "unit": "G/L"}, Fraction(1, 10)),
        ("ANC", {"value": "1740.5", "unit": "/uL"}, Fraction("1.7405")),
        ("glucose", {"value": "90.08", "unit": "mg/dL"}, Fraction(5)),
        ("pH", 7.4, Fraction("7.4")),
        ("pH", "7.40", Fraction("7.4")),
        ("siblings", 3, Fraction(3)),
        ("time since dose", {"value": 1, "unit": "months"}, Fraction("30.4375") / 7),
        ("time since dose", {"value": 14, "unit": "days"}, Fraction(2)),
    ],
)
def test_numbers_are_exact_in_the_declared_unit(key: str, given: Any, expected: Fraction) -> None:
    """Floats by their shortest decimal, other units exactly, finer decimals only outside the declared unit."""
    assert value(key, given).value == expected


def test_the_other_types_are_read() -> None:
    """Yes/no in two spellings, labels, dates with and without time, courses."""
    assert (value("fever", "no"), value("fever", True)) == (False, True)
    assert value("bleeding", "minor") == "minor"
    assert value("onset", "1970-01-02T06:00") == Fraction(5, 4)
    course = {"status": "failed", "started": "1970-01-03"}
    assert value("rituximab course", course) == CourseValue("failed", Fraction(2))
    assert value("fever", None) is None


def test_series_are_sorted_by_day_and_ties_stay_as_listed() -> None:
    """Oldest first; of two on one day the later listed is later; an empty list is known."""
    listed = [(86, "2025-09-01"), (33, "2025-08-01"), (51, "2025-09-01")]
    read = value("platelets", [{"value": number, "unit": "x10^9/L", "on": on} for number, on in listed])
    assert [int(one.of.value) for one in read] == [33, 86, 51]
    assert value("platelets", []) == ()


def test_a_measurement_later_on_the_day_of_the_evaluation_is_not_in_the_future() -> None:
    """An evaluation dated by a day lasts that day; one with a time does not."""
    today = {"platelets": [{"value": 33, "unit": "x10^9/L", "on": "2025-09-08T10:30"}]}
    assert names(today) == []
    assert names({**today, "at": "2025-09-08T10:00"}) == ["future-date"]
    assert names({"platelets": [{"value": 33, "unit": "x10^9/L", "on": "2025-09-09"}]}) == ["future-date"]


def quantity(number: Any, unit: str = "x10^9/L") -> dict[str, Any]:
    return {"ANC": {"value": number, "unit": unit}}


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ({"ANC": 1.74}, "missing-unit"),
        ({"ANC": {"value": 1.74}}, "missing-unit"),
        (quantity(1, "parsec"), "unknown-unit"),
        (quantity(1, "mg/dL"), "wrong-unit"),
        *((quantity(bad), "bad-number") for bad in ("1,74", "<10", "", "NA", ".5", "1e3", "٣", True, None, [1])),
        *((quantity(bad), "bad-number") for bad in (float("nan"), float("inf"), Decimal("NaN"), "1" * 61)),
        (quantity("100.001"), "out-of-range"),
        (quantity(-1), "out-of-range"),
        (quantity("1.7405"), "too-precise"),
        ({"siblings": 1.5}, "not-whole"),
        ({"breaths": {"value": "12.5", "unit": "/min"}}, "not-whole"),
        ({"breaths": 12}, "missing-unit"),
        ({"pH": {"value": 7.4, "unit": "mg"}}, "wrong-unit"),
        ({"pH": "7,4"}, "bad-number"),
        ({"fever": "maybe"}, "bad-yes-no"),
        ({"fever": 1}, "bad-yes-no"),
        ({"bleeding": "Minor"}, "bad-choice"),
        ({"onset": "08.09.2025"}, "bad-date"),
        ({"onset": "2025-02-30"}, "bad-date"),
        ({"onset": "2025-09-08T10:30Z"}, "bad-date"),
        ({"at": "yesterday"}, "bad-date"),
        ({"platelets": [{"value": 33, "unit": "x10^9/L"}]}, "bad-date"),
        ({"platelets": [{"value": 33, "on": "2025-09-01"}]}, "missing-unit"),
        ({"platelets": 33}, "bad-series"),
        ({"rituximab course": {"status": "tried"}}, "bad-status"),
        ({"rituximab course": "failed"}, "bad-status"),
        ({"rituximab course": {"status": "failed", "started": "June"}}, "bad-date"),
        ({"feve": True}, "unknown-key"),
        ({"ANC": {"value": 1, "unit": "x10^9/L", "at": "noon"}}, "unknown-key"),
        ({"neutrophil count": None, "ANC": None}, "duplicate-key"),
        ({"sure": None}, "missing-input"),
        ({"phases": {"care": {"phase": "ended"}}}, "unknown-key"),
        ({"phases": {"usual care": {"phase": "second look"}}}, "bad-choice"),
        ({"phases": {"usual care": {"phase": "first look", "since": "2026-01-01"}}}, "future-date"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(mapping: dict[str, Any], problem: str) -> None:
    """One wrong value is one problem with a stable name; no patient comes out."""
    assert names(mapping) == [problem]


def test_every_wrong_value_is_reported_at_once() -> None:
    """One bad value never hides the rest."""
    assert names({"fever": 3, "ANC": 1, "bleedin": "minor"}) == ["bad-yes-no", "missing-unit", "unknown-key"]


def test_a_misspelt_key_is_answered_with_the_nearest_name() -> None:
    """Did you mean."""
    _, problems = read_patient(GRAPH, {**KNOWN, "neutrophil cuont": None})
    assert problems[0].fix == 'Did you mean "neutrophil count"?'


def test_problems_never_show_a_patients_value() -> None:
    """Messages name the input; the value stays with the patient."""
    for mapping in (quantity("123456"), {"fever": "123456"}, {"bleeding": "123456"}, {"onset": "123456"}):
        _, problems = read_patient(GRAPH, {**KNOWN, **mapping})
        assert "123456" not in str(problems)


def test_missing_inputs_may_be_allowed_and_are_listed() -> None:
    """A dialogue starts from a patient about whom required facts are still missing."""
    record, problems = read_patient(GRAPH, {}, date(2025, 9, 8), allow_missing=True)
    assert record is not None and not problems
    assert [given.name.long for given in missing_inputs(GRAPH, record)] == ["sure"]


def test_phases_are_read_by_name_or_identity() -> None:
    """A phase starts on a day; absent is unknown."""
    for pathway, phase in (("usual care", "first look"), ("usual-care", "first-look"), ("usual_care", "first_look")):
        record, _ = read_patient(GRAPH, {**KNOWN, "phases": {pathway: {"phase": phase, "since": "1970-01-11"}}})
        assert record is not None and record.phases == {"usual-care": PhaseValue("first-look", Fraction(10))}


def test_without_a_moment_there_is_no_patient() -> None:
    """The evaluation's date comes from the patient or from the caller, never from a clock."""
    assert [problem.name for problem in read_patient(GRAPH, {"sure": True})[1]] == ["missing-input"]
