"""What a sentence says before its names and units are looked up: the words with their places in the phrase.

    ANC is below 1.0 g/L     WrittenIs(WrittenName("ANC"), (WrittenRange("below", WrittenNumber("1.0", "g/L")),))

Every node knows its ``start`` and ``end`` in the phrase, so that problems and meanings point at the exact columns.
"""

from __future__ import annotations

from typing import Literal as OneOf

from msgspec import Struct


class Word(Struct, frozen=True):
    """A word of the notation itself (``is``, ``at least``), or a unit."""

    text: str
    start: int
    end: int


# --- numbers and dates ----------------------------------------------------------------------------------------------
class WrittenName(Struct, frozen=True):
    """A declared name or label."""

    text: str
    start: int
    end: int


class WrittenNumber(Struct, frozen=True):
    """``1.0 x10^9/L``; ``upper`` is set for ``7-8``, which is never a threshold."""

    number: str
    unit: str
    start: int
    end: int
    unit_start: int = 0
    upper: str = ""


class WrittenInUnit(Struct, frozen=True):
    """``height in cm``."""

    of: WrittenTerm
    unit: Word
    start: int
    end: int


class WrittenCalculation(Struct, frozen=True):
    """``a + b``."""

    operator: str
    left: WrittenTerm
    right: WrittenTerm
    start: int
    end: int


class WrittenFunction(Struct, frozen=True):
    """``square root of x`` or ``log x``."""

    which: OneOf["square root", "log"]
    of: WrittenTerm
    start: int
    end: int


class WrittenPower(Struct, frozen=True):
    """``x to the power y``."""

    of: WrittenTerm
    exponent: WrittenNumber
    start: int
    end: int


class WrittenRounded(Struct, frozen=True):
    """``x rounded to 0.1``."""

    of: WrittenTerm
    mode: OneOf["half-up", "up", "down"]
    step: WrittenNumber
    start: int
    end: int


class WrittenExtreme(Struct, frozen=True):
    """``the lower of a and b``; ``which`` is lower, higher, earlier or later."""

    which: str
    of: tuple[WrittenTerm, ...]
    start: int
    end: int


class WrittenSeries(Struct, frozen=True):
    """``the average X in the last 24 hours``, ``the lowest of the last 2 X``, ``number of X``."""

    which: str
    name: WrittenName
    last: WrittenNumber | None
    window: WrittenNumber | None
    start: int
    end: int


class WrittenToday(Struct, frozen=True):
    """``today`` or ``now``."""

    with_time: bool
    start: int
    end: int


class WrittenShift(Struct, frozen=True):
    """``4 weeks after X`` or ``before X``."""

    amount: WrittenNumber
    before: bool
    of: WrittenTerm
    start: int
    end: int


class WrittenStart(Struct, frozen=True):
    """``rituximab course start``."""

    name: WrittenName
    start: int
    end: int


class WrittenTime(Struct, frozen=True):
    """``time since X`` (no end) or ``time from X to Y``; ``years`` for ``completed years from X to Y``."""

    since: WrittenTerm
    until: WrittenTerm | None
    years: bool
    start: int
    end: int


WrittenTerm = (
    WrittenName
    | WrittenNumber
    | WrittenInUnit
    | WrittenCalculation
    | WrittenFunction
    | WrittenPower
    | WrittenRounded
    | WrittenExtreme
    | WrittenSeries
    | WrittenToday
    | WrittenShift
    | WrittenStart
    | WrittenTime
)


# --- conditions -----------------------------------------------------------------------------------------------------
class WrittenRange(Struct, frozen=True):
    """``below 7``, ``from 1 to below 2``, or a bare value (``word`` is ``is``).

    ``to_word`` is ``to`` or ``to below`` where there is an upper end; ``others`` are the further cut-offs of
    ``at least 5.1 mmol/L or 92 mg/dL``, ``to_others`` those of the upper end.
    """

    word: str
    value: WrittenTerm
    to_word: str
    to: WrittenTerm | None
    others: tuple[WrittenNumber, ...]
    to_others: tuple[WrittenNumber, ...]
    start: int
    end: int


class WrittenBare(Struct, frozen=True):
    """A name standing alone, or ``not`` before it."""

    of: WrittenTerm
    negated: bool
    start: int
    end: int


class WrittenIs(Struct, frozen=True):
    """``X is [not] <ranges>``; a label, date or number standing alone is a range with the word ``is``."""

    subject: WrittenTerm
    negated: bool
    ranges: tuple[WrittenRange, ...]
    start: int
    end: int


class WrittenOneOf(Struct, frozen=True):
    """``X is [not] one of a, b``."""

    subject: WrittenTerm
    negated: bool
    values: tuple[WrittenTerm, ...]
    start: int
    end: int


class WrittenYesNo(Struct, frozen=True):
    """``X is [not] yes`` or ``no``."""

    subject: WrittenTerm
    yes: bool
    start: int
    end: int


class WrittenKnown(Struct, frozen=True):
    """``X is [not] known``."""

    subject: WrittenTerm
    start: int
    end: int


class WrittenOffered(Struct, frozen=True):
    """``X is [not] offered``."""

    name: WrittenName
    negated: bool
    start: int
    end: int


class WrittenTrend(Struct, frozen=True):
    """``the last 3 X are rising``."""

    count: WrittenNumber
    name: WrittenName
    direction: OneOf["rising", "falling"]
    start: int
    end: int


class WrittenSustained(Struct, frozen=True):
    """``X have been below 30 x10^9/L for at least 2 weeks``."""

    name: WrittenTerm
    range: WrittenRange
    duration: WrittenNumber
    start: int
    end: int


class WrittenChange(Struct, frozen=True):
    """``X has risen by at least 30 x10^9/L since the earliest X``."""

    name: WrittenTerm
    direction: OneOf["risen", "fallen"]
    range: WrittenRange
    since: WrittenTerm
    start: int
    end: int


class WrittenJoined(Struct, frozen=True):
    """Clauses joined by ``and`` and ``or``, one word between each two."""

    words: tuple[Word, ...]
    of: tuple[WrittenClause, ...]
    start: int
    end: int


WrittenClause = (
    WrittenBare
    | WrittenIs
    | WrittenOneOf
    | WrittenYesNo
    | WrittenKnown
    | WrittenOffered
    | WrittenTrend
    | WrittenSustained
    | WrittenChange
)
WrittenCondition = WrittenClause | WrittenJoined
