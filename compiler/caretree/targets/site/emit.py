"""The site's generated pages: Markdown and pictures, one page a guideline and one a check, with a list of each.

emit([graph])    site/pages/guidelines/index.md
                 site/pages/guidelines/<id>/index.md
                 site/pages/guidelines/<id>/<decision>.svg
"""

from __future__ import annotations

from collections.abc import Sequence

from caretree.checks import ALL
from caretree.decisions.graph import DecisionGraph
from caretree.targets.file import GeneratedFile
from caretree.targets.site.checks import check_pages
from caretree.targets.site.page import PAGES, environment, guideline_page


def emit(graphs: Sequence[DecisionGraph]) -> list[GeneratedFile]:
    """Every generated page of the site, for guidelines in the order given."""
    guidelines = [(graph.guideline.header, _contents(graph)) for graph in graphs]
    index = environment().get_template("guidelines.md.j2").render(guidelines=guidelines)
    pages = [file for graph in graphs for file in guideline_page(graph)]
    checks = [(check.__name__.replace("_", "-"), check.__doc__ or "") for check in ALL]
    return [GeneratedFile(f"{PAGES}/guidelines/index.md", index), *pages, *check_pages(checks)]


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
