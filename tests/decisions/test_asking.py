"""Typed replies: what is asked for, what is taken, and what is said to somebody who types something else."""

from __future__ import annotations

from typing import Any

import pytest
from caretree.decisions.asking import question_text, value_of_reply
from written import graph_of

GRAPH = graph_of(
    """
inputs:
  fever:
    is yes or no
    may be unknown
  stage:
    is one of:
      early
      late
    may be unknown
  ANC:
    is a quantity in x10^9/L, plausible 0 to 100
    may be unknown
  platelets:
    is a series of quantities in x10^9/L, plausible 0 to 3000
    may be unknown
  last visit:
    is a date
    may be unknown
  rituximab course:
    is a course of rituximab
    may be unknown

actions:
  a

decision care:
  when fever and stage is early and ANC is below 1 x10^9/L and the latest platelets is below 30 x10^9/L:
    recommend a
  otherwise:
    nothing further
  also when rituximab course is failed and time since last visit is at least 3 days:
    recommend a
"""
)
AT = {"at": "2026-11-21"}


@pytest.mark.parametrize(
    ("name", "reply", "value"),
    [
        ("fever", "Y", True),
        ("stage", "late", "late"),
        ("anc", "0.5", {"value": "0.5", "unit": "x10^9/L"}),
        ("anc", "500 /uL", {"value": "500", "unit": "/uL"}),
        ("last-visit", "2026-11-01", "2026-11-01"),
        ("rituximab-course", "failed", {"status": "failed"}),
        ("rituximab-course", "under way since 2026-06-01", {"status": "under way", "started": "2026-06-01"}),
        (
            "platelets",
            "33 on 2026-09-01, 51 on 2026-09-08",
            [
                {"value": "33", "unit": "x10^9/L", "on": "2026-09-01"},
                {"value": "51", "unit": "x10^9/L", "on": "2026-09-08"},
            ],
        ),
    ],
)
def test_replies_become_values(name: str, reply: str, value: Any) -> None:
    """A reply is the value a caller would give."""
    assert value_of_reply(GRAPH, name, reply, AT) == (value, None)


@pytest.mark.parametrize(
    ("name", "reply", "problem"),
    [
        ("fever", "perhaps", "bad-yes-no"),
        ("stage", "middle", "bad-choice"),
        ("anc", "0,5", "bad-number"),
        ("anc", "5 parsec", "unknown-unit"),
        ("anc", "500", "out-of-range"),
        ("last-visit", "yesterday", "bad-date"),
        ("rituximab-course", "tried", "bad-status"),
        ("platelets", "33", "bad-date"),
    ],
)
def test_a_reply_that_cannot_be_read_is_told_without_json(name: str, reply: str, problem: str) -> None:
    """What to reply is said in the words of the question."""
    _, found = value_of_reply(GRAPH, name, reply, AT)
    assert found is not None and found.name == problem
    assert not {"{", "[", '"value"'} & set(found.fix), found.fix
    assert found.fix


def test_a_question_names_the_replies_it_takes() -> None:
    """Unit and range, labels, statuses, dates."""
    asked = {given.name.id: question_text(GRAPH, given.name.id) for given in GRAPH.guideline.inputs}
    assert asked["fever"].endswith("(yes, no)")
    assert asked["anc"].endswith("(x10^9/L 0 to 100)")
    assert "failed since 2025-06-01" in asked["rituximab-course"]
