"""The parts of a dose after its amount: route, ``over`` a time, frequency, ``for`` a time.

subcutaneously · over 4 hours · once weekly · for 4 weeks
"""

from __future__ import annotations

import re
from fractions import Fraction

from caretree.guideline.doses import Frequency, TimeRange
from caretree.problems.problem import Problem
from caretree.resolve.literals import read_time_range
from caretree.resolve.lookup import did_you_mean
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase

ROUTES = (
    "orally",
    "by mouth",
    "intravenously",
    "subcutaneously",
    "intramuscularly",
    "intraosseously",
    "intradermally",
    "intrathecally",
    "intraperitoneally",
    "intravesically",
    "intravitreally",
    "epidurally",
    "into the joint",
    "inhaled",
    "by inhalation",
    "by nebuliser",
    "into the nose",
    "into the eye",
    "into both eyes",
    "into the ear",
    "under the tongue",
    "inside the cheek",
    "rectally",
    "vaginally",
    "topically",
    "on the skin",
    "through the skin",
    "through a feeding tube",
    "through a central line",
)
ABBREVIATIONS = {
    "po": "orally",
    "iv": "intravenously",
    "i.v.": "intravenously",
    "sc": "subcutaneously",
    "sq": "subcutaneously",
    "im": "intramuscularly",
    "io": "intraosseously",
    "pr": "rectally",
    "sl": "under the tongue",
    "nebulised": "by nebuliser",
    "intranasally": "into the nose",
    "sublingually": "under the tongue",
    "daily": "once daily",
    "weekly": "once weekly",
    "qd": "once daily",
    "od": "once daily",
    "bd": "twice daily",
    "bid": "twice daily",
    "tds": "three times daily",
    "tid": "three times daily",
    "qid": "four times daily",
    "qds": "four times daily",
    "stat": "once",
    "prn": '"when needed"',
}
_TIMES = {"once": 1, "twice": 2, "three times": 3, "four times": 4, "five times": 5, "six times": 6}
_PERIODS = {"daily": Fraction(1), "weekly": Fraction(7), "monthly": Fraction(487, 16), "yearly": Fraction(1461, 4)}

_TIME = r"(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?: to \d[\d,]*(?:\.\d+)?)? [^\s,]+"
_END = r"(?=$|[ ,])"
_ROUTE = re.compile(rf"(?:{'|'.join(ROUTES)})(?: or (?:{'|'.join(ROUTES)}))*{_END}")
_OVER = re.compile(rf"over (?P<time>{_TIME})")
_FOR = re.compile(rf"for (?P<time>{_TIME})")
_QUOTED = re.compile(r'"(?P<text>[^"]+)"')
_EVERY = re.compile(rf"every (?:(?P<other>other day|day)|(?P<time>{_TIME})){_END}")
_REGULAR = re.compile(rf"(?P<times>{'|'.join(_TIMES)}) (?P<period>{'|'.join(_PERIODS)}){_END}")
_PERIOD_WORDS = {"daily": "daily", "a day": "daily", "per day": "daily", "/day": "daily", "weekly": "weekly",
                 "a week": "weekly", "per week": "weekly"}  # fmt: skip
_COUNTED = re.compile(rf"(?P<count>\d+) ?(?:times|x|×) ?(?P<period>{'|'.join(_PERIOD_WORDS)}){_END}", re.IGNORECASE)
"""A frequency with its number in digits, which could be read as a part of the amount."""
_ONCE = re.compile(rf"once{_END}")

_PARTS = (
    ("rate", re.compile(rf"per (?:hour|day){_END}")),
    ("route", _ROUTE),
    ("time it is given over", _OVER),
    ("frequency", _REGULAR),
    ("frequency", _EVERY),
    ("frequency", _ONCE),
    ("phrase in quotes", _QUOTED),
    ("duration", _FOR),
)


def take_route(phrase: Phrase) -> tuple[str, Phrase]:
    """The route a phrase starts with (empty when none), and the rest."""
    found = _ROUTE.match(phrase.text)
    return (found[0], phrase.part(found.end())) if found else ("", phrase)


def take_time(phrase: Phrase, word: str, reading: Reading) -> tuple[TimeRange | None, Phrase]:
    """The time after ``over`` or ``for``, and the rest. Problems: those of a time."""
    found = (_OVER if word == "over" else _FOR).match(phrase.text)
    if found is None:
        return None, phrase
    return read_time_range(phrase.part(*found.span("time")), reading), phrase.part(found.end())


def take_frequency(phrase: Phrase, reading: Reading) -> tuple[Frequency | None, Phrase]:
    """The frequency a phrase starts with, and the rest.

    Of ``every 4 to 6 hours`` the shorter interval counts: it gives the highest daily dose.
    """
    text = phrase.text
    if found := _QUOTED.match(text):
        return Frequency(found["text"]), phrase.part(found.end())
    if found := _REGULAR.match(text):
        return Frequency(found[0], _TIMES[found["times"]], _PERIODS[found["period"]]), phrase.part(found.end())
    if found := _ONCE.match(text):
        return Frequency(found[0], 1, None), phrase.part(found.end())
    if found := _EVERY.match(text):
        return _every(phrase, found, reading), phrase.part(found.end())
    return None, phrase


def _every(phrase: Phrase, found: re.Match[str], reading: Reading) -> Frequency | None:
    if found["other"]:
        return Frequency(found[0], 1, Fraction(2 if found["other"] == "other day" else 1))
    time = read_time_range(phrase.part(*found.span("time")), reading)
    if time is None:
        return None
    if time.low <= 0:
        reading.report(not_a_part(phrase.part(0, found.end())))
        return None
    return Frequency(found[0], 1, time.low)


def part_at(phrase: Phrase) -> str:
    """Which part of a dose a phrase starts with, in an editor's words; empty when none."""
    return next((name for name, pattern in _PARTS if pattern.match(phrase.text)), "")


def not_a_part(phrase: Phrase) -> Problem:
    """Words in a dose that are none of its parts."""
    known = (*ROUTES, *(f"{times} {period}" for times in _TIMES for period in _PERIODS), "over", "for", "every")
    words = phrase.text.split()
    starts = [" ".join(words[:count]) for count in (3, 2, 1) if len(words) >= count]
    short = ABBREVIATIONS.get(words[0].strip(",").lower()) if words else None
    meant = f'did you mean "{short}"?' if short else next(filter(None, (did_you_mean(s, known) for s in starts)), "")
    if counted := _COUNTED.match(phrase.text):
        times = {str(count): words for words, count in _TIMES.items()}.get(counted["count"])
        period = _PERIOD_WORDS[counted["period"].lower()]
        meant = (
            f"write `{times} {period}`." if times else "write `every … hours`, or the frequency as a phrase in quotes."
        )
    if words[:1] == ["per"] and words[1:2] in (["kg"], ["m2"]):
        meant = f"write `/{words[1]} of` directly after the amount, and the name of what is meant, such as `weight`."
    return Problem(
        "not-understood",
        f"`{phrase.text}` is not understood in a dose",
        phrase.span(),
        why="words that are not understood would silently be left out of the dose.",
        fix=meant
        or "order: amount, per kg or m2, per hour or day, route, `over` a time, frequency (or a phrase in quotes), "
        "`for` a time.",
    )
