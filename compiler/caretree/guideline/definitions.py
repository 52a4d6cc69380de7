"""Definitions: named conditions, numbers, scores, grades and labels."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from caretree.guideline.blocks import Caveat, LabelTree, NumberTree
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Bounds, Condition
from caretree.guideline.inputs import Assumption
from caretree.guideline.names import Name
from caretree.guideline.terms import NumberTerm
from caretree.source.span import NOWHERE, Span
from caretree.units.unit import Unit


class MeansCondition(Struct, frozen=True):
    """``X means C`` or ``X means any of:``; each line of a list keeps its own citations in ``line_cites``."""

    condition: Condition
    line_cites: tuple[tuple[Cite, ...], ...] = ()


class Calculated(Struct, frozen=True):
    """``X in m2 is calculated as:``, or a table of numbers."""

    tree: NumberTree
    unit: Unit


class ScoreItem(Struct, frozen=True):
    """``1 if confusion [1.1]`` (``points``), or a named number to add (``number``)."""

    points: Fraction
    condition: Condition | None
    number: NumberTerm | None = None
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    span: Span = NOWHERE


class Score(Struct, frozen=True):
    """``X is the sum of:``, a bare number."""

    items: tuple[ScoreItem, ...]


class GradeRow(Struct, frozen=True):
    """``severe: below 0.5 [6.6]``."""

    label: str
    ranges: tuple[Bounds, ...]
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Graded(Struct, frozen=True):
    """``X in U is graded[, in rising order,] by Y:``; the bounds are in ``unit``."""

    of: NumberTerm
    unit: Unit
    rows: tuple[GradeRow, ...]
    ordered: bool = False


class Labelled(Struct, frozen=True):
    """``X is decided by:`` or ``X is by table:`` with labels; ``labels`` in order of first appearance."""

    tree: LabelTree
    labels: tuple[str, ...]


Meaning = MeansCondition | Calculated | Score | Graded | Labelled


class Definition(Struct, frozen=True):
    """One definition."""

    name: Name
    meaning: Meaning
    assume: Assumption | None = None
    see: tuple[Caveat, ...] = ()
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE
