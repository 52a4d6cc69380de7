"""The scenarios the compiler writes: what they must show, and what they must not change."""

from __future__ import annotations

import subprocess
import sys
from difflib import unified_diff
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import pytest
from caretree.decisions.graph import BlockNode, DecisionGraph, ForkNode
from caretree.decisions.patient_record import ScalarValue
from caretree.pipeline import compile_file
from caretree.scenarios.compose import scenarios_of
from caretree.scenarios.mapping import mapping_of
from caretree.scenarios.mutation.mutants import mutants
from caretree.scenarios.pinned import pinned
from caretree.scenarios.scenario import Row, Rule, Scenarios, Table
from caretree.scenarios.variation import keys_changed
from caretree.source.text import SourceText
from caretree.targets.gherkin.pinned import common_lines, pinned_features
from clinic import CLINIC, graph_of, replaced

ROOT = Path(__file__).parents[2]
ARTICLES = ("itp-after-ivig", "post-rituximab-cytopenia", "sle-pancytopenia")
DRAFTS = ("gallery/adrenaline-anaphylaxis", "gallery/curb65")


@cache
def of_spec(name: str) -> tuple[DecisionGraph, Scenarios]:
    def read(path: str) -> bytes | None:
        return (ROOT / path).read_bytes() if (ROOT / path).is_file() else None

    graph = compile_file(f"spec/{name}.care", read, "spec", proofs=False).graph
    assert graph is not None
    return graph, scenarios_of(graph)


@cache
def clinic() -> tuple[DecisionGraph, Scenarios]:
    graph = graph_of()
    return graph, scenarios_of(graph)


def rule_of(scenarios: Scenarios, feature: str, node: str) -> Rule:
    [found] = [rule for one in scenarios.features if one.id == feature for rule in one.rules if rule.node == node]
    return found


def table_of(rule: Rule, name: str) -> Table:
    [found] = [table for table in rule.tables if name in table.name]
    return found


def number(row: Row, name: str) -> str:
    value = row.record.values[name]
    assert isinstance(value, ScalarValue)
    return str(float(value.value))


TAKEN = "fever/infection-likely-and-anc-is-below-0-5-x10-9-l"


def test_a_limit_has_a_patient_just_below_at_and_just_above_it() -> None:
    """At the declared precision, everything else as it settles the condition."""
    table = table_of(rule_of(clinic()[1], "fever", TAKEN), "the limit of ANC is below 0.5")
    assert [number(row, "anc") for row in table.rows] == ["0.49", "0.5", "0.51"]
    assert [row.says[0] for row in table.rows] == ["should use cultures", "should use watching", "should use watching"]


def test_each_condition_is_shown_to_matter_by_two_patients_who_differ_in_it_alone() -> None:
    """Fever, chills and the count each settle the branch while the other two hold."""
    table = table_of(rule_of(clinic()[1], "fever", TAKEN), "each condition that matters")
    shown = {row.covers[0].partition("?")[2]: row for row in table.rows}
    base = clinic()[1].base
    assert {tuple(key[1] for key in keys_changed(base, row.record)) for row in table.rows} >= {
        ("anc", "chills", "fever")
    }
    assert any("watching" in row.says[0] for row in shown.values())
    for name in ("fever", "chills"):
        yes, no = (
            [row for row in table.rows if row.record.values[name] is value and number(row, "anc") < "0.5"]
            for value in (True, False)
        )
        assert yes and no
        assert any(
            keys_changed(one.record, other.record) == [("input", name)] and one.says != other.says
            for one in yes
            for other in no
        )


def test_what_is_missing_is_undecided_and_asked_next() -> None:
    """For each input that matters there is the patient without it."""
    table = table_of(rule_of(clinic()[1], "fever", TAKEN), "something is not known")
    assert {row.asks for row in table.rows} == {"fever", "chills", "ANC".lower()}
    assert all(any(line.startswith("undecided: ") for line in row.says) for row in table.rows)


def test_a_dose_is_shown_on_both_sides_of_its_cap() -> None:
    """2 mg/kg and at most 100 mg: the cap begins at 50 kg."""
    table = table_of(rule_of(clinic()[1], "doses", "actions/medicine"), "the cap, by weight")
    said = {number(row, "weight"): row.says[1] for row in table.rows}
    assert said["49.9"] == "from 99.8 to 99.8 mg" and said["50.0"] == "from 100 to 100 mg"
    assert {said[weight] for weight in said if float(weight) > 50} == {"from 100 to 100 mg"}


def test_what_an_input_accepts_is_shown_at_both_ends() -> None:
    """Outside the plausible range a patient is refused, on its ends accepted."""
    table = table_of(rule_of(clinic()[1], "patients", "inputs/anc"), "what is accepted")
    said = {number(row, "anc"): row.says for row in table.rows if "anc" in row.record.values}
    assert said["-0.01"] == said["60.01"] == ("refused: out-of-range",)
    assert said["0.0"] == said["60.0"] == ("the guideline applies",)


def test_a_required_input_that_is_missing_refuses_the_patient() -> None:
    """What may not be unknown is shown to be required."""
    table = table_of(rule_of(clinic()[1], "patients", "inputs/seen-in-clinic"), "what is accepted")
    assert [row.says for row in table.rows] == [("refused: missing-input",)]


def test_a_patient_outside_the_scope_is_shown() -> None:
    """Out of scope is an answer of its own."""
    rows = [row for table in rule_of(clinic()[1], "patients", "scope").tables for row in table.rows]
    assert ("out of scope",) in {row.says for row in rows}


def test_what_no_patient_can_show_is_proved_impossible() -> None:
    """`fever and not fever` is never met: the solver says so, and the list says what it is."""
    text = replaced("when infection likely and ANC", "when infection likely and not fever and ANC")
    graph = compile_file("spec/clinic.care", {"spec/clinic.care": text.encode()}.get, "spec", proofs=False).graph
    assert graph is not None
    unreachable = [one for one in scenarios_of(graph).unreachable if one.what.startswith("a patient for")]
    assert unreachable and all(one.proved for one in unreachable)


@pytest.mark.parametrize("name", [*ARTICLES, *DRAFTS])
def test_every_obligation_is_met_or_proved_impossible(name: str) -> None:
    """Every branch, part of a condition, argument, move and dose has its patients, or there can be none."""
    assert [one for one in of_spec(name)[1].unreachable if not one.proved] == []


@pytest.mark.parametrize("name", ARTICLES)
def test_expectations_are_the_reference_interpreters(name: str) -> None:
    """Every pinned line is what the interpreter says of the patient as any caller would describe them."""
    graph, scenarios = of_spec(name)
    for feature in scenarios.features:
        for rule in feature.rules:
            for row in (row for table in rule.tables for row in table.rows):
                found = pinned(graph, mapping_of(graph, row.record), rule.view, row.asks is not None)
                assert found == (row.says, row.asks)


@pytest.mark.parametrize("name", ARTICLES)
def test_every_branch_has_a_typical_patient_who_takes_it(name: str) -> None:
    """Every branch of every fork is a rule with a patient."""
    graph, scenarios = of_spec(name)
    ruled = {rule.node for feature in scenarios.features for rule in feature.rules}
    branches = {b.then for node in graph.nodes.values() if isinstance(node, ForkNode) for b in node.branches}
    assert branches <= ruled | {one.node for one in scenarios.unreachable}
    assert all(isinstance(graph.nodes[one], BlockNode) for one in branches)


@pytest.mark.parametrize("name", ARTICLES)
def test_patients_differ_little_from_the_base_patient(name: str) -> None:
    """A reader sees what differs: few findings, most often one or two."""
    scenarios = of_spec(name)[1]
    counts = [
        len(keys_changed(scenarios.base, row.record))
        for feature in scenarios.features
        for rule in feature.rules
        for table in rule.tables
        for row in table.rows
    ]
    assert max(counts) <= 6 and sorted(counts)[len(counts) // 2] <= 3


def test_limits_stand_in_rising_order() -> None:
    """A table of a limit reads from low to high."""
    for name in ARTICLES:
        for feature in of_spec(name)[1].features:
            for table in (table for rule in feature.rules for table in rule.tables if "the limit of" in table.name):
                moved = [key for key in table.columns if len({row.record.values.get(key[1]) for row in table.rows}) > 1]
                values = [[row.record.values.get(key[1]) for row in table.rows] for key in moved if key[0] == "input"]
                for column in values:
                    if all(isinstance(value, ScalarValue) for value in column):
                        numbers = [value.value for value in column if isinstance(value, ScalarValue)]
                        assert all(low <= high for low, high in pairwise(numbers)), table.name


def test_a_small_change_changes_only_what_it_touches() -> None:
    """Another limit of one decision leaves the features of the others as they were, names and order included."""
    path = "spec/post-rituximab-cytopenia.care"
    text = (ROOT / path).read_text(encoding="utf-8")
    text = text.replace("    from 8 to 10:\n", "    from 8 to 11:\n").replace("    above 10:\n", "    above 11:\n")

    def read(name: str) -> bytes | None:
        file = ROOT / name
        return text.encode() if name == path else file.read_bytes() if file.is_file() else None

    graph = compile_file(path, read, "spec", proofs=False).graph
    assert graph is not None
    mine = {feature.id: feature for feature in of_spec("post-rituximab-cytopenia")[1].features}
    assert {feature.id for feature in scenarios_of(graph).features if feature != mine[feature.id]} == {"anaemia"}


@pytest.mark.parametrize("name", ARTICLES)
def test_one_digit_of_a_bound_changes_few_lines(name: str) -> None:
    """A reviewer sees the change: of all lines of all features, less than one in ten."""
    path = f"spec/{name}.care"
    text = (ROOT / path).read_text(encoding="utf-8")
    source = SourceText(path, text)
    bounds = [one for one in mutants(source) if one.kind == "number" and one.block.startswith(("def", "decision"))]

    def read(other: str, changed: str) -> bytes | None:
        return changed.encode() if other == path else (ROOT / other).read_bytes() if (ROOT / other).is_file() else None

    graphs = (
        compile_file(path, partial(read, changed=one.applied(text)), "spec", proofs=False).graph for one in bounds
    )
    graph = next(graph for graph in graphs if graph is not None)
    before, after = lines_of(*of_spec(name)), lines_of(graph, scenarios_of(graph))
    changed = [line for line in unified_diff(before, after, n=0, lineterm="") if line[:1] in ("+", "-")]
    assert 0 < len(changed) < len(before) / 10


def lines_of(graph: DecisionGraph, scenarios: Scenarios) -> list[str]:
    files = pinned_features(graph, scenarios)
    return [line for file in files for line in file.text.split("\n") if not line.startswith("# content")]


def test_scenarios_do_not_depend_on_the_hash_seed() -> None:
    """The same guideline gives the same scenarios in every process."""
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]; from clinic import graph_of; "
        "from caretree.targets.gherkin.pinned import emit; "
        "import hashlib; print(hashlib.sha256(''.join(f.text for f in emit([graph_of()])).encode()).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent)]
    digests = {
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_what_is_said_of_all_patients_of_a_table_is_said_once() -> None:
    """Lines in common stand above the table, findings in common too; its cells hold the difference alone."""
    one, two = (Row(clinic()[1].base, says) for says in (("a", "b", "c"), ("a", "c", "d")))
    assert common_lines([one, two]) == ("a", "c")
    assert common_lines([one, Row(clinic()[1].base, ("refused: missing-input",))]) == ()
    graph, scenarios = of_spec("sle-pancytopenia")
    files = {file.path.rpartition("/")[2]: file.text for file in pinned_features(graph, scenarios)}
    text = files["acute-treatment.feature"]
    assert "for each of them:" in text and "And for this one also: <says>" in text


def test_a_guideline_without_patients_has_scenarios_too() -> None:
    """Where no patient is described, a usual one is made up from what the inputs accept."""
    start = CLINIC.index("patient index patient:")
    scenarios = scenarios_of(graph_of(CLINIC[:start]))
    assert scenarios.count > 20 and scenarios.base_name == "a patient"
