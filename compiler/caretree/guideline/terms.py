"""Terms: what stands for a number, a date or a label. All names are resolved, all units checked.

Inputs and definitions are referred to by identity (``Name.id``); ``text`` is the term as the editor wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as OneOf

from caretree.source.span import NOWHERE, Span
from caretree.units.unit import NUMBER, Unit

Arithmetic = OneOf["+", "-", "*", "/"]
Rounding = OneOf["half-up", "up", "down"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A written number with its unit, exactly; ``text`` as written (``20,000 /uL``)."""

    value: Fraction
    unit: Unit
    text: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class InputNumber:
    """The value of a scalar input."""

    input: str
    unit: Unit
    text: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class DefinedNumber:
    """The value of a definition that is a number (calculated, a score, a table of numbers)."""

    definition: str
    unit: Unit
    text: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Calculation:
    """``left operator right``; a bare-number formula uses ``WithoutUnit`` on its inputs."""

    operator: Arithmetic
    left: NumberTerm
    right: NumberTerm
    unit: Unit = NUMBER


@dataclass(frozen=True, slots=True)
class WithoutUnit:
    """``height in cm`` inside a formula: the bare number of a term in a stated unit (``stated``)."""

    of: NumberTerm
    stated: Unit
    unit: Unit = NUMBER


@dataclass(frozen=True, slots=True)
class WithUnit:
    """A bare number given a unit: the result of ``… in m2 is calculated as:``."""

    of: NumberTerm
    unit: Unit


@dataclass(frozen=True, slots=True)
class SquareRoot:
    """``square root of x``."""

    of: NumberTerm
    unit: Unit = NUMBER


@dataclass(frozen=True, slots=True)
class Power:
    """``x to the power y``; the exponent is a literal number."""

    of: NumberTerm
    exponent: Fraction
    unit: Unit = NUMBER


@dataclass(frozen=True, slots=True)
class Logarithm:
    """``log x``: the natural logarithm."""

    of: NumberTerm
    unit: Unit = NUMBER


@dataclass(frozen=True, slots=True)
class Extreme:
    """``the lower of a, b and c`` (``which`` lowest) or ``the higher of …`` (highest)."""

    which: OneOf["lowest", "highest"]
    of: tuple[NumberTerm, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class Rounded:
    """``x rounded to 0.1`` (half-up), ``rounded up to``, ``rounded down to``; the step is in the term's unit."""

    of: NumberTerm
    step: Fraction
    mode: Rounding
    unit: Unit


SeriesValue = OneOf["latest", "previous", "earliest", "lowest", "highest", "average", "total", "number"]


@dataclass(frozen=True, slots=True)
class SeriesTerm:
    """``the latest X``, ``number of X``, ``the average X in the last 24 hours``, ``the lowest of the last 2 X``.

    ``within`` is a window in days ending at the evaluation (a value exactly that old is excluded);
    ``last`` limits to the newest n values. ``number`` of an empty list is 0; the others need values
    (``previous`` two), else they are unknown, even for a complete patient.
    """

    which: SeriesValue
    input: str
    unit: Unit
    within: Fraction | None = None
    last: int | None = None
    text: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class DateInput:
    """The value of a date or date-and-time input."""

    input: str
    text: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class CourseStart:
    """The start of a course of treatment: ``rituximab course start``."""

    input: str
    text: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """When the latest or earliest measurement of a series was taken."""

    which: OneOf["latest", "earliest"]
    input: str
    text: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Today:
    """``today`` (a date) or, with ``with_time``, ``now``."""

    with_time: bool = False


CalendarUnit = OneOf["days", "weeks", "months", "years", "hours", "minutes"]


@dataclass(frozen=True, slots=True)
class DateShift:
    """``4 weeks after X`` (a negative amount is ``before``). Months and years are calendar ones: a missing day
    becomes the month's last."""

    of: DateTerm
    amount: int
    unit: CalendarUnit


@dataclass(frozen=True, slots=True)
class DateExtreme:
    """``the earlier of X and Y`` or ``the later of X and Y``."""

    which: OneOf["earlier", "later"]
    of: tuple[DateTerm, ...]


DateTerm = DateInput | CourseStart | SeriesDate | Today | DateShift | DateExtreme


@dataclass(frozen=True, slots=True)
class TimeBetween:
    """``time since X`` (``end`` is today or now) or ``time from X to Y``, a duration.

    Compared with months or years it is compared on the calendar; as a number its unit is days.
    """

    start: DateTerm
    end: DateTerm
    unit: Unit
    text: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class CompletedYears:
    """``completed years from X to Y``: whole calendar years, a duration in years."""

    start: DateTerm
    end: DateTerm
    unit: Unit


NumberTerm = (
    Literal
    | InputNumber
    | DefinedNumber
    | Calculation
    | WithoutUnit
    | WithUnit
    | SquareRoot
    | Power
    | Logarithm
    | Extreme
    | Rounded
    | SeriesTerm
    | TimeBetween
    | CompletedYears
)


@dataclass(frozen=True, slots=True)
class InputLabel:
    """The value of a choice input; ``labels`` are all of its labels in order."""

    input: str
    labels: tuple[str, ...]
    ordered: bool
    text: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class DefinedLabel:
    """The value of a definition that is a label (a grade, a table, ``is decided by``)."""

    definition: str
    labels: tuple[str, ...]
    ordered: bool
    text: str
    span: Span = NOWHERE


LabelTerm = InputLabel | DefinedLabel
