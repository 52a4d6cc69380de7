"""Terms: what stands for a number, a date or a label, names resolved and units checked."""

from __future__ import annotations

from caretree.guideline.terms import DateTerm, LabelTerm, NumberTerm
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.unit import Unit


def read_number(phrase: Phrase, reading: Reading) -> NumberTerm | None:
    """A number: a name, a literal, a formula, a series term, a time between dates; ``None`` after problems."""
    raise NotImplementedError


def read_number_in(phrase: Phrase, reading: Reading, unit: Unit) -> NumberTerm | None:
    """A formula whose result is wanted in ``unit``: a bare number gets it, other dimensions are problems."""
    raise NotImplementedError


def read_label_term(phrase: Phrase, reading: Reading) -> LabelTerm | None:
    """A choice input or a definition with labels; ``None`` after problems."""
    raise NotImplementedError


def read_date(phrase: Phrase, reading: Reading) -> DateTerm | None:
    """A date: an input, ``today``, ``4 weeks after X``, ``the earlier of X and Y``; ``None`` after problems."""
    raise NotImplementedError


def unit_of(term: NumberTerm) -> Unit:
    """The unit a term's value stands in."""
    return term.unit
