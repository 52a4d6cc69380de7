"""The dose of an action for one patient.

dose 1 mcg/kg of weight subcutaneously once weekly      weight 70 kg: 70 mcg subcutaneously once weekly
                                                        weight unknown: needs weight, the sentence as written
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from caretree.decisions.answer import DoseAnswer
from caretree.decisions.decimals import decimal_text, human_number
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import NumberId
from caretree.decisions.graph import DecisionGraph, DoseNode, DoseStep
from caretree.decisions.once import once_a_graph_each
from caretree.decisions.reads import inputs_of_dose


def dose_answer(evaluation: Evaluation, action: str) -> DoseAnswer | None:
    """The dose of an action; ``None`` where the guideline states none.

    A dose that is still open between branches keeps only what all of them share; their sentences are joined by ``or``.
    """
    dosing = evaluation.graph.dosing.get(action)
    if dosing is None or dosing.dose is None:
        return None
    read = _inputs_of(evaluation.graph, action)
    needs = tuple(name for name in read if not evaluation.patient.knows(name))
    steps = open_steps(evaluation, dosing.dose)
    then = tuple(_written(open_steps(evaluation, step)) for step in dosing.steps)
    return _answer(evaluation, steps, needs, dosing.not_stated, then)


@once_a_graph_each
def _inputs_of(graph: DecisionGraph, action: str) -> tuple[str, ...]:
    dose = graph.dosing[action].dose
    return () if dose is None else inputs_of_dose(graph, dose)


def open_steps(evaluation: Evaluation, dose: DoseNode) -> list[DoseStep]:
    """The doses that can still be the patient's."""
    if isinstance(dose, DoseStep):
        return [dose]
    is_open = evaluation.open_branches([condition for _, condition, _ in dose.branches], dose.ordered)
    return [step for position in is_open for step in open_steps(evaluation, dose.branches[position][2])]


def _written(steps: Iterable[DoseStep]) -> str:
    return " or ".join(dict.fromkeys(step.text for step in steps))


def _answer(
    evaluation: Evaluation,
    steps: list[DoseStep],
    needs: tuple[str, ...],
    not_stated: tuple[str, ...],
    then: tuple[str, ...],
) -> DoseAnswer:
    computed = None if needs or len(steps) != 1 else _amounts(evaluation, steps[0])
    limit = steps[0].limit_high if computed and steps else None
    return DoseAnswer(
        low=decimal_text(computed[0]) if computed else None,
        high=decimal_text(computed[1]) if computed else None,
        unit=_shared(step.unit for step in steps),
        per=_shared(step.rate for step in steps),
        route=_shared(step.route for step in steps),
        frequency=_shared(step.frequency for step in steps),
        duration=_shared(step.duration for step in steps),
        needs=needs,
        not_stated=not_stated,
        text=_sentence(steps[0], *computed) if computed else _written(steps),
        limit=_limit(evaluation, limit),
        then=then,
    )


def _shared(words: Iterable[str]) -> str:
    distinct = dict.fromkeys(words)
    return next(iter(distinct)) if len(distinct) == 1 else ""


def _amounts(evaluation: Evaluation, step: DoseStep) -> tuple[Fraction, Fraction] | None:
    low, high = evaluation.number(step.low).low, evaluation.number(step.high).high
    return None if low is None or high is None else (low, high)


def _limit(evaluation: Evaluation, number: NumberId | None) -> str | None:
    high = None if number is None else evaluation.number(number).high
    return None if high is None else decimal_text(high)


def _sentence(step: DoseStep, low: Fraction, high: Fraction) -> str:
    """Amount, rate, route, infusion time, frequency, duration: the order of a dose sentence."""
    first, last = human_number(low), human_number(high)
    amount = first if first == last else f"{first} to {last}"
    parts = (
        f"{amount} {step.unit}",
        f"per {step.rate}" if step.rate else "",
        step.route,
        _led("over", step.over),
        step.frequency,
        _led("for", step.duration),
    )
    return " ".join(part for part in parts if part)


def _led(word: str, text: str) -> str:
    return text if not text or text.startswith(f"{word} ") else f"{word} {text}"
