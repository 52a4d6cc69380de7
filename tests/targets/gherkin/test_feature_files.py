"""Feature files: the official parser's reading of what was written."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.names import Name
from caretree.guideline.patients import Example, ExpectValue, PatientFact
from caretree.pipeline import compile_file
from caretree.targets.gherkin.emit import emit
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

ROOT = Path(__file__).parents[3]
SPECS = sorted(
    file.relative_to(ROOT).as_posix() for folder in ("spec", "spec/gallery") for file in (ROOT / folder).glob("*.care")
)
EVERYTHING = "tests/resolve/specs/everything.care"
HOSTILE = (
    'a | b \\ c \\n d\n  Scenario: not one\n  @tag\n# comment\n"""\n| cell |\n\u2028Given "fever" is yes\r\x0b'
    "Examples: <fever> \x1b[31m * {{ 7 * 7 }} {% raw %} # language: fr"
)


@cache
def graph_of(path: str) -> DecisionGraph:
    folder = "spec" if path.startswith("spec/") else Path(path).parent.as_posix()
    compiled = compile_file(path, lambda name: (ROOT / name).read_bytes() if (ROOT / name).is_file() else None, folder)
    assert compiled.graph is not None, compiled.problems
    return compiled.graph


def parsed(text: str) -> dict[str, Any]:
    document: dict[str, Any] = Parser().parse(text)
    return document


def pickles(text: str) -> list[dict[str, Any]]:
    return list(Compiler(IdGenerator()).compile({**parsed(text), "uri": "x.feature"}))


def feature(graph: DecisionGraph) -> str:
    [file] = emit([graph])
    return file.text


def with_guideline(graph: DecisionGraph, **changes: Any) -> DecisionGraph:
    return replace(graph, guideline=replace(graph.guideline, **changes))


@pytest.mark.parametrize("path", [*SPECS, EVERYTHING])
def test_every_example_is_a_scenario(path: str) -> None:
    """The official parser finds as many scenarios and outline rows as there are examples, and no two of one name."""
    graph = graph_of(path)
    text = feature(graph)
    assert len(pickles(text)) == len(graph.guideline.examples) > 0
    names = [child["scenario"]["name"] for child in parsed(text)["feature"]["children"] if "scenario" in child]
    assert len(set(names)) == len(names)


def test_a_feature_says_which_guideline_it_is_about() -> None:
    """Identity, version, status, content hash and notice stand above the feature; the tag is the identity."""
    graph = replace(graph_of(EVERYTHING), hash="f00d")
    document = parsed(feature(graph))
    comments = "\n".join(comment["text"] for comment in document["comments"])
    assert "guideline everything, version 0.1.0, status draft" in comments
    assert "content f00d" in comments
    assert "Not approved: status is draft." in comments
    assert [tag["name"] for tag in document["feature"]["tags"]] == ["@everything"]
    approved = with_guideline(graph, header=replace(graph.guideline.header, status="approved"))
    assert "Not approved" not in feature(approved)


def test_citations_are_tags() -> None:
    """A scenario carries each statement its example cites."""
    scenarios = {one["name"]: [tag["name"] for tag in one["tags"]] for one in pickles(feature(graph_of(EVERYTHING)))}
    assert scenarios["severe and feverish"] == ["@everything", "@A-1.2"]
    assert scenarios["not yet back"] == ["@everything"]


def test_rows_of_one_shape_are_an_outline() -> None:
    """A table of examples is one outline with a row an example; its columns are what differs and what is expected."""
    graph = graph_of("spec/itp-after-ivig.care")
    children = [child["scenario"] for child in parsed(feature(graph))["feature"]["children"] if "scenario" in child]
    outline = next(one for one in children if one["name"] == "splenectomy timing")
    header = [cell["value"] for cell in outline["examples"][0]["tableHeader"]["cells"]]
    assert header == [
        "time since ITP diagnosis",
        "fit for splenectomy",
        "severe unresponsive disease",
        "expected",
    ]
    assert outline["steps"][0]["text"] == '"rituximab course" is failed'
    assert len(outline["examples"][0]["tableBody"]) == 4


def test_patients_on_other_days_are_not_shared() -> None:
    """A background describes the patient only when every example starts from them on the same day."""
    graph = graph_of(EVERYTHING)
    first, *rest = graph.guideline.examples
    apart = with_guideline(graph, examples=(replace(first, at=None), *rest))
    shared, own = parsed(feature(graph))["feature"]["children"], parsed(feature(apart))["feature"]["children"]
    assert [step["text"] for step in shared[0]["background"]["steps"]] == [
        'the guideline "everything"',
        'the patient "index patient":',
        "today is 2025-09-08",
    ]
    assert [step["text"] for step in own[0]["background"]["steps"]] == ['the guideline "everything"']
    assert [child["scenario"]["steps"][0]["text"] for child in own[1:]] == ['the patient "index patient":'] * len(
        own[1:]
    )


def test_what_no_example_reaches_is_listed() -> None:
    """The end of the file names every outcome no example reaches, by its node; reached ones are not named."""
    graph = graph_of(EVERYTHING)
    listed = re.findall(r"^#   (\S+): (.+)$", feature(graph), re.MULTILINE)
    assert ("monitoring/bleeding-is-minor/choose-second-line", "may use any of second line [A 1.2]") in listed
    assert "neutrophils/recommend-observation" not in [node for node, _ in listed]
    assert all(node in graph.nodes or node.startswith("pathways/") for node, _ in listed)
    without = feature(with_guideline(graph, examples=()))
    assert len(re.findall(r"^#   \S+: ", without, re.MULTILINE)) > len(listed) > 0
    assert pickles(without) == []


def test_the_same_graphs_give_the_same_bytes() -> None:
    """Files come in the order of identities, whatever order the graphs come in, and a second time the same."""
    graphs = [graph_of(path) for path in SPECS]
    assert emit(graphs) == emit(graphs[::-1]) == emit(graphs)


def hostile_graph(text: str) -> DecisionGraph:
    """The made-up guideline with a text put wherever an editor can write one."""
    graph = graph_of(EVERYTHING)
    guideline = graph.guideline
    header = replace(guideline.header, title=text, question=text, disclaimers=(text, text))
    [patient] = guideline.patients
    facts = tuple(replace(fact, value=text) if fact.input == "bleeding" else fact for fact in patient.facts)
    examples = tuple(_hostile(one, text) for one in guideline.examples)
    return replace(
        graph,
        guideline=replace(
            guideline,
            header=header,
            sources=tuple(replace(one, title=text) for one in guideline.sources),
            patients=(replace(patient, name=Name(text), facts=facts),),
            examples=tuple(replace(one, given=Name(text).id) for one in examples),
        ),
    )


def _hostile(example: Example, text: str) -> Example:
    changes = (PatientFact("bleeding", text, text), *(one for one in example.changes if one.input != "bleeding"))
    table = f"{text} table" if example.table else ""
    expects = (*example.expects, ExpectValue("neutropenia", text))
    name = Name(f"{table}: {text}" if table else text)
    return replace(example, name=name, changes=changes, table=table, expects=expects)


def shape(text: str) -> list[tuple[str, list[str]]]:
    """Keywords and tags of a feature, without any text of the guideline."""
    children = parsed(text)["feature"]["children"]
    inner = [child.get("scenario", child.get("background")) for child in children]
    return [
        (one["keyword"], [tag["name"] for tag in one.get("tags", [])] + [step["keyword"] for step in one["steps"]])
        for one in inner
    ]


def test_hostile_text_stays_data() -> None:
    """Newlines, bars, backslashes, keywords, tags, comments, outline parameters and templates change no structure."""
    harmless, hostile = feature(hostile_graph("harmless")), feature(hostile_graph(HOSTILE))
    assert shape(hostile) == shape(harmless)
    assert parsed(hostile)["feature"]["language"] == "en"
    [table] = [step["argument"]["dataTable"]["rows"] for step in pickles(hostile)[0]["steps"] if "argument" in step]
    value = dict([cell["value"] for cell in row["cells"]] for row in table)["bleeding"]
    assert value == " ".join("".join(c if c.isprintable() else " " for c in HOSTILE).split())
    assert {"\x1b", "\u2028", "\x0b", "\r"}.isdisjoint(hostile)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('|\\n\n#@"<>: *-ab\tScenario\u00e9'), min_size=1, max_size=30))
def test_any_text_stays_data(text: str) -> None:
    """Whatever an editor writes, the file parses to the same structure."""
    assert shape(feature(hostile_graph(f"x {text}"))) == shape(feature(hostile_graph("harmless")))


def test_cells_that_look_like_parameters_make_no_outline() -> None:
    """Rows whose words hold ``<`` or ``>`` are scenarios of their own: a runner could put another cell there."""
    graph = graph_of("spec/itp-after-ivig.care")
    rows = [one for one in graph.guideline.examples if one.table]
    odd = tuple(replace(one, expects=(ExpectValue("platelet-band", "<fit for splenectomy>"),)) for one in rows)
    text = feature(with_guideline(graph, examples=odd))
    assert "Scenario Outline" not in text
    assert [one["steps"][-1]["text"] for one in pickles(text)] == ['"platelet band" is <fit for splenectomy>'] * len(
        rows
    )
