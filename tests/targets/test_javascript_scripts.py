"""The scripts of a page: plain, safe under a strict content policy, small, and the same on every machine."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
import quickjs
from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parents[1] / "agreement")]

from caretree.decisions.export import export  # noqa: E402
from caretree.targets.javascript.compact import compact  # noqa: E402
from caretree.targets.javascript.emit import calculator, emit, engine, guideline_script  # noqa: E402
from caretree.targets.javascript.shorten import shortened  # noqa: E402
from specs import graph_of, guideline_specs  # noqa: E402

FORBIDDEN = (
    r"\beval\(", r"new Function", r"innerHTML", r"outerHTML", r"insertAdjacentHTML", r"document\.write", r"\.style\b",
    r"\bfetch\(", r"XMLHttpRequest", r"WebSocket", r"sendBeacon", r"localStorage", r"sessionStorage", r"indexedDB",
    r"document\.cookie", r"\bimport\b", r"https?:", r"\.on[a-z]+=", r'"style"', r"javascript:",
    r"[\x22']on(click|change|input|load|error|submit)\b",
)  # fmt: skip


@pytest.mark.parametrize("script", [engine(), calculator()], ids=["engine", "calculator"])
def test_the_scripts_evaluate_store_and_load_nothing(script: str) -> None:
    """No text becomes code or markup, nothing is kept, nothing is fetched: what a strict content policy allows."""
    assert [pattern for pattern in FORBIDDEN if re.search(pattern, script)] == []


def test_one_name_is_added_to_a_page() -> None:
    """The engine defines ``caretree`` and nothing else."""
    context = quickjs.Context()
    before = set(json.loads(context.eval("JSON.stringify(Object.getOwnPropertyNames(globalThis))")))
    context.eval(engine())
    after = set(json.loads(context.eval("JSON.stringify(Object.getOwnPropertyNames(globalThis))")))
    assert after - before == {"caretree"}


def test_every_guideline_has_its_script_beside_its_page() -> None:
    """One engine and one form for all guidelines; one data file each, for the page and for other programs."""
    graphs = [graph_of("gallery/curb65"), graph_of("itp-after-ivig")]
    paths = [file.path for file in emit(graphs, "careguides")]
    assert paths == [
        "site/pages/assets/caretree-engine.js",
        "site/pages/assets/caretree-calculator.js",
        "site/pages/assets/caretree-calculator.css",
        "generated/careguides/javascript/engine.js",
        "site/pages/guidelines/curb65/decide.js",
        "generated/careguides/javascript/curb65.js",
        "site/pages/guidelines/itp-after-ivig/decide.js",
        "generated/careguides/javascript/itp-after-ivig.js",
    ]


def test_a_page_s_graph_is_the_published_one_made_small() -> None:
    """The hash is that of the exported graph, and a page carries less than half of it."""
    graph = graph_of("itp-after-ivig")
    published, carried = export(graph), compact(graph)
    assert carried["hash"] == published["hash"] == graph.hash
    assert carried["conditions"].keys() == published["conditions"].keys()
    assert carried["nodes"].keys() == published["nodes"].keys()
    assert len(json.dumps(carried)) < len(json.dumps(published)) / 2


def test_hostile_texts_stay_texts() -> None:
    """Whatever a guideline says, its script is one call with data: plain ASCII, no end of a script, no line break."""
    graph = graph_of("gallery/curb65")
    hostile = "</script><script>alert(1)</script> \u2028 ' \" \\ ${x} `y` é"
    header = replace(graph.guideline.header, title=hostile, question=hostile)
    changed = replace(graph, guideline=replace(graph.guideline, header=header))
    script = guideline_script(changed)
    assert script.isascii() and len(script.splitlines()) == 2
    context = quickjs.Context()
    context.eval(engine())
    context.eval(script)
    assert context.eval("caretree.guidelines.get('curb65').guideline.title") == hostile


def test_shortening_changes_no_meaning() -> None:
    """Comments, indents and spaces go; strings, regular expressions and what keeps words apart stay."""
    script = """
    // a comment with "quotes
    const text = "a  // b" + ' /* c */ ';   /* gone */
    const found = text.replace(/[/"' ]+/g, "-");
    const half = (n) => n / 2 / 1;
    const down = 3 - -half(2) + +1;
    if (typeof down === "number") { globalThis.said = found + down; }
    """
    short = shortened(script)
    assert "comment" not in short and "gone" not in short and "  const" not in short and len(short) < len(script) * 0.8
    said = []
    for each in (script, short):
        context = quickjs.Context()
        context.eval(each)
        said.append(context.eval("said"))
    assert said == ["a-b-*-c-*-5", "a-b-*-c-*-5"]


def test_the_scripts_are_small() -> None:
    """A page's own data stays below 45 kB; engine and form, loaded once for all pages, below 120 kB together."""
    assert max(len(guideline_script(graph_of(spec))) for spec in guideline_specs()) < 45_000
    assert len(engine()) + len(calculator()) < 120_000
