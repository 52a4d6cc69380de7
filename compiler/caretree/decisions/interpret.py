"""The reference interpreter: what a guideline says about one patient, with every unknown value left unknown.

    interpret(graph, patient)      (Answer(recommendations=(offer:g-csf …)), [])
    facts that fit no branch       (None, [Problem("contradictory-facts")])

It is the oracle the other targets are compared with: exact, plain, and it reads nothing but the decision graph.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from caretree.decisions.answer import Answer, AssumedAnswer
from caretree.decisions.answer_advice import Said, choices, recommendations
from caretree.decisions.answer_phases import phases
from caretree.decisions.answer_silence import conflicts, gaps, reports
from caretree.decisions.answer_trace import trace as trace_steps
from caretree.decisions.assumptions import applied_assumptions, with_assumptions
from caretree.decisions.dates import days_of
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.intervals import Truth
from caretree.decisions.next_question import next_question
from caretree.decisions.once import once_a_graph
from caretree.decisions.outline import outline
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.refusals import refusals
from caretree.decisions.statuses import CERTAIN, Statuses, statuses
from caretree.decisions.waits import Waits
from caretree.guideline.header import Header, not_approved
from caretree.problems.problem import Problem


def interpret(
    graph: DecisionGraph,
    patient: PatientRecord,
    trace: bool = False,
    with_next_question: bool = False,
    not_asked: frozenset[str] = frozenset(),
) -> tuple[Answer | None, list[Problem]]:
    """The answer, or none and why there is none: ``impossible-patient`` or ``contradictory-facts``.

    ``not_asked`` are inputs that are no next question: somebody was asked, and nobody knows.
    """
    evaluation, in_scope, found = _evaluated(graph, patient)
    problems = refusals(evaluation, found)
    if problems:
        return None, problems
    note_offers(evaluation, found)
    applied = applied_assumptions(evaluation)
    if in_scope is False:
        return _out_of_scope(evaluation, applied), []
    said = _said(evaluation, found, applied)
    answer = _answer(said, in_scope, applied, trace)
    if with_next_question:
        answer = replace(answer, next_question=next_question(said, in_scope, not_asked))
    return answer, []


def refused(graph: DecisionGraph, patient: PatientRecord, begun: Evaluation | None = None) -> list[Problem]:
    """Why there is no answer for the patient; nothing where there is one. ``interpret`` without the answer.

    ``begun`` is an evaluation of this patient that was asked for other things before: what it knows is used again,
    unless it met a contradiction, which may lie where an answer does not look.
    """
    evaluation, _, found = _evaluated(graph, patient, None if begun is None or begun.contradictory else begun)
    return refusals(evaluation, found)


def _evaluated(
    graph: DecisionGraph, patient: PatientRecord, begun: Evaluation | None = None
) -> tuple[Evaluation, Truth, Statuses]:
    evaluation = Evaluation(graph, with_assumptions(graph, patient)) if begun is None else begun
    in_scope = True if graph.applies_when is None else evaluation.truth(graph.applies_when)
    return evaluation, in_scope, Statuses() if in_scope is False else statuses(evaluation, in_scope)


def note_offers(evaluation: Evaluation, found: Statuses) -> None:
    """Tell conditions of safety rules what is offered: certainly, possibly, or not at all (absent)."""
    for key, level in found.levels.items():
        if key[:2] == ("advice", "offer"):
            evaluation.offered[key[2]] = True if level == CERTAIN else None


def _out_of_scope(evaluation: Evaluation, applied: tuple[AssumedAnswer, ...]) -> Answer:
    header = evaluation.graph.guideline.header
    return Answer(_identity(evaluation.graph), notice(header, evaluation.patient.at), "no", assumed=applied)


def _said(evaluation: Evaluation, found: Statuses, applied: tuple[AssumedAnswer, ...]) -> Said:
    graph = evaluation.graph
    assumed = tuple(each.id for each in applied)
    return Said(evaluation, outline(graph), found, Waits(evaluation), assumed, names_of_all(graph))


def _answer(said: Said, in_scope: Truth, applied: tuple[AssumedAnswer, ...], trace: bool) -> Answer:
    evaluation = said.evaluation
    return Answer(
        guideline=_identity(evaluation.graph),
        notice=notice(evaluation.graph.guideline.header, evaluation.patient.at),
        in_scope="yes" if in_scope else "unknown",
        recommendations=recommendations(said),
        choices=choices(said),
        gaps=gaps(said),
        conflicts=conflicts(said),
        reports=reports(said),
        phases=phases(evaluation, in_scope),
        assumed=applied,
        trace=trace_steps(evaluation) if trace else (),
    )


@once_a_graph
def names_of_all(graph: DecisionGraph) -> dict[str, str]:
    """The long name of every action, input and definition, by identity."""
    guideline = graph.guideline
    data = [each.name for each in guideline.inputs] + [each.name for each in guideline.definitions]
    return {name.id: name.long for name in (*data, *(action.name for action in guideline.actions))}


def _identity(graph: DecisionGraph) -> dict[str, str]:
    header = graph.guideline.header
    return {"id": header.id, "version": header.version, "status": header.status, "graph_hash": graph.hash}


def notice(header: Header, at: Fraction) -> str:
    """What must be shown beside an answer of a guideline that is not approved, or whose review is overdue."""
    said = [not_approved(header)]
    if header.review_by is not None and days_of(header.review_by) < at // 1:
        said.append(f"Review was due on {header.review_by.isoformat()}.")
    return " ".join(text for text in said if text)
