"""Doses: one dose sentence, its steps and splits, caps, adjustments, tapers and rounding.

dose 1 mcg/kg of weight subcutaneously once weekly      Dose(Amount(1 mcg, per=weight), "subcutaneously",
                                                             frequency=Frequency("once weekly", 1, 7))
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal as OneOf
from typing import cast

from caretree.guideline.citation import Cite
from caretree.guideline.doses import Adjustment, Cap, Dose, DoseRounding, Share, Taper
from caretree.problems.problem import Problem
from caretree.resolve import dose_problems as problems
from caretree.resolve.conditions import read_condition
from caretree.resolve.dose_amounts import read_amount
from caretree.resolve.dose_parts import not_a_part, part_at, take_frequency, take_route, take_time
from caretree.resolve.lines import not_understood
from caretree.resolve.literals import read_literal, read_time_range
from caretree.resolve.reading import Reading
from caretree.source.span import Span
from caretree.syntax.tree import Phrase

Period = OneOf["dose", "day", "week", "course"]
PERIODS = ("dose", "day", "week", "course")

_SHARE = re.compile(r"(?P<percent>\d+(?:\.\d+)?) ?%(?: over (?P<time>.+))?")
_DOSE = re.compile(r"(?<![\w.])[\d,]*\.?\d+(?: to [\d,]*\.?\d+)? ?(?P<unit>[a-zA-Zµμ]+)(?:/\S+)?(?![\w-])")
_GIVEN = ("mg", "mcg", "g", "ng", "IU", "units", "mL", "µg", "μg", "U", "mmol", "puffs", "tablets", "drops")


def read_dose(
    phrase: Phrase, reading: Reading, cited: tuple[Cite, ...] = (), notes: tuple[str, ...] = ()
) -> Dose | None:
    """A dose sentence without its word ``dose``; ``None`` after problems.

    Problems: those of amounts and times, ``dose-order``, ``not-understood`` (did you mean …).
    """
    both = read_amount(phrase, reading)
    if both is None:
        return None
    amount, rest = both
    route, rest = take_route(rest)
    before = len(reading.problems)
    over, rest = take_time(rest, "over", reading)
    frequency, rest = take_frequency(rest, reading)
    duration, rest = take_time(rest, "for", reading)
    if rest.text:
        part = part_at(rest)
        reading.report(problems.wrong_order(rest, part) if part else not_a_part(rest))
    if len(reading.problems) > before:
        return None
    return Dose(amount, route, over, frequency, duration, phrase.text, cited, notes, phrase.span())


def read_doses(
    phrase: Phrase, reading: Reading, cited: tuple[Cite, ...] = (), notes: tuple[str, ...] = ()
) -> tuple[Dose, ...]:
    """A dose sentence and the steps after it on the same line: ``40 mg once, then 20 mg once daily``."""
    doses: list[Dose] = []
    start = 0
    for found in [*re.finditer(r", then ", phrase.text), None]:
        part = phrase.part(start, found.start() if found else None)
        start = found.end() if found else start
        dose = read_dose(part, reading, cited, () if doses else notes)
        if dose is None:
            return ()
        doses.append(dose)
    return tuple(doses)


def read_cap(phrase: Phrase, reading: Reading, cited: tuple[Cite, ...] = (), span: Span | None = None) -> Cap | None:
    """``10 mcg/kg of weight per week`` (after ``at most`` or ``never exceed``); ``None`` after problems.

    Problems: those of amounts, ``missing-period``.
    """
    both = read_amount(phrase, reading, with_rate=False)
    if both is None:
        return None
    amount, rest = both
    if amount.low != amount.high:
        reading.report(not_understood(phrase, "one amount, not a range, as a limit"))
        return None
    period = rest.text.removeprefix("per ")
    if period == rest.text or period not in PERIODS:
        reading.report(_missing_period(rest if rest.text else phrase))
        return None
    return Cap(amount, cast(Period, period), phrase.text, cited, span or phrase.span())


def read_adjustment(
    phrase: Phrase, direction: OneOf["raise", "lower"], reading: Reading, cited: tuple[Cite, ...], whole: Phrase
) -> Adjustment | None:
    """``1 mcg/kg of weight until C`` after ``raise by`` or ``lower by``; ``None`` after problems."""
    both = read_amount(phrase, reading, with_rate=False)
    if both is None:
        return None
    amount, rest = both
    if not rest.text:
        return Adjustment(direction, amount, None, whole.text, cited, whole.span())
    if not rest.text.startswith("until "):
        reading.report(not_understood(rest, "`until` and a condition, or end the line after the amount"))
        return None
    until = read_condition(rest.part(6), reading)
    return Adjustment(direction, amount, until, whole.text, cited, whole.span()) if until else None


def read_taper(phrase: Phrase, reading: Reading, cited: tuple[Cite, ...], whole: Phrase) -> Taper | None:
    """``7.5 mg per day by 3 to 6 months`` after ``reduce to at most``; ``None`` after problems."""
    both = read_amount(phrase, reading)
    if both is None:
        return None
    amount, rest = both
    if not rest.text.startswith("by "):
        reading.report(not_understood(rest if rest.text else phrase, "`by` and the time it is reached by"))
        return None
    time = read_time_range(rest.part(3), reading)
    return Taper(amount, time, whole.text, cited, whole.span()) if time else None


def read_rounding(
    phrase: Phrase, mode: OneOf["half-up", "up", "down"], reading: Reading, whole: Phrase
) -> DoseRounding | None:
    """``0.01 mg`` after ``round to``, ``round up to`` or ``round down to``; ``None`` after problems."""
    step = read_literal(phrase, reading)
    if step is None:
        return None
    if step.value <= 0 or not step.unit.symbol:
        reading.report(not_understood(phrase, "a step above zero with its unit, as in `round to 0.01 mg`"))
        return None
    return DoseRounding(step, mode, whole.text, whole.span())


def read_shares(phrase: Phrase, reading: Reading) -> tuple[Share, ...]:
    """``10 % over 30 minutes, then the rest over 5 hours`` after ``give``; empty after problems.

    Problem: ``shares-incomplete`` when the shares are not the whole dose.
    """
    shares: list[Share] = []
    for part in _steps(phrase):
        share = _share(part, reading)
        if share is None:
            return ()
        shares.append(share)
    percents = [share.percent for share in shares if share.percent is not None]
    rests = [index for index, share in enumerate(shares) if share.percent is None]
    total = sum(percents, Fraction(0))
    if (rests == [len(shares) - 1] and total < 100) or (not rests and total == 100):
        return tuple(shares)
    reading.report(_incomplete_shares(phrase))
    return ()


def find_dose(phrase: Phrase) -> Phrase | None:
    """The first amount of a drug written in a phrase: a dose where none may stand, such as at a recommendation."""
    for found in _DOSE.finditer(phrase.text):
        if found["unit"] in _GIVEN:
            return phrase.part(found.start(), found.end())
    return None


def dose_at_recommendation(phrase: Phrase) -> Problem:
    """A dose written where an action is recommended."""
    return Problem(
        "dose-at-recommendation",
        f"`{phrase.text}` is a dose, and doses stand at the action",
        phrase.span(),
        why="said once at the action, a dose cannot differ between two places of the guideline.",
        fix="move the dose to the action's block under `actions:` and recommend the action by its name.",
    )


def _steps(phrase: Phrase) -> list[Phrase]:
    starts = [0, *(found.end() for found in re.finditer(r", then ", phrase.text))]
    ends = [*(found.start() for found in re.finditer(r", then ", phrase.text)), None]
    return [phrase.part(start, end) for start, end in zip(starts, ends, strict=True)]


def _share(phrase: Phrase, reading: Reading) -> Share | None:
    if phrase.text == "the rest" or phrase.text.startswith("the rest over "):
        time = read_time_range(phrase.part(14), reading) if phrase.text != "the rest" else None
        return Share(None, time, phrase.text) if time or phrase.text == "the rest" else None
    found = _SHARE.fullmatch(phrase.text)
    if found is None:
        reading.report(not_understood(phrase, "`give 10 % over 30 minutes, then the rest over 5 hours`"))
        return None
    time = read_time_range(phrase.part(*found.span("time")), reading) if found["time"] else None
    return Share(Fraction(found["percent"]), time, phrase.text) if time or not found["time"] else None


def _missing_period(phrase: Phrase) -> Problem:
    return Problem(
        "missing-period",
        f"`{phrase.text}` does not say what the limit holds for",
        phrase.span(),
        why="the same amount per dose, per day and per week are very different limits.",
        fix="end with `per dose`, `per day`, `per week` or `per course`.",
    )


def _incomplete_shares(phrase: Phrase) -> Problem:
    return Problem(
        "shares-incomplete",
        f"the shares in `{phrase.text}` are not the whole dose",
        phrase.span(),
        why="a part of the dose would never be given, or more than all of it.",
        fix="end with `then the rest over …`, or let the percentages make 100.",
    )
