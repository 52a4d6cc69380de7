"""Thresholds, dual cut-offs, series, formulas, doses and reports for one patient."""

from __future__ import annotations

from typing import Any

import pytest
from written import decided, graph_of, statuses

GLUCOSE = """
inputs:
  glucose:
    is a quantity in mmol/L, plausible 0 to 60
    converts 1 mmol/L = 18.016 mg/dL
    may be unknown

actions:
  diet:
    for patients "Eat well."
  rest:
    for patients "Rest."

decision sugar:
  when glucose is at least 5.1 mmol/L or 92 mg/dL:
    recommend diet
  otherwise:
    recommend rest
"""


@pytest.mark.parametrize(
    ("value", "unit", "action"),
    [("5.1", "mmol/L", "diet"), ("5.09", "mmol/L", "rest"), (92, "mg/dL", "diet"), ("91.9", "mg/dL", "rest")],
)
def test_a_value_meets_the_cut_off_of_the_unit_it_was_reported_in(value: Any, unit: str, action: str) -> None:
    """91.9 mg/dL is 5.101 mmol/L, but it is compared with 92 mg/dL."""
    answer = decided(graph_of(GLUCOSE), {"glucose": {"value": value, "unit": unit}})
    assert statuses(answer) == {f"offer:{action}": "certain"}


def test_an_unknown_value_may_meet_either_cut_off() -> None:
    """Nothing is certain before the value and its unit are known."""
    assert set(statuses(decided(graph_of(GLUCOSE), {})).values()) == {"undecided"}


SERIES = """
inputs:
  platelets:
    is a series of quantities in x10^9/L, plausible 0 to 3000
    may be unknown

definitions:
  newest in x10^9/L is calculated as:
    the latest platelets
  recovering means the last 3 platelets are rising

actions:
  rest:
    for patients "Rest."

decision counts:
  report newest
  report recovering
  when number of platelets is at least 1:
    recommend rest
  otherwise:
    avoid rest
"""


def counts(*pairs: tuple[int, str]) -> dict[str, Any]:
    return {"platelets": [{"value": value, "unit": "x10^9/L", "on": on} for value, on in pairs]}


def test_an_unknown_list_is_not_an_empty_list() -> None:
    """Null leaves everything open; [] is a known number of none."""
    graph = graph_of(SERIES)
    assert set(statuses(decided(graph, {})).values()) == {"undecided"}
    empty = decided(graph, {"platelets": []})
    assert statuses(empty) == {"against:rest": "certain"}
    assert [one.value for one in empty.reports] == [None, None]


def test_the_later_listed_of_two_measurements_at_one_moment_is_later() -> None:
    """Ties are settled by the order of writing, whatever the order of days."""
    graph = graph_of(SERIES)
    answer = decided(graph, counts((51, "2025-09-08"), (86, "2025-09-08"), (33, "2025-09-01")))
    assert [one.value for one in answer.reports] == ["86", True]
    assert [one.value for one in decided(graph, counts((51, "2025-09-08"), (86, "2025-09-01"))).reports] == ["51", None]


DOSED = """
inputs:
  weight:
    is a quantity in kg, plausible 2 to 300
    may be unknown
  fever:
    is yes or no
    may be unknown

actions:
  romiplostim:
    drug romiplostim
    dose 1 mcg/kg of weight subcutaneously once weekly
    at most 100 mcg per dose
    not stated: duration
  prednisone:
    drug prednisone
    dose 0.5 to 1 mg/kg of weight per day orally for 4 days
    not stated: maximum

decision treatment:
  when fever:
    consider prednisone
  otherwise:
    recommend romiplostim
    consider prednisone
"""


def test_a_dose_is_computed_in_exact_arithmetic_and_written_as_a_sentence() -> None:
    """Amount, rate, route, frequency and duration; a cap bounds the amount."""
    graph = graph_of(DOSED)
    doses = {one.action: one.dose for one in decided(graph, {"fever": False, "weight": kg("70.5")}).recommendations}
    first, second = doses["romiplostim"], doses["prednisone"]
    assert first is not None and second is not None
    assert (first.low, first.high, first.unit) == ("70.5", "70.5", "mcg")
    assert first.text == "70.5 mcg subcutaneously once weekly"
    assert (second.low, second.high, second.per) == ("35.25", "70.5", "day")
    assert second.text == "35.25 to 70.5 mg per day orally for 4 days"
    capped = decided(graph, {"fever": False, "weight": kg(250)}).recommendations[1].dose
    assert capped is not None and capped.low == "100"


def test_a_dose_without_its_inputs_says_what_it_needs() -> None:
    """The recommendation's status does not depend on the dose; the dose names the missing input."""
    answer = decided(graph_of(DOSED), {"fever": False}, with_next_question=True)
    dose = answer.recommendations[0].dose
    assert dose is not None and statuses(answer)["offer:prednisone"] == "certain"
    assert (dose.low, dose.high, dose.needs) == (None, None, ("weight",))
    assert answer.next_question == "weight"


def kg(value: Any) -> dict[str, Any]:
    return {"value": value, "unit": "kg"}


FORMULA = """
inputs:
  height:
    is a quantity in cm, plausible 30 to 250
    may be unknown
  weight:
    is a quantity in kg, plausible 2 to 300
    may be unknown

definitions:
  body surface area (BSA) in m2 is calculated as:
    square root of (height in cm * weight in kg / 3600)
  size in m2 is graded by BSA:
    small: below 1
    large: at least 1

actions:
  rest:
    for patients "Rest."

decision sizes:
  report BSA
  report size
  recommend rest
"""


def test_a_root_is_exact_where_it_is_rational_and_enclosed_where_it_is_not() -> None:
    """60 cm times 60 kg is 1 m2 exactly: the boundary belongs to ``at least 1``."""
    graph = graph_of(FORMULA)
    exact = decided(graph, {"height": {"value": 60, "unit": "cm"}, "weight": kg(60)}).reports
    assert [(one.value, one.unit) for one in exact] == [("1", "m2"), ("large", "")]
    other = decided(graph, {"height": {"value": 175, "unit": "cm"}, "weight": kg(70)}).reports
    assert [one.value for one in other] == ["1.84466196843", "large"]
    half = decided(graph, {"height": {"value": 180, "unit": "cm"}}).reports
    assert half[0].value is None and half[0].possible == ("0.316227766017", "3.87298334621")
    assert half[1].possible == ("small", "large")
