"""Published pairs of cut-offs that are not exact conversions of each other.

glucose is at least 5.1 mmol/L or 92 mg/dL      DualCutoff(glucose, "at least", (5.1 mmol/L, 92 mg/dL))
"""

from __future__ import annotations

from caretree.guideline.conditions import AllOf, BoundWord, DualCutoff
from caretree.guideline.terms import InputNumber, Literal, NumberTerm, SeriesTerm
from caretree.problems.problem import Problem
from caretree.resolve.grammar.written import WrittenNumber, WrittenRange, WrittenTerm
from caretree.resolve.measures import fits, literal_of
from caretree.resolve.ranges import conversions, subject_of
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.unit import NUMBER, Unit

_WORDS: dict[str, BoundWord] = {
    "is": "is", "below": "below", "at most": "at most", "above": "above", "at least": "at least", "from": "at least",
}  # fmt: skip
_SINGLE = ("latest", "previous", "earliest", "lowest", "highest")


def dual_cutoff(
    written: WrittenRange,
    number: NumberTerm,
    units: tuple[Unit, ...],
    text: str,
    phrase: Phrase,
    reading: Reading,
) -> DualCutoff | AllOf | None:
    """The condition of one range whose ends are pairs; ``units`` are the heading's, for numbers that wear none.

    Problems: ``dual-cutoff``, and those of the numbers and their units.
    """
    if not _remembers_unit(number):
        _report_no_reported_unit(number, phrase, written, reading)
        return None
    word = _WORDS.get(written.word)
    if word is None or (written.to is not None and written.word not in ("from", "above")):
        _report_pair(written, phrase, reading)
        return None
    span = phrase.span(written.start, written.end)
    low = _pair(written, written.value, written.others, number, units, phrase, reading)
    high = _pair(written, written.to, written.to_others, number, units, phrase, reading) if written.to else None
    if low is None or (written.to and high is None):
        return None
    lower = DualCutoff(number, word, low, text, span)
    if high is None:
        return lower
    upper = DualCutoff(number, "at most" if written.to_word == "to" else "below", high, text, span)
    return AllOf((lower, upper), text, span)


def _remembers_unit(number: NumberTerm) -> bool:
    return isinstance(number, InputNumber) or (isinstance(number, SeriesTerm) and number.which in _SINGLE)


def _pair(
    written: WrittenRange,
    value: WrittenTerm,
    others: tuple[WrittenNumber, ...],
    number: NumberTerm,
    units: tuple[Unit, ...],
    phrase: Phrase,
    reading: Reading,
) -> tuple[Literal, ...] | None:
    cutoffs = (value, *others)
    if not isinstance(value, WrittenNumber) or len(cutoffs) < 2 or (units and len(units) != len(cutoffs)):
        _report_pair(written, phrase, reading)
        return None
    defaults = units or (NUMBER,) * len(cutoffs)
    literals = [
        _cutoff(one, number, unit, phrase, reading) for one, unit in zip((value, *others), defaults, strict=True)
    ]
    known = tuple(literal for literal in literals if literal is not None)
    if len({literal.unit for literal in known}) < len(known):
        _report_pair(written, phrase, reading)
        return None
    return known if len(known) == len(literals) else None


def _cutoff(
    written: WrittenNumber, number: NumberTerm, default: Unit, phrase: Phrase, reading: Reading
) -> Literal | None:
    literal = literal_of(written, phrase, reading, default, number.unit)
    if literal is None:
        return None
    return literal if fits(literal, number.unit, subject_of(number), reading, conversions(number, reading)) else None


def _report_no_reported_unit(number: NumberTerm, phrase: Phrase, written: WrittenRange, reading: Reading) -> None:
    reading.report(
        Problem(
            "dual-cutoff",
            f"{subject_of(number)} has no reported unit, so it cannot meet one of two cut-offs",
            phrase.span(written.start, written.end),
            why="only an input or a single measurement remembers the unit it was reported in.",
            fix="compare the input itself.",
        )
    )


def _report_pair(written: WrittenRange, phrase: Phrase, reading: Reading) -> None:
    reading.report(
        Problem(
            "dual-cutoff",
            f"`{phrase.text[written.start : written.end]}` is not one number for each of two units",
            phrase.span(written.start, written.end),
            why="a value meets the cut-off of the unit it was reported in, so each unit needs its own.",
            fix="write both, as in `at least 5.1 mmol/L or 92 mg/dL`.",
        )
    )
