# Copied by Caretree from its runtime; generated, do not edit.
"""How an answer comes about, as steps a person can read: every fork and extra that was looked at, and what followed.

neutropenia: severe taken, moderate closed, mild closed
  when evidence of infection: open          (waits for fever)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .decide import with_assumptions
from .evaluate import holds
from .facts import PossibleFacts
from .patient import PatientBase
from .tree import Advice, Block, Branch, Choice, Conflict, Extra, Fork, Gap, NothingFurther, Report
from .truth import Truth, open_branches

Item = Block | Fork | Extra | Advice | Choice | Gap | Conflict | NothingFurther | Report


class Step(NamedTuple):
    """One step. ``branches`` pairs what stands at each edge with taken, open or closed; ``waits_for`` are the unknown
    inputs that decide between them; ``depth`` is how deep in the tree the step stands."""

    node: str
    kind: str
    text: str
    branches: tuple[tuple[str, str], ...] = ()
    waits_for: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    depth: int = 0

    def __str__(self) -> str:
        states = ", ".join(f"{label}: {state}" for label, state in self.branches)
        waits = f" (waits for {', '.join(self.waits_for)})" if self.waits_for else ""
        cites = f" [{'; '.join(self.citations)}]" if self.citations else ""
        said = ": ".join(part for part in (self.text, states) if part)
        return f"{'  ' * self.depth}{said}{waits}{cites}"


def explain_patient(patient: PatientBase) -> tuple[Step, ...]:
    """Every step for one patient, decisions in order, each depth first through what is open."""
    p = with_assumptions(patient.facts())
    model = patient.model
    steps: list[Step] = []
    if model.applies_when is not None:
        applies = model.applies_when[0](p)
        waits = _unknown(p, model.applies_when[1]) if applies is None else ()
        steps.append(Step(model.id, "applies when", "applies when", ((model.id, _state(applies)),), waits))
        if applies is False:
            return tuple(steps)
    for run in model.runs:
        runs = True if run.test is None else run.test(p)
        steps.append(Step(run.tree.id, "decision", f"decision {run.name}", () if runs else (("runs", _state(runs)),)))
        if runs is not False:
            steps += _of_block(run.tree, p, 1)
    return tuple(steps)


def _state(truth: Truth) -> str:
    return "open" if truth is None else "taken" if truth else "closed"


def _unknown(p: PossibleFacts, reads: tuple[str, ...]) -> tuple[str, ...]:
    inputs = p._model.inputs_by_id()
    return tuple(name for name in reads if name in inputs and name not in p._known)


def _of_block(block: Block, p: PossibleFacts, depth: int) -> Iterator[Step]:
    for item in block.items:
        yield from _of_item(item, p, depth)


def _of_item(item: Item, p: PossibleFacts, depth: int) -> Iterator[Step]:
    match item:
        case Block():
            yield from _of_block(item, p, depth)
        case Fork():
            yield from _of_fork(item, p, depth)
        case Extra():
            applies = holds(item, p)
            waits = _unknown(p, item.reads) if applies is None else ()
            kind = "until" if item.waiting else "also when"
            yield Step(item.id, kind, kind, ((item.label, _state(applies)),), waits, item.cites, depth)
            if applies is not False:
                yield from _of_block(item.then, p, depth + 1)
        case Advice():
            yield Step(item.id, item.direction, f"{item.strength} {item.action}", (), (), item.cites, depth)
        case Choice():
            text = f"{item.strength} {item.mode} of {item.options}"
            yield Step(item.id, "choice", text, (), (), item.cites, depth)
        case Gap():
            yield Step(item.id, "gap", f"gap {item.gap}", (), (), item.cites, depth)
        case Conflict():
            yield Step(item.id, "conflict", f"conflict {item.conflict}", (), (), item.cites, depth)
            if item.then is not None:
                yield from _of_block(item.then, p, depth + 1)
        case NothingFurther():
            yield Step(item.id, "nothing further", "nothing further", (), (), item.cites, depth)
        case Report():
            yield Step(item.id, "report", f"report {item.text}", (), (), item.cites, depth)


def _of_fork(fork: Fork, p: PossibleFacts, depth: int) -> Iterator[Step]:
    truths = [holds(branch, p) for branch in fork.branches]
    still = open_branches(truths, fork.ordered)
    undecided = [branch for branch, truth in zip(fork.branches, truths, strict=True) if truth is None]
    reads = dict.fromkeys(name for branch in undecided for name in branch.reads) if len(still) != 1 else {}
    one = "taken" if len(still) == 1 else "open"
    states = tuple((branch.label, one if at in still else "closed") for at, branch in enumerate(fork.branches))
    yield Step(fork.id, fork.origin, fork.subject or fork.origin, states, _unknown(p, tuple(reads)), fork.cites, depth)
    for at in still:
        branch: Branch = fork.branches[at]
        if len(still) > 1:
            yield Step(branch.then.id, "branch", f"if {branch.label}", (), (), branch.cites, depth + 1)
        yield from _of_block(branch.then, p, depth + 1 + (len(still) > 1))
