"""Indexes over all guidelines: by drug, by what is asked, by abbreviation.

action romiplostim: drug romiplostim          drugs.md      ## Romiplostim    should use one of … (ITP after IVIG)
input platelet count in x10^9/L               inputs.md     ## Platelet count   ITP after IVIG: quantity in ×10⁹/L
input neutrophil count (ANC)                  abbreviations.md    ANC    neutrophil count
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from caretree.decisions.graph import AdviceNode, ChoiceNode, DecisionGraph
from caretree.decisions.walk import below
from caretree.guideline.names import slug
from caretree.targets.file import GeneratedFile
from caretree.targets.site.escape import anchor, node_anchor
from caretree.targets.site.names import Names
from caretree.targets.site.outline import advice_anchor
from caretree.targets.site.page import PAGES, environment
from caretree.targets.site.words import type_words

FOLDER = "indexes"


class Place(Struct, frozen=True):
    """Where a thing is told: words, and a guideline's page with an anchor."""

    guideline: str
    words: str
    href: str


class Entry(Struct, frozen=True):
    """A thing of an index with every place of it; ``also`` are other names to find it by."""

    name: str
    anchor: str
    also: tuple[str, ...]
    places: tuple[Place, ...]


class _Found(Struct, frozen=True):
    name: str
    also: str
    place: Place


def index_files(graphs: Sequence[DecisionGraph]) -> list[GeneratedFile]:
    """The pages of the indexes, entries in the order of the alphabet."""
    indexes = (
        ("drugs", "Drugs", _drugs),
        ("inputs", "What is asked", _inputs),
        ("abbreviations", "Abbreviations", _short),
    )
    template = environment().get_template("index.md.j2")
    files = []
    for name, title, found in indexes:
        entries = _entries(name, (each for graph in graphs for each in found(graph)))
        files.append(
            GeneratedFile(f"{PAGES}/{FOLDER}/{name}.md", template.render(title=title, kind=name, entries=entries))
        )
    return files


def _entries(kind: str, found: Iterable[_Found]) -> tuple[Entry, ...]:
    """One entry for a name however it is written, with its places in the order of the guidelines."""
    ordered = sorted(found, key=lambda one: (slug(one.name), one.name))
    entries = []
    for key, group in groupby(ordered, key=lambda one: slug(one.name)):
        same = list(group)
        also = dict.fromkeys(one.also for one in same if one.also)
        places = sorted(dict.fromkeys(one.place for one in same), key=lambda place: place.guideline)
        entries.append(Entry(same[0].name, anchor(kind, key), tuple(also), tuple(places)))
    return tuple(entries)


def _page(graph: DecisionGraph) -> str:
    return f"../guidelines/{graph.guideline.header.id}/index.html"


def _place(graph: DecisionGraph, words: str, where: str) -> Place:
    return Place(graph.guideline.header.title, words, f"{_page(graph)}#{where}")


def _drugs(graph: DecisionGraph) -> Iterator[_Found]:
    told = _told(graph)
    for action in graph.guideline.actions:
        if action.drug is None:
            continue
        named = action.name.long if slug(action.name.long) != slug(action.drug.name) else ""
        holders = [each for each in graph.guideline.actions if action.name.id in each.combines + each.possibly]
        for name in (action.name.id, *(each.name.id for each in holders)):
            for words, where in told.get(name, ()):
                yield _Found(action.drug.name, named, _place(graph, words, where))


def _told(graph: DecisionGraph) -> dict[str, list[tuple[str, str]]]:
    """For each action the words and the anchors of everything that offers it or advises against it."""
    names = Names.of(graph)
    told: dict[str, list[tuple[str, str]]] = {}
    for run in graph.runs:
        for node in (graph.nodes[each] for each in below(graph.nodes, [run.node])):
            match node:
                case AdviceNode(action=action, strength=strength, direction=direction):
                    words = f"{strength} {names.action(action)} ({run.name})"
                    told.setdefault(action, []).append((words, advice_anchor(run.decision, direction, action)))
                case ChoiceNode(options=options, strength=strength, mode=mode):
                    for option in graph.options[options].options:
                        words = f"{strength} {mode} of {names.get('options', options)}: {names.action(option.action)}"
                        told.setdefault(option.action, []).append((words, node_anchor(option.id)))
    return told


def _inputs(graph: DecisionGraph) -> Iterator[_Found]:
    for one in graph.guideline.inputs:
        place = _place(graph, type_words(one.type), anchor("input", one.name.id))
        yield _Found(one.name.long, one.name.short, place)


def _short(graph: DecisionGraph) -> Iterator[_Found]:
    guideline = graph.guideline
    things = (("input", guideline.inputs), ("definition", guideline.definitions))
    for kind, one in ((kind, one) for kind, group in things for one in group):
        if one.name.short:
            place = _place(graph, one.name.long, anchor(kind, one.name.id))
            yield _Found(one.name.short, one.name.long, place)
