"""A large decision on paper: on A4 no page edge cuts a box of its tree, and each page says what it goes on with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

LEVELS = 5
"""A tree of two branches a fork has 2 + 4 + … + 32 boxes below its first: 63 boxes."""

POINTS = 0.75
"""Points in a CSS pixel."""

UPPER, LOWER = 16 / 25.4 * 72, 20 / 25.4 * 72
"""Margins of the printed page, in points."""

NAME_BOXES = """() => [...document.querySelectorAll('.ct-decision svg.ct-figure .ct-box')]
    .filter((box) => box.getClientRects().length)
    .map((box, index) => {
        const text = box.querySelector('text');
        const frame = box.querySelector('.ct-frame').getBBox();
        const line = text.y.baseVal[0].value;
        text.textContent = 'box' + String(index).padStart(3, '0') + 'x';
        return {name: text.textContent, line, above: line - frame.y, below: frame.y + frame.height - line};
    })"""
"""Writes a name on each box of the decision; says where this line stands in the picture, and how far the box reaches
above and below it, in CSS pixels."""


CONTINUED = """() => [...document.querySelectorAll('.ct-decision .ct-part')].slice(1).map((part) => {
    const label = part.querySelector('.ct-continued');
    const place = label.getBoundingClientRect();
    const above = document.elementFromPoint(place.x + 20, place.y + place.height / 2);
    return {
        first: part.querySelector('.ct-box text').textContent,
        words: label.textContent,
        hidden: above !== label && part.previousElementSibling.contains(above),
    };
})"""
"""For each part of the picture but the first: the name of its first box, what stands above it, and whether the part
before covers this, as it must where both stand on one page."""


class Printed(NamedTuple):
    """Where a line of text was printed: its page, and points above the page's lower edge."""

    page: int
    height: float


def tree(levels: int, number: int = 1) -> Iterator[str]:
    """A decision that asks one sign after the other, on each branch another one."""
    if not levels:
        yield f"should use treatment {number} [1.2]"
        return
    for words, child in ((f"sign {number}", 2 * number), (f"not sign {number}", 2 * number + 1)):
        yield f"when {words} [1.1]:"
        yield from (f"  {line}" for line in tree(levels - 1, child))


def guideline() -> str:
    """A guideline with one large tree."""
    signs, treatments = range(1, 2**LEVELS), range(2**LEVELS, 2 ** (LEVELS + 1))
    head = ["id large-tree", "version 0.1.0", "notation 1", "status draft", "last updated 2025-09-08"]
    lines = [
        'guideline "A large tree":',
        *(f"  {line}" for line in [*head, 'question "Which treatment?"', 'summary "One sign leads to the next."']),
        *(
            'source A "Made for a test":',
            '  section 1 "All":',
            '    1 "One sign leads to the next"',
            '    2 "Treatments"',
        ),
        "inputs:",
        *(f'  sign {number}:\n    is yes or no\n    asks "Sign {number}?"' for number in signs),
        *("actions:", *(f'  treatment {number}:\n    for clinicians "Number {number}."' for number in treatments)),
        *("decision choice of treatment:", *(f"  {line}" for line in tree(LEVELS))),
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def large_tree(tmp_path: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of the page of that guideline, in a project that has no other."""
    from caretree.targets.javascript import emit as javascript
    from caretree.targets.site import emit as site
    from site_graphs import compile_text

    compiled = compile_text(guideline())
    assert compiled.graph is not None, compiled.problems
    root = tmp_path / "ward"
    caretree = str(Path(sys.executable).with_name("caretree"))
    subprocess.run([caretree, "new", str(root)], check=True, capture_output=True)
    for file in [*site.emit([compiled.graph]), *javascript.emit([compiled.graph], "ward")]:
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(root / "site" / "mkdocs.yml")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    with serve(root / "build" / "site") as where:
        yield f"{where}/guidelines/large-tree/index.html"


def printed_lines(document: bytes, start: str = "box") -> tuple[dict[str, list[Printed]], float]:
    """Where the names of boxes, or other texts with a given start, stand in a PDF, and how tall its pages are, in
    points."""
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(document)).pages
    found: dict[str, list[Printed]] = {}
    for number, page in enumerate(pages):

        def note(text: str, user: list[float], line: list[float], *_: Any, number: int = number) -> None:
            if text.strip().startswith(start):
                height = user[1] * line[4] + user[3] * line[5] + user[5]
                found.setdefault(text.strip(), []).append(Printed(number, height))

        page.extract_text(visitor_text=note)
    return found, float(pages[0].mediabox.height)


def test_no_page_edge_cuts_a_box(browser: Any, large_tree: str) -> None:
    """Each box of a tree of 63 lies whole on one page of the printed PDF, between its margins and not made smaller; no
    page in the middle of the tree is mostly empty."""
    page = browser.new_page()
    page.goto(large_tree)
    page.emulate_media(media="print")
    boxes = page.evaluate(NAME_BOXES)
    found, height = printed_lines(page.pdf(prefer_css_page_size=True))
    page.close()
    assert len(boxes) == 2 ** (LEVELS + 1) - 1
    assert {name: len(places) for name, places in found.items()} == {box["name"]: 1 for box in boxes}
    places = {name: place for name, (place,) in found.items()}
    for box in boxes:
        line = places[box["name"]].height
        assert line + box["above"] * POINTS <= height - UPPER and line - box["below"] * POINTS >= LOWER, box
    assert_full_size(boxes, places)
    pages = [place.page for place in places.values()]
    for middle in range(min(pages) + 1, max(pages)):
        lines = [place.height for place in places.values() if place.page == middle]
        assert max(lines) - min(lines) > (height - UPPER - LOWER) / 2, middle


def test_a_page_says_what_it_goes_on_with(browser: Any, large_tree: str) -> None:
    """A page in the middle of a tree begins with the branches that lead to its first box; where the tree goes on
    without a page edge nothing is said, and on a screen never."""
    page = browser.new_page(viewport={"width": 1280, "height": 20_000})
    page.goto(large_tree)
    assert not any(label.is_visible() for label in page.locator(".ct-continued").all())
    page.emulate_media(media="print")
    page.evaluate(NAME_BOXES)
    parts = page.evaluate(CONTINUED)
    document = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(parts) > 4 and all(part["hidden"] for part in parts)
    boxes, height = printed_lines(document)
    labels, _ = printed_lines(document, "choice of treatment, continued")
    told = {part["first"]: part["words"] for part in parts}
    first = {place.page: name for name, (place,) in reversed(boxes.items())}
    assert len(first) > 2
    for number in sorted(first)[1:]:
        words = told[first[number]]
        assert words.startswith("choice of treatment, continued: when ")
        top = [
            words.startswith(text) for text, at in labels.items() for p in at if p.page == number and on_top(p, height)
        ]
        assert top == [True], (number, words, labels)


def on_top(place: Printed, height: float) -> bool:
    """Whether a line is among the first of its page."""
    return height - UPPER - place.height < 46 * POINTS


def assert_full_size(boxes: list[dict[str, Any]], places: dict[str, Printed]) -> None:
    """From one box to the next on the same page it is as far on paper as on the screen."""
    pairs = [(one, other) for one, other in pairwise(boxes) if places[one["name"]].page == places[other["name"]].page]
    assert len(pairs) > len(boxes) / 2
    for one, other in pairs:
        printed = places[one["name"]].height - places[other["name"]].height
        assert abs(printed - (other["line"] - one["line"]) * POINTS) < 1.5, (one, other)
