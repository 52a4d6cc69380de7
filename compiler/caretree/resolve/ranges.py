"""Ranges: ``below 0.5``, ``from 1 to below 2``, ``above 5 or 2``, as in grade lines, branches and cells."""

from __future__ import annotations

from caretree.guideline.conditions import Bounds
from caretree.guideline.terms import NumberTerm
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.unit import Unit


def read_ranges(phrase: Phrase, reading: Reading, of: NumberTerm, unit: Unit) -> tuple[Bounds, ...] | None:
    """Ranges joined by ``or``; a number without a unit stands in ``unit``, the heading's. ``None`` after problems.

    Problems: as ``read_condition``.
    """
    raise NotImplementedError
