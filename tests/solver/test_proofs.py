"""Proofs as values: the same bytes every time, patients one can paste, nothing loaded that is not needed."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version

import pytest
from caretree.solver.evidence import SOLVER, proofs_json
from caretree.solver.prove import prove
from small_guidelines import HEAD, INPUTS, ROOT, claim, compiled, obligations, rule_result, spec

SPECS = ("post-rituximab-cytopenia", "itp-after-ivig", "sle-pancytopenia")

PROMISES = (
    ("post-rituximab-cytopenia", "never offer G-CSF unless ANC is below 0.5 x10^9/L and infection found"),
    ("post-rituximab-cytopenia", "never offer empiric antibiotics unless evidence of infection"),
    ("post-rituximab-cytopenia", "never offer red cell transfusion unless symptomatic anaemia or relevant comorbidity"),
    ("itp-after-ivig", "never offer splenectomy unless time since ITP diagnosis is at least 12 months or severe"),
    ("itp-after-ivig", "never offer romiplostim unless adult"),
    ("itp-after-ivig", "never offer romiplostim when futile TPO-RA"),
    ("itp-after-ivig", "always offer stop of TPO-RA when futile TPO-RA"),
    ("itp-after-ivig", "never exceed 10 mcg/kg of weight per week of romiplostim"),
    ("sle-pancytopenia", "never offer steroid-sparing agents unless infection evaluated"),
    ("post-rituximab-cytopenia", "never offer red cell transfusion unless Hb is below 8 g/dL or symptomatic anaemia"),
    ("post-rituximab-cytopenia", "always offer blood cultures when infection suspected"),
    ("sle-pancytopenia", "never offer refractory agents unless infection evaluated"),
    ("sle-pancytopenia", "always offer calcium with vitamin D when on glucocorticoid"),
    ("sle-pancytopenia", "always offer hydroxychloroquine when not hydroxychloroquine contraindicated"),
)

RITUXIMAB, ITP, LUPUS = SPECS

CONDITIONS = (
    (RITUXIMAB, "      when infection found:\n        consider G-CSF", "      when fever:\n        consider G-CSF"),
    (RITUXIMAB, "      consider empiric antibiotics", "      consider G-CSF"),
    (ITP, "    ruled out when not adult [3.1 ref 2]\n", ""),
    (ITP, "    ruled out when TPO-RA used up [9.1 ref 1; 10.3 ref 2]\n", ""),
    (ITP, "when ITP stage is chronic or severe unresponsive disease:", "when ITP stage is not persistent:"),
    (ITP, "    also when futile TPO-RA:", "    also when futile TPO-RA and stable TPO-RA dose:"),
    (ITP, "  never exceed 10 mcg/kg", "  never exceed 9 mcg/kg"),
    (LUPUS, "when on glucocorticoid:\n    should use calcium", "when high infection risk:\n    should use calcium"),
    (LUPUS, "ruled out when severity is one of less than severe, severe", "ruled out when severity is severe"),
)


@pytest.mark.parametrize("name", SPECS)
def test_the_guidelines_of_the_project_are_proved(name: str) -> None:
    """Every obligation of the three articles is proved: no failure, nothing left open."""
    found = spec(name)
    assert [(one.kind, one.subject, one.wrong, one.reason) for one in found.obligations if one.result != "proved"] == []
    assert len(found.obligations) > 50


@pytest.mark.parametrize(("name", "text"), PROMISES)
def test_the_pitfalls_of_the_articles_are_proved_rules(name: str, text: str) -> None:
    """Each pitfall is a theorem about the advice, not a sentence beside it."""
    rules = [one for one in spec(name).obligations if one.kind in ("safety rule", "dose limit")]
    found = [one for one in rules if one.what.startswith(text)]
    assert found and all(one.result == "proved" for one in found)


@pytest.mark.parametrize(("name", "old", "new"), CONDITIONS)
def test_without_a_condition_its_rule_turns_red_with_a_patient(name: str, old: str, new: str) -> None:
    """Removing a condition that a safety rule depends on breaks the rule, and a patient shows how."""
    failed = [one for one in spec(name, (old, new)).obligations if one.result == "failed"]
    broken = [one for one in failed if one.kind in ("safety rule", "dose limit")]
    assert broken and all(one.witness is not None and one.witness.lines for one in broken)


def test_two_proofs_give_the_same_bytes() -> None:
    """Results depend on the file alone: not on what was proved before, nor on chance."""
    graph = spec("itp-after-ivig").graph
    other = spec("sle-pancytopenia").graph
    assert graph is not None and other is not None
    first = proofs_json(graph, prove(graph))
    prove(other)
    assert proofs_json(graph, prove(graph)) == first


def test_the_evidence_names_solver_results_and_what_is_trusted() -> None:
    """A reader learns which solver it was, how many promises hold, and what was taken on trust."""
    found = spec("itp-after-ivig")
    assert found.graph is not None
    evidence = json.loads(proofs_json(found.graph, found.obligations))
    assert evidence["solver"] == SOLVER == f"z3-solver {version('z3-solver')}"
    assert evidence["counts"] == {"proved": len(evidence["obligations"]), "failed": 0, "not proved": 0}
    assert "plausible range of weight" in evidence["trusted"]


def test_an_impossible_fact_that_was_needed_is_named() -> None:
    """A proof that rests on an impossible fact says so; one that does not, does not."""
    needed = rule_result(claim("ANC is above 10 x10^9/L", "WBC is below 10 x10^9/L"))
    assert "impossible: ANC is above WBC" in needed.trusts
    assert "impossible: ANC is above WBC" not in rule_result(claim("fever", "not fever")).trusts


def test_the_patient_found_can_be_pasted_as_an_example() -> None:
    """The example block of a failure is accepted as it stands, with what the patient is wrongly given."""
    text = claim("ANC is below 1 x10^9/L or bleeding is significant", "fever and bleeding is minor")
    found = rule_result(text)
    assert found.witness is not None
    example = "\n".join(found.witness.example) + "\n  expect recommend advice\n"
    errors = [p.message for p in compiled(text + "\n" + example).problems if p.severity == "error"]
    assert errors == []


def test_a_patient_has_only_the_facts_that_matter() -> None:
    """Nothing unremarkable is shown: one fact where one fact is enough."""
    found = rule_result(claim("ANC is below 1 x10^9/L", "ANC is below 2 x10^9/L"))
    assert found.witness is not None
    assert [line.split(" is ")[0] for line in found.witness.lines] == ["ANC"]


def test_a_promise_can_hold_for_complete_patients_only() -> None:
    """Calcium in both cases of a question: while the question is open it is only undecided."""
    body = (
        "decision all:\n  recommend advice [1.1]\n  also when fever:\n    recommend calcium [1.1]\n"
        "  also when not fever:\n    recommend calcium [1.1]\n\n"
        "safety rules:\n  never offer advice without calcium [1.1]\n"
    )
    text = HEAD + INPUTS.replace('    asks "Fever?"\n', '    asks "Fever?"\n    may be unknown\n')
    text = text.replace("  advice\n", "  advice\n  calcium\n") + body
    found = [one for one in obligations(text) if one.kind == "safety rule"]
    assert [(one.partial, one.result) for one in found] == [(False, "proved"), (True, "failed")]


def test_without_proofs_the_solver_is_never_loaded() -> None:
    """``check --no-proofs`` does not pay for the solver."""
    code = (
        "import sys; from caretree.pipeline import compile_file; from pathlib import Path; "
        "read = lambda name: Path(name).read_bytes() if Path(name).is_file() else None; "
        "compile_file('spec/itp-after-ivig.care', read, 'spec', proofs=False); sys.exit('z3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
