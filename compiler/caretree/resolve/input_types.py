"""The types of inputs: the ``is …`` sentence of an input.

is a whole number in /min, plausible 4 to 80     Number("whole number", /min, Plausible(4, 80))
is one of, in rising order:                      Choice(("none", "minor", "significant"), ordered=True)
"""

from __future__ import annotations

import re
from fractions import Fraction

from caretree.guideline.types import Choice, Course, Date, InputType, Number, Plausible, Series, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.lines import not_understood
from caretree.resolve.literals import read_number_literal, read_unit
from caretree.resolve.lookup import did_you_mean
from caretree.resolve.name_rules import check_labels
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence
from caretree.units.unit import NUMBER, Unit

TYPES = (
    "is yes or no",
    "is one of",
    "is one of, in rising order",
    "is a quantity in",
    "is a number",
    "is a whole number",
    "is a duration in",
    "is a date",
    "is a date and time",
    "is a series of quantities in",
    "is a series of numbers",
    "is a series of whole numbers",
    "is a series of durations in",
    "is a course of",
)

_SCALAR = re.compile(
    r"is a (?P<series>series of )?(?P<kind>quantit(?:y|ies)|whole numbers?|numbers?|durations?)"
    r"(?: in (?P<unit>[^,]+))?(?:, plausible (?P<plausible>.+?))?(?:, to (?P<decimals>\d+) decimals?)?"
)
_PLAUSIBLE = re.compile(r"(?P<low>\S+) to (?P<high>\S+)")
_KINDS = {"quantities": "quantity", "numbers": "number", "whole numbers": "whole number", "durations": "duration"}
_MOST_DECIMALS = 12
_TIME = (("time", 1),)


def read_type(sentence: Sentence, reading: Reading) -> InputType | None:
    """The type of an ``is …`` sentence; ``None`` after problems.

    Problems: ``unknown-type``, ``missing-unit``, ``unknown-unit``, ``wrong-dimension``, ``missing-plausible-range``,
    ``bad-number``, ``backwards-range``, ``missing-labels`` and those of labels.
    """
    text = sentence.text
    if text in ("is one of", "is one of, in rising order"):
        return _choice(sentence, reading)
    if sentence.opens_block:
        reading.report(not_understood(sentence.phrase, "this sentence without a colon"))
    if text == "is yes or no":
        return YesNo()
    if text in ("is a date", "is a date and time"):
        return Date(with_time=text.endswith("time"))
    if found := re.fullmatch(r"is a course of (.+)", text):
        return Course(found[1])
    if found := _SCALAR.fullmatch(text):
        return _scalar(sentence.phrase, found, reading)
    reading.report(_unknown_type(sentence))
    return None


def _choice(sentence: Sentence, reading: Reading) -> Choice | None:
    phrases = tuple(child.phrase for child in sentence.children)
    if len(phrases) < 2:
        reading.report(
            Problem(
                "missing-labels",
                "a choice needs at least two values to choose from",
                sentence.span,
                why="with fewer there is nothing to ask.",
                fix="write `is one of:` and one value on each line below it.",
            )
        )
        return None
    for child in sentence.children:
        if child.children or child.opens_block:
            reading.report(not_understood(child.phrase, "one value on this line and nothing below it"))
    check_labels([(phrase.text, phrase.span()) for phrase in phrases], reading)
    return Choice(tuple(phrase.text for phrase in phrases), ordered=sentence.text.endswith("order"))


def _scalar(phrase: Phrase, found: re.Match[str], reading: Reading) -> Number | Series | None:
    kind = _KINDS.get(found["kind"], found["kind"])
    unit = _unit(phrase, found, kind, reading)
    plausible = _plausible(phrase, found, reading)
    if unit is None or plausible is None:
        return None
    decimals = None if found["decimals"] is None else min(int(found["decimals"][:3]), _MOST_DECIMALS)
    if kind == "whole number" and (decimals or plausible.low.denominator != 1 or plausible.high.denominator != 1):
        reading.report(not_understood(phrase, "whole numbers as plausible ends, and no decimals, for a whole number"))
        return None
    number = Number(kind, unit, plausible, decimals)
    return Series(number) if found["series"] else number


def _unit(phrase: Phrase, found: re.Match[str], kind: str, reading: Reading) -> Unit | None:
    if found["unit"] is None:
        if kind in ("number", "whole number"):
            return NUMBER
        reading.report(_missing_unit(phrase, kind))
        return None
    written = phrase.part(*found.span("unit"))
    unit = read_unit(written, reading)
    if unit is None:
        return None
    if kind == "duration" and unit.dimension != _TIME:
        reading.report(_wrong_dimension(written, "a duration", "a unit of time such as weeks or years"))
        return None
    if kind == "number":
        reading.report(_wrong_dimension(written, "a number", f"`is a quantity in {unit.symbol}`"))
        return None
    if kind == "quantity" and unit.dimension == _TIME:
        reading.report(_wrong_dimension(written, "a quantity", f"`is a duration in {unit.symbol}`"))
        return None
    return unit


def _plausible(phrase: Phrase, found: re.Match[str], reading: Reading) -> Plausible | None:
    if found["plausible"] is None:
        reading.report(_missing_plausible(phrase))
        return None
    written = phrase.part(*found.span("plausible"))
    ends = _PLAUSIBLE.fullmatch(written.text)
    if ends is None:
        reading.report(not_understood(written, "the plausible range in the declared unit, as in `plausible 2 to 25`"))
        return None
    low = _end(written.part(*ends.span("low")), reading)
    high = _end(written.part(*ends.span("high")), reading)
    if low is None or high is None:
        return None
    if low >= high:
        reading.report(_backwards(written))
        return None
    return Plausible(low, high)


def _end(phrase: Phrase, reading: Reading) -> Fraction | None:
    """One end; the plausible range is the only place where a number may be negative (base excess, temperatures)."""
    if not phrase.text.startswith("-"):
        return read_number_literal(phrase, reading)
    value = read_number_literal(phrase.part(1), reading)
    return None if value is None else -value


def _unknown_type(sentence: Sentence) -> Problem:
    fix = did_you_mean(sentence.text.split(",")[0], TYPES)
    if labels := re.match(r"is one of:? +(.+)", sentence.text):
        values = re.split(r",\s*(?:or\s+)?|\s+or\s+", labels[1])
        fix = f"write `is one of:` and below it a line for each value: {', '.join(f'`{each}`' for each in values)}."
    return Problem(
        "unknown-type",
        f"`{sentence.text}` is not a type of input",
        sentence.span,
        why="the type says which values are accepted at the door.",
        fix=fix or f"write one of: {', '.join(f'`{type} …`' for type in TYPES)}.",
    )


def _missing_unit(phrase: Phrase, kind: str) -> Problem:
    return Problem(
        "missing-unit",
        f"a {kind} needs its unit",
        phrase.span(),
        why="numbers wear units; a bare number can be off by a factor of a thousand.",
        fix=f"write `is a {kind} in {'weeks' if kind == 'duration' else 'g/dL'}, plausible … to …`.",
    )


def _wrong_dimension(phrase: Phrase, what: str, instead: str) -> Problem:
    return Problem(
        "wrong-dimension",
        f"`{phrase.text}` is not the unit of {what}",
        phrase.span(),
        why="the sentence says which kind of number is meant, and the unit says another.",
        fix=f"write {instead}.",
    )


def _missing_plausible(phrase: Phrase) -> Problem:
    return Problem(
        "missing-plausible-range",
        f"`{phrase.text}` does not say which values are plausible",
        phrase.span(),
        why="values outside the plausible range are refused at the door, and every proof covers exactly this range.",
        fix="end the sentence with `, plausible <low> to <high>` in the declared unit.",
    )


def _backwards(phrase: Phrase) -> Problem:
    return Problem(
        "backwards-range",
        f"`{phrase.text}` does not run from a lower to a higher number",
        phrase.span(),
        why="no value would be plausible.",
        fix="write the lower number first.",
    )
