"""The indexes and the search lead from a drug, an input or an abbreviation to the place that tells of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from caretree.decisions.graph import AdviceNode
from caretree.targets.site.indexes import index_files
from caretree.targets.site.page import guideline_page
from site_graphs import SPECS, graph_of

GRAPHS = [graph_of(spec) for spec in SPECS]


def test_every_entry_leads_to_its_place() -> None:
    """Every link of every index is the address of a guideline's page and an id on it."""
    pages = {graph.guideline.header.id: guideline_page(graph)[0].text for graph in GRAPHS}
    for file in index_files(GRAPHS):
        links = re.findall(r'href="\.\./guidelines/([^/]+)/index\.html#([^"]+)"', file.text)
        assert links
        for guideline, place in links:
            assert f'id="{place}"' in pages[guideline] or f"{{#{place}}}" in pages[guideline], (file.path, place)


def test_every_drug_and_input_is_listed() -> None:
    """A drug that any guideline offers or advises against is in the index, and so is all that is asked."""
    drugs, inputs, abbreviations = (file.text for file in index_files(GRAPHS))
    for graph in GRAPHS:
        named = {node.action for node in graph.nodes.values() if isinstance(node, AdviceNode)}
        for action in graph.guideline.actions:
            assert action.drug is None or action.name.id not in named or f"## {action.drug.name} " in drugs
        for one in graph.guideline.inputs:
            assert f"## {one.name.long} " in inputs
            assert not one.name.short or f"## {one.name.short} " in abbreviations


def test_one_drug_is_one_entry() -> None:
    """However many guidelines tell of a drug, it has one entry, and each guideline stands there once."""
    drugs = index_files(GRAPHS)[0].text
    entry = drugs.split("## rituximab ")[1].split("\n## ")[0]
    assert drugs.count("## rituximab ") == 1
    assert entry.count("ITP with severe thrombocytopenia") == 1 and entry.count("pancytopenia in lupus") == 1


def test_the_search_finds_drugs_conditions_and_abbreviations(site: Path) -> None:
    """The words a clinician types are in the text that is searched, and lead to a guideline's page."""
    documents = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    for typed in ("romiplostim", "splenectomy", "lupus", "ANC", "neutrophil count", "TPO-RA", "anaemia", "BSA"):
        found = [each["location"] for each in documents if typed in f"{each['title']} {each['text']}"]
        assert any(place.startswith("guidelines/") for place in found), typed
