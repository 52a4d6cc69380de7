"""The order of the pages: what a clinician looks for comes first, and a guideline stands under its own title.

Only comfort: without this file MkDocs shows the same pages in the order of the alphabet.
"""

from __future__ import annotations

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

ORDER = (
    "index.md",
    "guidelines/",
    "indexes/drugs.md",
    "indexes/inputs.md",
    "indexes/",
    "how-to-read.md",
    "tutorial.md",
    "language/index.md",
    "language/header.md",
    "language/inputs.md",
    "language/definitions.md",
    "language/actions.md",
    "language/decisions.md",
    "language/pathways.md",
    "language/silence.md",
    "language/examples.md",
    "language/",
    "library.md",
    "checks/",
    "problems/",
)


def on_nav(nav: Navigation, **_: object) -> Navigation:
    """Called by MkDocs once the navigation is made from the folders."""
    nav.items = _ordered(nav.items, None)
    return nav


def _ordered(items: list, parent: Section | None) -> list:
    """Items in order; a folder that holds one page is that page."""
    shown = [_page_of(item, parent) for item in items]
    for item in shown:
        if isinstance(item, Section):
            item.children = _ordered(item.children, item)
    return sorted(shown, key=_place)


def _page_of(item: Page | Section, parent: Section | None) -> Page | Section:
    if parent is not None and isinstance(item, Section) and len(item.children) == 1:
        item.children[0].parent = parent
        return item.children[0]
    return item


def _place(item: Page | Section) -> tuple[int, bool, str]:
    first = item
    while isinstance(first, Section):
        first = first.children[0]
    path = first.file.src_uri
    place = next((index for index, start in enumerate(ORDER) if path.startswith(start)), len(ORDER))
    return place, path.count("/") > 1 or not path.endswith("index.md"), path
