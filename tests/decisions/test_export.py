"""The exported graph: complete, exact, the same for the same meaning, and as its published schema says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import caretree.decisions
from caretree.decisions.export import FORMAT, export, graph_json
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.lower import lower
from caretree.decisions.schema import graph_schema, schema_json
from caretree.guideline.decisions import Gap, Option, Options, Pathway, Phase, SafetyRule, Transition
from caretree.guideline.doses import Amount, Cap, Dose, DosePlan
from caretree.guideline.guideline import Guideline
from caretree.guideline.inputs import Assumption, Code, Conversion
from caretree.guideline.names import Name
from caretree.source.span import Span
from guidelines_by_hand import (
    ANC,
    WEIGHT,
    action,
    advice,
    decision,
    fact,
    guideline,
    literal,
    neutropenia,
    quantity,
    unit,
    value_of,
    yes_no,
)
from jsonschema import Draft202012Validator
from msgspec.structs import replace

SCHEMA = Path(caretree.decisions.__file__).parent / "graph.schema.json"


def test_exports_are_what_the_schema_says() -> None:
    """Two unlike guidelines validate against the published schema, which itself is valid."""
    Draft202012Validator.check_schema(graph_schema())
    validator = Draft202012Validator(graph_schema())
    for graph in (lower(neutropenia()), _rich()):
        assert [error.message for error in validator.iter_errors(export(graph))] == []


def test_the_schema_tells_wrong_graphs() -> None:
    """A missing bound, a number that is not exact and an unknown form are all refused."""
    validator = Draft202012Validator(graph_schema())
    for changed in ({"is": "compare"}, {"is": "fact", "input": 7}, {"is": "perhaps", "input": "fever"}):
        data = export(lower(neutropenia()))
        data["conditions"]["c1"] = changed
        assert not validator.is_valid(data)


def test_the_committed_schema_is_current() -> None:
    """The schema file that readers get is the one the code means."""
    assert SCHEMA.read_text() == schema_json()


def test_numbers_are_exact_and_expressions_say_what_they_are() -> None:
    """A threshold is an exact string; every expression has its form's name."""
    data = export(lower(neutropenia()))
    assert data["format"] == FORMAT
    severe, mild = data["labels"]["l1"]["branches"]
    assert data["conditions"][severe[0]] == {"is": "compare", "comparison": "lt", "left": "n1", "right": "1/2"}
    assert (severe[1:], mild[1:]) == (["severe", None], ["mild", None])
    assert data["numbers"]["n1"] == {"is": "inputValue", "input": "neutrophil-count"}
    assert data["nodes"]["neutrophils/severe/otherwise/do-not-use-g-csf"]["direction"] == "against"


def test_inputs_list_the_units_they_accept() -> None:
    """Every accepted unit comes with the exact factor to the declared one, declared conversions included."""
    data = export(_rich())
    accepts = {each["symbol"]: each["factor"] for each in data["inputs"][0]["accepts"]}
    assert accepts["x10^9/L"] == "1" and accepts["/uL"] == "1/1000"
    glucose = {each["symbol"]: each["factor"] for each in data["inputs"][1]["accepts"]}
    assert glucose["mg/dL"] == "125/2252"
    assert list(glucose)[0] == "mmol/L"


def test_the_hash_follows_meaning_and_not_place() -> None:
    """Moving a line changes spans and not the hash; changing a threshold, a text or a citation changes it."""
    before = lower(neutropenia())
    moved = lower(_moved(neutropenia()))
    assert moved.hash == before.hash and re.fullmatch("[0-9a-f]{64}", before.hash)
    assert export(moved) != export(before)
    assert export(before)["hash"] == before.hash
    other = replace(neutropenia(), actions=(action("G-CSF", urgent=True), action("observation")))
    assert lower(other).hash != before.hash


def test_the_file_is_the_same_every_time() -> None:
    """Equal guidelines give equal bytes, in reading order and without escapes."""
    text = graph_json(_rich())
    assert text == graph_json(_rich()) and text.endswith("}\n")
    assert json.loads(text) == export(_rich())
    assert list(json.loads(text))[:4] == ["format", "hash", "notice", "guideline"]


def _moved(whole: Guideline) -> Guideline:
    span = Span("elsewhere.care", 7, 1, 9, 4)
    return replace(
        whole, decisions=tuple(replace(each, body=replace(each.body, span=span)) for each in whole.decisions)
    )


def _rich() -> DecisionGraph:
    """Inputs with codes, conversions and assumptions; doses, options, a pathway, rules, a gap."""
    glucose = quantity(
        "glucose",
        "mmol/L",
        0,
        100,
        conversions=(Conversion(unit("mg/dL"), 1 / literal("18.016").value, "converts 1 mmol/L = 18.016 mg/dL"),),
        codes=(Code("LOINC", "15074-8", False),),
    )
    per_kg = Amount(literal(1, "mcg"), literal(1, "mcg"), unit("mcg"), value_of(WEIGHT), unit("kg"))
    cap = Cap(per_kg, "week", "at most 1 mcg/kg of weight per week")
    phase = Phase(Name("start"), ("care",), (Transition("end", "", fact("fever"), text="end when fever"),))
    return lower(
        guideline(
            inputs=[ANC, glucose, WEIGHT, yes_no("fever", assume=Assumption(False, fact("shock"))), yes_no("shock")],
            actions=[action("G-CSF", plan=DosePlan(Dose(per_kg), caps=(cap,)), not_stated=("duration",))],
            decisions=[decision("care", advice("recommend", "G-CSF"))],
            options=[Options(Name("second line"), (Option("g-csf", ()),))],
            pathways=[Pathway(Name("care path"), (phase,))],
            rules=[SafetyRule("r", "never exceed", "g-csf", cap=cap, text="never exceed …")],
            gaps=[Gap(Name("silence"), "says nothing")],
            applies_when=fact("fever"),
        )
    )
