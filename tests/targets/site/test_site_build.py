"""MkDocs builds the site without a warning, and no page asks for anything from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from hostile import HOSTILE, small
from site_build import build
from site_graphs import SPECS, compile_text, graph_of


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "image": "href",
    "use": "href",
    "object": "data",
}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """Hospitals have no web: no page and no style sheet names another server to load something from."""
    for page in site.rglob("*.html"):
        for tag, attributes in Elements(page.read_text(encoding="utf-8")).found:
            loaded = attributes.get(LOADS.get(tag, ""))
            if tag == "link" and attributes.get("rel") not in ("canonical", "prev", "next"):
                loaded = attributes.get("href")
            assert not (loaded or "").startswith(("http:", "https:", "//")), (page, tag, loaded)
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", sheet.read_text(encoding="utf-8")), sheet


def test_every_guideline_has_its_page_in_the_navigation(site: Path) -> None:
    """A guideline stands in the navigation under its own title, and the list of guidelines leads to it."""
    start = (site / "guidelines" / "index.html").read_text(encoding="utf-8")
    for spec in SPECS:
        assert (site / "guidelines" / spec / "index.html").is_file()
        assert f'href="{spec}/index.html"' in start
        assert start.count(graph_of(spec).guideline.header.title) >= 1


def test_text_from_a_spec_never_becomes_markup(tmp_path: Path) -> None:
    """With hostile words in every text a page has the same elements as with harmless ones of the same length, and runs
    nothing."""
    harmless = small(re.sub(r"[^\w\s]", "x", HOSTILE))
    hostile = small(HOSTILE)
    pages = []
    for name, text in (("harmless", harmless), ("hostile", hostile)):
        compiled = compile_text(text)
        assert compiled.graph is not None, compiled.problems
        built = build([compiled.graph], tmp_path / name)
        pages.append((built / "guidelines" / "small" / "index.html").read_text(encoding="utf-8"))
    counts = [_shape(page) for page in pages]
    assert counts[0] == counts[1]
    assert not any(name.startswith("on") for _, attributes in Elements(pages[1]).found for name in attributes)
    assert "alert(1)" in pages[1], "the words are there, as words"
    assert "javascript:" not in " ".join(a.get("href") or "" for _, a in Elements(pages[1]).found)


def _shape(page: str) -> list[str]:
    return [tag for tag, _ in Elements(page).found if tag not in ("svg", "text", "tspan", "rect", "g")]
