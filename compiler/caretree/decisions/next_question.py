"""The next question: which unknown input to ask for.

The rule, complete enough to be written again in another language and give the same input:

1. **Open results** of an answer, each counted once:
   * the scope, while it is unknown;
   * each recommendation (direction and action), choice (options and mode), gap and conflict that is ``undecided``;
   * each option (options and action) of a choice that is not absent, whose ``ruled out`` is unknown;
   * each transition of a known phase whose condition is unknown, unless it is certainly too early;
   * each report that is undecided or has no value.
2. **What an open result waits for**, in the guideline's order of inputs:
   * the scope: the unknown inputs that ``applies when`` reads;
   * recommendations, choices, gaps and conflicts: their ``waits_for``;
   * an option: the unknown inputs of its ``ruled out``; a transition: those of its condition;
   * a report: those of its value and, while undecided, its ``waits_for``.
3. **Candidates** are the first of these sets that is not empty:
   a. unknown inputs that may not be unknown and have no assumption: the first in the guideline's order is asked;
   b. what the scope waits for, while it is open;
   c. what undecided *offers* of ``urgent`` actions wait for;
   d. what any open result waits for.
4. **Score** of a candidate: for each of its regions (``regions``), the patient *as recorded* with the region's value is
   evaluated again, assumptions included; the region's score is how many open results are open no more. A region whose
   patient is refused is left out. *Worst* is the lowest score, *mean* the exact average (both 0 without a region).
   A date or a series is not evaluated: its worst and mean are the number of open results that wait for it alone.
5. The candidate with the highest worst is asked; of equals the one with the highest mean; then the cheapest (bedside,
   laboratory, procedure, no cost stated); then the first in the guideline's order.
6. Without candidates: the first input that the dose of the first certain offer with such a need still ``needs``; if
   none has, that of the first option with such a need that is in, of a certain choice. Otherwise nothing is asked.

Results that open only after a question do not count against it; re-evaluation is plain search one question deep.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec.structs import replace

from caretree.decisions.answer_advice import Said
from caretree.decisions.answer_doses import dose_answer
from caretree.decisions.answer_phases import open_transitions
from caretree.decisions.answer_silence import reported
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import ReportNode
from caretree.decisions.intervals import Truth
from caretree.decisions.outline import Key, Outcome, Results
from caretree.decisions.patient_record import PatientRecord, PatientValue
from caretree.decisions.reads import in_file_order
from caretree.decisions.refusals import refusals
from caretree.decisions.regions import Thresholds, regions, thresholds_of
from caretree.decisions.statuses import ABSENT, CERTAIN, UNDECIDED, Statuses, statuses
from caretree.guideline.inputs import Input
from caretree.guideline.types import Date, Series

COSTS = ("bedside", "laboratory", "procedure", "")

Waiting = dict[Key, tuple[str, ...]]
Score = tuple[Fraction, Fraction]


def next_question(said: Said, in_scope: Truth, not_asked: frozenset[str] = frozenset()) -> str | None:
    """The identity of the input to ask for, or ``None``. ``not_asked`` are no candidates: nobody knows them."""
    evaluation = said.evaluation
    required = [name for name in _required(evaluation) if name not in not_asked]
    if required:
        return required[0]
    waiting = {key: _waits_for(said, key) for key in open_results(evaluation, said.results, said.found, in_scope)}
    candidates = _candidates(said, waiting, not_asked)
    if not candidates:
        return _dose_question(said, not_asked)
    if len(candidates) == 1:
        return candidates[0]
    return _best(said, candidates, waiting)


def _required(evaluation: Evaluation) -> list[str]:
    return [
        given.name.id
        for given in evaluation.graph.guideline.inputs
        if not (given.may_be_unknown or given.assume or evaluation.patient.knows(given.name.id))
    ]


def open_results(evaluation: Evaluation, results: Results, found: Statuses, in_scope: Truth) -> list[Key]:
    """Every open result, in order."""
    keys: list[Key] = [("scope",)] if in_scope is None else []
    for key in results:
        level = found.of(key)
        if key[0] == "report":
            if level > ABSENT and (level == UNDECIDED or _report_value(evaluation, results[key]) is None):
                keys.append(key)
        elif level == UNDECIDED:
            keys.append(key)
        if key[0] == "choice" and level > ABSENT:
            options = evaluation.graph.options[key[1]].options
            keys += [("option", key[1], one.action) for one in options if _unknown(evaluation, one.out)]
    keys += [("move", pathway, move) for pathway, move, _ in _open_moves(evaluation)]
    return list(dict.fromkeys(keys))


def _unknown(evaluation: Evaluation, condition: ConditionId | None) -> bool:
    return condition is not None and evaluation.truth(condition) is None


def _report_value(evaluation: Evaluation, outcomes: Sequence[Outcome]) -> str | bool | None:
    node = outcomes[0].node
    return reported(evaluation, node.of, node.kind, node.value)[0] if isinstance(node, ReportNode) else None


def _open_moves(evaluation: Evaluation) -> list[tuple[str, str, ConditionId]]:
    return [
        (pathway.id, move.id, move.condition)
        for pathway in evaluation.graph.pathways
        if pathway.id in evaluation.patient.phases
        for phase in pathway.phases
        if phase.id == evaluation.patient.phases[pathway.id].phase
        for move in open_transitions(evaluation, pathway.id, phase)
        if evaluation.truth(move.condition) is None
    ]


def _waits_for(said: Said, key: Key) -> tuple[str, ...]:
    waits, graph = said.waits, said.evaluation.graph
    match key[0]:
        case "scope":
            return waits.undecided([graph.applies_when] if graph.applies_when else [])
        case "option":
            outs = [one.out for one in graph.options[key[1]].options if one.action == key[2]]
            return waits.undecided(out for out in outs if out is not None)
        case "move":
            return waits.undecided(c for pathway, move, c in _open_moves(said.evaluation) if (pathway, move) == key[1:])
        case "report":
            return _report_waits_for(said, key)
        case _:
            return waits.of(said.holding(key), said.found.of(key))


def _report_waits_for(said: Said, key: Key) -> tuple[str, ...]:
    node = said.results[key][0].node
    read = said.waits.unknown([(node.kind, node.value)]) if isinstance(node, ReportNode) else ()
    above = said.waits.of(said.holding(key), said.found.of(key))
    return in_file_order(said.evaluation.graph, {*read, *above})


def _candidates(said: Said, waiting: Waiting, not_asked: frozenset[str]) -> tuple[str, ...]:
    actions = said.evaluation.graph.guideline.actions
    urgent = {("advice", "offer", action.name.id) for action in actions if action.urgent}
    sets: tuple[Iterable[Key], ...] = ([("scope",)], [key for key in waiting if key in urgent], waiting)
    for keys in sets:
        names = {name for key in keys for name in waiting.get(key, ())} - not_asked
        if names:
            return in_file_order(said.evaluation.graph, names)
    return ()


def _best(said: Said, candidates: tuple[str, ...], waiting: Waiting) -> str:
    evaluation = said.evaluation
    thresholds = thresholds_of(evaluation.graph)
    ranked = []
    for place, name in enumerate(candidates):
        given = evaluation.given(name)
        worst, mean = _score(said, given, waiting, thresholds)
        ranked.append((-worst, -mean, COSTS.index(given.costs), place))
    return candidates[min(ranked)[3]]


def _score(said: Said, given: Input, waiting: Waiting, thresholds: Thresholds) -> Score:
    if isinstance(given.type, Date | Series):
        alone = Fraction(sum(names == (given.name.id,) for names in waiting.values()))
        return alone, alone
    settled = [_settled(said, given, value, waiting) for value in regions(given, thresholds)]
    scores = [each for each in settled if each is not None]
    if not scores:
        return Fraction(0), Fraction(0)
    return Fraction(min(scores)), Fraction(sum(scores), len(scores))


def _settled(said: Said, given: Input, value: PatientValue, waiting: Waiting) -> int | None:
    """How many open results are open no more with this value; ``None`` if the patient is refused."""
    graph = said.evaluation.graph
    recorded = _as_recorded(said.evaluation.patient)
    filled = replace(recorded, values=recorded.values | {given.name.id: value})
    evaluation = Evaluation(graph, with_assumptions(graph, filled))
    in_scope = True if graph.applies_when is None else evaluation.truth(graph.applies_when)
    found = Statuses() if in_scope is False else statuses(evaluation, in_scope)
    if refusals(evaluation, found):
        return None
    left = [] if in_scope is False else open_results(evaluation, said.results, found, in_scope)
    return len(waiting.keys() - set(left))


def _as_recorded(patient: PatientRecord) -> PatientRecord:
    kept = {name: value for name, value in patient.values.items() if name not in patient.assumed}
    return replace(patient, values=kept, assumed=())


def _dose_question(said: Said, not_asked: frozenset[str]) -> str | None:
    for action in (*_certain_offers(said), *_options_that_are_in(said)):
        dose = dose_answer(said.evaluation, action)
        needs = [name for name in dose.needs if name not in not_asked] if dose is not None else []
        if needs:
            return needs[0]
    return None


def _certain_offers(said: Said) -> list[str]:
    return [key[2] for key in said.results if key[:2] == ("advice", "offer") and said.found.of(key) == CERTAIN]


def _options_that_are_in(said: Said) -> list[str]:
    certain = [key[1] for key in said.results if key[0] == "choice" and said.found.of(key) == CERTAIN]
    options = [one for name in certain for one in said.evaluation.graph.options[name].options]
    return [one.action for one in options if one.out is None or said.evaluation.truth(one.out) is False]
