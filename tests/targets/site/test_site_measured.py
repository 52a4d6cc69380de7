"""What proofs found stands beside each pitfall, and nothing is called proved that is not."""

from __future__ import annotations

import pytest
from caretree.scenarios.coverage import Covered
from caretree.solver.obligation import Obligation
from caretree.targets.site.emit import emit
from caretree.targets.site.measured import (
    Measured,
    Mutation,
    Share,
    coverage_shares,
    mutation_of,
    proof_table,
    rule_proof,
)
from caretree.targets.site.page import guideline_page
from caretree.targets.site.typeset import typeset
from msgspec.structs import replace
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


EVIDENCE = b"""{"format": "caretree-mutation/1", "guideline": {"graph_hash": "aa"}, "noticed": 9, "counted": 10,
"percent": "90.00", "nothing_checks": [{"line": 3, "kind": "number", "written": "below 5", "instead": "below 6"}]}"""


def test_figures_are_only_of_this_version() -> None:
    """What was measured of another version, or cannot be read, is not shown as measured."""
    assert mutation_of(EVIDENCE, "aa") == Mutation(9, 10, "90.00", (("below 5", "below 6"),))
    for evidence, version in ((EVIDENCE, "bb"), (None, "aa"), (b"", "aa"), (b"[" * 99_999, "aa"), (b"{}", "aa")):
        assert mutation_of(evidence, version) is None


def test_what_scenarios_show_is_counted_once() -> None:
    """A thing that several scenarios show counts once; statements that nothing acts on are not meant."""
    lines = (
        Covered("node", "a", "f", "one", 1),
        Covered("node", "a", "f", "two", 3),
        Covered("node", "b", "", "not shown", 0),
        Covered("statement", "A 1.1", "", "only noted: no advice cites it", 0),
        Covered("obligation", "c", "", "not found", 0),
    )
    assert coverage_shares(lines) == (Share("places of the decision graph", 1, 2),)


def test_pages_show_what_was_measured_and_what_was_not() -> None:
    """A figure stands on the guideline's page and on the page of all; without one both say that there is none."""
    graph = graph_of("post-rituximab-cytopenia")
    known = Measured((), (Share("inputs", 3, 4),), Mutation(9, 10, "90.00", (("below 5", "below 6"),)))
    for measured, words in ((known, "90.00 %"), (Measured(), "not measured for this version")):
        files = {file.path: file.text for file in emit([graph], {graph.guideline.header.id: measured})}
        for path in ("site/pages/measured.md", "site/pages/guidelines/post-rituximab-cytopenia/index.md"):
            assert words in files[path].replace("&nbsp;", " ") and ("90.00" in files[path]) == (measured is known)


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
