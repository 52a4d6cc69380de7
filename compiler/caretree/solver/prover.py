"""Asking the solver one question after another about one guideline.

    ask([ANC < 1/2, not fever])     Answered("no") with what the proof trusts, or "yes" with a model, or "unknown"

The patients asked about are those in the plausible ranges, not impossible, for whom the guideline applies. Limits are
the solver's own resource units and its seed is fixed: the same file gives the same answers on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import z3  # type: ignore[import-untyped]
from msgspec import Struct, field
from msgspec.structs import replace

from caretree.decisions.graph import DecisionGraph, NodeId
from caretree.decisions.patient_record import PatientRecord
from caretree.solver.encoding import Encoding, new_encoding
from caretree.solver.logic import Context, Formula, Model, all_of, negation
from caretree.solver.obligation import Obligation
from caretree.solver.paths import Path, Place, places
from caretree.solver.replay import Replay

RESOURCES = 20_000_000
"""The most resource units one question may cost (about ten seconds; ordinary questions cost some thousands)."""

NONLINEAR_RESOURCES = 4_000_000
"""The same for a question with products, roots and powers, which may never end."""


class Answered(Struct, frozen=True):
    """``no``: no patient, and what that trusts. ``yes``: a model, exact or of an abstraction. ``unknown``: why."""

    found: Literal["no", "yes", "unknown"]
    trusts: tuple[str, ...] = ()
    model: Model = None
    reason: str = ""


class Prover(Struct):
    """One guideline and the solver that knows its facts. ``preferred`` is the patient others are made from; ``broken``
    are the splits found to fit nobody or twice, with the patients they fit once."""

    graph: DecisionGraph
    encoding: Encoding
    solver: Any
    places: dict[NodeId, Place]
    preferred: PatientRecord
    resources: int = RESOURCES
    told: int = 0
    trusted: dict[str, Formula] = field(default_factory=dict)
    scope: Formula = None
    clock: Callable[[], float] | None = None
    told_of: Callable[[Obligation], None] = lambda done: None
    samples: list[Replay] | None = None
    broken: dict[str, list[Formula]] = field(default_factory=dict)

    def timed(self, work: Callable[[], Obligation]) -> Obligation:
        """The obligation with how long it took, where somebody wants to know."""
        if self.clock is None:
            return work()
        start = self.clock()
        done = replace(work(), seconds=self.clock() - start)
        self.told_of(done)
        return done

    def guard(self, path: Path) -> Formula:
        """When every step of a path is taken."""
        steps = [self.encoding.formula(c) if wanted else negation(self.encoding.formula(c)) for c, wanted in path]
        return all_of(steps, self.encoding.context)

    def tell(self) -> None:
        """Give the solver the facts that were added since it was last told."""
        for trust, fact in self.encoding.facts[self.told :]:
            self.solver.add(z3.Implies(self._trust(trust), fact) if trust else fact)
        self.told = len(self.encoding.facts)

    def _trust(self, name: str) -> Formula:
        if name not in self.trusted:
            self.trusted[name] = z3.Bool(f"trust {name}", self.encoding.context)
        return self.trusted[name]

    def ask(self, formulas: Iterable[Formula], in_scope: bool = True) -> Answered:
        """Is there a patient for whom all of it holds?"""
        with self.supposing(formulas, in_scope):
            return self.check()

    @contextmanager
    def supposing(self, formulas: Iterable[Formula], in_scope: bool = True) -> Iterator[None]:
        """The solver with these formulas, forgotten afterwards."""
        wanted = [*formulas, self.scope] if in_scope else list(formulas)
        self.tell()
        self.solver.push()
        try:
            self.solver.add(*wanted)
            yield
        finally:
            self.solver.pop()

    def check(self, *more: Formula) -> Answered:
        """The solver's answer as it stands: first with the abstractions alone, then with exact arithmetic."""
        answer = self._check(more, self.resources)
        if answer.found != "yes" or not self.encoding.exact:
            return answer
        self.solver.push()
        try:
            self.solver.add(*self.encoding.exact)
            precise = self._check(more, min(self.resources, NONLINEAR_RESOURCES))
        finally:
            self.solver.pop()
        return answer if precise.found == "unknown" else precise

    def _check(self, more: Iterable[Formula], resources: int) -> Answered:
        self.solver.set("rlimit", resources)
        found = self.solver.check(*self.trusted.values(), *more)
        if found == z3.sat:
            return Answered("yes", model=self.solver.model())
        if found == z3.unknown:
            return Answered("unknown", reason=self.solver.reason_unknown())
        used = {each.get_id() for each in self.solver.unsat_core()}
        return Answered("no", trusts=tuple(name for name, literal in self.trusted.items() if literal.get_id() in used))


def new_prover(
    graph: DecisionGraph, preferred: PatientRecord, resources: int = RESOURCES, context: Context = None
) -> Prover:
    """A solver that knows a guideline's scope and impossible facts; in a context of its own, or in that of another."""
    encoding = new_encoding(graph)
    encoding.context = encoding.context if context is None else context
    solver = z3.SimpleSolver(ctx=encoding.context)
    solver.set("random_seed", 7)
    prover = Prover(graph, encoding, solver, places(graph), preferred, resources)
    for condition, text in graph.impossible:
        encoding.facts.append((f"impossible: {text}", negation(encoding.formula(condition))))
    applies = () if graph.applies_when is None else ((graph.applies_when, True),)
    prover.scope = prover.guard(applies)
    return prover
