"""Numbers an unremarkable patient could have: round, and near what is usual.

age, cut-offs 18 and 65, usually 40      40, then 70 (past 65), then 10 (below 18)
ANC, cut-off 0.5, usually 1.74           1.74, then 0.4

Between two cut-offs one number stands for all; it is as round as the stretch allows, and no cut-off itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from caretree.guideline.types import Number

STEPS = tuple(Fraction(10) ** -power * part for power in range(-3, 7) for part in (1, Fraction(1, 2)))
"""What round numbers are multiples of, roundest first: 1000, 500, 100, 50, 10, 5, 1, 0.5 …"""

PARTS = 4
"""A step is at most this part of its stretch."""


def near_usual(number: Number, cutoffs: Iterable[Fraction], usual: Fraction | None) -> list[Fraction]:
    """One number for each stretch between cut-offs, the nearest to what is usual first."""
    low, high = number.plausible.low, number.plausible.high
    ends = sorted({low, high, *(cutoff for cutoff in cutoffs if low < cutoff < high)})
    found = [_inside(number, *stretch, usual) for stretch in zip(ends, ends[1:], strict=False)]
    aim = usual if usual is not None else ends[min(1, len(ends) - 1)]
    numbers = [one for one in found if one is not None]
    return sorted(numbers, key=lambda one: (abs(one - aim), one))


def _inside(number: Number, low: Fraction, high: Fraction, usual: Fraction | None) -> Fraction | None:
    """A round number strictly inside a stretch; ``None`` where the declared precision has none."""
    finest = Fraction(1) if number.whole else Fraction(1, 10 ** (6 if number.decimals is None else number.decimals))
    if usual is not None and low < usual < high:
        return usual
    aim = _aim(low, high, usual)
    for step in STEPS:
        if step >= finest and step <= _coarsest(low, high, usual):
            nearest = (aim / step + Fraction(1, 2)) // 1 * step
            tried = [nearest, nearest + step, nearest - step]
            inside = [one for one in tried if low < one < high]
            if inside:
                return min(inside, key=lambda one: (abs(one - aim), one))
    return None


def _aim(low: Fraction, high: Fraction, usual: Fraction | None) -> Fraction:
    narrow = low > 0 and high <= low * Fraction(5, 4)
    if usual is not None and (low <= usual <= high or not narrow):
        return min(max(usual, low), high)
    return low if low > 0 and high > PARTS * low else (low + high) / 2


def _coarsest(low: Fraction, high: Fraction, usual: Fraction | None) -> Fraction:
    """A part of the stretch, and not much next to the end that is near: a year past 65 years, not a century."""
    near = low if usual is None or usual <= low else high if usual >= high else usual
    limits = [(high - low) / PARTS, *([abs(near) / 2] if near else [])]
    return min(limits)
