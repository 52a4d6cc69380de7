"""Where a tall picture is cut, so that it prints on pages that make sense.

a picture 2000 high, boxes at 0, 300, 700, 1300, 1900      cut(…, 900)   (0, 700), (700, 1300), (1300, 2000)

Boxes stand one below the other, so a cut between two of them crosses nothing but lines. On a screen the parts stand
without a gap and look like one picture. Lengths are CSS pixels.
"""

from __future__ import annotations

from caretree.targets.site.place import GAP, Picture, PlacedBox

TALLEST = 860.0
"""What fits on A4 below a heading."""


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
