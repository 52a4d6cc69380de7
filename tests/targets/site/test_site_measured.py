"""What proofs found stands beside each pitfall, and nothing is called proved that is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from caretree.solver.obligation import Obligation
from caretree.targets.site.measured import Measured, proof_table, rule_proof
from caretree.targets.site.page import guideline_page
from caretree.targets.site.typeset import typeset
from site_graphs import graph_of

RULE = "never-offer-x"
PROVED = Obligation("safety rule", RULE, "never offer x")
FAILED = replace(PROVED, result="failed", wrong="x is offered in neutrophils")
UNPROVED = replace(PROVED, result="not proved", reason="too many steps")


@pytest.mark.parametrize(
    ("obligations", "kind", "words"),
    [
        ((), "open", "not proved yet"),
        ((replace(PROVED, subject="another rule"),), "open", "not proved yet"),
        ((replace(PROVED, kind="not vacuous"),), "open", "not proved yet"),
        ((PROVED,), "proved", "proved for every patient"),
        ((PROVED, replace(PROVED, partial=True)), "proved", "also while something is unknown"),
        ((PROVED, UNPROVED), "not-proved", "not proved"),
        ((UNPROVED, FAILED, PROVED), "failed", "failed"),
    ],
)
def test_the_worst_result_counts(obligations: tuple[Obligation, ...], kind: str, words: str) -> None:
    """A rule is proved only where every proof about it succeeded; without any it is not proved yet."""
    found = rule_proof(RULE, Measured(obligations))
    assert found.kind == kind and words in found.words


def test_a_failure_says_what_was_found() -> None:
    """A failed rule shows what was found, an unproved one why."""
    assert rule_proof(RULE, Measured((FAILED,))).lines == ("x is offered in neutrophils",)
    assert rule_proof(RULE, Measured((UNPROVED,))).lines == ("too many steps",)
    assert proof_table([PROVED, FAILED, UNPROVED]) == (("Safety rules", 1, 1, 1),)


def test_a_page_shows_the_state_of_every_rule() -> None:
    """Each pitfall has its state; a page made without proofs claims none."""
    graph = graph_of("post-rituximab-cytopenia")
    rules = graph.guideline.rules
    without = guideline_page(graph)[0].text
    assert without.count("not proved yet") == len(rules) and "ct-proof-proved" not in without
    proofs = tuple(Obligation("safety rule", rule.id, rule.text) for rule in rules)
    shown = guideline_page(graph, Measured(proofs))[0].text
    assert shown.count("ct-proof-proved") == len(rules) and "not proved yet" not in shown


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("below 0.5 x10^9/L", "below 0.5 ×10⁹/L"),
        ("10^12/L", "10¹²/L"),
        ("90 mL/min/1.73m2", "90 mL/min/1.73m²"),
        ("375 mg/m2 of BSA", "375 mg/m² of BSA"),
        ("at least 1.5 m2", "at least 1.5 m²"),
        ("20,000 /uL of m2a-x10^", "20,000 /uL of m2a-x10^"),
    ],
)
def test_powers_are_set_as_powers(written: str, read: str) -> None:
    """Powers of ten and square metres are shown as clinicians write them, and nothing else changes."""
    assert typeset(written) == read
