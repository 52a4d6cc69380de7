"""An assumption never makes a possible patient impossible.

when not recorded, assume no · impossible: pregnant and not test positive      test not recorded, pregnant: refused

Whoever is possible with some value of the input must be possible with the assumed one, or be asked.
"""

from __future__ import annotations

from fractions import Fraction

import z3  # type: ignore[import-untyped]
from msgspec.structs import replace

from caretree.decisions.evaluation import Evaluation
from caretree.decisions.patient_record import PatientRecord, PatientValue, ScalarValue
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number
from caretree.solver.logic import Formula, constant, exact, negation
from caretree.solver.obligation import Obligation
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim


def harmless(prover: Prover) -> list[Obligation]:
    """Every assumption about an input, with every impossible fact that reads it."""
    found = []
    for given in prover.graph.guideline.inputs:
        if given.name.id in prover.graph.assumptions:
            for condition, text in prover.graph.impossible:
                found += _harmless(prover, given, condition, text)
    return found


def _harmless(prover: Prover, given: Input, condition: str, text: str) -> list[Obligation]:
    value, unless = prover.graph.assumptions[given.name.id]
    formula = prover.encoding.formula(condition)
    assumed = z3.substitute(formula, *_exchanges(prover, given, value))
    if assumed.eq(formula):
        return []
    name = given.name.shown
    what = f"what is assumed of {name} never makes a possible patient impossible ({text})"
    wrong = f"while {name} is not recorded, the assumption about it makes a possible patient impossible: {text}"
    obligation = Obligation("assumption", f"inputs/{given.name.id}", what, given.span, wrong=wrong)
    stays = constant(True, prover.encoding.context) if unless is None else negation(prover.encoding.formula(unless))

    def shows(replay: Replay) -> bool:
        allowed = unless is None or replay.truth(unless) is False
        made = replace(replay.record, values=replay.record.values | {given.name.id: _value(given, value)})
        return allowed and _is_impossible(prover, made, condition)

    return [settle(prover, obligation, Claim((assumed, stays), shows))]


def _is_impossible(prover: Prover, record: PatientRecord, condition: str) -> bool:
    return Evaluation(prover.graph, record).truth(condition) is True


def _exchanges(prover: Prover, given: Input, value: bool | str | Fraction) -> list[tuple[Formula, Formula]]:
    """What stands for the input, and what for its assumed value."""
    encoding, name = prover.encoding, given.name.id
    if isinstance(value, bool):
        return [(encoding.truth(name), constant(value, encoding.context))]
    if isinstance(value, str):
        labels = encoding.labels.get(name, {})
        return [(formula, constant(label == value, encoding.context)) for label, formula in labels.items()]
    amount = encoding.amounts.get(name)
    return [] if amount is None else [(amount, exact(value, encoding.context))]


def _value(given: Input, value: bool | str | Fraction) -> PatientValue:
    if isinstance(value, bool | str) or not isinstance(given.type, Number):
        return value
    return ScalarValue(value, value, given.type.unit.ucum)
