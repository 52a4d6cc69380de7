"""Ranges: ``below 0.5``, ``from 1 to below 2``, ``above 5 or 2``, as in grade lines, branches and cells.

from 0.5 to below 1.0       Bounds(End(0.5, included), End(1.0, excluded))
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.guideline.conditions import Bounds, End
from caretree.guideline.terms import InputNumber, Literal, NumberTerm, SeriesTerm
from caretree.problems.problem import Problem
from caretree.resolve.grammar.written import WrittenName, WrittenNumber, WrittenRange, WrittenTerm
from caretree.resolve.kinds import report_wrong_kind
from caretree.resolve.literals import in_order
from caretree.resolve.measures import fits, literal_of, report_range, report_wrong_dimension
from caretree.resolve.phrases import parse_phrase
from caretree.resolve.reading import DeclaredInput, Reading
from caretree.resolve.terms import number_term
from caretree.syntax.tree import Phrase
from caretree.units.convert import convertible
from caretree.units.unit import NUMBER, Unit

_LOW = {"above": False, "from": True, "at least": True}
_HIGH = {"below": False, "at most": True}


def read_ranges(phrase: Phrase, reading: Reading, of: NumberTerm, unit: Unit) -> tuple[Bounds, ...] | None:
    """Ranges joined by ``or``; a number without a unit stands in ``unit``, the heading's. ``None`` after problems.

    Problems: as ``read_condition``.
    """
    found = parse_phrase("cells", phrase, reading)
    return bounds_of(found, phrase, reading, of, unit) if found else None


def bounds_of(
    ranges: list[WrittenRange], phrase: Phrase, reading: Reading, of: NumberTerm, default: Unit = NUMBER
) -> tuple[Bounds, ...] | None:
    """The bounds of written ranges about a number; ``None`` after problems."""
    bounds = [_bounds(one, phrase, reading, of, default) for one in spelled_out(ranges)]
    known = tuple(one for one in bounds if one is not None)
    return known if len(known) == len(bounds) else None


def spelled_out(ranges: list[WrittenRange]) -> list[WrittenRange]:
    """``above 5 or 2`` as two ranges: a bare number after ``or`` is a value of its own, never a second cut-off."""
    spelled: list[WrittenRange] = []
    for one in ranges:
        alone = one.to is None and all(not other.unit for other in one.others)
        others = one.others if alone else one.to_others if all(not other.unit for other in one.to_others) else ()
        end = others[0].start - len(" or ") if others else one.end
        kept = replace(one, others=() if alone else one.others, to_others=() if others else one.to_others, end=end)
        spelled += [kept, *(WrittenRange("is", other, "", None, (), (), other.start, other.end) for other in others)]
    return spelled


def _bounds(written: WrittenRange, phrase: Phrase, reading: Reading, of: NumberTerm, default: Unit) -> Bounds | None:
    if not _is_bound(written, phrase, reading):
        return None
    unit = _shared_unit(written, phrase, reading, of, default)
    low = _end(written.value, phrase, reading, of, unit)
    high = _end(written.to, phrase, reading, of, unit) if written.to and low is not None else None
    if low is None or (written.to and high is None):
        return None
    text = phrase.text[written.start : written.end]
    if high is not None:
        return _between(written, low, high, text, phrase, reading)
    if written.word == "is":
        return Bounds(End(low, True), End(low, True), text)
    if written.word in _LOW:
        return Bounds(End(low, _LOW[written.word]), None, text)
    return Bounds(None, End(low, _HIGH[written.word]), text)


def _between(
    written: WrittenRange, low: NumberTerm, high: NumberTerm, text: str, phrase: Phrase, reading: Reading
) -> Bounds | None:
    ends = End(low, _LOW[written.word]), End(high, written.to_word == "to")
    same = ends[0].included and ends[1].included
    if isinstance(low, Literal) and isinstance(high, Literal) and not in_order(low, high, phrase, reading, same):
        return None
    return Bounds(*ends, text)


def _is_bound(written: WrittenRange, phrase: Phrase, reading: Reading) -> bool:
    """Refuses ``7 to 8`` after a word that takes one number, ``before`` a number, and a second cut-off here."""
    text = phrase.text[written.start : written.end]
    span = phrase.span(written.start, written.end)
    if written.to is not None and written.word not in ("from", "above"):
        value = written.value
        place = value if isinstance(value, WrittenNumber) else WrittenNumber("", "", written.start, written.end)
        low = phrase.text[value.start : value.end]
        high = phrase.text[written.to.start : written.to.end]
        place = WrittenNumber("", "", place.start, written.end)
        report_range(f"{low} to {high}", text, phrase, place, reading)
        return False
    if written.word in ("before", "after"):
        other = "below" if written.word == "before" else "above"
        message = f"`{text}`: `{written.word}` is said of dates, and here stands a number"
        reading.report(Problem("not-understood", message, span, fix=f"write `{other}` for a number."))
        return False
    if written.others or written.to_others:
        message = f"`{text}`: two cut-offs for one bound need two units in the heading"
        fix = "name both units in the heading, as in `in mmol/L or mg/dL`, or write a condition."
        reading.report(Problem("not-understood", message, span, fix=fix))
        return False
    return True


def _shared_unit(written: WrittenRange, phrase: Phrase, reading: Reading, of: NumberTerm, default: Unit) -> Unit:
    """In ``from 18 to below 65 years`` the first number wears the unit of the second."""
    if not isinstance(written.to, WrittenNumber) or not written.to.unit:
        return default
    if not isinstance(written.value, WrittenNumber) or written.value.unit:
        return default
    high = literal_of(written.to, phrase, Reading(reading.names), like=of.unit)
    return high.unit if high else default


def _end(written: WrittenTerm, phrase: Phrase, reading: Reading, of: NumberTerm, default: Unit) -> NumberTerm | None:
    if isinstance(written, WrittenNumber):
        literal = literal_of(written, phrase, reading, default, of.unit)
        return (
            literal if literal and fits(literal, of.unit, subject_of(of), reading, conversions(of, reading)) else None
        )
    if isinstance(written, WrittenName) and written.text not in reading.names.data:
        report_wrong_kind(written, phrase, reading, "a value of a choice", "a number")
        return None
    term = number_term(written, phrase, reading)
    if term is None:
        return None
    if convertible(term.unit, of.unit):
        return term
    words = f"`{phrase.text[written.start : written.end]}`"
    span = phrase.span(written.start, written.end)
    report_wrong_dimension(span, words, term.unit, subject_of(of), of.unit, reading)
    return None


def subject_of(of: NumberTerm) -> str:
    """What is compared, for messages: its words, or what it is."""
    text = getattr(of, "text", "")
    return f"`{text}`" if text else "the calculated number"


def conversions(of: NumberTerm, reading: Reading) -> tuple[Unit, ...]:
    """Units of another dimension that the input behind a term declares a factor for."""
    if not isinstance(of, InputNumber | SeriesTerm):
        return ()
    declared = (known for known in reading.names.data.values() if known.name.id == of.input)
    return next((known.conversions for known in declared if isinstance(known, DeclaredInput)), ())
