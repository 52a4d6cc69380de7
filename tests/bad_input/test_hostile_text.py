"""Text from a guideline is data: it comes out of every target word for word, and is never obeyed.

``hostile.care`` puts quotes, template braces, tags, links and Gherkin words into every text and name that takes them.
"""

from __future__ import annotations

import html.parser
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from caretree.cli.main import commands
from click.testing import CliRunner
from command_line import FAR_AWAY, write_starter
from gherkin.parser import Parser

HOSTILE = Path(__file__).parent / "hostile.care"
TEXTS = [" ".join(text.split()) for text in re.findall(r'"([^"]+)"', HOSTILE.read_text())]
NAMES = ["Scenario: it's %(x)s, Examples: & é中", "Feature: -- ../../e '''", "Scenario Outline: 'both'; & more"]
DRAWN = {"svg", "style", "path", "g", "rect", "text", "tspan", "a", "circle"}
COMMON = re.compile(r"evil\.example|alert\(|javascript:|onerror|onclick|onload")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the hostile guideline, built, and its site."""
    folder = write_starter(tmp_path_factory.mktemp("hostile") / "ward")
    shutil.copyfile(HOSTILE, folder / "spec/hostile.care")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(commands, ["build"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    site = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", "site/mkdocs.yml"]
    done = subprocess.run(site, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def python(folder: Path, program: str) -> object:
    """What a program that imports the generated library prints as JSON."""
    command = [sys.executable, "-W", "error", "-c", f"import json, sys\nsys.path.insert(0, 'generated')\n{program}"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_library_holds_every_text_word_for_word(built: Path) -> None:
    """The generated module imports without a warning, and each text is the one written."""
    program = """
from ward.hostile import ACTIONS, CONFLICTS, GAPS, GUIDELINE as g, INPUTS
print(json.dumps([g.title, g.question, *g.summary, *g.disclaimers, *(i.question for i in INPUTS),
    *(i.question_for_patients for i in INPUTS), *(t for a in ACTIONS for t in a.for_clinicians + a.for_patients),
    *(t for gap in GAPS for t in (gap.text, gap.until_resolved)),
    *(t for c in CONFLICTS for t in (*c.readings, c.because))]))
"""
    held = python(built, program)
    assert isinstance(held, list)
    told = {text for text in held if text and text in TEXTS}
    assert len(told) == len({text for text in held if text})
    assert len(told) == 14


def test_the_library_answers_with_the_texts(built: Path) -> None:
    """Reasons, gaps and readings reach the answer unchanged."""
    program = """
from ward import hostile
answer = hostile.decide(hostile.Patient(fever=False, severity="severe", at="2026-01-01"))
print(json.dumps([answer.gaps[0].text, *answer.conflicts[0].readings]))
"""
    answered = python(built, program)
    assert isinstance(answered, list)
    assert all(text in TEXTS for text in answered)


def test_the_graph_holds_every_text_word_for_word(built: Path) -> None:
    """The exported graph is JSON with the texts as written."""
    graph = json.loads((built / "generated/graphs/hostile.json").read_text())
    strings: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            for one in value:
                collect(one)
        elif isinstance(value, str):
            strings.append(value)

    collect(graph)
    assert TEXTS[0] in strings
    assert sum(text in strings for text in TEXTS) >= 10


def test_the_feature_has_the_scenarios_that_were_written_and_no_other(built: Path) -> None:
    """The official Gherkin parser finds one feature with three scenarios, in the names that were written."""
    feature = Parser().parse((built / "features/hostile/examples.feature").read_text())["feature"]
    scenarios = [child["scenario"] for child in feature["children"] if "scenario" in child]
    assert [scenario["name"] for scenario in scenarios] == NAMES
    assert [len(scenario["examples"]) for scenario in scenarios] == [0, 0, 1]
    assert len(scenarios[2]["examples"][0]["tableBody"]) == 2
    assert all(step["keyword"].strip() in ("Given", "When", "Then", "And") for s in scenarios for step in s["steps"])
    assert not [tag["name"] for tag in feature["tags"] if tag["name"] != "@hostile"]


def test_every_scenario_runs(built: Path) -> None:
    """The scenarios of the hostile guideline and of the other one all pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    result = subprocess.run(command, cwd=built, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert re.search(r"^\d+ passed", result.stdout, re.MULTILINE)


class Page(html.parser.HTMLParser):
    """What a browser would see: elements with their attributes, scripts, and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        (self.scripts if self.inside in ("script", "style") else self.text).append(data)


def page(file: Path) -> Page:
    """A parsed page."""
    parsed = Page()
    parsed.feed(file.read_text(encoding="utf-8"))
    parsed.close()
    return parsed


def test_no_page_has_an_element_from_a_text(built: Path) -> None:
    """Built pages hold no tag, handler, link or script that came from the guideline."""
    pages = sorted((built / "build/site").rglob("*.html"))
    assert any(file.parent.name == "hostile" for file in pages)
    for file in pages:
        seen = page(file)
        tags = {tag for tag, _ in seen.elements}
        assert not tags & {"iframe", "marquee", "u", "i", "b", "object", "embed", "x", "base"}, file
        for tag, attributes in seen.elements:
            assert not [name for name in attributes if name.startswith("on")], (file, tag)
            address = attributes.get("href", "") + attributes.get("src", "")
            assert not address.lower().startswith(("javascript:", "data:text", "http://evil.example")), (file, tag)
        assert not [script for script in seen.scripts if COMMON.search(script)], file


def test_the_page_shows_every_text_as_it_was_written(built: Path) -> None:
    """A reader sees the very characters of each text, tags and braces included."""
    seen = page(built / "build/site/guidelines/hostile/index.html")
    shown = " ".join(" ".join(seen.text).split())
    assert [text for text in TEXTS if text not in shown] == []


def test_pictures_are_well_formed_and_hold_no_script(built: Path) -> None:
    """Every SVG is XML without script, handler or link out of the page."""
    pictures = sorted((built / "site/pages/guidelines/hostile").glob("*.svg"))
    assert pictures
    for picture in pictures:
        for element in ElementTree.fromstring(picture.read_text(encoding="utf-8")).iter():
            assert element.tag.rsplit("}", 1)[-1] in {
                "svg",
                "style",
                "path",
                "g",
                "rect",
                "text",
                "tspan",
                "a",
                "circle",
            }
            assert not [name for name in element.attrib if name.startswith("on")]
            assert not COMMON.search(" ".join(element.attrib.values()))


def test_the_terminal_shows_texts_on_one_line(built: Path, caretree, monkeypatch: pytest.MonkeyPatch) -> None:
    """``run``, ``trace`` and ``ask`` print the texts; nothing in them steers the terminal or starts a new line."""
    monkeypatch.chdir(built)
    shown = caretree("run", "hostile", "--patient", "-", stdin='{"fever": false, "severity": "severe"}').stdout
    assert "is <b>silent</b> {{ gap }} | on | this |" in " ".join(shown.split())
    assert not set(shown) & {"\x1b", "\r"}
    assert caretree("trace", "hostile").stdout.count("\nA 1.") == 2
    assert "</title><script>asks()</script>" in caretree("ask", "hostile", stdin="no\nmild\n").stdout


def test_the_neighbour_is_untouched(built: Path) -> None:
    """The other guideline of the project answers as it does alone."""
    facts = json.dumps(FAR_AWAY)
    program = f"""
from ward import visit_by_video as g
answer = g.decide(g.Patient.from_mapping(json.loads({facts!r})))
print(json.dumps([r.text for r in answer.recommendations]))
"""
    assert python(built, program) == ["visit by video"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("https://example.org/", "javascript:alert(1)//", "not-understood"),
        ("https://example.org/?a", "https://example.org/<script>?a", "not-understood"),
        ("id hostile", "id ../../etc/passwd", "bad-id"),
        ("id hostile", "id class", "bad-id"),
        ("      mild\n", "      <b>mild</b>\n", "bad-name"),
        ("observation", "observation\u2028", "control-character"),
        ("observation", "<script>", "bad-name"),
        ("source A", "source A/../B", "not-understood"),
        ("decision treatment", "decision <b>treatment</b> of", "bad-name"),
        ("feverish", 'feverish "quoted"', "bad-name"),
        ("gap's", "gap's {{ g }}", "bad-name"),
        ("conflict's", "conflict's | bar", "bad-name"),
        ("example Feature:", "example <Feature>:", "bad-name"),
        ("examples Scenario", "examples $Scenario", "bad-name"),
    ],
)
def test_what_cannot_be_data_is_refused(caretree, old: str, new: str, problem: str) -> None:
    """Identities, labels, actions and addresses take only what is harmless everywhere."""
    result = caretree("check", "-", stdin=HOSTILE.read_text().replace(old, new))
    assert result.exit_code == 1
    assert f"error[{problem}" in result.stdout
