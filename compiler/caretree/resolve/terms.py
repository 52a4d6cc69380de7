"""Terms: what stands for a number, a date or a label, names resolved and units checked.

weight in kg / 3600         Calculation("/", WithoutUnit(InputNumber("weight"), kg), Literal(3600))
"""

from __future__ import annotations

from caretree.guideline.terms import (
    DateTerm,
    DefinedLabel,
    DefinedNumber,
    InputLabel,
    InputNumber,
    LabelTerm,
    NumberTerm,
    WithoutUnit,
    WithUnit,
)
from caretree.guideline.types import Choice, Date, Number, Series
from caretree.resolve import formulas
from caretree.resolve.dates import date_term, time_term
from caretree.resolve.grammar.written import (
    WrittenCalculation,
    WrittenExtreme,
    WrittenFunction,
    WrittenInUnit,
    WrittenName,
    WrittenNumber,
    WrittenPower,
    WrittenRounded,
    WrittenSeries,
    WrittenShift,
    WrittenStart,
    WrittenTerm,
    WrittenTime,
    WrittenToday,
)
from caretree.resolve.kinds import declared_of, report_wrong_kind
from caretree.resolve.measures import literal_of, report_wrong_dimension, unit_of_text
from caretree.resolve.phrases import parse_phrase
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, Reading
from caretree.resolve.series import series_term
from caretree.syntax.tree import Phrase
from caretree.units.convert import convertible
from caretree.units.unit import NUMBER, Unit


def read_number(phrase: Phrase, reading: Reading) -> NumberTerm | None:
    """A number: a name, a literal, a formula, a series term, a time between dates; ``None`` after problems."""
    found = parse_phrase("term", phrase, reading)
    return number_term(found[0], phrase, reading) if found else None


def read_number_in(phrase: Phrase, reading: Reading, unit: Unit) -> NumberTerm | None:
    """A formula whose result is wanted in ``unit``: a bare number gets it, other dimensions are problems."""
    term = read_number(phrase, reading)
    if term is None:
        return None
    if convertible(term.unit, unit):
        return formulas.in_unit(term, unit)
    if term.unit == NUMBER:
        return WithUnit(term, unit)
    wanted = f"the result in {unit.symbol}" if unit != NUMBER else "the result"
    report_wrong_dimension(phrase.span(), f"`{phrase.text}`", term.unit, wanted, unit, reading)
    return None


def read_label_term(phrase: Phrase, reading: Reading) -> LabelTerm | None:
    """A choice input or a definition with labels; ``None`` after problems."""
    found = parse_phrase("term", phrase, reading)
    if not found:
        return None
    if not isinstance(found[0], WrittenName):
        report_wrong_kind(found[0], phrase, reading, "a number", "a choice")
        return None
    declared = declared_of(found[0], phrase, reading, "a choice")
    if declared is None:
        return None
    label = label_term(found[0], declared, phrase)
    if label is None:
        report_wrong_kind(found[0], phrase, reading, declared, "a choice")
    return label


def read_date(phrase: Phrase, reading: Reading) -> DateTerm | None:
    """A date: an input, ``today``, ``4 weeks after X``, ``the earlier of X and Y``; ``None`` after problems."""
    found = parse_phrase("term", phrase, reading)
    return date_term(found[0], phrase, reading) if found else None


def label_term(written: WrittenName, declared: DeclaredInput | DeclaredDefinition, phrase: Phrase) -> LabelTerm | None:
    """The label term of a declared name, or ``None`` when it has no labels."""
    span = phrase.span(written.start, written.end)
    if isinstance(declared, DeclaredDefinition):
        if declared.kind != "label":
            return None
        return DefinedLabel(declared.name.id, declared.labels, declared.ordered, written.text, span)
    if isinstance(declared.type, Choice):
        return InputLabel(declared.name.id, declared.type.labels, declared.type.ordered, written.text, span)
    return None


def number_term(written: WrittenTerm, phrase: Phrase, reading: Reading) -> NumberTerm | None:
    """The number that a written term stands for; ``None`` after problems."""
    match written:
        case WrittenName():
            return _named(written, phrase, reading)
        case WrittenNumber():
            return literal_of(written, phrase, reading)
        case WrittenInUnit():
            return _without_unit(written, phrase, reading)
        case WrittenSeries():
            return series_term(written, phrase, reading)
        case WrittenTime():
            return time_term(written, phrase, reading)
        case WrittenToday() | WrittenShift() | WrittenStart() | WrittenExtreme(which="earlier" | "later"):
            report_wrong_kind(written, phrase, reading, "a date", "a number", "write `time since …` for a time.")
            return None
        case _:
            return _formula(written, phrase, reading)


def _formula(
    written: WrittenCalculation | WrittenFunction | WrittenPower | WrittenRounded | WrittenExtreme,
    phrase: Phrase,
    reading: Reading,
) -> NumberTerm | None:
    span = phrase.span(written.start, written.end)
    if isinstance(written, WrittenCalculation):
        left, right = number_term(written.left, phrase, reading), number_term(written.right, phrase, reading)
        return formulas.calculated(written, left, right, phrase, reading) if left and right else None
    if isinstance(written, WrittenExtreme):
        return _extreme(written, phrase, reading)
    of, words = number_term(written.of, phrase, reading), formulas.shown(written.of, phrase)
    if of is None:
        return None
    match written:
        case WrittenFunction(which="log"):
            return formulas.logarithm(of, words, span, reading)
        case WrittenFunction():
            return formulas.square_root(of, words, span, reading)
        case WrittenPower():
            exponent = literal_of(written.exponent, phrase, reading)
            return formulas.raised(of, exponent, words, span, reading) if exponent else None
        case WrittenRounded():
            step = literal_of(written.step, phrase, reading, like=of.unit)
            return formulas.rounded(of, written.mode, step, words, reading) if step else None


def _extreme(written: WrittenExtreme, phrase: Phrase, reading: Reading) -> NumberTerm | None:
    terms = [(number_term(one, phrase, reading), formulas.shown(one, phrase)) for one in written.of]
    known = [(term, words) for term, words in terms if term is not None]
    span = phrase.span(written.start, written.end)
    return formulas.extreme(written.which, known, span, reading) if len(known) == len(terms) else None


def _without_unit(written: WrittenInUnit, phrase: Phrase, reading: Reading) -> NumberTerm | None:
    of = number_term(written.of, phrase, reading)
    if of is None:
        return None
    place = (written.unit.start, written.unit.end)
    unit = unit_of_text(written.unit.text, phrase, place, reading, of.unit)
    if unit is None:
        return None
    if convertible(of.unit, unit):
        return WithoutUnit(of, unit)
    words = formulas.shown(written.of, phrase)
    report_wrong_dimension(phrase.span(*place), words, of.unit, f"`{unit.symbol}`", unit, reading)
    return None


def _named(written: WrittenName, phrase: Phrase, reading: Reading) -> NumberTerm | None:
    declared = declared_of(written, phrase, reading, "a number")
    if declared is None:
        return None
    span = phrase.span(written.start, written.end)
    if isinstance(declared, DeclaredDefinition):
        if declared.kind == "number":
            return DefinedNumber(declared.name.id, declared.unit or NUMBER, written.text, span)
        report_wrong_kind(written, phrase, reading, declared, "a number")
        return None
    if isinstance(declared.type, Number):
        return InputNumber(declared.name.id, declared.type.unit, written.text, span)
    report_wrong_kind(written, phrase, reading, declared, "a number", _number_of(declared))
    return None


def _number_of(declared: DeclaredInput) -> str:
    match declared.type:
        case Series():
            return f"say which measurement, as in `the latest {declared.name.shown}`."
        case Date():
            return f"write `time since {declared.name.shown}` for a time."
        case _:
            return ""
