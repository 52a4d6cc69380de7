"""The order of the pages: what a clinician looks for comes first, and a guideline stands under its own title.

Only comfort: without this file MkDocs shows the same pages in the order of the alphabet.
"""

from __future__ import annotations

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

TABS = {
    "": ("index.md",),
    "Guidelines": ("guidelines/",),
    "Look up": ("indexes/drugs.md", "indexes/inputs.md", "indexes/", "measured.md"),
    "How to read a page": ("how-to-read.md",),
    "For editors": (
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
        "checks/",
        "problems/",
    ),
    "For developers": (
        "library.md",
        "graph.md",
        "cohorts.md",
        "api.md",
        "agreement.md",
        "performance.md",
        "proofs-measured.md",
    ),
}
"""Each tab with the pages below it, by the start of their paths; what stands nowhere keeps its place at the end."""


def on_nav(nav: Navigation, **_: object) -> Navigation:
    """Called by MkDocs once the navigation is made from the folders."""
    shown = [_page_of(item) for item in nav.items]
    tabs = []
    for title, starts in TABS.items():
        items = [item for item in shown if _first(item).startswith(starts)]
        shown = [item for item in shown if item not in items]
        tabs += _tab(title, sorted(items, key=lambda item: _place(item, starts)), starts)
    nav.items = [*tabs, *shown]
    return nav


def _tab(title: str, items: list, starts: tuple[str, ...]) -> list:
    """The items of a tab below its title; one item is the tab."""
    for item in items:
        if isinstance(item, Section):
            item.children = sorted(map(_page_of, item.children), key=lambda child: _place(child, starts))
    if len(items) < 2:
        return items
    inside = [child for item in items for child in ([item] if isinstance(item, Page) else _flat(item))]
    tab = Section(title, inside)
    for child in inside:
        child.parent = tab
    return [tab]


def _flat(section: Section) -> list:
    """A small folder joins its tab; a large one stays a folder of its own."""
    return list(section.children) if section.title in ("Indexes", "Problems") else [section]


def _page_of(item: Page | Section) -> Page | Section:
    """A folder that holds one page is that page."""
    if isinstance(item, Section) and len(item.children) == 1:
        item.children[0].parent = item.parent
        return item.children[0]
    return item


def _first(item: Page | Section) -> str:
    while isinstance(item, Section):
        item = item.children[0]
    return item.file.src_uri


def _place(item: Page | Section, starts: tuple[str, ...]) -> tuple[int, bool, str]:
    path = _first(item)
    place = next((index for index, start in enumerate(starts) if path.startswith(start)), len(starts))
    return place, path.count("/") > 1 or not path.endswith("index.md"), path
