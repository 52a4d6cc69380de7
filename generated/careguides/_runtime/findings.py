# Copied by Caretree from its runtime; generated, do not edit.
"""What a tree says, apart from the patient: how far everything holds for all who take the same way through it.

    way 17                                     the branches taken, counted (complete patients)
    (True, (), (5, 0b100, None, (0, 0)))       the branches still open and what they wait for (incomplete patients)

A way holds no value of a patient. It is retold to the tree once; what follows is kept for the next patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .evaluate import CERTAIN, UNDECIDED, Statuses, at_most_status, holds, keep_highest, of_block
from .tree import Block, Conflict, Extra, Fork
from .truth import open_branches

if TYPE_CHECKING:
    from .answer import Answer, Recommendation
    from .facts import PossibleFacts
    from .model import Model
    from .patient import PatientBase
    from .tree import Action, Branch, Item, Run
    from .truth import Truth

    Own = tuple[tuple[Recommendation, ...], tuple[object, ...], Action, tuple[object, ...]]
    """The recommendations before one that depends on the patient, its fields before the dose, its action, its fields
    after the dose."""
    Single = tuple[
        tuple[Recommendation, ...], tuple[object, ...], Action, tuple[object, ...], tuple[Recommendation, ...]
    ]
    """The only recommendation that depends on the patient, between the others; it depends on the dose only."""

MOST_KEPT = 4096
"""How many ways are kept for a guideline."""


class Findings:
    """How far each outcome holds.

    ``path`` are the blocks where the patient ends up, those still open included, in the order of the tree. ``shared``
    are the recommendations where none depends on the patient, ``own`` and ``after`` those where one does; ``kept`` are
    other parts that do not depend on the patient, ``answer`` the whole answer where nothing in it does.
    """

    __slots__ = (
        "model",
        "in_scope",
        "found",
        "assumed",
        "facts",
        "way",
        "kept",
        "answer",
        "shared",
        "own",
        "after",
        "single",
        "path",
    )

    def __init__(
        self,
        model: Model,
        in_scope: Truth,
        found: Statuses,
        assumed: tuple[str, ...],
        facts: PossibleFacts | Retold,
    ) -> None:
        self.model = model
        self.in_scope = in_scope
        self.found = found
        self.assumed = assumed
        self.facts = facts
        self.kept: dict[str, Any] = {}
        self.answer: Answer | None = None
        self.way: Any = None
        self.shared: tuple[Recommendation, ...] | None = None
        self.own: tuple[Own, ...] = ()
        self.after: tuple[Recommendation, ...] = ()
        self.single: Single | None = None
        runs = () if in_scope is False else model.runs
        self.path = tuple([end for run in runs if self.runs(run) is not False for end in self._ends(run.tree)])

    def facts_of(self, patient: PatientBase | None) -> PossibleFacts:
        """What can still be true of a patient with these findings, assumptions made."""
        if not isinstance(self.facts, Retold):
            return self.facts
        assert patient is not None, "what all patients share reads no facts"
        facts = patient._facts
        if facts is None:
            from .decide import with_assumptions

            facts = with_assumptions(patient.facts())
            facts._offered = self.found
            patient._facts = facts
        return facts

    def again(self) -> tuple[str, str, Any]:
        """How to find these again: the guideline's module, its decisions' hash, and the way."""
        return self.model.facts.__module__, self.model.guideline.graph_hash, self.way

    def holds(self, step: Branch | Extra) -> Truth:
        """Whether a condition on the way holds."""
        return holds(step, self.facts)

    def waits(self, step: Branch | Extra) -> tuple[str, ...]:
        """The unknown inputs an open condition, or ``until … is known``, waits for."""
        if isinstance(self.facts, Retold):
            return self.facts.waits.get(id(step), ())
        awaited = isinstance(step, Extra) and step.waiting
        if self.holds(step) is not (True if awaited else None):
            return ()
        return tuple(name for name in step.reads if name not in self.facts._known)

    @property
    def scope_waits(self) -> tuple[str, ...]:
        """The unknown inputs that decide whether the guideline is about the patient."""
        if isinstance(self.facts, Retold):
            return self.facts.scope
        reads = self.model.applies_when[1] if self.model.applies_when else ()
        return tuple(name for name in reads if name not in self.facts._known)

    def runs(self, run: Run) -> Truth:
        """Whether a decision runs."""
        if isinstance(self.facts, Retold):
            return self.facts._remembered.get(id(run), False)
        return True if run.test is None else run.test(self.facts)

    def _ends(self, block: Block) -> list[str]:
        found: list[str] = []
        for one in self.model.ways.moving(block):
            if isinstance(one, Extra):
                inside = [one.then] if self.holds(one) is not False else []
            else:
                still = open_branches([self.holds(branch) for branch in one.branches], one.ordered)
                inside = [one.branches[at].then for at in still]
            found += [end for inner in inside for end in self._ends(inner)]
        return found or [block.id]


class Retold:
    """Stands in for a patient's facts while a way is retold: which conditions of the tree hold."""

    __slots__ = ("_remembered", "_contradictory", "waits", "model", "scope")

    def __init__(self, model: Model) -> None:
        self.model = model
        self._remembered: dict[object, Truth] = {}
        self._contradictory: list[str] = []
        self.waits: dict[int, tuple[str, ...]] = {}
        self.scope: tuple[str, ...] = ()

    def names(self, bits: int) -> tuple[str, ...]:
        """The inputs some bits stand for."""
        return tuple(input.id for at, input in enumerate(self.model.inputs) if bits >> at & 1) if bits else ()


class Ways:
    """How many ways lead through each block of a tree; they are counted like the digits of a number."""

    __slots__ = ("_moving", "_sizes")

    def __init__(self) -> None:
        self._moving: dict[int, tuple[Fork | Extra, ...]] = {}
        self._sizes: dict[int, int] = {}

    def moving(self, item: Item) -> tuple[Fork | Extra, ...]:
        """The forks and extras that an item holds directly."""
        if isinstance(item, Fork | Extra):
            return (item,)
        if isinstance(item, Conflict):
            return () if item.then is None else self.moving(item.then)
        if not isinstance(item, Block):
            return ()
        if id(item) not in self._moving:
            self._moving[id(item)] = tuple(one for inner in item.items for one in self.moving(inner))
        return self._moving[id(item)]

    def of_block(self, block: Block) -> int:
        """How many ways lead through a block."""
        if id(block) not in self._sizes:
            size = 1
            for one in self.moving(block):
                size *= self.of(one)
            self._sizes[id(block)] = size
        return self._sizes[id(block)]

    def of(self, one: Fork | Extra) -> int:
        """How many ways lead through a fork or an extra."""
        if isinstance(one, Extra):
            return 1 + self.of_block(one.then)
        return sum(self.of_block(branch.then) for branch in one.branches)


def findings_of(model: Model, way: Any) -> Findings:
    """What follows from a way; kept until there are too many."""
    if len(model.findings) >= MOST_KEPT:
        model.findings.clear()
    from .answer import answer_of
    from .assemble import put_together

    found = _complete(model, way) if isinstance(way, int) else _partial(model, *way)
    found.way = way
    put_together(found)
    if _same_for_all(found):
        found.answer = answer_of(None, found)
    model.findings[way] = found
    return found


def _complete(model: Model, way: int) -> Findings:
    retold = Retold(model)
    statuses: Statuses = {}
    for run in model.runs:
        if run.test is None:
            way, state = divmod(way, model.ways.of_block(run.tree))
        else:
            way, state = divmod(way, 1 + model.ways.of_block(run.tree))
            state -= 1
        retold._remembered[id(run)] = state >= 0
        if state >= 0:
            _retell_block(retold, run.tree, state)
            keep_highest(statuses, of_block(run.tree, retold))
    return Findings(model, True, statuses, (), retold)


def _partial(model: Model, scope: bool | tuple[int], assumed: tuple[str, ...], *states: Any) -> Findings:
    retold, in_scope = Retold(model), scope if isinstance(scope, bool) else None
    retold.scope = () if isinstance(scope, bool) else retold.names(scope[0])
    statuses: Statuses = {}
    stride = 1
    for run, state in zip(model.runs, states, strict=False):
        before, stride = stride, stride * (model.ways.of_block(run.tree) + (run.test is not None))
        if state is None:
            continue
        maybe = isinstance(state, tuple) and state[:1] == ("?",)
        retold._remembered[id(run)] = None if maybe else True
        state = state[1] if maybe else state
        _retell_block(retold, run.tree, state // before if isinstance(state, int) else state)
        found = of_block(run.tree, retold)
        keep_highest(statuses, at_most_status(found, UNDECIDED) if maybe else found)
    if in_scope is None:
        statuses = at_most_status(statuses, UNDECIDED)
    return Findings(model, in_scope, statuses, assumed, retold)


def _retell_block(retold: Retold, block: Block, state: Any) -> None:
    ways = retold.model.ways
    moving = ways.moving(block)
    if isinstance(state, int):
        for one in moving:
            state, own = divmod(state, ways.of(one))
            _retell(retold, one, own)
    else:
        for one, own in zip(moving, state if len(moving) > 1 else (state,), strict=True):
            _retell(retold, one, own)


def _retell(retold: Retold, one: Fork | Extra, state: Any) -> None:
    if isinstance(one, Fork):
        _retell_fork(retold, one, state)
        return
    if isinstance(state, int):
        retold._remembered[id(one)] = state > 0
        if state:
            _retell_block(retold, one.then, state - 1)
        return
    digit, waits, inside = state
    retold._remembered[id(one)] = True if digit == 2 else None
    retold.waits[id(one)] = retold.names(waits)
    _retell_block(retold, one.then, inside)


def _retell_fork(retold: Retold, fork: Fork, state: Any) -> None:
    inside: dict[int, Any] = {}
    if isinstance(state, int):
        at = 0
        while state >= (size := retold.model.ways.of_block(fork.branches[at].then)):
            at, state = at + 1, state - size
        inside[at] = state
    else:
        opened = [at for at in range(len(fork.branches)) if state[0] >> at & 1]
        several = len(state) > 3
        inside = {at: (state[3][at] if state[3] else 0) if several else state[2] for at in opened}
        retold.waits[id(fork.branches[0])] = retold.names(state[1])
    for at, branch in enumerate(fork.branches):
        retold._remembered[id(branch)] = (True if len(inside) == 1 else None) if at in inside else False
        if at in inside:
            _retell_block(retold, branch.then, inside[at])


def _same_for_all(found: Findings) -> bool:
    """Whether nothing in the answer depends on the patient beyond the way."""
    model = found.model
    if model.guideline.review_by or found.in_scope is None:
        return False
    if found.in_scope is False:
        return True
    if found.shared is None or model.pathways or any(status != CERTAIN for status in found.found.values()):
        return False
    outline = model.outline()
    return not any(outcome in found.found for kind in (outline.choices, outline.reports) for outcome in kind)
