"""What stands on an assumption is listed, each result with somebody for whom it is so; nothing is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from attacks import complete_patients
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient_record import PatientRecord
from caretree.solver.evidence import proofs_json
from caretree.solver.flips import results_of
from caretree.solver.obligation import Obligation
from caretree.solver.patients import preferred_patient
from caretree.solver.prover import new_prover
from caretree.solver.remembered import read_remembered, remembered
from every_kind import OTHER, treatments, written
from msgspec.structs import replace
from small_guidelines import compiled, obligations, spec

OTHERWISE = "  otherwise:\n    consider other thing [1.1]\n"
ASSUMED = '    asks "{name}?"\n    when not recorded, assume {value}\n      note "Made up."\n'


def assuming(text: str, name: str = "Rash", value: str = "no") -> str:
    """A guideline in which an input is assumed when it is not recorded."""
    assert f'    asks "{name}?"\n' in text
    return text.replace(f'    asks "{name}?"\n', ASSUMED.format(name=name, value=value))


def flips_of(text: str) -> list[tuple[str, bool]]:
    """The results that stand on the assumption, with whether they are given because of it."""
    found = [one for one in obligations(text) if one.part == "flips"]
    assert {one.result for one in found} == {"proved"}, [one.reason for one in found]
    assert all(flip.patient for one in found for flip in one.flips)
    return [(flip.result, flip.given) for one in found for flip in one.flips]


def decides(condition: str, **more: str) -> str:
    """Advice for those who fit, another thing for all others."""
    body = f"decision all:\n  when {condition}:\n    recommend advice [1.1]\n{OTHERWISE}"
    return written(body, actions=OTHER, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "condition", "wanted"),
    [
        ("Rash", "no", "rash", [("recommend advice", False), ("consider other thing", True)]),
        ("Rash", "yes", "rash", [("recommend advice", True), ("consider other thing", False)]),
        ("Rash", "no", "fever", []),
        ("Rash", "no", "fever and not rash and rash", []),
        ("Rash", "no", "points is at least 2", [("recommend advice", False), ("consider other thing", True)]),
        ("Bleeding", "minor", "bleeding is minor", [("recommend advice", True), ("consider other thing", False)]),
        ("Relapses", "2", "relapses is above 3", [("recommend advice", False), ("consider other thing", True)]),
        ("Relapses", "20", "relapses is above 20", []),
        ("Weight", "70 kg", "BMI is above 30",
         [("recommend advice", False), ("recommend advice", True),
          ("consider other thing", False), ("consider other thing", True)]),
    ],
)  # fmt: skip
def test_results_that_flip_are_listed(name: str, value: str, condition: str, wanted: list[tuple[str, bool]]) -> None:
    """In either direction, through scores and formulas; and nothing that does not flip."""
    assert sorted(flips_of(assuming(decides(condition), name, value))) == sorted(wanted)


def test_an_assumption_that_is_not_used_flips_nothing() -> None:
    """``unless`` that always holds: the assumption is never made."""
    always = assuming(decides("rash")).replace("assume no\n", "assume no, unless fever or not fever\n")
    assert flips_of(always) == []
    at_times = assuming(decides("rash and fever")).replace("assume no\n", "assume no, unless fever\n")
    assert flips_of(at_times) == []


def test_whether_the_guideline_applies_can_stand_on_an_assumption() -> None:
    """Somebody who is out of its scope gets advice, because he is taken to be in it."""
    text = assuming(written("decision all:\n  recommend advice [1.1]\n", applies="not rash"))
    assert flips_of(text) == [("the guideline applies", True), ("recommend advice", True)]


def test_options_and_moves_can_stand_on_an_assumption() -> None:
    """An option that is ruled out by what was not recorded, and a phase that is left because of it."""
    assert flips_of(assuming(treatments("rash"))) == [("other thing among treatments", True)]
    pathway = (
        "pathway care:\n  phase first:\n    decide all\n    go to second when rash\n    stay when not rash\n"
        "  phase second:\n    end when fever\n    stay when not fever\n\ndecision all:\n  recommend advice [1.1]\n"
    )
    assert {given for _, given in flips_of(assuming(written(pathway)))} == {True, False}


def test_an_assumption_about_a_definition() -> None:
    """What is assumed of a yes/no definition while it is not known."""
    more = (
        "  ill means any of:\n    fever\n    rash\n    when not recorded, assume no\n"
        '      note "Made up."\n'
    )  # fmt: skip
    text = decides("ill", more=more, unknown=("Fever", "Rash"))  # type: ignore[arg-type]
    assert flips_of(text) == [("recommend advice", False), ("consider other thing", True)]


def test_a_patient_the_impossible_facts_rule_out_shows_nothing() -> None:
    """Rash never occurs with fever: what is said of both flips for nobody."""
    text = assuming(decides("rash and fever")).replace("  ANC is above WBC\n", "  ANC is above WBC\n  rash and fever\n")
    assert flips_of(text) == []


def test_the_assumption_of_the_gallery_is_listed_in_the_evidence() -> None:
    """Hypertension: the monitoring that is advised stands on what is assumed; evidence and kept proofs say so."""
    found = spec("gallery/hypertension")
    assert found.graph is not None
    evidence = json.loads(proofs_json(found.graph, found.obligations))
    (listed,) = [one["flips"] for one in evidence["obligations"] if "flips" in one]
    assert {(one["result"], one["while_assumed"]) for one in listed} == {
        ("should use ambulatory monitoring", "given, and would not be"),
        ("consider home monitoring", "not given, and would be"),
    }
    text = remembered("key", found.obligations)
    assert text is not None and read_remembered("key", text) == found.obligations


def said(graph: DecisionGraph, record: PatientRecord) -> set[tuple[str, str]] | None:
    """The certain advice and the options of an answer."""
    answer, _ = interpret(graph, record)
    if answer is None:
        return None
    found = {(one.direction, one.action) for one in answer.recommendations if one.status != "undecided"}
    for choice in answer.choices:
        found |= {("option", one.action) for one in choice.options if choice.status == "certain" and one.status == "in"}
    return found


def observed(graph: DecisionGraph, name: str) -> Iterator[tuple[str, str]]:
    """What random patients are told without an input, and not with it, or the other way round."""
    for record in complete_patients(graph, 5, 150):
        without = replace(record, values={key: value for key, value in record.values.items() if key != name})
        if name not in with_assumptions(graph, without).assumed:
            continue
        real, made = said(graph, record), said(graph, without)
        if real is not None and made is not None:
            yield from real ^ made


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (assuming(decides("rash and not fever and points is at least 1")), "rash"),
        (assuming(decides("BMI is above 30"), "Weight", "70 kg"), "weight"),
        (assuming(treatments("rash and cough")), "rash"),
        (assuming(decides("bleeding is at least minor"), "Bleeding", "none"), "bleeding"),
    ],
)
def test_no_random_patient_shows_a_flip_that_is_not_listed(text: str, name: str) -> None:
    """Whoever is told something else without a value that is assumed, is told something that is listed."""
    found = compiled(text)
    assert found.graph is not None
    prover = new_prover(found.graph, preferred_patient(found.graph))
    words = {asked.key: asked.words for asked in results_of(prover)}
    listed = {flip for flip, _ in flips_of(text)}
    seen = set(observed(found.graph, name))
    assert seen
    for kind, action in seen:
        named = [of for key, of in words.items() if key[0] != "choice" and key[-1] == action and kind in key]
        assert set(named) & listed, (kind, action)


def test_what_is_not_settled_is_not_called_proved() -> None:
    """A result whose dependence the solver cannot follow is *not proved*, with its reason."""
    text = assuming(decides("rash and the total platelets is below the highest platelets"))
    (found,) = [one for one in obligations(text) if one.part == "flips"]
    assert isinstance(found, Obligation) and found.result == "not proved"
    assert "recommend advice" in found.reason
