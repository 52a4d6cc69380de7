"""Everything one guideline's page shows, gathered for its template.

guideline_page(graph)    GeneratedFile("site/pages/guidelines/<id>/index.md", …) and its pictures
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from caretree.decisions.graph import DecisionGraph, GraphPathway
from caretree.decisions.graph import Run as DecisionRun
from caretree.decisions.pictures import dot, mermaid
from caretree.guideline.header import not_approved
from caretree.guideline.names import slug
from caretree.targets.file import GeneratedFile
from caretree.targets.site import escape
from caretree.targets.site.action_links import action_links
from caretree.targets.site.considerations import considerations
from caretree.targets.site.definitions import definition_view
from caretree.targets.site.draw import drawing, drawing_in_parts, noted
from caretree.targets.site.evidence import source_views
from caretree.targets.site.inputs import input_view
from caretree.targets.site.measured import Measured, proof_table, rule_proof, stand_on_assumptions, trusted
from caretree.targets.site.names import Names
from caretree.targets.site.options import options_view
from caretree.targets.site.outline import Box, decision_outline
from caretree.targets.site.overview import overview
from caretree.targets.site.paper import TALLEST
from caretree.targets.site.pathway_picture import assess_words, move_words, pathway_drawing
from caretree.targets.site.place import place
from caretree.targets.site.recommendations import Card, Other, branches, cards, others
from caretree.targets.site.silence import conflict_view, gap_view
from caretree.targets.site.typeset import shown, typeset
from caretree.targets.site.words import condition_words, date_text

PAGES = "site/pages"
NARROW, WIDE = 326.0, 640.0
"""Widths of the two pictures of a figure, in CSS pixels: a phone's column (360 less the margins), and a page's."""

WORTH_TWO = 1.3
"""From how much taller the narrow picture is than the wide one a page holds both; else the narrow one serves all."""

PART = TALLEST / 3
"""How tall the parts of a picture are on paper: a third of a page, so that pages fill."""

STEPS = ("submitted", "under review", "approved")
NOTHING_MEASURED = Measured()
OVERVIEW = "whole_guideline.svg"
MERMAID, DOT = "mermaid_text.txt", "dot_text.txt"
"""No decision can take these names: slugs have no underscore. A browser shows a ``.txt``, and does not open Word."""


class DecisionView(Struct, frozen=True):
    """One decision: its figure, the same as text, and its cards. ``narrow`` is empty where ``wide`` fits a phone."""

    name: str
    anchor: str
    file: str
    phases: tuple[str, ...]
    narrow: Markup
    wide: Markup
    outline: Box
    cards: tuple[Card, ...]
    others: tuple[Other, ...]
    notes: tuple[str, ...]


class OverviewView(Struct, frozen=True):
    """The picture of the whole guideline, narrow enough for every screen, and the same as text."""

    file: str
    picture: Markup
    outline: Box


class PathwayView(Struct, frozen=True):
    """A pathway: its picture in two widths, and its phases."""

    pathway: GraphPathway
    anchor: str
    file: str
    narrow: Markup
    wide: Markup


@cache
def environment() -> Environment:
    """The templates, with everything escaped unless it was made here."""
    made = Environment(
        loader=PackageLoader("caretree.targets.site"),
        autoescape=True,
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=shown,
    )
    made.filters["markdown"] = lambda text: Markup(escape.markdown(typeset(text)))
    made.filters["heading"] = lambda text: Markup(escape.heading(typeset(text)))
    made.filters["title_text"] = lambda text: Markup(escape.title(typeset(text)))
    made.globals |= {"anchor": escape.anchor, "node_anchor": escape.node_anchor, "date_text": date_text}
    return made


def figure_css() -> str:
    """The style sheet that stands inside a picture of its own."""
    source = environment().loader
    assert source is not None
    return " ".join(source.get_source(environment(), "figure.css")[0].split())


def guideline_page(graph: DecisionGraph, measured: Measured = NOTHING_MEASURED) -> list[GeneratedFile]:
    """The page of one guideline and the pictures beside it."""
    names = Names.of(graph)
    folder = f"{PAGES}/guidelines/{graph.guideline.header.id}"
    decisions = [_decision(graph, run, names) for run in graph.runs]
    options = [options_view(each, graph, names) for each in graph.options.values()]
    stand = action_links([card for decision in decisions for card in decision.cards], options)
    sources = source_views(graph.guideline, stand)
    parts = {
        "names": names,
        "overview": _overview(graph, names),
        "decisions": decisions,
        "pathways": [_pathway(pathway, names) for pathway in graph.pathways],
        "options": options,
        "sources": sources,
        "considerations": considerations(graph, names, sources),
        "moves": move_words,
        "assess": assess_words,
        "mermaid_file": MERMAID,
        "dot_file": DOT,
    }
    parts |= _header(graph) | _silence(graph, names) | _data(graph, names) | _proofs(graph, names, measured)
    text = environment().get_template("guideline.md.j2").render(parts)
    texts = [GeneratedFile(f"{folder}/{MERMAID}", mermaid(graph)), GeneratedFile(f"{folder}/{DOT}", dot(graph))]
    return [GeneratedFile(f"{folder}/index.md", text), *_pictures(graph, folder), *texts]


def _header(graph: DecisionGraph) -> dict[str, object]:
    header = graph.guideline.header
    return {
        "header": header,
        "question": header.question or header.title,
        "steps": [(step, _reached(step, header.status)) for step in STEPS],
        "applies_when": condition_words(header.applies_when) if header.applies_when else "",
        "graph_hash": graph.hash,
        "audiences": _has_two_wordings(graph),
    }


def _has_two_wordings(graph: DecisionGraph) -> bool:
    """Whether anything is written for patients: only then is there something to switch."""
    guideline = graph.guideline
    return any(one.asks_patients for one in guideline.inputs) or any(one.for_patients for one in guideline.actions)


def _reached(step: str, status: str) -> str:
    """``done``, ``now`` or ``open``; a draft has reached no step."""
    if status not in STEPS:
        return "open"
    here, there = STEPS.index(status), STEPS.index(step)
    return "now" if here == there else "done" if there < here else "open"


def _silence(graph: DecisionGraph, names: Names) -> dict[str, object]:
    guideline = graph.guideline
    return {
        "gaps": [gap_view(gap, names) for gap in guideline.gaps],
        "conflicts": [conflict_view(conflict, graph, names) for conflict in guideline.conflicts],
        "not_encoded": [(line.text, names.cites(line.cites)) for line in guideline.not_encoded],
    }


def _proofs(graph: DecisionGraph, names: Names, measured: Measured) -> dict[str, object]:
    rules = graph.guideline.rules
    return {
        "rules": [
            (escape.anchor("rule", r.id), r.text, names.cites(r.cites), r.notes, rule_proof(r.id, measured))
            for r in rules
        ],
        "proofs": proof_table(measured.obligations),
        "trusted": trusted(measured),
        "stand_on_assumptions": stand_on_assumptions(graph, measured),
        "measured": measured,
    }


def _data(graph: DecisionGraph, names: Names) -> dict[str, object]:
    guideline = graph.guideline
    return {
        "definitions": [definition_view(each, names) for each in guideline.definitions],
        "inputs": [input_view(each, names) for each in guideline.inputs],
        "impossible": [
            (each.text or condition_words(each.condition), names.cites(each.cites), each.notes)
            for each in guideline.impossible
        ],
    }


def _decision(graph: DecisionGraph, run: DecisionRun, names: Names) -> DecisionView:
    outline = decision_outline(graph, run, names)
    label = f"Flowchart of the decision {run.name}. The same stands below as text."
    narrow, wide = _widths(outline, label, branches(graph, run))
    found = next((each for each in graph.guideline.decisions if each.name.id == run.decision), None)
    return DecisionView(
        name=run.name,
        anchor=escape.anchor("decision", run.decision),
        file=f"{slug(run.decision)}.svg",
        phases=tuple(p.name for way in graph.pathways for p in way.phases if run.decision in p.decides),
        narrow=narrow,
        wide=wide,
        outline=outline,
        cards=cards(graph, run, names),
        others=others(graph, run, names),
        notes=found.notes if found else (),
    )


def _widths(outline: Box, label: str, words: dict[str, str]) -> tuple[Markup, Markup]:
    """The picture for a phone, empty where one serves all, and the picture for wider screens and paper."""
    narrow, wide = place(outline, NARROW), place(outline, WIDE)
    if narrow.height < wide.height * WORTH_TWO:
        return Markup(), Markup(drawing_in_parts(narrow, label, words, PART))
    return Markup(drawing(narrow, label)), Markup(drawing_in_parts(wide, label, words, PART))


def _overview(graph: DecisionGraph, names: Names) -> OverviewView:
    outline, label = overview(graph, names), "Overview of the guideline. The same stands below as text."
    return OverviewView(OVERVIEW, Markup(drawing_in_parts(place(outline, NARROW), label, {}, PART)), outline)


def _pathway(pathway: GraphPathway, names: Names) -> PathwayView:
    label = f"Phases of the pathway {pathway.name}. The same stands below as text."
    return PathwayView(
        pathway,
        escape.anchor("pathway", pathway.id),
        f"pathway-{slug(pathway.id)}.svg",
        Markup(pathway_drawing(pathway, names, NARROW, label)),
        Markup(pathway_drawing(pathway, names, WIDE * 0.75, label)),
    )


def _pictures(graph: DecisionGraph, folder: str) -> Iterator[GeneratedFile]:
    """Every picture as a file of its own, with what must be said beside it."""
    for name, text in _drawn(graph):
        yield GeneratedFile(f"{folder}/{name}", noted(text, not_approved(graph.guideline.header)))


def _drawn(graph: DecisionGraph) -> Iterator[tuple[str, str]]:
    css, names = figure_css(), Names.of(graph, page="index.html")
    yield OVERVIEW, drawing(place(overview(graph, names), WIDE), "Overview", css)
    for run in graph.runs:
        picture = place(decision_outline(graph, run, names), WIDE)
        yield f"{slug(run.decision)}.svg", drawing(picture, f"Flowchart: {run.name}", css)
    for pathway in graph.pathways:
        text = pathway_drawing(pathway, names, WIDE * 0.75, f"Pathway: {pathway.name}", css)
        yield f"pathway-{slug(pathway.id)}.svg", text
