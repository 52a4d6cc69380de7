"""The expressions of a decision graph: conditions, numbers and labels, stored once each in a table, referred to by id.

    ANC is below 0.5 x10^9/L and fever      conditions["c3"] = AllOf(("c1", "c2"))
                                            conditions["c1"] = Compare("lt", "n1", Fraction(1, 2))
                                            conditions["c2"] = Fact("fever")
                                            numbers["n1"] = InputValue("neutrophil-count")

Numbers are exact. A number stands in the unit that ``number_units`` of the graph says; conversions are explicit
``Arithmetic`` with constants, so that two numbers meeting in one node always share a unit. Dates are numbers of days
since 1970-01-01 (with fractions of a day where a time is known). For incomplete patients every condition has *must be
yes* and *must be no*, never both; a number is an interval; a label is the set not ruled out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

ConditionId = str
NumberId = str
LabelId = str
Comparison = Literal["lt", "le", "gt", "ge"]


# --- conditions ------------------------------------------------------------------------------------------------------
class Constant(Struct, frozen=True):
    """Always yes or always no."""

    value: bool


class Fact(Struct, frozen=True):
    """A yes/no input (with its assumption, if any, already applied to the patient)."""

    input: str


class Compare(Struct, frozen=True):
    """``left < right`` and its three sisters; ``right`` is a number's id or an exact constant in left's unit."""

    comparison: Comparison
    left: NumberId
    right: NumberId | Fraction


class DualCompare(Struct, frozen=True):
    """A cut-off published in several units: the value meets the one of its reported unit, otherwise the first.

    ``cutoffs`` pairs a unit's UCUM code with the bound in that unit. ``of`` is an ``InputValue`` or ``SeriesValue``.
    """

    comparison: Comparison
    of: NumberId
    cutoffs: tuple[tuple[str, Fraction], ...]


class LabelIn(Struct, frozen=True):
    """A label is among some labels: must be yes if no other label is possible, must be no if none of them is."""

    of: LabelId
    labels: tuple[str, ...]


class AllOf(Struct, frozen=True):
    """Every one holds."""

    of: tuple[ConditionId, ...]


class AnyOf(Struct, frozen=True):
    """At least one holds."""

    of: tuple[ConditionId, ...]


class Not(Struct, frozen=True):
    """It does not hold: must-yes and must-no swapped."""

    of: ConditionId


class CountOf(Struct, frozen=True):
    """At least ``count`` of them hold, or exactly ``count`` when ``exactly``."""

    count: int
    of: tuple[ConditionId, ...]
    exactly: bool


class CourseIs(Struct, frozen=True):
    """A course of treatment has one of some statuses."""

    input: str
    statuses: tuple[str, ...]


class Trend(Struct, frozen=True):
    """The last ``count`` values of a series rise (or fall) strictly; unknown with fewer values."""

    input: str
    count: int
    direction: Literal["rising", "falling"]


class Sustained(Struct, frozen=True):
    """The values of a series have stayed inside bounds (in the input's unit) for at least ``days`` days.

    The run of newest consecutive values that are inside ends at the latest value; it must span at least ``days`` days
    from its first to its last value. No value: unknown. Every value inside but too short a span: unknown (earlier
    values were not recorded); a value outside within the span: no.
    """

    input: str
    low: tuple[Fraction, bool] | None
    high: tuple[Fraction, bool] | None
    days: Fraction


class NotKnown(Struct, frozen=True):
    """Some of these inputs is unknown: the one two-valued condition that looks at missing data (``until``)."""

    inputs: tuple[str, ...]


class InPhase(Struct, frozen=True):
    """The pathway is in one of these phases (``not started`` and ``ended`` count as phases)."""

    pathway: str
    phases: tuple[str, ...]


class Assumed(Struct, frozen=True):
    """A yes/no definition with ``when not recorded, assume``: ``value`` while ``of`` is unknown and ``unless`` must be
    no (or is absent). ``id`` is the definition's identity, for ``assumed`` in the answer."""

    id: str
    of: ConditionId
    value: bool
    unless: ConditionId | None


class IsOffered(Struct, frozen=True):
    """An action (or a member of a class or options block) is offered; only in safety rules."""

    actions: tuple[str, ...]


ConditionNode = (
    Constant
    | Fact
    | Compare
    | DualCompare
    | LabelIn
    | AllOf
    | AnyOf
    | Not
    | CountOf
    | CourseIs
    | Trend
    | Sustained
    | NotKnown
    | InPhase
    | Assumed
    | IsOffered
)


# --- numbers ---------------------------------------------------------------------------------------------------------
class ConstantNumber(Struct, frozen=True):
    """An exact number."""

    value: Fraction


class InputValue(Struct, frozen=True):
    """A scalar input in its declared unit, or a date input in days. Unknown: its whole plausible range."""

    input: str


class Arithmetic(Struct, frozen=True):
    """``left operator right`` on intervals; dividing by an interval that holds 0 is unknown without bounds."""

    operator: Literal["+", "-", "*", "/"]
    left: NumberId
    right: NumberId


class SquareRoot(Struct, frozen=True):
    """Exact for squares, otherwise an enclosure narrow enough never to matter."""

    of: NumberId


class Power(Struct, frozen=True):
    """``of`` to an exact exponent."""

    of: NumberId
    exponent: Fraction


class Logarithm(Struct, frozen=True):
    """The natural logarithm."""

    of: NumberId


class Extreme(Struct, frozen=True):
    """The lowest or highest of several numbers."""

    which: Literal["lowest", "highest"]
    of: tuple[NumberId, ...]


class Rounded(Struct, frozen=True):
    """Rounded to a multiple of ``step``: half-up (away from zero on ties), up or down."""

    of: NumberId
    step: Fraction
    mode: Literal["half-up", "up", "down"]


class Score(Struct, frozen=True):
    """The sum of the points whose condition holds (low and high ends as in semantics), plus ``add`` numbers."""

    items: tuple[tuple[Fraction, ConditionId], ...]
    add: tuple[NumberId, ...] = ()


class SeriesValue(Struct, frozen=True):
    """``latest``, ``previous``, ``earliest``, ``lowest``, ``highest``, ``average``, ``total`` or ``number`` of a series
    in its declared unit; ``within`` days before the evaluation (exactly that old is excluded), ``last`` n values."""

    which: str
    input: str
    within: Fraction | None
    last: int | None


class SeriesDate(Struct, frozen=True):
    """The day (and time) of the latest or earliest measurement."""

    which: Literal["latest", "earliest"]
    input: str


class CourseStart(Struct, frozen=True):
    """The day a course of treatment started."""

    input: str


class Now(Struct, frozen=True):
    """The evaluation's moment in days; with ``day`` only its day."""

    day: bool


class ShiftedDate(Struct, frozen=True):
    """A date moved by calendar units; months and years keep the day, a missing day becomes the month's last."""

    of: NumberId
    amount: int
    unit: Literal["days", "weeks", "months", "years", "hours", "minutes"]


class CompletedYears(Struct, frozen=True):
    """Whole calendar years from one date to another."""

    start: NumberId
    end: NumberId


class PhaseClock(Struct, frozen=True):
    """Days since the current phase of a pathway started."""

    pathway: str


class NumberFork(Struct, frozen=True):
    """A number decided by a fork: pairs of a condition and a number; ``ordered`` as in ``ForkNode``."""

    ordered: bool
    branches: tuple[tuple[ConditionId, NumberId], ...]


NumberNode = (
    ConstantNumber
    | InputValue
    | Arithmetic
    | SquareRoot
    | Power
    | Logarithm
    | Extreme
    | Rounded
    | Score
    | SeriesValue
    | SeriesDate
    | CourseStart
    | Now
    | ShiftedDate
    | CompletedYears
    | PhaseClock
    | NumberFork
)


# --- labels ----------------------------------------------------------------------------------------------------------
class InputLabel(Struct, frozen=True):
    """A choice input."""

    input: str
    labels: tuple[str, ...]


class LabelFork(Struct, frozen=True):
    """A label decided by a fork: a grade, a table or ``is decided by``. A branch's label is possible while its branch
    is open. ``branches`` pair a condition with a label, or with the id of another label node (``LabelId``) when nested.

    For a grade, ``graded`` is the number it reads; targets may draw its ranges, the meaning is in the conditions.
    """

    ordered: bool
    branches: tuple[tuple[ConditionId, str, LabelId | None], ...]
    labels: tuple[str, ...]
    graded: NumberId | None = None


LabelNode = InputLabel | LabelFork
