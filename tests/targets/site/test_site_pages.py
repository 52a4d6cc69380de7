"""A guideline's page says everything the graph holds, and every link on it leads somewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from caretree.checks.worked_example import WorkedExample
from caretree.decisions.graph import AdviceNode, BlockNode, ExtraNode
from caretree.decisions.walk import dose_steps
from caretree.targets.site import escape
from caretree.targets.site.actions import Line
from caretree.targets.site.checks import check_pages
from caretree.targets.site.emit import emit
from caretree.targets.site.measure import Run
from caretree.targets.site.page import guideline_page
from caretree.targets.site.typeset import typeset
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown as render
from msgspec.structs import replace
from site_graphs import SPECS, graph_of

EXTENSIONS = ["attr_list", "tables", "toc", "def_list", "admonition", "pymdownx.superfences"]


class Page(HTMLParser):
    """The ids, links, drawn nodes and elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.drawn: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" and "href" in found else []
        self.drawn |= {found["data-node"] or ""} if "data-node" in found else set()

    def handle_data(self, data: str) -> None:
        self.text += data + " "


def rendered(spec: str) -> Page:
    """A guideline's page as Markdown makes it."""
    text = guideline_page(graph_of(spec))[0].text.split("---\n", 2)[2]
    return Page(render(text, extensions=EXTENSIONS))


@pytest.mark.parametrize("spec", SPECS)
def test_every_link_leads_somewhere(spec: str) -> None:
    """Citations, caveats, nodes and ledger entries link to ids that exist, and no id stands twice."""
    page = rendered(spec)
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert len(inside) > 100
    assert inside <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("spec", SPECS)
def test_every_node_is_drawn_and_told(spec: str) -> None:
    """Each node of the graph is in a picture's file and, under the same identity, in its text form; on the page each
    block of a decision is a box under its identity."""
    graph, page = graph_of(spec), rendered(spec)
    files = Page("".join(file.text for file in guideline_page(graph) if file.path.endswith(".svg")))
    shown = {name for name, node in graph.nodes.items() if not isinstance(node, ExtraNode)}
    plain = {n for n in shown if not isinstance(graph.nodes[n], BlockNode)}
    assert shown <= files.drawn
    assert shown - plain <= page.drawn
    assert {f"node/{name}" for name in plain} <= set(page.ids)


@pytest.mark.parametrize("spec", SPECS)
def test_every_word_of_evidence_and_silence_is_there(spec: str) -> None:
    """Ledger, gaps, both readings of conflicts, rules, questions and doses are on the page."""
    guideline, text = graph_of(spec).guideline, " ".join(rendered(spec).text.split())
    wanted = [t.text for s in guideline.sources for c in s.sections for t in c.statements]
    wanted += [gap.text for gap in guideline.gaps] + [rule.text for rule in guideline.rules]
    wanted += [reading.text for conflict in guideline.conflicts for reading in conflict.readings]
    wanted += [one.asks for one in guideline.inputs]
    wanted += [line.text for action in guideline.actions for line in (*action.for_patients, *action.schedule)]
    wanted += [
        step.text.removeprefix("dose ") for dosing in graph_of(spec).dosing.values() for step in dose_steps(dosing)
    ]
    assert [words for words in wanted if typeset(" ".join(words.split())) not in text] == []


def test_only_approved_pages_lack_the_notice() -> None:
    """A page that is not approved says so on screen and on paper; an approved one does not."""
    graph = graph_of(SPECS[0])
    assert guideline_page(graph)[0].text.count("Not approved") == 2
    approved = replace(
        graph, guideline=replace(graph.guideline, header=replace(graph.guideline.header, status="approved"))
    )
    assert "Not approved" not in guideline_page(approved)[0].text


def test_no_dose_stands_beside_advice_against() -> None:
    """A card that advises against an action shows no dose of it."""
    graph = graph_of("itp-after-ivig")
    against = {
        node.action for node in graph.nodes.values() if isinstance(node, AdviceNode) and node.direction == "against"
    }
    assert against
    for card in re.findall(r'<article id="against/.*?</article>', guideline_page(graph)[0].text, flags=re.DOTALL):
        assert "<dt>Dose</dt>" not in card


def test_a_limit_reads_as_a_limit() -> None:
    """A highest dose never stands without "at most": it would read as the dose."""
    text = " ".join(rendered("itp-after-ivig").text.split())
    limits = re.findall(r"(\w+ \w+) 10 mcg/kg of weight per week", text)
    assert "at most" in limits and set(limits) <= {"at most", "never exceed"}


def test_a_dose_that_names_a_quantity_leads_to_it() -> None:
    """Where a dose or its limit is a name, the name is a link to how much that is."""
    text = guideline_page(graph_of("itp-after-ivig"))[0].text
    assert '375 mg/m² of <a href="#definition/haematology/body-surface-area">BSA</a> once weekly' in text
    assert 'id="definition/haematology/body-surface-area"' in text
    line = Line("at most limit of a limit per dose", defined=(Run("limit of a limit", href="#x"),))
    assert line.pieces == (Run("at most "), Run("limit of a limit", href="#x"), Run(" per dose"))
    assert Line("1 mg", defined=(Run("elsewhere", href="#x"),)).pieces == (Run("1 mg"),)


def test_a_source_is_a_link_away() -> None:
    """A source that has an address is linked, whatever stands in it; who follows it tells nobody where from."""
    graph = graph_of("itp-after-ivig")
    first, *others = graph.guideline.sources
    sources = (replace(first, url='https://example.org/a?b="c"&d=<e>'), *others)
    text = guideline_page(replace(graph, guideline=replace(graph.guideline, sources=sources)))[0].text
    shown = "https://example.org/a?b=&#34;c&#34;&amp;d=&lt;e&gt;"
    assert f'<a href="{shown}" rel="noreferrer">{shown}</a>' in text


@pytest.mark.parametrize("spec", SPECS)
def test_pictures_are_files_of_their_own(spec: str) -> None:
    """Each picture is well-formed, carries its style, asks for nothing from elsewhere, and links to the page."""
    pictures = [file for file in guideline_page(graph_of(spec)) if file.path.endswith(".svg")]
    assert len(pictures) == len(graph_of(spec).runs) + len(graph_of(spec).pathways) + 1
    for file in pictures:
        root = ElementTree.fromstring(file.text)
        links = [node.get("href", "") for node in root.iter("{http://www.w3.org/2000/svg}a")]
        assert all(link.startswith("index.html#") for link in links)
        assert root.find("{http://www.w3.org/2000/svg}style") is not None and "url(" not in file.text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_escaped_markdown_is_only_text(text: str) -> None:
    """Whatever a text holds, as a heading it is that text and nothing else."""
    page = render(f"# {escape.markdown('x' + text)} {{#top}}\n", extensions=EXTENSIONS)
    tags = re.findall(r"<(/?[a-z0-9]+)", page)
    assert tags == ["h1", "/h1"]
    assert " ".join(Page(page).text.split()) == " ".join(f"x{text}".split())


@given(st.text(max_size=60))
def test_titles_mean_nothing_in_html(text: str) -> None:
    """The theme writes titles as they are: nothing is left in them that opens a tag, an entity or an attribute."""
    assert not set(escape.title(text)) & set("<>&\"'\\\n")


def test_check_pages_come_from_docstrings() -> None:
    """A check's docstring becomes its page; only code keeps its look, and nothing becomes markup."""
    docstring = "A ``[6.9]`` <b>is</b> cited.\n\n    What: one ``a|b`` line.\n    Why: *because*.\n    Fix: Mend it."
    guideline = 'guideline "1 x10^9/L & <i>":\n\n  id a\n'
    example = WorkedExample("caretree check small.care", "A small one.", guideline, "error[a]: *b*\n")
    index, page = check_pages([("unknown-statement", docstring, example)])
    assert "unknown-statement.md" in index.text
    html = render(page.text.split("---\n", 2)[2], extensions=EXTENSIONS)
    assert html.count("<code>") == 5 and "<b>" not in html and "<i>" not in html
    shown = Page(html).text
    assert guideline in shown and example.printed in shown and example.command in shown
    assert "A [6.9] <b>is</b> cited." in " ".join(Page(html).text.split())
    assert "<em>" not in html and "What it finds" in html and "What to do" in html


def test_the_same_pages_every_time() -> None:
    """Two builds of the same graphs give the same bytes, each path once, below the pages that a build owns."""
    graphs = [graph_of(spec) for spec in SPECS]
    files = emit(graphs)
    assert files == emit(graphs)
    assert len({file.path for file in files}) == len(files)
    folders = (
        "pages/guidelines/",
        "pages/checks/",
        "pages/indexes/",
        "pages/problems/",
        "pages/measured.md",
        "pages/api.md",
        "pages/assets/caretree",
        "overrides/caretree",
        "overrides/404.html",
    )
    owned = tuple(f"site/{folder}" for folder in folders)
    assert all(file.path.startswith(owned) for file in files)
