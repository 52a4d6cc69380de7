"""Definitions: named conditions, numbers, scores, grades and labels."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from caretree.guideline.blocks import Caveat, LabelTree, NumberTree
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Bounds, Condition
from caretree.guideline.inputs import Assumption
from caretree.guideline.names import Name
from caretree.guideline.terms import NumberTerm
from caretree.source.span import NOWHERE, Span
from caretree.units.unit import Unit


@dataclass(frozen=True, slots=True)
class MeansCondition:
    """``X means C`` or ``X means any of:``; each line of a list keeps its own citations in ``line_cites``."""

    condition: Condition
    line_cites: tuple[tuple[Cite, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Calculated:
    """``X in m2 is calculated as:``, or a table of numbers."""

    tree: NumberTree
    unit: Unit


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """``1 if confusion [1.1]`` (``points``), or a named number to add (``number``)."""

    points: Fraction
    condition: Condition | None
    number: NumberTerm | None = None
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Score:
    """``X is the sum of:``, a bare number."""

    items: tuple[ScoreItem, ...]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """``severe: below 0.5 [6.6]``."""

    label: str
    ranges: tuple[Bounds, ...]
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Graded:
    """``X in U is graded[, in rising order,] by Y:``; the bounds are in ``unit``."""

    of: NumberTerm
    unit: Unit
    rows: tuple[GradeRow, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """``X is decided by:`` or ``X is by table:`` with labels; ``labels`` in order of first appearance."""

    tree: LabelTree
    labels: tuple[str, ...]


Meaning = MeansCondition | Calculated | Score | Graded | Labelled


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition."""

    name: Name
    meaning: Meaning
    assume: Assumption | None = None
    see: tuple[Caveat, ...] = ()
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE
