"""Terms: what stands for a number, a date or a label. All names are resolved, all units checked.

Inputs and definitions are referred to by identity (``Name.id``); ``text`` is the term as the editor wrote it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal as OneOf

from msgspec import Struct

from caretree.source.span import NOWHERE, Span
from caretree.units.unit import NUMBER, Unit

Arithmetic = OneOf["+", "-", "*", "/"]
Rounding = OneOf["half-up", "up", "down"]


class Literal(Struct, frozen=True):
    """A written number with its unit, exactly; ``text`` as written (``20,000 /uL``)."""

    value: Fraction
    unit: Unit
    text: str
    span: Span = NOWHERE


class InputNumber(Struct, frozen=True):
    """The value of a scalar input."""

    input: str
    unit: Unit
    text: str
    span: Span = NOWHERE


class DefinedNumber(Struct, frozen=True):
    """The value of a definition that is a number (calculated, a score, a table of numbers)."""

    definition: str
    unit: Unit
    text: str
    span: Span = NOWHERE


class Calculation(Struct, frozen=True):
    """``left operator right``; a bare-number formula uses ``WithoutUnit`` on its inputs."""

    operator: Arithmetic
    left: NumberTerm
    right: NumberTerm
    unit: Unit = NUMBER


class WithoutUnit(Struct, frozen=True):
    """``height in cm`` inside a formula: the bare number of a term in a stated unit (``stated``)."""

    of: NumberTerm
    stated: Unit
    unit: Unit = NUMBER


class WithUnit(Struct, frozen=True):
    """A bare number given a unit: the result of ``… in m2 is calculated as:``."""

    of: NumberTerm
    unit: Unit


class SquareRoot(Struct, frozen=True):
    """``square root of x``."""

    of: NumberTerm
    unit: Unit = NUMBER


class Power(Struct, frozen=True):
    """``x to the power y``; the exponent is a literal number."""

    of: NumberTerm
    exponent: Fraction
    unit: Unit = NUMBER


class Logarithm(Struct, frozen=True):
    """``log x``: the natural logarithm."""

    of: NumberTerm
    unit: Unit = NUMBER


class Extreme(Struct, frozen=True):
    """``the lower of a, b and c`` (``which`` lowest) or ``the higher of …`` (highest)."""

    which: OneOf["lowest", "highest"]
    of: tuple[NumberTerm, ...]
    unit: Unit


class Rounded(Struct, frozen=True):
    """``x rounded to 0.1`` (half-up), ``rounded up to``, ``rounded down to``; the step is in the term's unit."""

    of: NumberTerm
    step: Fraction
    mode: Rounding
    unit: Unit


SeriesValue = OneOf["latest", "previous", "earliest", "lowest", "highest", "average", "total", "number"]


class SeriesTerm(Struct, frozen=True):
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


class DateInput(Struct, frozen=True):
    """The value of a date or date-and-time input."""

    input: str
    text: str = ""
    span: Span = NOWHERE


class CourseStart(Struct, frozen=True):
    """The start of a course of treatment: ``rituximab course start``."""

    input: str
    text: str = ""
    span: Span = NOWHERE


class SeriesDate(Struct, frozen=True):
    """When the latest or earliest measurement of a series was taken."""

    which: OneOf["latest", "earliest"]
    input: str
    text: str = ""
    span: Span = NOWHERE


class Today(Struct, frozen=True):
    """``today`` (a date) or, with ``with_time``, ``now``."""

    with_time: bool = False


CalendarUnit = OneOf["days", "weeks", "months", "years", "hours", "minutes"]


class DateShift(Struct, frozen=True):
    """``4 weeks after X`` (a negative amount is ``before``). Months and years are calendar ones: a missing day
    becomes the month's last."""

    of: DateTerm
    amount: int
    unit: CalendarUnit


class DateExtreme(Struct, frozen=True):
    """``the earlier of X and Y`` or ``the later of X and Y``."""

    which: OneOf["earlier", "later"]
    of: tuple[DateTerm, ...]


DateTerm = DateInput | CourseStart | SeriesDate | Today | DateShift | DateExtreme


class TimeBetween(Struct, frozen=True):
    """``time since X`` (``end`` is today or now) or ``time from X to Y``, a duration.

    Compared with months or years it is compared on the calendar; as a number its unit is days.
    """

    start: DateTerm
    end: DateTerm
    unit: Unit
    text: str = ""
    span: Span = NOWHERE


class CompletedYears(Struct, frozen=True):
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


class InputLabel(Struct, frozen=True):
    """The value of a choice input; ``labels`` are all of its labels in order."""

    input: str
    labels: tuple[str, ...]
    ordered: bool
    text: str
    span: Span = NOWHERE


class DefinedLabel(Struct, frozen=True):
    """The value of a definition that is a label (a grade, a table, ``is decided by``)."""

    definition: str
    labels: tuple[str, ...]
    ordered: bool
    text: str
    span: Span = NOWHERE


LabelTerm = InputLabel | DefinedLabel
