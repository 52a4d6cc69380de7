"""Patients and examples: facts and what is expected of them."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from msgspec import Struct

from caretree.guideline.citation import Cite
from caretree.guideline.names import Name
from caretree.guideline.terms import CalendarUnit
from caretree.source.span import NOWHERE, Span
from caretree.units.unit import Unit


class Quantity(Struct, frozen=True):
    """A patient's number in the unit it was reported in."""

    value: Fraction
    unit: Unit


class Measurement(Struct, frozen=True):
    """One value of a series: on a day (or at a moment), or, where ``on`` is ``None``, ``days_ago`` days before the
    evaluation."""

    value: Fraction
    unit: Unit
    on: date | datetime | None = None
    days_ago: Fraction | None = None


class Ago(Struct, frozen=True):
    """A date stated from the evaluation: ``3 weeks ago``, ``today`` (0 days). Months and years are calendar ones."""

    amount: int
    unit: CalendarUnit


class CourseFact(Struct, frozen=True):
    """``rituximab course is failed`` with its start where given: a date (``started 2025-06-01``) or, in
    ``started_ago``, a stretch before the evaluation (``started 3 months ago``)."""

    status: str
    started: date | None = None
    started_ago: Ago | None = None


FactValue = bool | str | Quantity | date | datetime | Ago | tuple[Measurement, ...] | CourseFact | None
"""``None`` is ``X is not known``; a label is a ``str``; a series is a tuple, oldest first."""


class PatientFact(Struct, frozen=True):
    """One fact: the input's identity, its value and the line as written."""

    input: str
    value: FactValue
    text: str
    span: Span = NOWHERE


class Patient(Struct, frozen=True):
    """``patient P:``. ``at`` is the evaluation's date where the patient states one (``at 2025-09-08``)."""

    name: Name
    facts: tuple[PatientFact, ...]
    at: date | None = None
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class PhaseFact(Struct, frozen=True):
    """``in phase P[, since D]``; ``phase`` may be ``not started``, ``ended`` or a phase id. ``days_ago`` is how long
    ago the phase started, where stated (``in phase response check for 5 weeks``)."""

    pathway: str
    phase: str
    since: date | None = None
    days_ago: Fraction | None = None
    span: Span = NOWHERE


class ExpectAdvice(Struct, frozen=True):
    """``expect <strength> <action> [at 30 mg per day]``; ``strength`` is empty for any; ``dose`` as written."""

    strength: str
    action: str
    dose_low: Quantity | None = None
    dose_high: Quantity | None = None
    per: str = ""
    text: str = ""
    span: Span = NOWHERE


class ExpectNoOffer(Struct, frozen=True):
    """``expect no offer of X``."""

    action: str
    text: str = ""
    span: Span = NOWHERE


class ExpectValue(Struct, frozen=True):
    """``expect X is <value>``: a definition's value; a label, True/False or a quantity; ``None`` is not known."""

    of: str
    value: bool | str | Quantity | None
    text: str = ""
    span: Span = NOWHERE


class ExpectOption(Struct, frozen=True):
    """``expect preferred X`` (``state`` preferred), ``expect option X`` (in), ``expect ruled out X`` (out)."""

    state: str
    action: str
    text: str = ""
    span: Span = NOWHERE


class ExpectSilence(Struct, frozen=True):
    """``expect gap N`` / ``expect conflict N``."""

    kind: str
    id: str
    text: str = ""
    span: Span = NOWHERE


class ExpectPhase(Struct, frozen=True):
    """``expect go to <phase>`` (``go``), ``expect stay`` (``stay``), ``expect end of <pathway>`` (``end``)."""

    kind: str
    phase: str
    text: str = ""
    span: Span = NOWHERE


class ExpectUndecided(Struct, frozen=True):
    """``expect undecided X``: an action, option, gap or conflict whose status is undecided; ``what`` is its id."""

    what: str
    text: str = ""
    span: Span = NOWHERE


class ExpectNextQuestion(Struct, frozen=True):
    """``expect next question N``; ``input`` is empty for ``expect no next question``."""

    input: str
    text: str = ""
    span: Span = NOWHERE


class ExpectScope(Struct, frozen=True):
    """``expect out of scope`` / ``expect in scope``."""

    in_scope: bool
    text: str = ""
    span: Span = NOWHERE


class ExpectDoseUnknown(Struct, frozen=True):
    """``expect dose not known``: of the action named by ``action``, or of every certain offer when empty."""

    action: str
    text: str = ""
    span: Span = NOWHERE


class ExpectNothingElse(Struct, frozen=True):
    """``expect nothing else``: no other certain or undecided recommendation, choice, gap or conflict."""

    text: str = ""
    span: Span = NOWHERE


Expectation = (
    ExpectAdvice
    | ExpectNoOffer
    | ExpectValue
    | ExpectOption
    | ExpectSilence
    | ExpectPhase
    | ExpectUndecided
    | ExpectNextQuestion
    | ExpectScope
    | ExpectDoseUnknown
    | ExpectNothingElse
)


class Example(Struct, frozen=True):
    """One example: ``facts`` already hold the given patient's facts with the ``but`` lines applied.

    ``table`` is empty for a plain example; each row of ``examples E:`` becomes one example whose ``row`` is its number
    from 1 and whose ``table`` is the name of the table. ``given`` is the patient's identity, ``changes`` are the facts
    that differ from it (a table's columns included).
    """

    name: Name
    given: str
    facts: tuple[PatientFact, ...]
    changes: tuple[PatientFact, ...]
    phases: tuple[PhaseFact, ...]
    expects: tuple[Expectation, ...]
    at: date | None = None
    table: str = ""
    row: int = 0
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE
