"""Merging: a guideline's own parts and what it reaches in its libraries become one guideline.

Only inputs a guideline reaches belong to its signature; what its libraries hold beyond that is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

from caretree.guideline.actions import Action
from caretree.guideline.definitions import Definition
from caretree.guideline.guideline import Guideline
from caretree.guideline.inputs import Input
from caretree.guideline.names import Name
from caretree.guideline.patients import Example, Expectation, Patient, PatientFact
from caretree.problems.problem import Problem
from caretree.resolve.reach import actions_named, data_named, reached

Shared = TypeVar("Shared", Input, Definition, Action)


def merge(
    own: Guideline, libraries: Sequence[Guideline], renamed: Mapping[str, Name], problems: list[Problem]
) -> Guideline:
    """The guideline with everything it reaches in its libraries, under the names it gives it.

    Facts about inputs it does not reach are left out. Problems: ``unused-fact`` (a warning), ``not-reached``.
    """
    inputs = tuple(item for part in libraries for item in part.inputs)
    definitions = tuple(item for part in libraries for item in part.definitions)
    actions = tuple(item for part in libraries for item in part.actions)
    impossible = tuple(line for part in libraries for line in part.impossible)
    roots = replace(own, patients=(), examples=())
    everything: tuple[Input | Definition | Action, ...] = (
        *own.inputs,
        *own.definitions,
        *own.actions,
        *inputs,
        *definitions,
        *actions,
    )
    data, acts, counting = reached(roots, everything, impossible)
    merged = replace(
        own,
        inputs=own.inputs + _kept(inputs, data, renamed),
        impossible=own.impossible + counting,
        definitions=own.definitions + _kept(definitions, data, renamed),
        actions=own.actions + _kept(actions, acts, renamed),
    )
    return _with_reached_facts(merged, everything, problems)


def _kept(items: tuple[Shared, ...], reached: set[str], renamed: Mapping[str, Name]) -> tuple[Shared, ...]:
    kept: dict[str, Shared] = {}
    for item in items:
        if item.name.id in reached:
            kept.setdefault(item.name.id, replace(item, name=renamed.get(item.name.id, item.name)))
    return tuple(kept.values())


def _with_reached_facts(
    guideline: Guideline, everything: Sequence[Input | Definition | Action], problems: list[Problem]
) -> Guideline:
    signature = {item.name.id for item in guideline.inputs}
    facts = chain(
        *(patient.facts for patient in guideline.patients),
        *((*example.facts, *example.changes) for example in guideline.examples),
    )
    unused = {fact.span: fact for fact in facts if fact.input not in signature}
    problems += [_unused(fact) for fact in unused.values()]
    kept: tuple[Input | Definition | Action, ...] = (*guideline.inputs, *guideline.definitions, *guideline.actions)
    beyond = {item.name.id for item in everything} - {item.name.id for item in kept}
    return replace(
        guideline,
        patients=tuple(_patient(patient, signature) for patient in guideline.patients),
        examples=tuple(_example(example, signature, beyond, problems) for example in guideline.examples),
    )


def _patient(patient: Patient, signature: set[str]) -> Patient:
    return replace(patient, facts=tuple(fact for fact in patient.facts if fact.input in signature))


def _example(example: Example, signature: set[str], beyond: set[str], problems: list[Problem]) -> Example:
    kept: list[Expectation] = []
    for expectation in example.expects:
        if (data_named(expectation) | actions_named(expectation)) & beyond:
            problems.append(_not_reached(expectation))
        else:
            kept.append(expectation)
    return replace(
        example,
        facts=tuple(fact for fact in example.facts if fact.input in signature),
        changes=tuple(fact for fact in example.changes if fact.input in signature),
        expects=tuple(kept),
    )


def _unused(fact: PatientFact) -> Problem:
    return Problem(
        "unused-fact",
        f"`{fact.text}` makes no difference: no sentence of this guideline reads it",
        fact.span,
        why="an input of a library belongs to a guideline only where it is read.",
        fix="remove the fact, or use it in a condition.",
        severity="warning",
    )


def _not_reached(expectation: Expectation) -> Problem:
    return Problem(
        "not-reached",
        f"`{expectation.text}` is about something this guideline never uses",
        expectation.span,
        why="what a guideline does not use has no value in its answers.",
        fix="remove the line, or use the library's definition or action in the guideline.",
    )
