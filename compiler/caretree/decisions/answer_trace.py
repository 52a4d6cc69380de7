"""How an answer came about: every fork, extra, grade and rule that was looked at, each branch taken, open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from caretree.decisions.answer import TraceStep
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import LabelFork
from caretree.decisions.graph import BlockNode, ConflictNode, ExtraNode, ForkNode
from caretree.decisions.intervals import Truth

State = Literal["taken", "open", "closed"]


def trace(evaluation: Evaluation) -> tuple[TraceStep, ...]:
    """Decisions in order, each depth first through what is open; then grades and labels, then safety rules."""
    steps = [
        step
        for run in evaluation.graph.runs
        if run.condition is None or evaluation.truth(run.condition) is not False
        for step in _steps(evaluation, run.node)
    ]
    return (*steps, *_grades(evaluation), *_rules(evaluation))


def _state(truth: Truth) -> State:
    return "open" if truth is None else "taken" if truth else "closed"


def _steps(evaluation: Evaluation, name: str) -> Iterator[TraceStep]:
    match evaluation.graph.nodes[name]:
        case BlockNode(of=parts):
            for part in parts:
                yield from _steps(evaluation, part)
        case ForkNode() as fork:
            yield from _fork_steps(evaluation, fork)
        case ExtraNode(condition=condition, then=then, waiting=waiting, label=label):
            truth = evaluation.truth(condition)
            yield TraceStep(name, "until" if waiting else "also when", ((label, _state(truth)),))
            if truth is not False:
                yield from _steps(evaluation, then)
        case ConflictNode(then=str(then)):
            yield from _steps(evaluation, then)
        case _:
            return


def _fork_steps(evaluation: Evaluation, fork: ForkNode) -> Iterator[TraceStep]:
    is_open = evaluation.open_branches([branch.condition for branch in fork.branches], fork.ordered)
    states = [_branch_state(position, is_open) for position in range(len(fork.branches))]
    labels = [branch.label for branch in fork.branches]
    yield TraceStep(fork.id, fork.origin, tuple(zip(labels, states, strict=True)))
    for position in is_open:
        yield from _steps(evaluation, fork.branches[position].then)


def _branch_state(position: int, is_open: list[int]) -> State:
    """The only branch left is taken."""
    return "closed" if position not in is_open else "taken" if len(is_open) == 1 else "open"


def _grades(evaluation: Evaluation) -> Iterator[TraceStep]:
    for definition, (kind, value) in evaluation.graph.defined.items():
        if kind == "label" and isinstance(evaluation.graph.labels[value], LabelFork):
            possible = evaluation.label(value)
            states = [
                (
                    label,
                    _branch_state(position, [at for at, one in enumerate(_all(evaluation, value)) if one in possible]),
                )
                for position, label in enumerate(_all(evaluation, value))
            ]
            yield TraceStep(f"definitions/{definition}", "grade", tuple(states))


def _all(evaluation: Evaluation, label: str) -> tuple[str, ...]:
    node = evaluation.graph.labels[label]
    return node.labels


def _rules(evaluation: Evaluation) -> Iterator[TraceStep]:
    for rule in evaluation.graph.rules:
        if rule.forbidden_when is not None:
            yield TraceStep(rule.id, "rule", ((rule.text, _state(evaluation.truth(rule.forbidden_when))),))
