"""Expectations as sentences a clinician can read aloud. ``caretree.acceptance.sentences`` reads them back.

ExpectAdvice("consider", "g-csf")               it advises: consider "G-CSF"
ExpectValue("neutropenia", "mild")              "neutropenia" is mild
ExpectSilence("gap", "who-needs-it")            it names the gap "who needs it"
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct

from caretree.decisions.decimals import decimal_text
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.guideline import Guideline
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
from caretree.targets.gherkin.facts import measured

DIGITS = 60
"""Significant digits written: more than a literal can have, so nothing is rounded."""


class Names(Struct, frozen=True):
    """The long name of everything an expectation can name, by identity; ``covered`` are the actions of a class."""

    data: dict[str, str]
    actions: dict[str, str]
    options: dict[str, str]
    gaps: dict[str, str]
    conflicts: dict[str, str]
    pathways: dict[str, str]
    phases: dict[str, str]
    covered: dict[str, tuple[str, ...]]


def names_of(graph: DecisionGraph) -> Names:
    """The names of one guideline."""
    guideline = graph.guideline
    classes = [action.name.id for action in guideline.actions if action.covers]
    return Names(
        data=_long(*(one.name for one in guideline.inputs), *(one.name for one in guideline.definitions)),
        actions=_long(*(one.name for one in guideline.actions)),
        options={one.id: one.name for one in graph.options.values()},
        gaps=_long(*(one.name for one in guideline.gaps)),
        conflicts=_long(*(one.name for one in guideline.conflicts)),
        pathways={way.id: way.name for way in graph.pathways},
        phases=_phases(guideline),
        covered={name: graph.members.get(name, ()) for name in classes},
    )


def _long(*names: Name) -> dict[str, str]:
    return {name.id: name.long for name in names}


def _phases(guideline: Guideline) -> dict[str, str]:
    return _long(*(phase.name for way in guideline.pathways for phase in way.phases))


def sentence(names: Names, expected: Expectation) -> str:
    """The words after ``Then``."""
    match expected:
        case ExpectAdvice():
            return _advice(names, expected)
        case ExpectNoOffer(action=action):
            return f"it does not offer {_each(names, action)}"
        case ExpectValue(of=of, value=value):
            return f"{_called(names.data, of)} is {_value(value)}"
        case ExpectOption(state=state, action=action):
            words = {"preferred": "prefers", "out": "rules out", "ruled out": "rules out"}
            return f"it {words.get(state, 'lists the option')} {_called(names.actions, action)}"
        case ExpectSilence(kind=kind, id=name):
            return f"it names the {kind} {_called(names.gaps if kind == 'gap' else names.conflicts, name)}"
        case ExpectPhase(kind=kind, phase=phase):
            return _phase(names, kind, phase)
        case ExpectUndecided(what=what):
            return f"it leaves {_called(_anything(names), what)} undecided"
        case ExpectNextQuestion(input=name):
            return f"the next question is {_called(names.data, name)}" if name else "there is no next question"
        case ExpectScope(in_scope=in_scope):
            return f"the patient is {'in' if in_scope else 'out of'} scope"
        case ExpectDoseUnknown(action=action):
            return f"the dose of {_called(names.actions, action)} is not known" if action else "no dose is known"
        case ExpectNothingElse():
            return "it says nothing else"
        case _:
            assert_never(expected)


def _called(names: dict[str, str], name: str) -> str:
    return f'"{names.get(name, name)}"'


def _each(names: Names, action: str) -> str:
    """An action; a class with every action it covers, so that a reader need not know the class."""
    covered = ", ".join(_called(names.actions, one) for one in names.covered.get(action, ()))
    return _called(names.actions, action) + (f" (that is {covered})" if covered else "")


def _anything(names: Names) -> dict[str, str]:
    return {**names.data, **names.conflicts, **names.gaps, **names.options, **names.actions}


def _advice(names: Names, expected: ExpectAdvice) -> str:
    verb = f"advises: {expected.strength}" if expected.strength else "offers"
    return f"it {verb} {_called(names.actions, expected.action)}{_dose(expected)}"


def _dose(expected: ExpectAdvice) -> str:
    low, high = expected.dose_low, expected.dose_high or expected.dose_low
    if low is None or high is None:
        return ""
    text = quantity(high)
    if low != high:
        first = decimal_text(low.value, DIGITS) if low.unit == high.unit else quantity(low)
        text = f"{first} to {text}"
    return f" at {text}" + (f" per {expected.per}" if expected.per else "")


def quantity(of: Quantity) -> str:
    """``70 mcg``."""
    return measured(decimal_text(of.value, DIGITS), of.unit.symbol)


def _value(value: bool | str | Quantity | None) -> str:
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case Quantity():
            return quantity(value)
        case _:
            assert_never(value)


def _phase(names: Names, kind: str, phase: str) -> str:
    match kind:
        case "go":
            return f"the patient goes to the phase {_called(names.phases, phase)}"
        case "end":
            return f"the pathway {_called(names.pathways, phase)} ends" if phase else "the pathway ends"
        case _:
            return "the patient stays in the phase"
