"""The order of the pages: what a clinician looks for comes first, and a guideline stands under its own title.

Only comfort: without this file MkDocs shows the same pages in the order of the alphabet.
"""

from __future__ import annotations

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section

ORDER = (
    "index.md",
    "guidelines/",
    "how-to-read.md",
    "tutorial.md",
    "language/",
    "library.md",
    "checks/",
)


def on_files(files: Files, **_: object) -> Files:
    """MkDocs makes the navigation from the files in the order it gets them."""
    return Files(sorted(files, key=lambda file: _place(file.src_uri)))


def _place(path: str) -> tuple[int, bool, str]:
    place = next((index for index, start in enumerate(ORDER) if path.startswith(start)), len(ORDER))
    return place, path.count("/") > 1 or not path.endswith("/index.md"), path


def on_nav(nav: Navigation, **_: object) -> Navigation:
    """A folder with one page is that page."""
    for section in nav.items:
        if isinstance(section, Section):
            section.children = [_unwrapped(child, section) for child in section.children]
    return nav


def _unwrapped(child, section):  # type: ignore[no-untyped-def]
    if isinstance(child, Section) and len(child.children) == 1:
        child.children[0].parent = section
        return child.children[0]
    return child
