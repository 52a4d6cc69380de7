"""Every page of the site in the browser: accessible, quiet, no wider than the screen, small, drawn without a fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

WAYS = [(1280, "light"), (360, "light"), (1280, "dark"), (360, "dark")]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe-core that colours can break: in the dark every other one finds what it found in the light."""

LARGEST = 250_000
"""Bytes of a guideline's own page, pictures and script, uncompressed."""

CHECKED = """async rules => {
    const wordsOf = (code) => {
        const places = [], range = document.createRange();
        const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(), read = 0; text && read < 300; text = texts.nextNode()) {
            for (const word of text.data.slice(0, 300).matchAll(/\\S+/g)) {
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                places.push(...range.getClientRects());
            }
            read += text.length;
        }
        return places;
    };
    document.querySelectorAll('details').forEach((each) => { each.open = true; });
    const options = {resultTypes: ['violations'], preload: false, iframes: false};
    if (rules.length) options.runOnly = rules;
    const found = (await axe.run(document, options)).violations.map((each) =>
        `${each.id} (${each.nodes.length}): ${each.nodes[0].html.slice(0, 160)} ${each.nodes[0].failureSummary}`);
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push(`${wide} pixels wider than the screen`);
    const name = document.querySelector('.md-header__topic .md-ellipsis');
    if (name.scrollWidth > name.clientWidth) found.push('the name of the site is cut short');
    for (const code of document.querySelectorAll('pre > code')) {
        const words = code.textContent.slice(0, 60);
        if (code.scrollWidth > code.clientWidth) found.push('code scrolls sideways: ' + words);
        const button = code.parentElement.querySelector('.md-code__nav')?.getBoundingClientRect();
        if (button && wordsOf(code).some((word) => word.right > button.left && word.left < button.right
            && word.bottom > button.top + 2 && word.top < button.bottom - 2)) found.push('a button covers: ' + words);
    }
    return [document.body.getAttribute('data-md-color-scheme'), found];
}"""

DRAWN = """() => {
    const inside = (one, other) => one.left >= other.left - 0.5 && one.right <= other.right + 0.5
        && one.top >= other.top - 0.5 && one.bottom <= other.bottom + 0.5;
    const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3.5;
    const faults = [];
    let boxes = 0;
    for (const picture of document.querySelectorAll('svg.ct-figure')) {
        if (!picture.getClientRects().length) continue;
        for (const box of picture.querySelectorAll('.ct-box')) {
            boxes += 1;
            const frame = box.querySelector('.ct-frame').getBoundingClientRect();
            const texts = [...box.querySelectorAll('text')]
                .map((text) => [text.textContent, text.getBoundingClientRect()]);
            texts.forEach(([words, place]) => { if (!inside(place, frame)) faults.push('leaves its box: ' + words); });
            texts.forEach(([words, place], index) => texts.slice(index + 1).forEach(([others, other]) => {
                if (meet(place, other)) faults.push('meet: ' + words + ' / ' + others);
            }));
        }
        const shown = picture.getBoundingClientRect();
        if (shown.left < 0 || shown.right > innerWidth) faults.push('picture is cut off');
        const scale = shown.width / picture.viewBox.baseVal.width;
        const size = scale * parseFloat(getComputedStyle(picture.querySelector('text')).fontSize);
        if (size < 12) faults.push('text of ' + size + ' pixels');
    }
    return [boxes, faults];
}"""


def pages_of(site: Path) -> list[str]:
    """The address of every page below the site."""
    return sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))


@pytest.mark.parametrize("page", WAYS, indirect=True, ids=lambda way: f"{way[0]}-{way[1]}")
def test_every_page_is_accessible_and_quiet(page: Any, address: str, built_site: Path, axe: str, request: Any) -> None:
    """axe-core objects to nothing on any page, with everything unfolded; nothing scrolls sideways and no button covers
    code; the name of the site is whole; no page asks another machine for anything or writes an error to the console."""
    scheme = request.node.callspec.params["page"][1]
    found: dict[str, list[str]] = {}
    for path in pages_of(built_site):
        page.goto(f"{address}/{path}")
        page.evaluate(axe)
        shown, objections = page.evaluate(CHECKED, COLOURS if scheme == "dark" else [])
        assert shown == {"light": "default", "dark": "slate"}[scheme]
        if objections:
            found[path] = objections
    assert found == {}


@pytest.mark.parametrize("page", [(1280, "light"), (360, "light")], indirect=True, ids=lambda way: str(way[0]))
def test_flowcharts_are_drawn_without_a_fault(page: Any, address: str, built_site: Path) -> None:
    """As the browser measures them: every line of text lies inside its box and meets no other, no picture is cut off,
    and none is shown smaller than it can be read."""
    for guideline in sorted((built_site / "guidelines").glob("*/index.html")):
        page.goto(f"{address}/{guideline.relative_to(built_site).as_posix()}")
        boxes, faults = page.evaluate(DRAWN)
        assert boxes > 0 and faults == [], guideline


def test_a_guideline_s_page_is_small(built_site: Path) -> None:
    """The page with its pictures and the script with its graph fit a weak signal on a ward."""
    guidelines = sorted((built_site / "guidelines").glob("*/index.html"))
    sizes = {
        page.parent.name: sum((page.parent / name).stat().st_size for name in ("index.html", "decide.js"))
        for page in guidelines
    }
    assert len(sizes) >= 6 and {name: size for name, size in sizes.items() if size > LARGEST} == {}
