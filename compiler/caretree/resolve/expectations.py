"""Expectations: what an example expects of the answer, one sentence each.

expect consider G-CSF                            ExpectAdvice("consider", "g-csf")
expect recommend prednisone at 30 mg per day     ExpectAdvice("recommend", "prednisone", 30 mg, 30 mg, "day")
expect no offer of G-CSF                         ExpectNoOffer("g-csf")
expect neutropenia is mild                       ExpectValue("neutropenia", "mild")
expect gap who needs it                          ExpectSilence("gap", "who-needs-it")
"""

from __future__ import annotations

import re
from collections.abc import Callable

from caretree.guideline.names import Name
from caretree.guideline.patients import (
    ExpectAdvice,
    Expectation,
    ExpectDoseUnknown,
    ExpectNextQuestion,
    ExpectNoOffer,
    ExpectNothingElse,
    ExpectOption,
    ExpectPhase,
    ExpectScope,
    ExpectSilence,
    ExpectUndecided,
    ExpectValue,
    Quantity,
)
from caretree.guideline.types import Choice, Number, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.clauses import after_words
from caretree.resolve.facts import NOT_KNOWN, find_input, read_label, read_yes_no
from caretree.resolve.literals import read_literal_range
from caretree.resolve.lookup import did_you_mean, find, find_data
from caretree.resolve.phases import find_pathway, find_phase
from caretree.resolve.quantities import Wanted, read_quantity
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, Reading
from caretree.resolve.recommendations import strength_of
from caretree.syntax.tree import Phrase

_VERB = re.compile(r" (is|are) ")
_DOSE = re.compile(r" at (?=\d)")
_PER = re.compile(r" per (dose|hour|day|week|course)\Z")
_FORMS = (
    "recommend",
    "should use",
    "consider",
    "may use",
    "avoid",
    "do not use",
    "offer of",
    "no offer of",
    "preferred",
    "option",
    "ruled out",
    "gap",
    "conflict",
    "go to",
    "stay",
    "end",
    "end of",
    "undecided",
    "next question",
    "no next question",
    "out of scope",
    "in scope",
    "dose not known",
    "nothing else",
)


def read_expectation(phrase: Phrase, reading: Reading) -> Expectation | None:
    """The expectation of the words after ``expect``; ``None`` after problems.

    Problems: ``not-understood``, ``unknown-name``, ``unknown-label``, ``missing-unit``, ``wrong-dimension``.
    """
    fixed = _fixed(phrase)
    if fixed is not None:
        return fixed
    if strength_of(phrase):
        return _read_advice(phrase, reading)
    for words, read in _READERS:
        if (rest := after_words(phrase, words)) is not None and rest.text:
            return read(phrase, rest, reading)
    if phrase.text in ("stay", "end") or phrase.text.startswith("end of "):
        return _read_end(phrase, reading)
    verb = _VERB.search(phrase.text)
    if verb is None:
        reading.report(_not_understood(phrase))
        return None
    return _read_value(phrase, phrase.part(0, verb.start()), phrase.part(verb.end()), reading)


def _fixed(phrase: Phrase) -> Expectation | None:
    """The expectations that name nothing."""
    text, span = phrase.text, phrase.span()
    fixed: dict[str, Expectation] = {
        "no next question": ExpectNextQuestion("", text, span),
        "out of scope": ExpectScope(False, text, span),
        "in scope": ExpectScope(True, text, span),
        "dose not known": ExpectDoseUnknown("", text, span),
        "nothing else": ExpectNothingElse(text, span),
    }
    return fixed.get(text)


def _read_advice(phrase: Phrase, reading: Reading) -> ExpectAdvice | None:
    found = strength_of(phrase)
    return _read_advised(phrase, found[0], found[1], reading) if found else None


def _read_offer(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectAdvice | None:
    return _read_advised(phrase, "", rest, reading)


def _read_advised(phrase: Phrase, strength: str, rest: Phrase, reading: Reading) -> ExpectAdvice | None:
    text, span = phrase.text, phrase.span()
    dose = None if rest.text in reading.names.actions else _DOSE.search(rest.text)
    name = find(reading.names.actions, rest.part(0, dose.start()) if dose else rest, reading, "action")
    if dose is None:
        return ExpectAdvice(strength, name.id, text=text, span=span) if name else None
    amount = rest.part(dose.end())
    per = _PER.search(amount.text)
    both = read_literal_range(amount.part(0, per.start()) if per else amount, reading)
    if name is None or both is None:
        return None
    low, high = (Quantity(end.value, end.unit) for end in both)
    return ExpectAdvice(strength, name.id, low, high, per[1] if per else "", text, span)


def _read_no_offer(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectNoOffer | None:
    name = find(reading.names.actions, rest, reading, "action")
    return ExpectNoOffer(name.id, phrase.text, phrase.span()) if name else None


def _option_reader(state: str) -> Callable[[Phrase, Phrase, Reading], ExpectOption | None]:
    def read(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectOption | None:
        name = find(reading.names.actions, rest, reading, "action")
        return ExpectOption(state, name.id, phrase.text, phrase.span()) if name else None

    return read


def _read_gap(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectSilence | None:
    name = find(reading.names.gaps, rest, reading, "gap")
    return ExpectSilence("gap", name.id, phrase.text, phrase.span()) if name else None


def _read_conflict(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectSilence | None:
    name = find(reading.names.conflicts, rest, reading, "conflict")
    return ExpectSilence("conflict", name.id, phrase.text, phrase.span()) if name else None


def _read_go(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectPhase | None:
    phase = find_phase(rest, reading)
    return ExpectPhase("go", phase.name.id, phrase.text, phrase.span()) if phase else None


def _read_end(phrase: Phrase, reading: Reading) -> ExpectPhase | None:
    if phrase.text == "stay":
        return ExpectPhase("stay", "", phrase.text, phrase.span())
    rest = after_words(phrase, "end of")
    pathway = find_pathway(rest or phrase, rest is None, reading)
    return ExpectPhase("end", pathway.id, phrase.text, phrase.span()) if pathway else None


def _read_undecided(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectUndecided | None:
    """An action, an options block, or with its word a gap or a conflict; a bare name is looked for in that order."""
    names = reading.names
    kinds: tuple[tuple[str, dict[str, Name]], ...] = (
        ("gap", names.gaps),
        ("conflict", names.conflicts),
        ("action", names.actions),
    )
    for word, known in kinds:
        if (named := after_words(rest, word)) is not None and rest.text not in names.actions:
            name = find(known, named, reading, word)
            return ExpectUndecided(name.id, phrase.text, phrase.span()) if name else None
    everything = {**names.conflicts, **names.gaps, **names.options, **names.actions}
    name = find(everything, rest, reading, "action")
    return ExpectUndecided(name.id, phrase.text, phrase.span()) if name else None


def _read_next_question(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectNextQuestion | None:
    declared = find_input(rest, reading)
    return ExpectNextQuestion(declared.name.id, phrase.text, phrase.span()) if declared else None


def _read_dose_unknown(phrase: Phrase, rest: Phrase, reading: Reading) -> ExpectDoseUnknown | None:
    if not rest.text.endswith(f" {NOT_KNOWN}"):
        reading.report(_not_understood(phrase))
        return None
    name = find(reading.names.actions, rest.part(0, -len(NOT_KNOWN)), reading, "action")
    return ExpectDoseUnknown(name.id, phrase.text, phrase.span()) if name else None


def _read_value(phrase: Phrase, of: Phrase, value: Phrase, reading: Reading) -> ExpectValue | None:
    data = find_data(of, reading)
    if data is None:
        return None
    text, span = phrase.text, phrase.span()
    if value.text == NOT_KNOWN:
        return ExpectValue(data.name.id, None, text, span)
    read = _read_data_value(value, data, reading)
    return ExpectValue(data.name.id, read, text, span) if read is not None else None


def _read_data_value(
    value: Phrase, data: DeclaredInput | DeclaredDefinition, reading: Reading
) -> bool | str | Quantity | None:
    match data:
        case DeclaredDefinition(kind="condition") | DeclaredInput(type=YesNo()):
            return read_yes_no(value, reading)
        case DeclaredDefinition(kind="label", labels=labels) | DeclaredInput(type=Choice(labels=labels)):
            return read_label(value, labels, reading)
        case DeclaredDefinition(kind="number", unit=unit) if unit is not None:
            return read_quantity(value, Wanted(unit), reading)
        case DeclaredInput(type=Number(unit=unit), conversions=conversions):
            return read_quantity(value, Wanted(unit, conversions), reading)
        case _:
            reading.report(_no_value(value, data))
            return None


_READERS: tuple[tuple[str, Callable[[Phrase, Phrase, Reading], Expectation | None]], ...] = (
    ("no offer of", _read_no_offer),
    ("offer of", _read_offer),
    ("preferred", _option_reader("preferred")),
    ("option", _option_reader("in")),
    ("ruled out", _option_reader("out")),
    ("gap", _read_gap),
    ("conflict", _read_conflict),
    ("go to", _read_go),
    ("undecided", _read_undecided),
    ("next question", _read_next_question),
    ("dose of", _read_dose_unknown),
)


def _not_understood(phrase: Phrase) -> Problem:
    words = phrase.text.split()
    guesses = [did_you_mean(" ".join(words[:count]), _FORMS) for count in (1, 2)] if words else []
    return Problem(
        "not-understood",
        f"`expect {phrase.text}` is not understood",
        phrase.span(),
        why="an expectation is checked against the answer, so it has to name a part of it.",
        fix=next(filter(None, guesses), "")
        or "write for example `expect recommend <action>`, `expect no offer of "
        "<action>`, `expect <definition> is <value>`, `expect gap <name>` or `expect undecided <action>`.",
    )


def _no_value(value: Phrase, data: DeclaredInput | DeclaredDefinition) -> Problem:
    return Problem(
        "not-understood",
        f"the value of `{data.name.shown}` cannot be expected",
        value.span(),
        why="dates, series and courses are what a patient is described by; only single values are worked out.",
        fix="expect a definition, such as `expect neutropenia is mild`.",
    )
