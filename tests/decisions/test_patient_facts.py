"""Facts of examples become the JSON mapping that patients are read from."""

from __future__ import annotations

from caretree.decisions.patient import facts_to_mapping, read_patient
from written import graph_of

GRAPH = graph_of(
    """
inputs:
  ANC:
    is a quantity in x10^9/L, plausible 0 to 100
    may be unknown
  onset:
    is a date
    may be unknown
  platelets:
    is a series of quantities in x10^9/L, plausible 0 to 3000
    may be unknown
  fever:
    is yes or no
    may be unknown

actions:
  rest:
    for patients "Rest."

decision one:
  recommend rest

pathway care:
  phase response check:
    decide one
    end when fever

patient index patient:
  ANC is 1.74 x10^9/L
  onset is 2025-06-30
  platelets are 33, 51, 86 x10^9/L, every 1 week
  fever is not known

example as given:
  given index patient
  in phase response check for 5 weeks
  expect recommend rest
"""
)


def test_an_example_becomes_a_patient_mapping() -> None:
    """Values keep their written unit, a spaced series ends on the evaluation's day, not known is null."""
    example = GRAPH.guideline.examples[0]
    mapping = facts_to_mapping(GRAPH.guideline, example.facts, example.phases, None)
    assert mapping == {
        "ANC": {"value": "1.74", "unit": "x10^9/L"},
        "onset": "2025-06-30",
        "platelets": [
            {"value": "33", "unit": "x10^9/L", "on": "2024-12-18"},
            {"value": "51", "unit": "x10^9/L", "on": "2024-12-25"},
            {"value": "86", "unit": "x10^9/L", "on": "2025-01-01"},
        ],
        "fever": None,
        "at": "2025-01-01",
        "phases": {"care": {"phase": "response-check", "since": "2024-11-27"}},
    }
    record, problems = read_patient(GRAPH, mapping)
    assert record is not None and not problems
