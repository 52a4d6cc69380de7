# Copied by Caretree from its runtime; generated, do not edit.
"""The general way to decide: for patients with unknown values, and for dates, series and phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answer import Answer, answer_of
from .evaluate import evaluate
from .facts import PossibleFacts
from .findings import Findings
from .problems import PatientProblem, PatientProblems
from .values import InputDescription, Measured

if TYPE_CHECKING:
    from .patient import PatientBase


def with_assumptions(p: PossibleFacts) -> PossibleFacts:
    """The facts with every assumption made that applies; every exception is read before the first one is made."""
    made: list[tuple[InputDescription, bool | str | Measured]] = []
    for input in p._model.inputs:
        assumption = p._model.assumptions.get(input.id)
        if assumption is None or input.id in p._known:
            continue
        if assumption.unless is None or assumption.unless(p) is False:
            value = assumption.value
            made.append((input, value if isinstance(value, bool | str) else Measured(value, input.ucum)))
            p._assumed[input.id] = value
    p._contradictory.clear()
    for input, taken in made:
        p._assume(input, taken)
    return p


def refusals(p: PossibleFacts) -> list[PatientProblem]:
    """Why the facts cannot be true together: impossible ones first; if there are none, contradictions."""
    impossible = [
        PatientProblem(
            "impossible-patient",
            ", ".join(fact.reads),
            f"The guideline says that no patient can have this: {fact.text}.",
            "Check these values.",
        )
        for fact in p._model.impossible
        if fact.test(p)
    ]
    return impossible or [
        PatientProblem(
            "contradictory-facts", "", f'The facts fit no single branch of "{where}".', "Check the values it reads."
        )
        for where in dict.fromkeys(p._contradictory)
    ]


def decide_with_unknowns(patient: PatientBase) -> Answer:
    """The answer for any patient. Raises ``PatientProblems`` when the facts cannot be true together."""
    from .assemble import put_together

    p = with_assumptions(patient.facts())
    in_scope, found = evaluate(p)
    problems = refusals(p)
    if problems:
        raise PatientProblems(tuple(problems))
    p._offered = found
    findings = Findings(p._model, in_scope, found, applied_assumptions(p), p)
    put_together(findings)
    return answer_of(patient, findings)


def applied_assumptions(p: PossibleFacts) -> tuple[str, ...]:
    """The identities of the assumptions that apply: inputs, then definitions, each in the guideline's order."""
    definitions = (one for one in p._model.assumed_definitions if one.of(p) is None)
    return (*p._assumed, *(one.id for one in definitions if one.unless is None or one.unless(p) is False))


class Unsure(Exception):
    """The facts fit no branch of a fork, or several."""
