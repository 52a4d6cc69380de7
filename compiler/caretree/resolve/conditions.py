"""Conditions: ``ANC is below 1.0 x10^9/L and not fever``, names resolved and units checked.

ANC is below 1.0 x10^9/L and not fever      AllOf((Within(ANC, …), Not(Fact("fever"))))
"""

from __future__ import annotations

import re
from typing import assert_never

from caretree.guideline.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Defined,
    Fact,
    Not,
    NotKnown,
    Offered,
    Sustained,
    Trend,
    Within,
)
from caretree.guideline.terms import Calculation, Literal, SeriesTerm
from caretree.problems.problem import Problem
from caretree.resolve.comparisons import comparison, yes_no
from caretree.resolve.formulas import in_unit
from caretree.resolve.grammar.written import (
    WrittenBare,
    WrittenChange,
    WrittenClause,
    WrittenCondition,
    WrittenIs,
    WrittenJoined,
    WrittenKnown,
    WrittenName,
    WrittenOffered,
    WrittenOneOf,
    WrittenSeries,
    WrittenSustained,
    WrittenTerm,
    WrittenTrend,
    WrittenYesNo,
)
from caretree.resolve.kinds import declared_of, report_wrong_kind
from caretree.resolve.lookup import find_data, owners_of_label
from caretree.resolve.measures import literal_of
from caretree.resolve.phrases import parse_phrase
from caretree.resolve.ranges import bounds_of
from caretree.resolve.reading import Reading
from caretree.resolve.series import count_of, days_of, series_of, series_term
from caretree.syntax.tree import Phrase

_KNOWN = re.compile(r"(?P<names>.+?) (?:is|are) known")


def read_condition(phrase: Phrase, reading: Reading, offered: bool = False) -> Condition | None:
    """The condition of a phrase; ``None`` when problems were reported.

    ``offered`` allows ``X is offered`` (safety rules only). Problems: ``not-understood``, ``unknown-name``,
    ``unknown-label``, ``missing-unit``, ``wrong-dimension``, ``unknown-unit``, ``mixed-and-or``, ``wrong-kind``,
    ``threshold-is-a-range``, ``backwards-range``, ``labels-without-order``, ``missing-data-looked-at``.
    """
    quick = _quick(phrase, reading)
    if quick is not None:
        return quick
    found = parse_phrase("offered condition" if offered else "condition", phrase, reading)
    return condition_of(found[0], phrase, reading) if found else None


def _quick(phrase: Phrase, reading: Reading) -> Condition | None:
    """A yes/no name standing alone needs no grammar."""
    declared = reading.names.data.get(phrase.text)
    if declared is None:
        return None
    return yes_no(WrittenName(phrase.text, 0, len(phrase.text)), declared, phrase)


def read_not_known(phrase: Phrase, reading: Reading) -> NotKnown | None:
    """The waiting condition of ``until X is known`` (the phrase is ``X is known``, or ``X and Y are known``).

    ``inputs`` holds the identities as named: an input, or a definition, which is unknown while any input it reads is.
    """
    found = _KNOWN.fullmatch(phrase.text)
    if found is None:
        message = f"`{phrase.text}` does not say what is waited for"
        reading.report(Problem("not-understood", message, phrase.span(), fix="write `until X is known`."))
        return None
    names = phrase.part(0, found.end("names"))
    parts = [names] if names.text in reading.names.data else _listed(names)
    declared = [find_data(part, reading) for part in parts]
    known = tuple(one.name.id for one in declared if one is not None)
    return NotKnown(known, phrase.text, phrase.span()) if len(known) == len(declared) else None


def _listed(names: Phrase) -> list[Phrase]:
    cuts = [(found.start(), found.end()) for found in re.finditer(r",\s*| and | or ", names.text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(names.text)]
    return [names.part(start, end) for start, end in zip(starts, ends, strict=True)]


def condition_of(written: WrittenCondition, phrase: Phrase, reading: Reading) -> Condition | None:
    """The condition of a parsed sentence; ``None`` after problems."""
    if not isinstance(written, WrittenJoined):
        return _clause(written, phrase, reading)
    mixed = _is_mixed(written, phrase, reading)
    clauses = [_clause(one, phrase, reading) for one in written.of]
    known = tuple(clause for clause in clauses if clause is not None)
    if mixed or len(known) < len(clauses):
        return None
    span = phrase.span(written.start, written.end)
    text = phrase.text[written.start : written.end]
    return AllOf(known, text, span) if written.words[0].text == "and" else AnyOf(known, text, span)


def _is_mixed(written: WrittenJoined, phrase: Phrase, reading: Reading) -> bool:
    """Whether ``and`` and ``or`` meet in one sentence, the ``or`` between ranges included."""
    words = {word.text for word in written.words}
    ranges = any(isinstance(one, WrittenIs) and len(one.ranges) > 1 for one in written.of)
    if words != {"and", "or"} and not (words == {"and"} and ranges):
        return False
    place = next((word for word in written.words if word.text != written.words[0].text), written.words[0])
    reading.report(
        Problem(
            "mixed-and-or",
            "`and` and `or` stand in one sentence",
            phrase.span(place.start, place.end),
            why="readers disagree which of the two binds first: two readings, two sets of patients.",
            fix="give one part a name in `definitions`, such as `… means any of:`, and use the name here.",
        )
    )
    return True


def _clause(written: WrittenClause, phrase: Phrase, reading: Reading) -> Condition | None:
    match written:
        case WrittenIs() | WrittenOneOf():
            return comparison(written, phrase, reading)
        case WrittenBare():
            return _yes_no(written, not written.negated, phrase, reading)
        case WrittenYesNo():
            return _yes_no(written, written.yes, phrase, reading)
        case WrittenKnown():
            _report_known(written, phrase, reading)
            return None
        case WrittenOffered():
            return _offered(written, phrase, reading)
        case WrittenTrend():
            return _trend(written, phrase, reading)
        case WrittenSustained():
            return _sustained(written, phrase, reading)
        case WrittenChange():
            return _change(written, phrase, reading)
        case _:
            assert_never(written)


def _yes_no(written: WrittenBare | WrittenYesNo, yes: bool, phrase: Phrase, reading: Reading) -> Condition | None:
    name = written.of if isinstance(written, WrittenBare) else written.subject
    if not isinstance(name, WrittenName):
        report_wrong_kind(name, phrase, reading, "a term", "a condition", "compare it: `… is below …`.")
        return None
    if _is_label(name, phrase, reading):
        return None
    declared = declared_of(name, phrase, reading, "a yes/no name")
    if declared is None:
        return None
    fact: Fact | Defined | None = yes_no(name, declared, phrase)
    if fact is None:
        fix = f"compare it: `{name.text} is …`."
        report_wrong_kind(name, phrase, reading, declared, "a yes/no name", fix)
        return None
    text = phrase.text[written.start : written.end]
    return fact if yes else Not(fact, text, phrase.span(written.start, written.end))


def _is_label(name: WrittenName, phrase: Phrase, reading: Reading) -> bool:
    """Says what to write for ``stage is severe or moderate``."""
    owners = owners_of_label(name.text, reading)
    if name.text in reading.names.data or not owners:
        return False
    fix = f"write `{owners[0]} is {name.text}`, or for several values `{owners[0]} is one of …, {name.text}`."
    report_wrong_kind(name, phrase, reading, f"a value of {owners[0]}", "a yes/no name", fix)
    return True


def _report_known(written: WrittenKnown, phrase: Phrase, reading: Reading) -> None:
    name = phrase.text[written.subject.start : written.subject.end]
    reading.report(
        Problem(
            "missing-data-looked-at",
            "a condition cannot ask whether something is known",
            phrase.span(written.start, written.end),
            why="unknown is not no: missing data make a result undecided, never a different branch.",
            fix=f"put the advice for the meantime under `until {name} is known:`.",
        )
    )


def _offered(written: WrittenOffered, phrase: Phrase, reading: Reading) -> Condition | None:
    names = reading.names
    action = names.actions.get(written.name.text) or names.options[written.name.text]
    text, span = phrase.text[written.start : written.end], phrase.span(written.start, written.end)
    offered = Offered(action.id, text, span)
    return Not(offered, text, span) if written.negated else offered


def _trend(written: WrittenTrend, phrase: Phrase, reading: Reading) -> Condition | None:
    series = series_of(written.name, phrase, reading)
    count = count_of(written.count, phrase, reading)
    if series is None or count is None:
        return None
    text, span = phrase.text[written.start : written.end], phrase.span(written.start, written.end)
    if count > 1:
        return Trend(series[0].name.id, count, written.direction, text, span)
    reading.report(Problem("bad-number", "one value alone cannot rise or fall", span, fix="write 2 or more values."))
    return None


def _sustained(written: WrittenSustained, phrase: Phrase, reading: Reading) -> Condition | None:
    term = _latest(written.name, phrase, reading)
    if term is None:
        return None
    bounds = bounds_of([written.range], phrase, reading, term)
    days = literal_of(written.duration, phrase, reading)
    if bounds is None or days is None or days_of(written.duration, phrase, reading) is None:
        return None
    ends = [end.value for end in (bounds[0].low, bounds[0].high) if end is not None]
    if not all(isinstance(end, Literal) for end in ends):
        report_wrong_kind(written.range.value, phrase, reading, "a term", "a written number")
        return None
    text, span = phrase.text[written.start : written.end], phrase.span(written.start, written.end)
    return Sustained(term.input, bounds[0], days, text, span)


def _change(written: WrittenChange, phrase: Phrase, reading: Reading) -> Condition | None:
    """``X has risen by at least 30 since the earliest X``: the latest value minus the earlier one is at least 30."""
    latest = _latest(written.name, phrase, reading)
    since = series_term(written.since, phrase, reading) if isinstance(written.since, WrittenSeries) else None
    if latest is None or since is None:
        return None
    if since.input != latest.input:
        report_wrong_kind(written.since, phrase, reading, "of another series", "a measurement of the same series")
        return None
    before = in_unit(since, latest.unit)
    rise = written.direction == "risen"
    difference = Calculation("-", latest if rise else before, before if rise else latest, latest.unit)
    bounds = bounds_of([written.range], phrase, reading, difference)
    text, span = phrase.text[written.start : written.end], phrase.span(written.start, written.end)
    return Within(difference, bounds, text, span) if bounds else None


def _latest(written: WrittenTerm, phrase: Phrase, reading: Reading) -> SeriesTerm | None:
    """The latest value of a series named bare: ``platelets have been …``."""
    if not isinstance(written, WrittenName):
        report_wrong_kind(written, phrase, reading, "a term", "the name of a series")
        return None
    return series_term(WrittenSeries("latest", written, None, None, written.start, written.end), phrase, reading)
