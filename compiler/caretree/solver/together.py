"""Two guidelines in one solver: inputs of a library both use are one, everything else is kept apart.

post-rituximab-cytopenia   haematology/fever    infection-suspected
sle-pancytopenia           haematology/fever    apart: infection-suspected

Both are encoded in one context; what belongs to the second alone is renamed afterwards, wherever a formula leaves it
for the common solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import z3  # type: ignore[import-untyped]
from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_record import PatientRecord
from caretree.solver.encode_dates import NOW, TODAY, look_up
from caretree.solver.logic import Context, Formula, Model
from caretree.solver.obligation import Witness
from caretree.solver.offers import Offer, all_offers
from caretree.solver.patients import fact_lines, phase_lines, preferred_patient, record_of
from caretree.solver.prover import NONLINEAR_RESOURCES, RESOURCES, Answered, Prover, new_prover
from caretree.solver.replay import Replay
from caretree.solver.witness import Claim, waited_for, wishes_of

BothReplays = tuple[Replay, Replay]
"""One patient, decided with either guideline."""

APART = "apart: "


class Side(Struct):
    """One guideline. ``apart`` goes before the names of what is not ``shared``; the first guideline keeps its names."""

    prover: Prover
    offers: list[Offer]
    shared: frozenset[str]
    apart: str
    told: int = 0

    def is_shared(self, key: str) -> bool:
        """Whether a variable is about an input of both, or about the moment of the evaluation."""
        return key in (NOW, TODAY) or any(name in key for name in self.shared)

    def here(self, term: Any) -> Any:
        """A term of this guideline in the words of both."""
        if not self.apart:
            return term
        own = [each for each in constants_of(term) if not self.is_shared(str(each))]
        pairs = [(each, z3.Const(f"{self.apart}{each}", each.sort())) for each in own]
        return z3.substitute(term, *pairs) if pairs else term


class Renamed(Struct, frozen=True):
    """A model of both, read in the words of one side."""

    model: Model
    side: Side

    def eval(self, term: Any, model_completion: bool = False) -> Any:
        """As a model of z3 does."""
        return self.model.eval(self.side.here(term), model_completion=model_completion)


class Found(Struct, frozen=True):
    """A patient: decided with either guideline, and the facts that matter."""

    replays: BothReplays
    witnesses: tuple[Witness, Witness]
    lines: tuple[str, ...]


class Together(Struct):
    """Both guidelines and the solver that knows their facts."""

    sides: tuple[Side, Side]
    solver: Any
    context: Context

    def seed(self) -> None:
        """Let the second guideline know what the first says of shared inputs, series above all: their terms must
        agree. To be called when the first is encoded and the second not yet."""
        first, second = (side.prover.encoding for side in self.sides)
        is_shared = self.sides[1].is_shared
        second.truths |= {key: value for key, value in first.truths.items() if is_shared(key)}
        second.amounts |= {key: value for key, value in first.amounts.items() if is_shared(key)}
        second.labels |= {key: value for key, value in first.labels.items() if is_shared(key)}
        second.series |= {name: list(terms) for name, terms in first.series.items() if name in self.sides[1].shared}

    def tell(self) -> None:
        """Give the solver the facts that were added since it was last told."""
        for side in self.sides:
            facts = side.prover.encoding.facts
            self.solver.add(*(side.here(fact) for _, fact in facts[side.told :]))
            side.told = len(facts)

    def ask(self, formulas: list[Formula]) -> Answered:
        """Is there a patient in the scope of both for whom all of it holds? ``formulas`` has one of each side."""
        self.tell()
        self.solver.push()
        try:
            self._suppose(formulas)
            return self._check()
        finally:
            self.solver.pop()

    def _suppose(self, formulas: list[Formula]) -> None:
        for side, formula in zip(self.sides, formulas, strict=True):
            self.solver.add(side.here(formula), side.here(side.prover.scope))

    def _check(self, *more: Formula) -> Answered:
        """As a prover does: first with the abstractions alone, then with exact arithmetic."""
        answer = self._once(more, RESOURCES)
        precise = [side.here(each) for side in self.sides for each in side.prover.encoding.exact]
        if answer.found != "yes" or not precise:
            return answer
        better = self._once((*precise, *more), NONLINEAR_RESOURCES)
        return answer if better.found == "unknown" else better

    def _once(self, more: Iterable[Formula], resources: int) -> Answered:
        self.solver.set("rlimit", resources)
        found = self.solver.check(*more)
        if found == z3.sat:
            return Answered("yes", model=self.solver.model())
        return Answered("no") if found == z3.unsat else Answered("unknown", reason=self.solver.reason_unknown())

    def look_up(self, model: Model) -> bool:
        """Tell both what the calendar says of the dates of a model; whether that was news."""
        news = [look_up(side.prover.encoding, self._read(side, model)) for side in self.sides]
        return any(news)

    def _read(self, side: Side, model: Model) -> Model:
        return Renamed(model, side) if side.apart else model

    def find(self, formulas: list[Formula], shows: Callable[[BothReplays], bool], model: Model) -> Found | None:
        """A patient who shows it when decided with both, as unremarkable as possible; ``None`` if none tried does."""
        self.solver.push()
        try:
            self._suppose(formulas)
            candidates = (self._usual(shows, model), model)
        finally:
            self.solver.pop()
        for candidate in candidates:
            records = self._records(candidate)
            waiting = self._waiting(candidate)
            replays = self._replays(records, waiting)
            if all(replay.possible for replay in replays) and shows(replays):
                return self._found(records, waiting, shows)
        return None

    def _usual(self, shows: Callable[[BothReplays], bool], model: Model) -> Model:
        fixed: list[Formula] = []
        for wishes in self._wishes():
            for wish in wishes:
                answer = self._check(*fixed, wish)
                if answer.found == "yes":
                    fixed.append(wish)
                    model = answer.model
                    break
        return model

    def _wishes(self) -> Iterator[Iterator[Formula]]:
        for side in self.sides:
            for wishes in wishes_of(side.prover, Claim((), lambda replay: True)):
                yield (side.here(wish) for wish in wishes)

    def _records(self, model: Model) -> tuple[PatientRecord, PatientRecord]:
        """The patient for each guideline: of a shared input both have the value the second reads, which knows both."""
        first, second = self.sides
        other = record_of(second.prover.encoding, self._read(second, model), second.prover.preferred)
        told = any(key in second.prover.encoding.amounts for key in (NOW, TODAY))
        preferred = replace(first.prover.preferred, at=other.at if told else first.prover.preferred.at)
        one = record_of(first.prover.encoding, model, preferred)
        shared = {name: value for name, value in other.values.items() if name in first.shared}
        return replace(one, values=one.values | shared), replace(other, at=one.at)

    def _waiting(self, model: Model) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for side in self.sides:
            waits = waited_for(side.prover, self._read(side, model))
            names |= {name: None for name in waits if side.apart == "" or name in side.shared}
            names |= {f"{side.apart}{name}": None for name in waits if side.apart and name not in side.shared}
        return tuple(names)

    def _replays(self, records: tuple[PatientRecord, PatientRecord], waiting: tuple[str, ...]) -> BothReplays:
        one, other = (
            Replay(side.prover.graph, record, self._waited_by(side, waiting))
            for side, record in zip(self.sides, records, strict=True)
        )
        return one, other

    def _waited_by(self, side: Side, waiting: tuple[str, ...]) -> tuple[str, ...]:
        own = [name.removeprefix(APART) for name in waiting if name.startswith(APART) == bool(side.apart)]
        shared = [name for name in waiting if name in side.shared]
        return tuple(dict.fromkeys([*(name for name in own if name in side.prover.encoding.inputs), *shared]))

    def _found(
        self,
        records: tuple[PatientRecord, PatientRecord],
        waiting: tuple[str, ...],
        shows: Callable[[BothReplays], bool],
    ) -> Found:
        kept = self._what_matters(records, waiting, shows)
        lines: dict[str, None] = {}
        witnesses = []
        for side, small, whole in zip(self.sides, kept, records, strict=True):
            graph, waited = side.prover.graph, self._waited_by(side, waiting)
            said = phase_lines(graph, small, small.phases) + fact_lines(graph, small, small.values)
            said += tuple(f"{side.prover.encoding.inputs[name].name.shown} is not known yet" for name in waited)
            names = (line if self._is_common(line, side, small) else self._whose(side, line) for line in said)
            lines |= dict.fromkeys(names)
            witnesses.append(Witness(said, whole, unknown=waited))
        return Found(self._replays(records, waiting), (witnesses[0], witnesses[1]), tuple(lines))

    def _is_common(self, line: str, side: Side, record: PatientRecord) -> bool:
        return line in fact_lines(side.prover.graph, record, side.shared)

    def _whose(self, side: Side, line: str) -> str:
        return f"{line} ({side.prover.graph.guideline.header.id})"

    def _what_matters(
        self,
        records: tuple[PatientRecord, PatientRecord],
        waiting: tuple[str, ...],
        shows: Callable[[BothReplays], bool],
    ) -> tuple[PatientRecord, PatientRecord]:
        """The patient without every fact it is shown without."""
        kept = records
        for position in (0, 1):
            for part in (*records[position].phases, *reversed(list(records[position].values))):
                smaller = self._without(kept, position, part)
                if shows(self._replays(smaller, waiting)) and self._in_both(smaller, waiting):
                    kept = smaller
        return kept

    def _in_both(self, records: tuple[PatientRecord, PatientRecord], waiting: tuple[str, ...]) -> bool:
        return all(replay.possible for replay in self._replays(records, waiting))

    def _without(
        self, records: tuple[PatientRecord, PatientRecord], position: int, part: str
    ) -> tuple[PatientRecord, PatientRecord]:
        everywhere = part in self.sides[0].shared
        one, other = (
            _less(record, part) if everywhere or position == here else record for here, record in enumerate(records)
        )
        return one, other


def _less(record: PatientRecord, part: str) -> PatientRecord:
    values = {name: value for name, value in record.values.items() if name != part}
    return replace(record, values=values, phases={name: at for name, at in record.phases.items() if name != part})


def together(first: DecisionGraph, second: DecisionGraph) -> Together:
    """Both guidelines, nothing encoded yet but their scopes."""
    shared = shared_inputs(first, second)
    one = new_prover(first, preferred_patient(first))
    other = new_prover(second, preferred_patient(second), context=one.encoding.context)
    sides = (Side(one, all_offers(one), shared, ""), Side(other, all_offers(other), shared, APART))
    solver = z3.SimpleSolver(ctx=one.encoding.context)
    solver.set("random_seed", 7)
    return Together(sides, solver, one.encoding.context)


def shared_inputs(first: DecisionGraph, second: DecisionGraph) -> frozenset[str]:
    """The identities of the inputs that a library owns and both guidelines read, declared alike."""
    here = {each.name.id: each.type for each in first.guideline.inputs if each.name.library}
    return frozenset(
        each.name.id for each in second.guideline.inputs if each.name.library and here.get(each.name.id) == each.type
    )


def constants_of(term: Any) -> list[Any]:
    """The free constants of a term, each once, in the order they are met."""
    found: dict[int, Any] = {}
    seen: set[int] = set()
    waiting = [term]
    while waiting:
        each = waiting.pop()
        if each.get_id() in seen:
            continue
        seen.add(each.get_id())
        if z3.is_const(each) and each.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            found[each.get_id()] = each
        waiting += each.children()
    return list(found.values())
