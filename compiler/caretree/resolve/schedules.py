"""Schedules: when a test or a treatment is repeated, and for how long.

repeat every 1 week until ANC is above 1.74 x10^9/L      ScheduleStep(every=7 days, until=…)
then every 2 to 4 weeks for 3 months                     ScheduleStep(every=14 to 28 days, during=3 months)
for at least 1 year from remission                       ScheduleStep(during=1 year, at_least, start="remission")
"""

from __future__ import annotations

import re

from caretree.guideline.citation import Cite
from caretree.guideline.doses import ScheduleStep, TimeRange
from caretree.resolve.conditions import read_condition
from caretree.resolve.lines import not_understood
from caretree.resolve.literals import read_time_range
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase

_EVERY = re.compile(r"(?:repeat|then) (?P<more>more often than )?every (?P<every>.+?)(?P<rest>(?: for | until ).*)?")
_REST = re.compile(r"(?: for (?P<during>.+?))?(?: until (?P<until>.+))?")
_FOR = re.compile(r"for (?P<least>at least )?(?P<during>.+?)(?: from (?P<start>.+))?")


def is_schedule(phrase: Phrase) -> bool:
    """Whether a ``then …`` line continues a schedule rather than a dose."""
    return phrase.text.startswith(("then every ", "repeat ", "for "))


def read_schedule(phrase: Phrase, reading: Reading, cited: tuple[Cite, ...] = ()) -> ScheduleStep | None:
    """One step of a schedule; ``None`` after problems (those of times and conditions, ``not-understood``)."""
    if found := _EVERY.fullmatch(phrase.text):
        return _every(phrase, found, reading, cited)
    if found := _FOR.fullmatch(phrase.text):
        during = read_time_range(phrase.part(*found.span("during")), reading)
        if during is None:
            return None
        start, least = found["start"] or "", bool(found["least"])
        return ScheduleStep(phrase.text, None, during, at_least=least, start=start, cites=cited, span=phrase.span())
    reading.report(
        not_understood(phrase, "`repeat every 1 week until …`, `then every 2 to 4 weeks for 3 months` or `for 1 year`")
    )
    return None


def _every(phrase: Phrase, found: re.Match[str], reading: Reading, cited: tuple[Cite, ...]) -> ScheduleStep | None:
    before = len(reading.problems)
    every = read_time_range(phrase.part(*found.span("every")), reading)
    during: TimeRange | None = None
    until = None
    shift = found.start("rest")
    rest = _REST.fullmatch(found["rest"] or "")
    if rest is None:
        reading.report(not_understood(phrase, "`for` and a time before `until` and a condition"))
        return None
    if rest["during"]:
        during = read_time_range(phrase.part(shift + rest.start("during"), shift + rest.end("during")), reading)
    if rest["until"]:
        until = read_condition(phrase.part(shift + rest.start("until"), shift + rest.end("until")), reading)
    if len(reading.problems) > before or every is None:
        return None
    more = bool(found["more"])
    return ScheduleStep(phrase.text, every, during, more_often=more, until=until, cites=cited, span=phrase.span())
