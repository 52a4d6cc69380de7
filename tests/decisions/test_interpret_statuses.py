"""Forks, extras, unions, scope, waiting and contradictions: how surely advice holds while something is unknown."""

from __future__ import annotations

import pytest
from written import HEADER, decided, graph_of, refused, statuses

INPUTS = """
inputs:
  fever:
    is yes or no
    may be unknown
  rash:
    is yes or no
    may be unknown
  ANC:
    is a quantity in x10^9/L, plausible 0 to 100
    may be unknown
  urgency:
    is one of:
      calm
      soon
      at once
    may be unknown

actions:
  cultures:
    is a test
  G-CSF:
    drug G-CSF
  rest:
    for patients "Rest."
"""


def test_advice_in_both_branches_is_certain() -> None:
    """Where every open branch says the same, the unknown fact does not matter; what only one says is undecided."""
    graph = graph_of(
        INPUTS
        + """
decision blood:
  when fever:
    recommend cultures
    consider G-CSF
  otherwise:
    should use cultures
"""
    )
    answer = decided(graph, {})
    assert statuses(answer) == {"offer:cultures": "certain", "offer:g-csf": "undecided"}
    assert answer.recommendations[0].strengths == ("recommend", "should use")
    assert answer.recommendations[1].waits_for == ("fever",)
    assert statuses(decided(graph, {"fever": False})) == {"offer:cultures": "certain"}


def test_three_branches_do_not_hide_one_another() -> None:
    """With two of three branches open, advice of the closed third is absent and advice of one is not certain."""
    graph = graph_of(
        INPUTS
        + """
decision blood:
  depending on urgency:
    calm:
      consider rest
    soon:
      consider rest
    at once:
      consider G-CSF
"""
    )
    assert statuses(decided(graph, {})) == {"offer:rest": "undecided", "offer:g-csf": "undecided"}
    assert statuses(decided(graph, {"urgency": "soon"})) == {"offer:rest": "certain"}


def test_the_first_that_applies_reads_in_order() -> None:
    """A branch below one that must hold is closed; a branch below one that may hold stays open."""
    graph = graph_of(
        INPUTS
        + """
decision blood:
  the first that applies:
    when fever:
      consider rest
    when rash:
      consider cultures
    otherwise:
      consider G-CSF
"""
    )
    assert statuses(decided(graph, {"fever": True, "rash": True})) == {"offer:rest": "certain"}
    assert statuses(decided(graph, {"rash": True})) == {"offer:rest": "undecided", "offer:cultures": "undecided"}


def test_certain_wins_in_a_union_and_lines_keep_their_own_status() -> None:
    """An extra that may apply adds its strength and stays undecided itself."""
    graph = graph_of(
        INPUTS
        + """
decision blood:
  consider cultures
  also when fever:
    recommend cultures
"""
    )
    only = decided(graph, {}).recommendations[0]
    assert (only.status, only.strengths, only.waits_for) == ("certain", ("recommend", "consider"), ())
    assert [line.status for line in only.lines] == ["certain", "undecided"]
    assert only.node == only.lines[0].node


def test_while_the_scope_is_unknown_nothing_is_certain() -> None:
    """Unknown scope caps everything; out of scope says nothing at all."""
    header = HEADER.replace("  status draft\n", "  status draft\n  applies when fever\n")
    graph = graph_of(INPUTS + "\ndecision blood:\n  recommend rest\n", header)
    unknown, outside = decided(graph, {}), decided(graph, {"fever": False})
    assert (unknown.in_scope, statuses(unknown)) == ("unknown", {"offer:rest": "undecided"})
    assert unknown.recommendations[0].waits_for == ("fever",)
    assert (outside.in_scope, statuses(outside)) == ("no", {})


def test_waiting_is_provisional_and_withdrawn_once_known() -> None:
    """``until ANC is known`` looks at missing data: its advice is provisional, then gone."""
    graph = graph_of(
        INPUTS
        + """
decision blood:
  until ANC is known:
    recommend cultures
  when ANC is below 0.5 x10^9/L:
    consider G-CSF
  otherwise:
    recommend rest
"""
    )
    waiting = decided(graph, {})
    assert statuses(waiting)["offer:cultures"] == "provisional"
    assert waiting.recommendations[0].waits_for == ("anc",)
    assert statuses(decided(graph, {"ANC": {"value": 1, "unit": "x10^9/L"}})) == {"offer:rest": "certain"}


def test_a_conflict_is_answered_with_both_readings_and_its_lines_count() -> None:
    """The lines after ``then`` inherit the status of the conflict."""
    graph = graph_of(
        INPUTS
        + """
decision blood:
  when fever:
    conflict G-CSF or not
  otherwise:
    gap no fever

gap no fever: the source "does not say"

conflict G-CSF or not:
  one reading "give it"
  other reading "do not"
  until resolved follow other reading, because "it is the more cautious"
  then do not use G-CSF
"""
    )
    open_question = decided(graph, {})
    assert statuses(open_question) == {"against:g-csf": "undecided"}
    assert [(one.id, one.status, one.waits_for) for one in open_question.gaps] == [
        ("no-fever", "undecided", ("fever",))
    ]
    (conflict,) = decided(graph, {"fever": "yes"}).conflicts
    assert (conflict.readings, conflict.follow, conflict.status) == (("give it", "do not"), "other reading", "certain")


CONTRADICTED = """
decision blood:
  when fever:
    consider rest
  when rash:
    consider cultures
"""


def test_facts_that_fit_no_branch_or_two_get_no_advice() -> None:
    """Contradictory facts are a problem, never advice; while something is unknown they are not yet contradictory."""
    graph = graph_of(INPUTS + CONTRADICTED)
    assert refused(graph, {"fever": True, "rash": True}) == ["contradictory-facts"]
    assert refused(graph, {"fever": False, "rash": False}) == ["contradictory-facts"]
    assert refused(graph, {"fever": True}) == []


def test_a_contradiction_behind_a_closed_branch_does_not_matter() -> None:
    """Only forks on an open path are read."""
    nested = CONTRADICTED.replace("decision blood:", "").replace("\n  ", "\n    ")
    graph = graph_of(
        INPUTS + "\ndecision blood:\n  when urgency is at once:" + nested + "  otherwise:\n    recommend rest\n"
    )
    assert statuses(decided(graph, {"fever": True, "rash": True, "urgency": "calm"})) == {"offer:rest": "certain"}
    assert refused(graph, {"fever": True, "rash": True, "urgency": "at once"}) == ["contradictory-facts"]


@pytest.mark.parametrize(("rash", "problems"), [(True, ["impossible-patient"]), (None, [])])
def test_only_what_must_be_impossible_is_refused(rash: bool | None, problems: list[str]) -> None:
    """An impossible fact that must be yes refuses the patient; an unknown one narrows nothing."""
    graph = graph_of(
        INPUTS
        + """
impossible:
  fever and rash

decision blood:
  recommend rest
"""
    )
    assert refused(graph, {"fever": True, "rash": rash}) == problems


ASSUMING = """
inputs:
  fever:
    is yes or no
    may be unknown
  pregnancy:
    is yes or no
    asks "Well?"
    when not recorded, assume no, unless fever
      note "For a test."

actions:
  rest:
    for patients "Rest."

decision blood:
  when pregnancy:
    avoid rest
  otherwise:
    recommend rest
"""


def test_an_assumption_applies_only_while_its_exception_must_be_no() -> None:
    """It is made, and marked, when unless must be no; while unless is unknown the value stays unknown."""
    graph = graph_of(ASSUMING)
    made = decided(graph, {"fever": False})
    assert statuses(made) == {"offer:rest": "certain"}
    assert [(one.id, one.value) for one in made.assumed] == [("pregnancy", "no")]
    assert made.recommendations[0].assumed == ("pregnancy",)
    assert set(statuses(decided(graph, {})).values()) == {"undecided"}
    assert decided(graph, {"fever": True}).assumed == ()
    assert decided(graph, {"fever": False, "pregnancy": True}).assumed == ()


def test_an_assumed_definition_is_taken_while_it_is_unknown() -> None:
    """A yes/no definition can be assumed as well; it is marked wherever a way to the advice reads it."""
    graph = graph_of(
        INPUTS
        + """
definitions:
  looks ill means fever and rash
    when not recorded, assume yes
      note "For a test."

decision blood:
  when looks ill:
    recommend cultures
  otherwise:
    recommend rest
"""
    )
    made = decided(graph, {"fever": True})
    assert statuses(made) == {"offer:cultures": "certain"}
    assert made.recommendations[0].assumed == ("looks-ill",)
    assert statuses(decided(graph, {"rash": False})) == {"offer:rest": "certain"}


def test_an_undecided_offer_a_rule_forbids_is_marked_not_removed() -> None:
    """Safety is proved; at run time nothing is silently taken away."""
    graph = graph_of(
        INPUTS
        + """
decision blood:
  when fever:
    consider G-CSF
  otherwise:
    recommend rest

safety rules:
  never offer G-CSF when rash
"""
    )
    offer = next(one for one in decided(graph, {"rash": True}).recommendations if one.action == "g-csf")
    assert (offer.status, offer.ruled_out_by) == ("undecided", (graph.rules[0].id,))
    free = next(one for one in decided(graph, {}).recommendations if one.action == "g-csf")
    assert free.ruled_out_by == ()


def test_an_answer_that_is_not_approved_or_overdue_says_so() -> None:
    """The notice names the status, and a review that was due before the evaluation."""
    header = HEADER.replace("  status draft\n", "  status draft\n  review by 2025-09-07\n")
    graph = graph_of(INPUTS + "\ndecision blood:\n  recommend rest\n", header)
    expected = "Not approved: status is draft. For review and testing only, not for the care of patients."
    assert decided(graph, {}).notice == f"{expected} Review was due on 2025-09-07."
    assert decided(graph, {"at": "2025-09-07T23:00"}).notice == expected


def test_the_trace_says_which_branches_were_open() -> None:
    """Each fork on an open path lists its branches as taken, open or closed."""
    graph = graph_of(INPUTS + CONTRADICTED)
    (step,) = decided(graph, {"fever": True}, trace=True).trace
    assert step.branches == (("fever", "taken"), ("rash", "closed"))
