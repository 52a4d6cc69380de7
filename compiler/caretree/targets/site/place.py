"""Where the boxes of an outline stand: one below the other, each level a little further in.

    +---------------+
    | neutrophils   |
    +---------------+
     |  +-----------------+
     +--| (severe)        |
     |  | consider G-CSF  |
     |  +-----------------+
     |  +-----------------+
     +--| (otherwise) …   |

An outline grows downward, so it is as narrow as its column however many branches there are: a phone shows it whole.
Lengths are CSS pixels.
"""

from __future__ import annotations

from msgspec import Struct

from caretree.targets.site.measure import Line, Run, line_width, wrap
from caretree.targets.site.outline import Box, Row

TEXT, SMALL = 13.0, 11.0
TEXT_STEP, SMALL_STEP = 17.0, 15.0
PADDING, GAP, INDENT = 8.0, 7.0, 16.0
MARKER = 18.0
CHIP_PADDING = 6.0
NARROWEST = 96.0
"""The least width of a box, however deep it stands."""
EDGE = 1.0
"""Half a border and a little air, so that no line is cut at the picture's edge."""


class PlacedText(Struct, frozen=True):
    """One drawn line: left end and baseline."""

    x: float
    y: float
    line: Line
    size: float


class PlacedRow(Struct, frozen=True):
    """A row with its lines; the marker stands at ``x``, ``y`` (its centre)."""

    row: Row
    x: float
    y: float
    texts: tuple[PlacedText, ...]
    under: tuple[PlacedText, ...]


class PlacedBox(Struct, frozen=True):
    """A box with everything in it. ``chip`` is the chip's rectangle (x, y, width, height) or ``None``; ``port`` is the
    height at which the edge from its parent arrives."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    chip: tuple[float, float, float, float] | None
    chip_texts: tuple[PlacedText, ...]
    rows: tuple[PlacedRow, ...]
    port: float


class Edge(Struct, frozen=True):
    """From a parent down and across to a child."""

    parent: str
    child: str
    kind: str
    points: tuple[tuple[float, float], ...]


class Picture(Struct, frozen=True):
    """A placed outline."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    edges: tuple[Edge, ...]


def place(root: Box, width: float) -> Picture:
    """Place an outline in a column ``width`` wide."""
    boxes: list[PlacedBox] = []
    edges: list[Edge] = []
    bottom = _place(root, EDGE, EDGE, width - EDGE, boxes, edges)
    right = max(box.x + box.width for box in boxes)
    return Picture(right + EDGE, bottom + EDGE, tuple(boxes), tuple(edges))


def _place(box: Box, x: float, y: float, right: float, boxes: list[PlacedBox], edges: list[Edge]) -> float:
    placed = _placed_box(box, x, y, max(right - x, NARROWEST))
    boxes.append(placed)
    bottom = placed.y + placed.height
    trunk = x + INDENT / 2
    start = bottom
    for child in box.children:
        top = bottom + GAP
        index = len(boxes)
        bottom = _place(child, x + INDENT, top, right, boxes, edges)
        port = boxes[index].port
        edges.append(Edge(box.node, child.node, child.kind, ((trunk, start), (trunk, port), (x + INDENT, port))))
    return bottom


def _placed_box(box: Box, x: float, y: float, room: float) -> PlacedBox:
    inner = room - 2 * PADDING
    chip, chip_texts, top = _chip(box, x, y, inner)
    rows: list[PlacedRow] = []
    for row in box.rows:
        placed, top = _row(row, x + PADDING, top, inner)
        rows.append(placed)
    width = min(room, _content_width(x, chip, chip_texts, rows) + PADDING)
    port = y + PADDING + TEXT_STEP / 2 if chip is None else chip[1] + TEXT_STEP / 2 + CHIP_PADDING / 2
    return PlacedBox(box, x, y, width, top - y + PADDING, chip, chip_texts, tuple(rows), port)


def _content_width(
    x: float, chip: tuple[float, float, float, float] | None, chip_texts: tuple[PlacedText, ...], rows: list[PlacedRow]
) -> float:
    texts = [text for row in rows for text in (*row.texts, *row.under)] + list(chip_texts)
    ends = [text.x + line_width(text.line, text.size) - x for text in texts]
    return max([NARROWEST - PADDING, *ends, *([chip[0] + chip[2] - x] if chip else [])])


def _chip(
    box: Box, x: float, y: float, inner: float
) -> tuple[tuple[float, float, float, float] | None, tuple[PlacedText, ...], float]:
    """The chip with its text and, below it, the branch's citations; and where the rows begin."""
    if not box.chip.strip():
        return None, (), y + PADDING
    left, top = x + PADDING + CHIP_PADDING, y + PADDING
    lines = wrap((Run(box.chip, bold=True),), inner - 2 * CHIP_PADDING, TEXT)
    texts = _lines(lines, left, top + CHIP_PADDING / 2, TEXT, TEXT_STEP)
    width = max(line_width(line, TEXT) for line in lines) + 2 * CHIP_PADDING
    height = len(lines) * TEXT_STEP + CHIP_PADDING
    chip = (x + PADDING, top, width, height)
    cites = _lines(_spread(box.chip_under, inner), x + PADDING, top + height + 1, SMALL, SMALL_STEP)
    bottom = top + height + len(cites) * SMALL_STEP + (4 if box.rows else 0)
    return chip, (*texts, *cites), bottom


def _row(row: Row, x: float, y: float, inner: float) -> tuple[PlacedRow, float]:
    left = x if row.kind in ("title", "fork") else x + MARKER
    room = inner - (left - x)
    texts = _lines(wrap(row.text, room, TEXT), left, y, TEXT, TEXT_STEP)
    below = y + len(texts) * TEXT_STEP
    under = _lines(_spread(row.under, room), left, below, SMALL, SMALL_STEP)
    placed = PlacedRow(row, x + MARKER / 2 - 2, y + TEXT_STEP / 2, texts, under)
    return placed, below + len(under) * SMALL_STEP + 2


def _spread(links: tuple[Run, ...], room: float) -> tuple[Line, ...]:
    """Small links with a dot between them, each kept in one line where it fits."""
    lines: list[Line] = []
    for link in links:
        broken = wrap((link,), room, SMALL)
        together = (*lines[-1], Run("·"), *broken[0]) if lines and broken else ()
        if len(broken) == 1 and together and line_width(together, SMALL) <= room:
            lines[-1] = together
        else:
            lines += broken
    return tuple(lines)


def _lines(lines: tuple[Line, ...], x: float, y: float, size: float, step: float) -> tuple[PlacedText, ...]:
    baseline = step / 2 + size * 0.36
    return tuple(PlacedText(x, y + index * step + baseline, line, size) for index, line in enumerate(lines))
