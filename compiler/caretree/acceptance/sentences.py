"""From the sentences of scenarios back to expectations; ``targets/gherkin/sentences.py`` wrote them.

it advises: consider "G-CSF"            ExpectAdvice("consider", "g-csf")
"neutropenia" is mild                   ExpectValue("neutropenia", "mild")
it names the gap "who needs it"         ExpectSilence("gap", "who-needs-it")
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from caretree.acceptance.vocabulary import Data, Vocabulary
from caretree.guideline.blocks import STRENGTHS
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
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER

Expectations = tuple[Expectation, ...]
Read = Callable[[re.Match[str], Vocabulary], Expectations]


class UnreadableSentence(AssertionError):
    """A sentence whose amount or value cannot be read."""


def is_expectation(text: str) -> bool:
    """Whether a sentence has one of the forms."""
    return any(pattern.fullmatch(text) for pattern, _ in FORMS)


def read_expectations(text: str, vocabulary: Vocabulary) -> Expectations:
    """What the sentence expects (several for a class of actions). Raises ``UnknownName``, ``UnreadableSentence``."""
    for pattern, read in FORMS:
        found = pattern.fullmatch(text)
        if found is not None:
            return read(found, vocabulary)
    raise UnreadableSentence(f"`{text}` is no sentence about an answer")


def _advice(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    strength, action = found.groupdict().get("strength") or "", vocabulary.action(found["name"])
    if not found["dose"]:
        return (ExpectAdvice(strength, action),)
    amount, _, per = found["dose"].partition(" per ")
    first, _, last = amount.rpartition(" to ")
    high = _quantity(last)
    low = high if not first else _quantity(first, high)
    return (ExpectAdvice(strength, action, low, high, per),)


def _quantity(text: str, like: Quantity | None = None) -> Quantity:
    """A number with its unit; one without takes that of the higher end."""
    number, _, symbol = text.partition(" ")
    unit = find_unit(symbol) if symbol else like.unit if like else NUMBER
    try:
        value = Fraction(number)
    except ValueError:
        unit = None
    if unit is None:
        raise UnreadableSentence(f"`{text}` is not a number in a known unit")
    return Quantity(value, unit)


def _no_offer(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    covered = re.findall(r'"([^"]+)"', found["covered"] or "")
    return tuple(ExpectNoOffer(vocabulary.action(name)) for name in (found["name"], *covered))


def _option(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    state = {"prefers": "preferred", "rules out": "out"}.get(found["verb"], "in")
    return (ExpectOption(state, vocabulary.action(found["name"])),)


def _value(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    data = vocabulary.data(found["name"])
    return (ExpectValue(data.id, _value_of(data, found["value"])),)


def _value_of(data: Data, text: str) -> bool | str | Quantity | None:
    if text == "not known":
        return None
    match data.kind:
        case "yes or no":
            if text not in ("yes", "no"):
                raise UnreadableSentence(f"`{text}` is neither yes nor no")
            return text == "yes"
        case "number":
            return _quantity(text)
        case _:
            return text


def _silence(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    return (ExpectSilence(found["kind"], vocabulary.silence(found["kind"], found["name"])),)


def _go(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    return (ExpectPhase("go", vocabulary.phase(found["name"])),)


def _end(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    return (ExpectPhase("end", vocabulary.pathway(found["name"])),)


def _undecided(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    return (ExpectUndecided(vocabulary.anything(found["name"])),)


def _next_question(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    return (ExpectNextQuestion(vocabulary.input(found["name"]).id),)


def _scope(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    return (ExpectScope(found["scope"] == "in"),)


def _dose_unknown(found: re.Match[str], vocabulary: Vocabulary) -> Expectations:
    return (ExpectDoseUnknown(vocabulary.action(found["name"])),)


def _always(expected: Expectation) -> Read:
    return lambda found, vocabulary: (expected,)


_NAME = r'"(?P<name>[^"]+)"'
_DOSE = r"(?: at (?P<dose>\d.*))?"

FORMS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"it advises: (?P<strength>{'|'.join(STRENGTHS)}) {_NAME}{_DOSE}", _advice),
        (rf"it offers {_NAME}{_DOSE}", _advice),
        (rf"it does not offer {_NAME}(?: \(that is (?P<covered>.+)\))?", _no_offer),
        (rf"it (?P<verb>prefers|rules out|lists the option) {_NAME}", _option),
        (rf"it names the (?P<kind>gap|conflict) {_NAME}", _silence),
        (rf"the patient goes to the phase {_NAME}", _go),
        ("the patient stays in the phase", _always(ExpectPhase("stay", ""))),
        (rf"the pathway {_NAME} ends", _end),
        ("the pathway ends", _always(ExpectPhase("end", ""))),
        (rf"it leaves {_NAME} undecided", _undecided),
        (rf"the next question is {_NAME}", _next_question),
        ("there is no next question", _always(ExpectNextQuestion(""))),
        (r"the patient is (?P<scope>in|out of) scope", _scope),
        (rf"the dose of {_NAME} is not known", _dose_unknown),
        ("no dose is known", _always(ExpectDoseUnknown(""))),
        ("it says nothing else", _always(ExpectNothingElse())),
        (rf"{_NAME} is (?P<value>.+)", _value),
    )
)
"""Every form a sentence after ``Then`` can have; no sentence has two."""
