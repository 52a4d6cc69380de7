"""What one patient breaks, read from the interpreter's answer and never from the solver's own formulas.

violations(graph, patient)      {("complete", "anaemia/depending-on"), ("safety rule", "never-offer-g-csf…")}

A proof is attacked with it: no patient may break what is proved. A patient that was found is held to it: whoever is
shown must break the very thing he is shown for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from caretree.decisions.answer import Answer
from caretree.decisions.answer_doses import open_steps
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import IsOffered, LabelFork, NotKnown, NumberFork
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    DoseFork,
    DoseNode,
    ExtraNode,
    ForkNode,
    GraphRule,
)
from caretree.decisions.interpret import interpret
from caretree.decisions.offers import offering_actions
from caretree.decisions.patient_record import PatientRecord
from caretree.guideline.blocks import STRENGTHS
from caretree.solver.advice import codes_of, speak_of_the_same
from caretree.solver.doses import NotStated, doses_in_period
from msgspec.structs import replace

Broken = tuple[str, str]
"""The kind and the subject of an obligation."""


@dataclass(frozen=True, slots=True)
class Given:
    """One offer of an answer: a recommendation, or an option of ``choice`` with how many of it are taken."""

    action: str
    strength: str
    status: str
    choice: tuple[str, str] | None = None
    only: bool = True


def given_by(answer: Answer) -> list[Given]:
    """Every offer that holds: certainly, or provisionally."""
    found = [
        Given(one.action, one.strengths[0], one.status)
        for one in answer.recommendations
        if one.direction == "offer" and one.status != "undecided"
    ]
    for choice in answer.choices:
        left = sum(option.status != "out" for option in choice.options)
        room = int(choice.mode) if choice.mode.isdigit() else 1
        found += [
            Given(option.action, choice.strengths[0], choice.status, (choice.id, choice.mode), left <= room)
            for option in choice.options
            if option.status == "in" and choice.status != "undecided"
        ]
    return found


def violations(graph: DecisionGraph, record: PatientRecord, waiting: tuple[str, ...] = ()) -> set[Broken]:
    """Everything a patient breaks. ``waiting`` are inputs that advice under ``until`` waits for: the advice is read for
    the patient without them, conditions for the patient with them."""
    without = replace(record, values={name: value for name, value in record.values.items() if name not in waiting})
    whole = Evaluation(graph, with_assumptions(graph, record))
    answer, problems = interpret(graph, without)
    if any(problem.name == "impossible-patient" for problem in problems):
        return set()
    if graph.applies_when is not None and whole.truth(graph.applies_when) is not True:
        return set()
    absent = Evaluation(graph, with_assumptions(graph, without))
    for name, node in graph.conditions.items():
        if isinstance(node, NotKnown):
            whole.truths[name] = absent.truth(name)
    found = {("population", graph.guideline.header.id)} | set(_splits(graph, whole))
    if answer is None:
        return found | {("answer", "refused")}
    given = given_by(answer)
    for action in {action.name.id for action in graph.guideline.actions}:
        levels = [one.status for one in given if one.action == action]
        whole.offered[action] = True if "certain" in levels else None if _may_give(answer, action) else False
    found |= set(_taken(graph, whole))
    held = ("certain", "provisional") if waiting else ("certain",)
    found |= set(_advice(graph, answer, given, held)) | set(_choices(answer, held)) | set(_moves(answer))
    found |= set(_doses(graph, whole, given))
    return found | {(kind_of(rule), rule.id) for rule in graph.rules if _breaks(graph, rule, whole, given, held)}


def kind_of(rule: GraphRule) -> str:
    """What the obligation of a rule is called."""
    return "dose limit" if rule.kind == "never exceed" else "safety rule"


def _may_give(answer: Answer, action: str) -> bool:
    advised = any(one.action == action and one.direction == "offer" for one in answer.recommendations)
    options = (option for choice in answer.choices for option in choice.options)
    return advised or any(option.action == action and option.status != "out" for option in options)


def _splits(graph: DecisionGraph, whole: Evaluation) -> Iterator[Broken]:
    """Forks the patient gets to, grades, tables and doses with no branch or several."""
    for node in _reached(graph, whole):
        if isinstance(node, ForkNode):
            yield from _split(node.id, [branch.condition for branch in node.branches], node.ordered, whole)
    for definition in graph.guideline.definitions:
        kind, value = graph.defined[definition.name.id]
        table = graph.labels[value] if kind == "label" else graph.numbers.get(value) if kind == "number" else None
        if isinstance(table, LabelFork | NumberFork):
            subject = f"definitions/{definition.name.id}"
            yield from _split(subject, [branch[0] for branch in table.branches], table.ordered, whole)


def _split(subject: str, conditions: list[str], ordered: bool, whole: Evaluation) -> Iterator[Broken]:
    truths = [whole.truth(condition) for condition in conditions]
    if truths and all(truth is False for truth in truths):
        yield "complete", subject
    if not ordered and truths.count(True) > 1:
        yield "disjoint", subject


def _reached(graph: DecisionGraph, whole: Evaluation) -> Iterator[object]:
    """The nodes the patient certainly gets to, every branch that fits followed."""
    waiting = [run.node for run in graph.runs if run.condition is None or whole.truth(run.condition) is True]
    while waiting:
        node = graph.nodes[waiting.pop()]
        yield node
        match node:
            case BlockNode(of=parts):
                waiting += parts
            case ForkNode(branches=branches, ordered=ordered):
                truths = [whole.truth(branch.condition) for branch in branches]
                first = [truth is False for truth in truths]
                waiting += [
                    branch.then
                    for at, branch in enumerate(branches)
                    if truths[at] is True and (not ordered or all(first[:at]))
                ]
            case ExtraNode(condition=condition, then=then) if whole.truth(condition) is True:
                waiting.append(then)
            case ConflictNode(then=then) if then is not None:
                waiting.append(then)


def _taken(graph: DecisionGraph, whole: Evaluation) -> Iterator[Broken]:
    """What is alive: blocks of branches, extras, rows of grades the patient gets to."""
    for node in _reached(graph, whole):
        if not isinstance(node, ExtraNode) or whole.truth(node.condition) is True:
            yield "taken", getattr(node, "id", "")
        if isinstance(node, ChoiceNode):
            for option in graph.options[node.options].options:
                if option.out is None or whole.truth(option.out) is False:
                    yield "taken", option.id
    for definition in graph.guideline.definitions:
        kind, value = graph.defined[definition.name.id]
        if kind == "label" and len(left := whole.label(value)) == 1:
            yield "taken", f"definitions/{definition.name.id}/{left[0]}"


def _advice(graph: DecisionGraph, answer: Answer, given: list[Given], held: tuple[str, ...]) -> Iterator[Broken]:
    """Lines against something that is offered, and lines that follow what is not.

    While something is waited for, an offer and advice against it that are both possible are one contradiction.
    """
    waits = "provisional" in held
    certain = [one.action for one in given if one.status in held]
    opposed = [action.name.id for action in graph.guideline.actions if _may_give(answer, action.name.id)]
    for one in answer.recommendations:
        for line in one.lines:
            node = graph.nodes[line.node]
            if not isinstance(node, AdviceNode) or not (waits or line.status in held):
                continue
            beside = opposed if waits else certain
            if one.direction == "against" and any(speak_of_the_same(graph, one.action, each) for each in beside):
                yield "no contradiction", line.node
            if (
                line.status in held
                and node.after
                and not set(offering_actions(graph.guideline, node.after)) & set(certain)
            ):
                yield "follows", line.node


def _choices(answer: Answer, held: tuple[str, ...]) -> Iterator[Broken]:
    for choice in answer.choices:
        needed = int(choice.mode) if choice.mode.isdigit() else 1
        if choice.status in held and sum(option.status != "out" for option in choice.options) < needed:
            yield "enough options", f"{choice.id}/{choice.mode}"


def _moves(answer: Answer) -> Iterator[Broken]:
    for one in answer.phases:
        if len(one.now) == 1 and one.now[0] not in ("not started", "ended"):
            subject = f"pathways/{one.pathway}/{one.now[0]}"
            if sum(move.status == "certain" for move in one.next) > 1:
                yield "transitions", subject
            if one.window == ("overdue",) and not one.next:
                yield "due move", subject


def _doses(graph: DecisionGraph, whole: Evaluation, given: list[Given]) -> Iterator[Broken]:
    for one in given:
        for action in _parts(graph, one.action):
            dosing = graph.dosing.get(action)
            doses = [] if dosing is None else [each for each in (dosing.dose, *dosing.steps) if each is not None]
            for dose in doses:
                lows = [whole.number(step.low).exact for step in open_steps(whole, dose)]
                if len(lows) == 1 and lows[0] is not None and lows[0] < 0:
                    yield "dose sign", f"actions/{action}"
                yield from _dose_splits(action, dose, whole)


def _dose_splits(action: str, dose: DoseNode, whole: Evaluation) -> Iterator[Broken]:
    if isinstance(dose, DoseFork):
        conditions = [condition for _, condition, _ in dose.branches]
        yield from _split(f"actions/{action}/dose", conditions, dose.ordered, whole)
        for _, condition, then in dose.branches:
            if whole.truth(condition) is True:
                yield from _dose_splits(action, then, whole)


def _parts(graph: DecisionGraph, action: str) -> list[str]:
    members = graph.members.get(action, ())
    return [action, *members] if action in graph.dosing or not members else list(members)


def _breaks(
    graph: DecisionGraph, rule: GraphRule, whole: Evaluation, given: list[Given], held: tuple[str, ...]
) -> bool:
    certain = [one for one in given if one.status in held]
    x, y = [one for one in certain if one.action in rule.x], [one for one in certain if one.action in rule.y]
    match rule.kind:
        case "never both":
            return any(one.action != other.action and _together(one, other) for one in x for other in y)
        case "never without":
            return any(not any(_together(one, other) and _no_weaker(other, one) for other in y) for one in x)
        case "always":
            asked = rule.condition is None or whole.truth(rule.condition) is True
            return asked and not any(one.choice is None or one.only for one in x)
        case "never exceed":
            return _exceeds(graph, rule, whole, certain)
        case _:
            assert rule.forbidden_when is not None
            return whole.truth(rule.forbidden_when) is True and any(one.action in rule.x for one in given)


def _together(one: Given, other: Given) -> bool:
    return one.choice is None or one.choice != other.choice or one.choice[1] != "one"


def _no_weaker(one: Given, other: Given) -> bool:
    return STRENGTHS.index(one.strength) <= STRENGTHS.index(other.strength)


def _exceeds(graph: DecisionGraph, rule: GraphRule, whole: Evaluation, certain: list[Given]) -> bool:
    cap = rule.cap
    assert cap is not None
    limit, total = whole.number(cap.amount).exact, Fraction(0)
    drugs = [one for one in certain if _is_the_drug(graph, one.action, rule.x)]
    amounts: dict[object, dict[str, Fraction]] = {}
    for one in drugs:
        key: object = one.choice if one.choice is not None and one.choice[1] == "one" else one.action
        amounts.setdefault(key, {})[one.action] = _most(graph, one.action, rule, whole)
    total = sum((max(each.values()) for each in amounts.values()), start=Fraction(0))
    return limit is not None and total > limit


def _is_the_drug(graph: DecisionGraph, action: str, named: tuple[str, ...]) -> bool:
    parts = {action, *graph.members.get(action, ())}
    return bool(parts & set(named)) or bool(codes_of(graph, parts) & codes_of(graph, set(named)))


def _most(graph: DecisionGraph, action: str, rule: GraphRule, whole: Evaluation) -> Fraction:
    assert rule.cap is not None
    total = Fraction(0)
    for part in _parts(graph, action):
        dosing, most = graph.dosing.get(part), Fraction(0)
        for dose in () if dosing is None else (dosing.dose, *dosing.steps):
            for step in [] if dose is None else open_steps(whole, dose):
                amount = whole.number(step.limit_high or step.high).exact
                try:
                    times = doses_in_period_of(part, step, rule, graph)
                except NotStated:
                    return Fraction(0)
                most = max(most, Fraction(0) if amount is None else amount * times)
        total += most
    return total


def doses_in_period_of(action: str, step: object, rule: GraphRule, graph: DecisionGraph) -> Fraction:
    """How often a dose is given in the period of a rule, in the rule's unit."""

    class Named:
        def __init__(self) -> None:
            self.graph = graph

    return doses_in_period(Named(), action, step, rule.cap)  # type: ignore[arg-type]


def waited_inputs(graph: DecisionGraph) -> list[str]:
    """The inputs some advice waits for."""
    nodes = [node for node in graph.conditions.values() if isinstance(node, NotKnown)]
    return list(dict.fromkeys(name for node in nodes for name in node.inputs))


def asks_about_offers(graph: DecisionGraph) -> bool:
    """Whether some rule asks what is offered."""
    return any(isinstance(node, IsOffered) for node in graph.conditions.values())
