"""A placed outline as SVG.

    PlacedBox "severe"      <g class="ct-box ct-branch" data-node="neutrophils/severe"> … </g>

Colours come from the page's style sheet (``ct-`` classes), so one picture serves light, dark and paper; without a style
sheet it is still black lines and text. A file of its own carries the style sheet inside. What most shapes share stands
once on the picture: a page holds many pictures, and a phone on a ward has little signal. Only a file of its own tells
the node of every row: on a page the text below the picture does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from caretree.targets.site.measure import Line, Run
from caretree.targets.site.paper import TALLEST, continued, cut
from caretree.targets.site.place import TEXT, TEXT_STEP, Edge, Picture, PlacedBox, PlacedRow, PlacedText
from caretree.targets.site.typeset import typeset

CORNER = 5
MARKERS = {
    "recommend": "M-4 0 l3 3.2 5-6.4",
    "should-use": "M-4 0 l3 3.2 5-6.4",
    "consider": "M-4 0 l3 3.2 5-6.4",
    "may-use": "M-4 0 l3 3.2 5-6.4",
    "avoid": "M-3.2-3.2 l6.4 6.4 M3.2-3.2 l-6.4 6.4",
    "do-not-use": "M-3.2-3.2 l6.4 6.4 M3.2-3.2 l-6.4 6.4",
    "choice": "M-4-3 h8 M-4 0 h8 M-4 3 h8",
    "gap": "M-2.2-2 a2.2 2.2 0 1 1 3.4 1.8 q-1.2.8-1.2 1.9 M0 4 v.4",
    "conflict": "M0-4.2 v5 M0 3.8 v.4",
    "nothing": "M-3.5 0 h7",
    "report": "M0-.8 v4.6 M0-4 v.4",
}
"""The sign in a row's circle, around its centre: a tick offers, a cross advises against, ``?`` is silence, ``!`` two
readings."""


SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')
LINE = 17.0
"""From one line of a notice to the next."""


def number(value: float) -> str:
    """A coordinate: at most one decimal, so that the bytes are the same everywhere."""
    return f"{round(value, 1):g}"


def drawing(picture: Picture, label: str, css: str = "") -> str:
    """The picture as an ``svg`` element. ``css`` is put inside where the picture is a file of its own."""
    parts = _drawn(picture.boxes, picture.edges, bool(css))
    return svg(parts, picture.width, picture.height, label, css)


def _drawn(boxes: Sequence[PlacedBox], edges: Sequence[Edge], whole: bool) -> list[str]:
    """Boxes, each with the edge that leads to it, after the edges that only pass by."""
    leading = {edge.child: edge for edge in edges}
    inside = {box.box.node for box in boxes}
    passing = [edge for edge in edges if edge.child not in inside]
    return [*map(_edge, passing), *(_box(box, leading.get(box.box.node), whole) for box in boxes)]


def drawing_in_parts(picture: Picture, label: str, words: Mapping[str, str], tallest: float = TALLEST) -> str:
    """The picture as one ``svg`` element, or several below each other where it is too tall for a page of paper.
    ``words`` says the branch of a box by its node, for what stands on paper above a part."""
    places = cut(picture, tallest)
    if len(places) == 1:
        return drawing(picture, label)
    return "".join(
        f'<div class="ct-part">\n{_continued(picture, top, words)}'
        f"{_part(picture, f'{label} Part {index} of {len(places)}.', top, bottom)}</div>\n"
        for index, (top, bottom) in enumerate(places, start=1)
    )


def _continued(picture: Picture, top: float, words: Mapping[str, str]) -> str:
    return f'<p class="ct-continued">{escape(typeset(continued(picture, top, words)))}</p>\n' if top else ""


def _part(picture: Picture, label: str, top: float, bottom: float) -> str:
    edges = [edge for edge in picture.edges if edge.points[0][1] < bottom and edge.points[-1][1] > top]
    boxes = [box for box in picture.boxes if top <= box.y < bottom]
    return svg(_drawn(boxes, edges, False), picture.width, bottom - top, label, "", "ct-part-figure", top)


def svg(parts: list[str], width: float, height: float, label: str, css: str, kind: str = "", top: float = 0) -> str:
    """Drawn parts as an ``svg`` element, from the height ``top`` on."""
    box = (
        f'viewBox="0 {number(top)} {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    )
    shared = f'fill="none" stroke="currentColor" font-size="{number(TEXT)}"'
    role = f'{shared} class="{f"ct-figure {kind}".strip()}" role="group" aria-label={quoteattr(typeset(label))}'
    style = [f"<style>{css}</style>"] if css else []
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {box} {role}>', *style, *parts, "</svg>"]) + "\n"


def noted(text: str, notice: str) -> str:
    """A picture that is a file of its own, with a notice below it, a clause a line; it may be pasted anywhere."""
    found = SIZE.search(text)
    if not notice or found is None:
        return text
    width, height = (float(part) for part in found.groups())
    lines = notice.replace(", ", ",\n").replace(". ", ".\n").split("\n")
    written = [
        f'<text x="{number(TEXT / 2)}" y="{number(height + (place + 1) * LINE)}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    ]
    taller = number(height + (len(lines) + 0.5) * LINE)
    size = f'viewBox="0 0 {number(width)} {taller}" width="{number(width)}" height="{taller}"'
    return text.replace(found[0], size, 1).replace("</svg>", "\n".join([*written, "</svg>"]))


def _edge(edge: Edge) -> str:
    """An edge away from its box says where it leads."""
    return f'<path class="ct-edge ct-{edge.kind}" data-to={quoteattr(edge.child)} d="{_path(edge)}"/>'


def _path(edge: Edge) -> str:
    return " ".join(f"{'L' if index else 'M'}{number(x)} {number(y)}" for index, (x, y) in enumerate(edge.points))


def _box(box: PlacedBox, edge: Edge | None, whole: bool) -> str:
    way = [f'<path class="ct-edge" d="{_path(edge)}"/>'] if edge else []
    frame = rectangle("ct-frame", box.x, box.y, box.width, box.height)
    chip = [rectangle("ct-chip", *box.chip)] if box.chip else []
    texts = [drawn_text(text) for text in box.chip_texts]
    rows = [_row(row, whole) for row in box.rows]
    head = f'<g class="ct-box ct-{box.box.kind}" data-node={quoteattr(box.box.node)}>'
    return "\n".join([head, *way, frame, *chip, *texts, *rows, "</g>"])


def rectangle(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A rounded rectangle."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect class="{kind}" {place} rx="{CORNER}"/>'


def _row(row: PlacedRow, whole: bool) -> str:
    sign = _marker(row)
    texts = "".join(drawn_text(text) for text in row.texts)
    main = sign + texts
    if row.row.href:
        main = f"<a href={quoteattr(row.row.href)}>{main}</a>"
    under = "".join(drawn_text(text) for text in row.under)
    node = f" data-node={quoteattr(row.row.node)}" if whole and row.row.node else ""
    return f'<g class="ct-row ct-{row.row.kind}"{node}>{main}{under}</g>'


def _marker(row: PlacedRow) -> str:
    sign = MARKERS.get(row.row.kind)
    if sign is None:
        return ""
    place = f'transform="translate({number(row.x)} {number(row.y)})"'
    return f'<g class="ct-marker" {place}><circle r="{number(TEXT_STEP * 0.41)}"/><path d="{sign}"/></g>'


def drawn_text(text: PlacedText) -> str:
    """One line of text; its runs keep their weight and their links."""
    kind = f' class="ct-small" font-size="{number(text.size)}"' if text.size != TEXT else ""
    return f'<text{kind} x="{number(text.x)}" y="{number(text.y)}">{_runs(text.line)}</text>'


def _runs(line: Line) -> str:
    return " ".join(map(_run, line))


def _run(run: Run) -> str:
    words = escape(typeset(run.text))
    if run.bold:
        words = f'<tspan font-weight="700">{words}</tspan>'
    return f"<a href={quoteattr(run.href)}>{words}</a>" if run.href else words
