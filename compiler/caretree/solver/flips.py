"""Which results stand on an assumption: they would be others if what is assumed were not so.

when not recorded, assume no · ambulatory monitoring unsuitable is yes, and not recorded
    recommend ambulatory monitoring      is given, and would not be
    recommend home monitoring            is not given, and would be

Each result is asked about twice, once for either direction; a flip is listed with a patient the interpreter decided
both ways. What is not listed is proved not to depend on the assumption, or said to be not settled. Doses and reports
are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.assumptions import assumed_value
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import Assumed, Constant
from caretree.decisions.graph import ChoiceNode, DecisionGraph, GraphTransition
from caretree.decisions.intervals import Truth
from caretree.decisions.outline import Key, key_of
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.reads import Expression, reached, read
from caretree.decisions.statuses import PROVISIONAL, statuses
from caretree.guideline.inputs import Input
from caretree.guideline.types import Choice
from caretree.solver.encode_conditions import phases_of
from caretree.solver.encoding import Encoding
from caretree.solver.flip_words import result_words
from caretree.solver.logic import Formula, all_of, any_of, constant, exact, negation
from caretree.solver.obligation import Flip, Obligation
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim
from caretree.source.span import NOWHERE, Span

APART = 1_000_000
"""Where the numbers of a second encoding's own variables begin: none is called like one of the first."""


class Supposed(Struct, frozen=True):
    """One assumption. ``prover`` asks about the guideline as it is while the assumption is used; ``applies`` is when it
    may be used, ``root`` what it is about."""

    subject: str
    shown: str
    prover: Prover
    applies: Formula
    root: Expression | str
    evaluation: Callable[[PatientRecord], Evaluation]
    allowed: Callable[[PatientRecord], bool]


def flips(prover: Prover) -> list[Obligation]:
    """For every assumption, what depends on it."""
    return [prover.timed(partial(_listed, prover, supposed)) for supposed in _all(prover)]


def _all(prover: Prover) -> Iterator[Supposed]:
    graph = prover.graph
    for given in graph.guideline.inputs:
        if given.name.id in graph.assumptions:
            yield _of_input(prover, given)
    for name, node in graph.conditions.items():
        if isinstance(node, Assumed):
            yield _of_definition(prover, name, node)


def _of_input(prover: Prover, given: Input) -> Supposed:
    graph, name, context = prover.graph, given.name.id, prover.encoding.context
    value, unless = graph.assumptions[name]
    second = _second(prover.encoding)
    if isinstance(value, bool):
        second.truths[name] = constant(value, context)
    elif isinstance(value, str):
        labels = prover.encoding.one_of(name, _labels(given))
        second.labels[name] = {label: constant(label == value, context) for label in labels}
    else:
        second.amounts[name] = exact(value, context)

    def supposed(record: PatientRecord) -> Evaluation:
        made = {name: assumed_value(value, given.type)}
        return Evaluation(graph, replace(record, values=record.values | made))

    def allowed(record: PatientRecord) -> bool:
        without = replace(record, values={key: of for key, of in record.values.items() if key != name})
        return unless is None or Evaluation(graph, without).truth(unless) is False

    stays = constant(True, context) if unless is None else negation(prover.encoding.formula(unless))
    shown = given.name.shown
    return Supposed(f"inputs/{name}", shown, replace(prover, encoding=second), stays, name, supposed, allowed)


def _labels(given: Input) -> tuple[str, ...]:
    return given.type.labels if isinstance(given.type, Choice) else ()


def _of_definition(prover: Prover, condition: str, node: Assumed) -> Supposed:
    graph, context = prover.graph, prover.encoding.context
    second = _second(prover.encoding)
    second.conditions[condition] = constant(node.value, context)
    other = replace(graph, conditions={**graph.conditions, condition: Constant(node.value)})

    def allowed(record: PatientRecord) -> bool:
        return node.unless is None or Evaluation(graph, record).truth(node.unless) is False

    stays = constant(True, context) if node.unless is None else negation(prover.encoding.formula(node.unless))
    shown = next((one.name.shown for one in graph.guideline.definitions if one.name.id == node.id), node.id)
    asking = replace(prover, encoding=second)
    root: Expression = ("condition", condition)
    return Supposed(f"definitions/{node.id}", shown, asking, stays, root, partial(Evaluation, other), allowed)


def _second(first: Encoding) -> Encoding:
    """The same patients in an encoding that can suppose something of its own; what is true is told to both."""
    first.fresh += APART
    return replace(
        first,
        truths=dict(first.truths),
        amounts=dict(first.amounts),
        labels=dict(first.labels),
        conditions={},
        numbers={},
        label_forks={},
        fresh=first.fresh + APART // 2,
    )


class Asked(Struct, frozen=True):
    """One result: its identity, its words, and every condition it stands under."""

    key: Key
    words: str
    formula: Callable[[Prover], Formula]
    reads: tuple[str, ...]


def results_of(prover: Prover) -> list[Asked]:
    """The guideline's scope, its advice, choices, options, gaps, conflicts and moves."""
    graph = prover.graph
    found: dict[Key, list[tuple[tuple[str, bool], ...]]] = {}
    for place in prover.places.values():
        node = place.node
        if hasattr(node, "action") or isinstance(node, ChoiceNode) or hasattr(node, "gap") or hasattr(node, "conflict"):
            found.setdefault(key_of(node), []).append(place.path)  # type: ignore[arg-type]
        if isinstance(node, ChoiceNode):
            for option in graph.options[node.options].options:
                out = () if option.out is None else ((option.out, False),)
                found.setdefault(("option", node.options, option.action), []).append((*place.path, *out))
    asked = [_asked(graph, key, paths) for key, paths in found.items()]
    if graph.applies_when is not None:
        asked.insert(0, _asked(graph, ("scope",), [((graph.applies_when, True),)]))
    return [*asked, *(_moved(graph, *each) for each in _moves(graph))]


def _asked(graph: DecisionGraph, key: Key, paths: list[tuple[tuple[str, bool], ...]]) -> Asked:
    def formula(prover: Prover) -> Formula:
        return any_of([prover.guard(path) for path in paths], prover.encoding.context)

    reads = tuple(dict.fromkeys(condition for path in paths for condition, _ in path))
    return Asked(key, result_words(graph, key), formula, reads)


def _moves(graph: DecisionGraph) -> Iterator[tuple[str, str, GraphTransition]]:
    for pathway in graph.pathways:
        for phase in pathway.phases:
            for move in phase.transitions:
                yield pathway.id, phase.id, move


def _moved(graph: DecisionGraph, pathway: str, phase: str, move: GraphTransition) -> Asked:
    def formula(prover: Prover) -> Formula:
        here = phases_of(pathway, prover.encoding)[phase]
        return all_of([here, prover.guard(((move.condition, True),))], prover.encoding.context)

    key = ("move", pathway, phase, move.condition)
    return Asked(key, result_words(graph, ("move", move.label)), formula, (move.condition,))


def _listed(prover: Prover, supposed: Supposed) -> Obligation:
    """Every result that reads the assumption, asked about in both directions."""
    what = f"which results would be others if what is assumed of {supposed.shown} is not so"
    span = _span(prover.graph, supposed.subject)
    obligation = Obligation("assumption", supposed.subject, what, span, part="flips")
    found, open_still = [], []
    for asked in results_of(prover):
        if not _is_read(prover.graph, supposed, asked):
            continue
        for given in (True, False):
            settled = settle(prover, replace(obligation, part=asked.words), _claim(prover, supposed, asked, given))
            if settled.result == "failed" and settled.witness is not None:
                found.append(Flip(asked.words, given, settled.witness.lines))
            elif settled.result == "not proved":
                open_still.append(f"{asked.words}: {settled.reason}")
    if open_still:
        return replace(obligation, result="not proved", reason="; ".join(open_still), flips=tuple(found))
    return replace(obligation, flips=tuple(found))


def _span(graph: DecisionGraph, subject: str) -> Span:
    guideline = graph.guideline
    kind, name = subject.split("/", 1)
    spans = {one.name.id: one.span for one in (guideline.inputs if kind == "inputs" else guideline.definitions)}
    return spans.get(name, NOWHERE)


def _is_read(graph: DecisionGraph, supposed: Supposed, asked: Asked) -> bool:
    conditions = [*asked.reads, *([graph.applies_when] if graph.applies_when is not None else [])]
    below = reached(graph, [("condition", condition) for condition in conditions])
    if not isinstance(supposed.root, str):
        return supposed.root in below
    return supposed.root in read(graph, below).inputs


def _claim(prover: Prover, supposed: Supposed, asked: Asked, given: bool) -> Claim:
    """Somebody for whom the result holds while it is assumed (``given``) and not otherwise, or the other way round."""
    context, other = prover.encoding.context, supposed.prover
    really = all_of([prover.scope, asked.formula(prover)], context)
    applies = () if prover.graph.applies_when is None else ((prover.graph.applies_when, True),)
    assumed = all_of([other.guard(applies), asked.formula(other)], context)
    possible = [negation(other.encoding.formula(condition)) for condition, _ in prover.graph.impossible]
    differs = (assumed, negation(really)) if given else (negation(assumed), really)

    def shows(replay: Replay) -> bool:
        values = {name: value for name, value in replay.record.values.items() if name not in replay.unknown}
        record = replace(replay.record, values=values)
        if not supposed.allowed(record):
            return False
        real = holds(Evaluation(prover.graph, record), asked.key)
        made = holds(supposed.evaluation(record), asked.key)
        return (made, real) == ((True, False) if given else (False, True))

    return Claim((*differs, supposed.applies, *possible), shows, in_scope=False)


def holds(evaluation: Evaluation, key: Key) -> Truth:
    """Whether a result must hold (at least provisionally) or must not; ``None`` where neither is sure, or the patient
    gets no answer."""
    graph = evaluation.graph
    in_scope = True if graph.applies_when is None else evaluation.truth(graph.applies_when)
    if any(evaluation.truth(condition) for condition, _ in graph.impossible):
        return None
    if key[0] == "scope" or in_scope is False:
        return in_scope
    found = statuses(evaluation, in_scope)
    if found.torn or evaluation.contradictory:
        return None
    if key[0] == "move":
        return _moves_on(evaluation, key)
    if key[0] == "option":
        return _is_option(evaluation, found.levels, key)
    level = found.of(key)
    return True if level >= PROVISIONAL else None if level else False


def _moves_on(evaluation: Evaluation, key: Key) -> Truth:
    _, pathway, phase, condition = key
    known = evaluation.patient.phases.get(pathway)
    return None if known is None else known.phase == phase and evaluation.truth(condition)


def _is_option(evaluation: Evaluation, levels: dict[Key, int], key: Key) -> Truth:
    _, options, action = key
    chosen = max((level for of, level in levels.items() if of[:2] == ("choice", options)), default=0)
    out = next(one.out for one in evaluation.graph.options[options].options if one.action == action)
    truth = False if out is None else evaluation.truth(out)
    if chosen == 0 or truth is True:
        return False
    return True if chosen >= PROVISIONAL and truth is False else None
