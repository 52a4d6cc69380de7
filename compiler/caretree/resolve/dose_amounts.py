"""Amounts: how much at a time.

    500 to 750 mg                        Amount(500 mg, 750 mg, mg)
    1 mcg/kg of weight per hour          Amount(1 mcg, 1 mcg, mcg, per=weight, per_unit=kg, rate="hour")
    maintenance dose                     Amount(maintenance dose, maintenance dose, its unit)

The forms refused (5.0 mg, .5 mg, µg, U) are those of the ISMP List of Error-Prone Abbreviations, Symbols, and Dose
Designations (Institute for Safe Medication Practices, 2024).
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal as OneOf
from typing import cast

from caretree.guideline.doses import Amount
from caretree.guideline.terms import Literal, NumberTerm
from caretree.resolve import dose_problems as problems
from caretree.resolve.dose_parts import part_at
from caretree.resolve.lines import not_understood
from caretree.resolve.literals import read_number_literal, read_unit
from caretree.resolve.lookup import find_data
from caretree.resolve.reading import Reading
from caretree.resolve.terms import read_number
from caretree.syntax.tree import Phrase
from caretree.units.find import find_unit
from caretree.units.unit import Dimension, Unit

BODY_MASS: Dimension = (("body mass", 1),)
DRUG_MASS: Dimension = (("drug mass", 1),)
AREA: Dimension = (("length", 2),)
NEVER_A_DOSE = ("body mass", "time", "temperature", "pressure", "ratio")

_NUMBER = r"(?:\d[\d,]*(?:\.\d*)?|\.\d+)"
_AMOUNT = re.compile(rf"(?P<low>{_NUMBER})(?: to (?P<high>{_NUMBER}))?(?: ?(?P<unit>[^\s\d,.]\S*))?")
_PER = {"kg": "kg", "m2": "m2", "m²": "m2", "m^2": "m2"}
_RATES = {"h": "hour", "hr": "hour", "hour": "hour", "d": "day", "day": "day", "24h": "day"}
_UNSAFE = {"µg": "mcg", "μg": "mcg", "ug": "mcg", "U": "IU", "u": "IU", "iu": "IU", "cc": "mL"}
_NAME_ENDS = re.compile(
    r" (?:per|over|for|until|by|once|twice|every|orally|intra\w+|subcut\w+|inhaled|three times|four times)\b|[,\"]"
)

Rate = OneOf["", "hour", "day"]


def read_amount(phrase: Phrase, reading: Reading, with_rate: bool = True) -> tuple[Amount, Phrase] | None:
    """The amount a phrase starts with, and what follows it; ``None`` after problems.

    ``with_rate`` reads ``per hour`` / ``per day`` too (a cap reads its own period). Problems: ``trailing-zero``,
    ``naked-decimal``, ``unsafe-unit``, ``missing-unit``, ``unknown-unit``, ``wrong-dimension``, ``backwards-range``,
    ``missing-per``, ``unknown-name``, ``not-understood``.
    """
    found = _AMOUNT.match(phrase.text)
    both = _written(phrase, found, reading) if found else _named(phrase, reading)
    if both is None:
        return None
    amount, rest = both
    text = phrase.text[: len(phrase.text) - len(rest.text)].strip()
    rate: Rate = ""
    per = re.match(r"per (hour|day)(?= |$)", rest.text) if with_rate else None
    if per:
        rate, rest = cast(Rate, per[1]), rest.part(per.end())
        text = f"{text} {per[0]}"
    return Amount(amount.low, amount.high, amount.unit, amount.per, amount.per_unit, rate, text), rest


def longest_name(phrase: Phrase, names: list[str]) -> int:
    """The length of the longest declared name that the phrase starts with; 0 when it starts with none."""
    text = phrase.text
    fits = (len(name) for name in names if text.startswith(name) and not re.match(r"[\w-]", text[len(name) :]))
    return max(fits, default=0)


def _written(phrase: Phrase, found: re.Match[str], reading: Reading) -> tuple[Amount, Phrase] | None:
    if not _safely_written(phrase, found, reading):
        return None
    base, _, per = found["unit"].partition("/")
    unit_phrase = phrase.part(found.start("unit"), found.start("unit") + len(base))
    unit = read_unit(unit_phrase, reading)
    if unit is None or not _is_dose_unit(unit, unit_phrase, reading):
        return None
    ends = _ends(phrase, found, unit, reading)
    if ends is None:
        return None
    rest = phrase.part(found.end())
    if not per:
        return Amount(*ends, unit), rest
    return _per(phrase, found, per, Amount(*ends, unit), rest, reading)


def _safely_written(phrase: Phrase, found: re.Match[str], reading: Reading) -> bool:
    for end in ("low", "high"):
        number = found[end] or ""
        where = phrase.part(*found.span(end)) if number else phrase
        if number.startswith(".") or number.endswith("."):
            reading.report(problems.naked_decimal(where))
            return False
        if "." in number and number.endswith("0"):
            reading.report(problems.trailing_zero(where))
            return False
    if found["unit"] is None or part_at(phrase.part(found.start("unit"))):
        reading.report(problems.missing_unit(phrase.part(0, found.end("high" if found["high"] else "low"))))
        return False
    base = found["unit"].split("/")[0]
    if base in _UNSAFE:
        reading.report(problems.unsafe_unit(phrase.part(*found.span("unit")), base, _UNSAFE[base]))
        return False
    return True


def _is_dose_unit(unit: Unit, phrase: Phrase, reading: Reading) -> bool:
    if unit.dimension and not any(name in NEVER_A_DOSE for name, _ in unit.dimension):
        return True
    reading.report(problems.not_a_dose_unit(phrase, unit))
    return False


def _ends(phrase: Phrase, found: re.Match[str], unit: Unit, reading: Reading) -> tuple[NumberTerm, NumberTerm] | None:
    low = _literal(phrase, found, "low", unit, reading)
    high = _literal(phrase, found, "high", unit, reading) if found["high"] else low
    if low is None or high is None:
        return None
    if found["high"] and low.value >= high.value:
        reading.report(problems.backwards(phrase.part(found.start("low"), found.end("high"))))
        return None
    if low.value == 0:
        reading.report(problems.no_dose(phrase.part(*found.span("low"))))
        return None
    return low, high


def _literal(phrase: Phrase, found: re.Match[str], end: str, unit: Unit, reading: Reading) -> Literal | None:
    written = phrase.part(*found.span(end))
    value: Fraction | None = read_number_literal(written, reading)
    return None if value is None else Literal(value, unit, f"{written.text} {unit.symbol}", written.span())


def _per(
    phrase: Phrase, found: re.Match[str], per: str, amount: Amount, rest: Phrase, reading: Reading
) -> tuple[Amount, Phrase] | None:
    """The named mass or area after ``/kg of`` or ``/m2 of``."""
    first, *more = per.split("/")
    unit_phrase = phrase.part(*found.span("unit"))
    if more and more[0] in _RATES and first in _PER:
        reading.report(
            problems.slash_rate(unit_phrase, f"{amount.unit.symbol}/{_PER[first]} of weight", _RATES[more[0]])
        )
        return None
    if first in _RATES and not more:
        reading.report(problems.slash_rate(unit_phrase, amount.unit.symbol, _RATES[first]))
        return None
    if first not in _PER or more:
        reading.report(not_understood(unit_phrase, "an amount per kg or per m2, as in `1 mcg/kg of weight`"))
        return None
    if not rest.text.startswith("of "):
        reading.report(problems.missing_per(unit_phrase, _PER[first]))
        return None
    named = _name(rest.part(3), reading)
    per_unit = find_unit(_PER[first])
    if named is None or per_unit is None:
        return None
    term, after = named
    wanted = BODY_MASS if _PER[first] == "kg" else AREA
    if term.unit.dimension != wanted:
        name = rest.part(3, len(rest.text) - len(after.text))
        reading.report(problems.wrong_per(name, _PER[first], term.unit, is_drug_mass=term.unit.dimension == DRUG_MASS))
        return None
    return Amount(amount.low, amount.high, amount.unit, term, per_unit), after


def _named(phrase: Phrase, reading: Reading) -> tuple[Amount, Phrase] | None:
    """A named quantity, such as a calculated dose."""
    if not longest_name(phrase, list(reading.names.data)):
        reading.report(not_understood(phrase, "the amount first: a number with its unit, or a named quantity"))
        return None
    named = _name(phrase, reading)
    if named is None:
        return None
    term, rest = named
    if not _is_dose_unit(term.unit, phrase.part(0, len(phrase.text) - len(rest.text)), reading):
        return None
    return Amount(term, term, term.unit), rest


def _name(phrase: Phrase, reading: Reading) -> tuple[NumberTerm, Phrase] | None:
    length = longest_name(phrase, list(reading.names.data))
    if not length:
        end = _NAME_ENDS.search(phrase.text)
        find_data(phrase.part(0, end.start() if end else None), reading)
        return None
    term = read_number(phrase.part(0, length), reading)
    return None if term is None else (term, phrase.part(length))
