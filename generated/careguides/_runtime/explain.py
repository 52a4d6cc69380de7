# Copied by Caretree from its runtime; generated, do not edit.
"""How an answer comes about, as steps a person can read: every fork and extra that was looked at, and what followed.

neutropenia: severe taken, moderate closed, mild closed
  when evidence of infection: open          (waits for fever)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .answer import Answer
from .findings import Findings
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


def explain_answer(answer: Answer) -> tuple[Step, ...]:
    """Every step, decisions in order, each depth first through what is open; worked out once for the same way."""
    findings = answer._findings
    steps = findings.kept.get("steps")
    if steps is None:
        steps = findings.kept["steps"] = tuple(_steps(findings))
    found: tuple[Step, ...] = steps
    return found


def _steps(findings: Findings) -> Iterator[Step]:
    model = findings.model
    if model.applies_when is not None:
        waits = findings.scope_waits if findings.in_scope is None else ()
        yield Step(model.id, "applies when", "applies when", ((model.id, _state(findings.in_scope)),), waits)
        if findings.in_scope is False:
            return
    for run in model.runs:
        runs = findings.runs(run)
        states = () if runs else (("runs", _state(runs)),)
        yield Step(run.tree.id, "decision", f"decision {run.name}", states)
        if runs is not False:
            yield from _of_block(run.tree, findings, 1)


def _state(truth: Truth) -> str:
    return "open" if truth is None else "taken" if truth else "closed"


def _of_block(block: Block, findings: Findings, depth: int) -> Iterator[Step]:
    for item in block.items:
        yield from _of_item(item, findings, depth)


def _of_item(item: Item, findings: Findings, depth: int) -> Iterator[Step]:
    match item:
        case Block():
            yield from _of_block(item, findings, depth)
        case Fork():
            yield from _of_fork(item, findings, depth)
        case Extra():
            yield from _of_extra(item, findings, depth)
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
                yield from _of_block(item.then, findings, depth + 1)
        case NothingFurther():
            yield Step(item.id, "nothing further", "nothing further", (), (), item.cites, depth)
        case Report():
            yield Step(item.id, "report", f"report {item.text}", (), (), item.cites, depth)


def _of_extra(extra: Extra, findings: Findings, depth: int) -> Iterator[Step]:
    applies = findings.holds(extra)
    waits = findings.waits(extra) if applies is None else ()
    kind = "until" if extra.waiting else "also when"
    yield Step(extra.id, kind, kind, ((extra.label, _state(applies)),), waits, extra.cites, depth)
    if applies is not False:
        yield from _of_block(extra.then, findings, depth + 1)


def _of_fork(fork: Fork, findings: Findings, depth: int) -> Iterator[Step]:
    still = open_branches([findings.holds(branch) for branch in fork.branches], fork.ordered)
    reads = {name for branch in fork.branches for name in findings.waits(branch)} if len(still) != 1 else set()
    waits = tuple(input.id for input in findings.model.inputs if input.id in reads)
    one = "taken" if len(still) == 1 else "open"
    states = tuple((branch.label, one if at in still else "closed") for at, branch in enumerate(fork.branches))
    yield Step(fork.id, fork.origin, fork.subject or fork.origin, states, waits, fork.cites, depth)
    for at in still:
        branch: Branch = fork.branches[at]
        if len(still) > 1:
            yield Step(branch.then.id, "branch", f"if {branch.label}", (), (), branch.cites, depth + 1)
        yield from _of_block(branch.then, findings, depth + 1 + (len(still) > 1))
