"""Choices among options, and moves along a pathway."""

from __future__ import annotations

from typing import Any

import pytest
from written import decided, graph_of

CHOICE = """
inputs:
  fever:
    is yes or no
    may be unknown
  rash:
    is yes or no
    may be unknown

actions:
  rituximab:
    drug rituximab
  romiplostim:
    drug romiplostim

decision treatment:
  should use one of treatments

options treatments:
  rituximab:
    in favour when rash
    ruled out when fever
  romiplostim:
    preferred when rash
    against when fever
"""


def options(patient: dict[str, Any]) -> list[tuple[str, bool, int, int]]:
    (choice,) = decided(graph_of(CHOICE), patient).choices
    assert (choice.id, choice.mode, choice.strengths, choice.status) == (
        "treatments",
        "one",
        ("should use",),
        "certain",
    )
    return [(one.status, one.preferred, len(one.in_favour), len(one.against)) for one in choice.options]


def test_options_are_in_out_or_undecided_and_arguments_show_when_they_must_hold() -> None:
    """A choice is certain though no option need be; preferred shows only when it must hold."""
    assert options({}) == [("undecided", False, 0, 0), ("in", False, 0, 0)]
    assert options({"fever": False, "rash": True}) == [("in", False, 1, 0), ("in", True, 0, 0)]
    assert options({"fever": True}) == [("out", False, 0, 0), ("in", False, 0, 1)]


PATHWAY = """
inputs:
  response:
    is yes or no
    may be unknown

actions:
  steroids:
    drug prednisone
  taper:
    for patients "Less."

decision induction:
  recommend steroids

decision later:
  recommend taper

pathway care:
  phase start:
    decide induction
    assess response from 2 to 4 weeks
    go to maintenance when response
    stay when not response
  phase maintenance:
    decide later
    end when not response
"""


def phase(name: str, since: str | None = None) -> dict[str, Any]:
    return {"phases": {"care": {"phase": name, "since": since}}}


def moves(patient: dict[str, Any]) -> tuple[tuple[str, ...], list[tuple[str, str, str]]]:
    (found,) = decided(graph_of(PATHWAY), patient).phases
    return found.window, [(move.kind, move.target, move.status) for move in found.next]


@pytest.mark.parametrize(
    ("since", "window", "next_moves"),
    [
        ("2025-08-26", ("early",), []),
        ("2025-08-25", ("open",), [("go", "maintenance", "certain")]),
        ("2025-08-11", ("open",), [("go", "maintenance", "certain")]),
        ("2025-08-10", ("overdue",), [("go", "maintenance", "certain")]),
        (None, ("early", "open", "overdue"), [("go", "maintenance", "undecided")]),
    ],
)
def test_the_assess_window_closes_and_opens_moves(since: str | None, window: Any, next_moves: Any) -> None:
    """Two weeks is 14 days, included; after four weeks the move is due; an unknown start leaves it undecided."""
    assert moves({"response": True, **phase("start", since)}) == (window, next_moves)


def test_a_pathway_not_started_goes_to_its_first_phase_and_an_ended_one_stays() -> None:
    """Neither has a window."""
    assert moves(phase("not started")) == ((), [("go", "start", "certain")])
    assert moves(phase("ended")) == ((), [])


def test_a_decision_of_a_pathway_runs_in_the_phases_that_name_it() -> None:
    """While the phase is unknown, each of its decisions may run."""
    graph = graph_of(PATHWAY)
    assert [one.id for one in decided(graph, phase("start")).recommendations] == ["offer:steroids"]
    unknown = decided(graph, {})
    assert [(one.id, one.status, one.waits_for) for one in unknown.recommendations] == [
        ("offer:steroids", "undecided", ()),
        ("offer:taper", "undecided", ()),
    ]
    assert unknown.phases[0].now == ("not started", "start", "maintenance", "ended")
    assert {move.status for move in unknown.phases[0].next} == {"undecided"}
