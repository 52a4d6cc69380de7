"""Whether an answer is what an example expects.

expect consider G-CSF       answer offers G-CSF, certain, strength consider      None
expect consider G-CSF       answer leaves it undecided                           "G-CSF is undecided: it waits for ANC"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

from msgspec import Struct

from caretree.decisions.answer import Answer, NextPhase, OptionAnswer, RecommendationAnswer
from caretree.decisions.answer_silence import reported
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expected_doses import dose_found_instead
from caretree.decisions.expected_values import value_found_instead
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_record import PatientRecord
from caretree.guideline.blocks import ADVICE_AGAINST
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
)


class BesideAnswer(Struct, frozen=True):
    """What expectations read that the answer itself does not hold.

    ``value`` and ``dose`` say what was found instead of the expected one (``None``: as expected); ``is_open`` whether
    a definition's value is open (``None``: no such definition); ``covered`` are the actions a class covers.
    """

    value: Callable[[ExpectValue], str | None]
    dose: Callable[[ExpectAdvice], str | None]
    is_open: Callable[[str], bool | None]
    covered: Callable[[str], tuple[str, ...]]


def unmet(
    graph: DecisionGraph, answer: Answer, expected: Expectation, others: Iterable[Expectation], patient: PatientRecord
) -> str | None:
    """``None`` if the answer is as expected, else a sentence saying what was found instead.

    ``others`` are all expectations of the example; only ``nothing else`` reads them.
    """
    return unmet_in_answer(answer, expected, others, _beside(Evaluation(graph, with_assumptions(graph, patient))))


def _beside(evaluation: Evaluation) -> BesideAnswer:
    graph = evaluation.graph
    classes = {one.name.id for one in graph.guideline.actions if one.covers}

    def is_open(what: str) -> bool | None:
        kind, value = graph.defined.get(what, ("", ""))
        return reported(evaluation, what, kind, value)[0] is None if kind else None

    return BesideAnswer(
        value=lambda expected: value_found_instead(evaluation, expected),
        dose=lambda expected: dose_found_instead(evaluation, expected),
        is_open=is_open,
        covered=lambda action: graph.members.get(action, ()) if action in classes else (),
    )


def unmet_in_answer(
    answer: Answer, expected: Expectation, others: Iterable[Expectation], beside: BesideAnswer
) -> str | None:
    """The same for an answer of any target."""
    match expected:
        case ExpectAdvice():
            return _advice(beside, answer, expected)
        case ExpectNoOffer(action=action):
            return _no_offer(beside, answer, action)
        case ExpectValue():
            return beside.value(expected)
        case ExpectOption(state=state, action=action):
            return _option(answer, state, action)
        case ExpectSilence(kind=kind, id=name):
            return _silence(answer, kind, name)
        case ExpectPhase(kind=kind, phase=phase):
            return _phase(answer, kind, phase)
        case ExpectUndecided(what=what):
            return _undecided(beside, answer, what)
        case ExpectNextQuestion(input=name):
            asked = answer.next_question or ""
            return None if asked == name else f"the next question is {asked or 'none'}"
        case ExpectScope(in_scope=wanted):
            return None if answer.in_scope == ("yes" if wanted else "no") else f"in scope: {answer.in_scope}"
        case ExpectDoseUnknown(action=action):
            return _dose_unknown(answer, action)
        case ExpectNothingElse():
            return _nothing_else(answer, tuple(others))
        case _:
            assert_never(expected)


def _recommended(answer: Answer, direction: str, action: str) -> RecommendationAnswer | None:
    return next((one for one in answer.recommendations if one.id == f"{direction}:{action}"), None)


def _advice(beside: BesideAnswer, answer: Answer, expected: ExpectAdvice) -> str | None:
    direction = "against" if expected.strength in ADVICE_AGAINST else "offer"
    found = _recommended(answer, direction, expected.action)
    option = _offered_option(answer, expected)
    if found is None and option is None:
        return _nothing_said(answer, direction, expected.action)
    if option is None and found is not None:
        wrong = _wrong_strength(found, expected.strength)
        if wrong is not None:
            return wrong
    return beside.dose(expected) if expected.dose_low is not None else None


def _nothing_said(answer: Answer, direction: str, action: str) -> str:
    opposite = _recommended(answer, "offer" if direction == "against" else "against", action)
    if opposite is not None:
        return f"{opposite.text} is {opposite.status}: {', '.join(opposite.strengths)}"
    return f"{action} is not {'offered' if direction == 'offer' else 'advised against'}"


def _wrong_strength(found: RecommendationAnswer, strength: str) -> str | None:
    if found.status == "undecided":
        return f"{found.text} is undecided: it waits for {', '.join(found.waits_for)}"
    lines = [line.strength for line in found.lines if line.status != "undecided"]
    if not strength or strength in lines or found.strengths == (strength,):
        return None
    return f"{found.text} has the strength {' or '.join(lines or found.strengths)}"


def _offered_option(answer: Answer, expected: ExpectAdvice) -> OptionAnswer | None:
    """The option of a choice that holds with this strength."""
    for choice in answer.choices:
        strengths = choice.strengths if expected.strength else ("",)
        if choice.status != "undecided" and expected.strength in strengths:
            for option in choice.options:
                if option.action == expected.action and option.status == "in":
                    return option
    return None


def _no_offer(beside: BesideAnswer, answer: Answer, action: str) -> str | None:
    for name in (action, *beside.covered(action)):
        found = _recommended(answer, "offer", name)
        if found is not None:
            return f"{found.text} is offered: {found.status}"
        option = next((one for one in _options(answer, name) if one.status != "out"), None)
        if option is not None:
            return f"{option.text} is an option: {option.status}"
    return None


def _options(answer: Answer, action: str) -> list[OptionAnswer]:
    return [option for choice in answer.choices for option in choice.options if option.action == action]


def _option(answer: Answer, state: str, action: str) -> str | None:
    options = _options(answer, action)
    if not options:
        return f"{action} is no option of any choice in the answer"
    wanted = "out" if state in ("out", "ruled out") else "in"
    if any(one.status == wanted and (state != "preferred" or one.preferred) for one in options):
        return None
    return f"the option {options[0].text} is {options[0].status}" + (" and preferred" if options[0].preferred else "")


def _silence(answer: Answer, kind: str, name: str) -> str | None:
    gaps, conflicts = ([(one.id, one.status) for one in part] for part in (answer.gaps, answer.conflicts))
    found = gaps if kind == "gap" else conflicts
    statuses = [status for each, status in found if each == name]
    statuses += [move.status for move in _moves(answer) if (move.kind, move.target) == (kind, name)]
    if not statuses:
        met = ", ".join(each for each, _ in found) or "none"
        return f"the {kind} is not met; {kind}s met: {met}"
    return None if statuses[0] != "undecided" else f"the {kind} is undecided"


def _moves(answer: Answer) -> list[NextPhase]:
    return [move for phase in answer.phases for move in phase.next]


def _phase(answer: Answer, kind: str, target: str) -> str | None:
    for phase in answer.phases:
        if any(_is_move(move, kind, target, phase.pathway) for move in phase.next):
            return None
        if kind == "stay" and not phase.next and phase.window == ("early",):
            return None
    moves = [f"{move.kind} {move.target}".strip() + f" ({move.status})" for move in _moves(answer)]
    return f"the moves are: {', '.join(moves) or 'none'}"


def _is_move(move: NextPhase, kind: str, target: str, pathway: str) -> bool:
    where = move.target if kind == "go" else pathway
    return move.kind == kind and move.status == "certain" and (not target or target == where)


def _undecided(beside: BesideAnswer, answer: Answer, what: str) -> str | None:
    statuses: list[str] = [one.status for one in answer.recommendations if one.action == what]
    statuses += [one.status for choice in answer.choices for one in choice.options if one.action == what]
    statuses += [one.status for one in answer.choices if one.id == what]
    statuses += [one.status for one in answer.gaps if one.id == what]
    statuses += [one.status for one in answer.conflicts if one.id == what]
    is_open = beside.is_open(what)
    if is_open is not None:
        statuses.append("undecided" if is_open else "known")
    if "undecided" in statuses:
        return None
    return f"{what} is {statuses[0]}" if statuses else f"{what} is not in the answer"


def _dose_unknown(answer: Answer, action: str) -> str | None:
    offers = [one for one in answer.recommendations if one.direction == "offer" and one.status == "certain"]
    doses = [(one.text, one.dose) for one in offers if not action or one.action == action]
    doses += [(one.text, one.dose) for one in _options(answer, action)]
    if action and not doses:
        return f"{action} is not offered"
    known = next(((text, dose.text) for text, dose in doses if dose is not None and dose.low is not None), None)
    return None if known is None else f"the dose of {known[0]} is {known[1]}"


def _nothing_else(answer: Answer, others: tuple[Expectation, ...]) -> str | None:
    named = {name for other in others for name in _named(other)}
    found = [f"{one.strengths[0]} {one.text}" for one in answer.recommendations if one.id not in named]
    found += [
        choice.text
        for choice in answer.choices
        if not named & {choice.id, *(f"offer:{option.action}" for option in choice.options)}
    ]
    found += [f"gap {one.id}" for one in answer.gaps if one.id not in named]
    found += [f"conflict {one.id}" for one in answer.conflicts if one.id not in named]
    return f"there is also: {'; '.join(found)}" if found else None


def _named(expected: Expectation) -> tuple[str, ...]:
    match expected:
        case ExpectAdvice(strength=strength, action=action):
            return (f"{'against' if strength in ADVICE_AGAINST else 'offer'}:{action}",)
        case ExpectOption(action=action):
            return (f"offer:{action}",)
        case ExpectUndecided(what=what):
            return (what, f"offer:{what}", f"against:{what}")
        case ExpectSilence(id=name):
            return (name,)
        case _:
            return ()
