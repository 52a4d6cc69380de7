"""The site's generated pages: Markdown and pictures, one page a guideline and one a check, with a list of each.

emit([graph])    site/pages/guidelines/index.md
                 site/pages/guidelines/<id>/index.md
                 site/pages/guidelines/<id>/<decision>.svg
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from caretree.checks import ALL
from caretree.checks.explained import explanations, page_name
from caretree.checks.worked_example import worked_example
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.header import Header
from caretree.targets.file import GeneratedFile
from caretree.targets.site.api import api_page
from caretree.targets.site.assets import assets
from caretree.targets.site.checks import check_pages
from caretree.targets.site.indexes import index_files
from caretree.targets.site.measured import Measured
from caretree.targets.site.page import PAGES, environment, guideline_page
from caretree.targets.site.problems import problem_page


def emit(
    graphs: Sequence[DecisionGraph], measured: Mapping[str, Measured] = MappingProxyType({})
) -> list[GeneratedFile]:
    """Every generated page of the site, for guidelines in the order given. ``measured`` tells by a guideline's id what
    is known about it beside its graph."""
    known = [measured.get(graph.guideline.header.id, Measured()) for graph in graphs]
    pages = [file for graph, each in zip(graphs, known, strict=True) for file in of_guideline(graph, each)]
    return [*pages, *shared(graphs, measured)]


def of_guideline(graph: DecisionGraph, measured: Measured) -> list[GeneratedFile]:
    """The page of one guideline with its pictures."""
    return guideline_page(graph, measured)


def shared(graphs: Sequence[DecisionGraph], measured: Mapping[str, Measured]) -> list[GeneratedFile]:
    """The pages about all guidelines, those about the checks, and what every page uses."""
    known = [measured.get(graph.guideline.header.id, Measured()) for graph in graphs]
    headers = [graph.guideline.header for graph in graphs]
    contents = [_contents(graph) for graph in graphs]
    checks = [(page_name(check), check.__doc__ or "", worked_example(check)) for check in ALL]
    explained = problem_page(explanations().values())
    return [
        _page("guidelines/index", "guidelines.md.j2", list(zip(headers, contents, strict=True))),
        _page("measured", "measured.md.j2", list(zip(headers, known, strict=True))),
        *index_files(graphs),
        *check_pages(checks),
        explained,
        api_page(),
        *assets(),
    ]


def _page(path: str, template: str, guidelines: Sequence[tuple[Header, object]]) -> GeneratedFile:
    text = environment().get_template(template).render(guidelines=guidelines)
    return GeneratedFile(f"{PAGES}/{path}.md", text)


def _contents(graph: DecisionGraph) -> str:
    guideline = graph.guideline
    counts = (
        (len(graph.runs), "decision", "decisions"),
        (len(graph.pathways), "pathway", "pathways"),
        (len(guideline.rules), "safety rule", "safety rules"),
        (len(guideline.conflicts), "open conflict", "open conflicts"),
        (len(guideline.gaps), "gap", "gaps"),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)
