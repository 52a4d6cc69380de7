"""An answer in JSON, as text, and against what an example expects."""

from __future__ import annotations

import json
from typing import Any

import pytest
from caretree.decisions.answer import Answer, RecommendationAnswer
from caretree.decisions.answer_json import answer_json
from caretree.decisions.answer_text import answer_text
from caretree.decisions.expectations import unmet
from caretree.decisions.patient import facts_to_mapping, read_patient
from written import AT, decided, graph_of

BODY = """
inputs:
  fever:
    is yes or no
    may be unknown
  weight:
    is a quantity in kg, plausible 2 to 300
    may be unknown

definitions:
  size in kg is graded by weight:
    small: below 50
    large: at least 50

actions:
  romiplostim:
    drug romiplostim
    dose 1 mcg/kg of weight subcutaneously once weekly
    at most 1000 mcg per dose
    not stated: duration
  cultures:
    is a test
  rest:
    for patients "Rest."

decision treatment:
  should use romiplostim
  should use one of treatments
  when fever:
    recommend cultures
    gap fever in a child
  otherwise:
    do not use rest
    conflict rest or not

options treatments:
  rest:
    preferred when fever
  cultures:
    ruled out when fever

gap fever in a child: the source "does not say what to do"

conflict rest or not:
  one reading "rest"
  other reading "move"
  until resolved follow other reading
  then nothing further

patient P:
  weight is 70 kg
  fever is yes

example E:
  given P
"""


def test_json_has_the_fields_of_the_contract_in_order() -> None:
    """Answer values become plain JSON, in the order of the model, numbers as strings."""
    graph = graph_of(BODY.split("patient P")[0])
    plain = answer_json(decided(graph, {"weight": {"value": 70, "unit": "kg"}}, trace=True))
    assert list(plain) == list(Answer.__struct_fields__)
    first = json.loads(json.dumps(plain))["recommendations"][0]
    assert list(first) == list(RecommendationAnswer.__struct_fields__)
    assert (first["id"], first["dose"]["low"], plain["format"]) == ("offer:romiplostim", "70", "caretree-answer/1")


def test_text_shows_advice_dose_silence_and_the_next_question() -> None:
    """Nothing of the answer is hidden in the text: doses, gaps and conflicts in full, what is open, what to ask."""
    graph = graph_of(BODY.split("patient P")[0])
    text = answer_text(graph, decided(graph, {"weight": {"value": 70, "unit": "kg"}}, with_next_question=True))
    for part in (
        "Not approved: status is draft.",
        "should use romiplostim\n    dose: 70 mcg subcutaneously once weekly",
        "not stated by the source: duration",
        "should use one of treatments",
        "- cultures (not decided yet)",
        "recommend cultures\n    waits for: fever",
        "fever in a child: the source does not say what to do\n    not decided yet",
        "one reading: rest\n    other reading: move\n    until resolved follow other reading",
        "Next question\n  Well?",
    ):
        assert part in text, text


SPOKEN = """
inputs:
  normal:
    is yes or no
    may be unknown
  weight:
    is a quantity in kg, plausible 2 to 300
    asks "Weight?"

actions:
  romiplostim:
    drug romiplostim
    dose 1 mcg/kg of weight subcutaneously once weekly
    raise by 1 mcg/kg of weight
    at most 10 mcg/kg of weight per week
    not stated: duration
    for clinicians "Most need 2 to 3 mcg/kg."
    see gap when it is lowered
  weekly counts:
    is a test
    repeat every 1 week until normal
    then every 3 months
  infusion:
    dose 1 g/kg of weight
    not stated: route, frequency, duration, maximum
  rescue:
    combines infusion, possibly romiplostim

decision treatment:
  should use one of treatments
    see gap who is treated
  should use weekly counts
    see conflict how often
  consider rescue

options treatments:
  romiplostim:
    see gap which drug

gap when it is lowered: the source "does not say"

gap who is treated: the source "does not say"

gap which drug: the source "does not say"

conflict how often:
  one reading "weekly"
  other reading "monthly"
  until resolved follow other reading
  then nothing further
"""


def test_text_shows_what_actions_and_caveats_say() -> None:
    """Schedules, raises, parts, words for clinicians; gaps and conflicts at a line, an option, a choice, an action."""
    graph = graph_of(SPOKEN)
    text = answer_text(graph, decided(graph, {"weight": {"value": 70, "unit": "kg"}}))
    for part in (
        "raise by 1 mcg/kg of weight\n        for clinicians: Most need 2 to 3 mcg/kg.\n",
        "the source is silent on: which drug; when it is lowered\n",
        "    the source is silent on: who is treated\n",
        "weekly counts\n    repeat every 1 week until normal; then every 3 months\n",
        "    the source contradicts itself on: how often\n",
        "with infusion, 1 g/kg of weight (not stated by the source: route, frequency, duration, maximum)",
        "possibly with romiplostim, 1 mcg/kg of weight subcutaneously once weekly",
    ):
        assert part in text, text


def test_text_of_a_guideline_cannot_steer_the_terminal() -> None:
    """Control characters from a file never reach a terminal."""
    graph = graph_of(BODY.split("patient P")[0].replace("does not say what", "does\u200bnot say what"))
    assert all(character.isprintable() or character == "\n" for character in answer_text(graph, decided(graph, {})))


def found(expectation: str, facts: str = "") -> str | None:
    graph = graph_of(f"{BODY}{facts}  expect {expectation}\n")
    example = graph.guideline.examples[0]
    record, problems = read_patient(graph, {**facts_to_mapping(graph.guideline, example.facts, (), None), "at": AT})
    assert record is not None, problems
    asks = "question" in expectation
    answer = decided(graph, {**facts_to_mapping(graph.guideline, example.facts, (), None)}, with_next_question=asks)
    return unmet(graph, answer, example.expects[-1], example.expects, record)


UNKNOWN = "    but fever is not known\n"
AFEBRILE = "    but fever is no\n"


@pytest.mark.parametrize(
    ("facts", "met", "not_met"),
    [
        ("", "recommend cultures", "consider cultures"),
        ("", "should use romiplostim at 70 mcg per week", "should use romiplostim at 71 mcg per week"),
        ("", "should use romiplostim at 10 mcg per day", "should use romiplostim at 70 mcg per day"),
        (AFEBRILE, "do not use rest", "recommend rest"),
        (AFEBRILE, "conflict rest or not", "gap fever in a child"),
        ("", "gap fever in a child", "conflict rest or not"),
        ("", "size is large", "size is small"),
        ("", "ruled out cultures", "option cultures"),
        ("", "preferred rest", "preferred cultures"),
        (UNKNOWN, "undecided cultures", "undecided romiplostim"),
        (UNKNOWN, "next question fever", "no next question"),
        ("", "no next question", "next question fever"),
        ("", "in scope", "out of scope"),
        ("    but weight is not known\n", "dose not known", "size is large"),
        ("    but weight is not known\n", "size is not known", "should use romiplostim at 70 mcg"),
    ],
)
def test_an_expectation_is_met_or_says_what_was_found(facts: str, met: str, not_met: str) -> None:
    """Every kind of expectation can be met and can fail, with a sentence."""
    assert found(met, facts) is None
    said = found(not_met, facts)
    assert isinstance(said, str) and said


def test_no_offer_looks_at_recommendations_and_options() -> None:
    """An option that is left is an offer too; one that is ruled out is none."""
    assert found("no offer of romiplostim")
    assert found("no offer of rest")
    without: Any = found("no offer of cultures", AFEBRILE)
    assert without == "cultures is an option: in"


def test_nothing_else_lists_what_was_not_expected() -> None:
    """It reads the other expectations of the example."""
    all_of_it = "  expect recommend cultures\n  expect preferred rest\n  expect gap fever in a child\n"
    assert found("nothing else", f"{all_of_it}  expect should use romiplostim\n") is None
    assert found("nothing else", all_of_it) == "there is also: should use romiplostim"
