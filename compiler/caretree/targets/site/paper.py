"""Where a tall picture is cut, so that it prints on pages that make sense.

a picture 2000 high, boxes at 0, 300, 700, 1300, 1900      cut(…, 900)   (0, 700), (700, 1300), (1300, 2000)
what stands above the second part                          "neutrophils, continued: severe › when fever"

Boxes stand one below the other, so a cut between two of them crosses nothing but lines. On a screen the parts stand
without a gap and look like one picture; on paper a part that begins a page says which branches lead to it. Lengths are
CSS pixels.
"""

from __future__ import annotations

from collections.abc import Mapping

from caretree.targets.site.measure import Run, wrap
from caretree.targets.site.place import GAP, SMALL, Picture, PlacedBox

TALLEST = 860.0
"""What fits on A4 below a heading."""
LINES = 3
"""The most lines of what stands above a part; the style sheet gives them their room."""


def cut(picture: Picture, tallest: float = TALLEST) -> tuple[tuple[float, float], ...]:
    """Top and bottom of each part, in order. A part is taller than ``tallest`` only where a single box is."""
    parts: list[tuple[float, float]] = []
    top = 0.0
    while picture.height - top > tallest:
        place = _best(picture, top, tallest)
        if place is None:
            break
        parts.append((top, place))
        top = place
    return (*parts, (top, picture.height))


def _best(picture: Picture, top: float, tallest: float) -> float | None:
    """The next cut: before the outermost box of the lower half of the page, so that what belongs together stays so."""
    below = [box for box in picture.boxes if _above(box) > top]
    fitting = [box for box in below if _above(box) - top <= tallest]
    late = [box for box in fitting if _above(box) - top >= tallest / 2]
    if late or fitting:
        return _above(min(late or fitting, key=lambda box: (box.x, -box.y)))
    return _above(below[0]) if below else None


def _above(box: PlacedBox) -> float:
    """The middle of the gap above a box."""
    return box.y - GAP / 2


def continued(picture: Picture, top: float, words: Mapping[str, str]) -> str:
    """What stands above the part that begins at ``top``: the picture's title and the branches that lead to its first
    box. ``words`` says a box's branch, by node, away from its fork; else its chip does. The outermost branches are left
    out where all do not fit in ``LINES`` lines."""
    first = next(index for index, box in enumerate(picture.boxes) if box.y >= top)
    root, *way = _leading(picture.boxes, first)
    title = " ".join(run.text for row in root.rows[:1] for run in row.row.text)
    branches = [words.get(box.box.node, box.box.chip) for box in way]
    told = _told(title, branches)
    while len(wrap((Run(told),), picture.width, SMALL)) > LINES and len(branches) > 1:
        branches = branches[1:]
        told = _told(title, ["…", *branches])
    return told


def _told(title: str, branches: list[str]) -> str:
    return f"{title}, continued{': ' if branches else ''}{' › '.join(branches)}"


def _leading(boxes: tuple[PlacedBox, ...], index: int) -> list[PlacedBox]:
    """The boxes that lead to a box, the outermost first: each stands further out than the one it leads to."""
    leading: list[PlacedBox] = []
    x = boxes[index].x
    for box in reversed(boxes[:index]):
        if box.x < x:
            leading.insert(0, box)
            x = box.x
    return leading
