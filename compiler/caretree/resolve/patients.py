"""Patients: named bundles of facts.

patient index patient:            Patient(Name("index patient"), (
  ANC is 1.74 x10^9/L               PatientFact("neutrophil-count", Quantity(1.74, x10^9/L)),
  fever is no                       PatientFact("fever", False),
  at 2025-09-08                     ), at=date(2025, 9, 8))
"""

from __future__ import annotations

from datetime import date

from caretree.guideline.patients import Patient, PatientFact
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.clauses import after_words
from caretree.resolve.days import read_day
from caretree.resolve.facts import is_series, joined, read_fact
from caretree.resolve.headings import declared_name
from caretree.resolve.outcomes import not_attached
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_patient(sentence: Sentence, reading: Reading) -> Patient | None:
    """The patient of ``patient P:``; facts that cannot be read become problems.

    Problems: ``said-twice`` (a fact or the date), and those of facts.
    """
    name = declared_name(sentence.phrase.part(len("patient")), reading.names.patients)
    attached = read_attachments(sentence.children, reading)
    facts: list[PatientFact] = []
    at: date | None = None
    for line in attached.rest:
        for below in line.children:
            reading.report(not_attached(below))
        day = after_words(line.phrase, "at")
        if day is not None:
            at = read_day(day, reading) or at
        elif (fact := read_fact(line.phrase, reading)) is not None:
            facts.append(fact)
    report_repeated(facts, reading)
    return Patient(name, joined(facts), at, attached.notes, sentence.span) if name else None


def report_repeated(facts: list[PatientFact], reading: Reading) -> None:
    """Reports a fact stated twice (``said-twice``); the lines of a dated series are no repetition."""
    first: dict[str, PatientFact] = {}
    for fact in facts:
        earlier = first.setdefault(fact.input, fact)
        if earlier is not fact and not (is_series(earlier) and is_series(fact)):
            reading.report(_said_twice(fact, earlier))


def _said_twice(fact: PatientFact, earlier: PatientFact) -> Problem:
    return Problem(
        "said-twice",
        f"`{fact.text}` says again what `{earlier.text}` says",
        fact.span,
        why="two facts about the same thing could differ.",
        fix="keep one of them.",
        related=(("the first one", earlier.span),),
    )
