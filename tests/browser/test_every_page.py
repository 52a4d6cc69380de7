"""Every page of the site in the browser: accessible, quiet, no wider than the screen, small, drawn without a fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

LOADED = [(1280, "light"), (360, "dark")]
"""How every page is loaded, so that it begins with each width and each colour scheme; then its reader switches to the
other colours."""

SHARES = 4
"""The pages are dealt out, so that several processes have as much to do."""

SCHEMES = {"light": "default", "dark": "slate"}
COLOURS = ["link-in-text-block"]
"""The rules of axe-core that colours can break beside contrast, which is always measured: every other one finds after a
switch what it found before."""

FORGETFUL = "if (location.protocol.startsWith('http')) localStorage.clear();"
"""Before a page begins: the colours that were switched to on another are forgotten. (There, the theme might remember
them after they were.)"""

SCRIPTS = [(Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("looks.js", "objections.js")]

LARGEST = 250_000
"""Bytes of a guideline's own page, pictures and script, uncompressed."""

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


@pytest.mark.usefixtures("without_search")
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("page", LOADED, indirect=True, ids=lambda way: f"{way[0]}-{way[1]}")
def test_every_page_is_accessible_and_quiet(
    page: Any, share: int, address: str, built_site: Path, axe: str, request: Any
) -> None:
    """axe-core objects to nothing on any page, in light and in dark, with everything unfolded; nothing scrolls sideways
    and no button covers code; the name of the site is whole; no page asks another machine for anything or writes an
    error to the console."""
    loaded = request.node.callspec.params["page"][1]
    switched = next(scheme for scheme in SCHEMES if scheme != loaded)
    page.add_init_script(
        "\n".join((FORGETFUL, axe, *SCRIPTS, "Object.assign(window, {prepare, switchColours, objections});"))
    )
    found: dict[str, list[str]] = {}
    for path in pages_of(built_site)[share::SHARES]:
        page.goto(f"{address}/{path}")
        page.evaluate("prepare()")
        objections = objections_in(page, loaded, [])
        page.evaluate("switchColours()")
        objections += objections_in(page, switched, COLOURS)
        if objections:
            found[path] = objections
    assert found == {}


def objections_in(page: Any, scheme: str, rules: list[str]) -> list[str]:
    """What there is to object to once the page shows a colour scheme."""
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == SCHEMES[scheme]
    found: list[str] = page.evaluate("rules => objections(rules)", rules)
    return [f"{scheme}: {each}" for each in found]


@pytest.mark.usefixtures("without_search")
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
