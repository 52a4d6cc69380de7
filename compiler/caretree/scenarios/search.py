"""Finding a patient for whom some conditions hold and others do not, changed as little as possible from another.

    from the index patient: ANC below 0.5: yes, fever: yes      ANC 0.25, fever yes; everything else as it was

The search tries one change, then two, and so on; each change is chosen to mend the first condition that is not yet as
wanted, by following the condition's structure. Where it finds nothing, the solver is asked: it proves that there is no
such patient, or gives one, whose needless changes are then taken back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import refused
from caretree.decisions.patient import missing_inputs
from caretree.decisions.patient_record import PatientRecord
from caretree.scenarios.mending import mendings
from caretree.scenarios.values import Values
from caretree.scenarios.variation import Key, Value, changed, keys_changed, value_of
from caretree.solver.paths import Path

if TYPE_CHECKING:
    from caretree.solver.prover import Prover

THOROUGH = 2
"""Changes up to which every combination is tried."""

MOST_CHANGES = 6
FOLLOWED = 4
"""How many changes are followed from each patient where more are needed."""

TRIES = 1000
"""Patients looked at in either way of searching."""

MOST_KEPT = 1000
"""Patients whose evaluations are kept."""

Verdict = Literal["found", "impossible", "not found"]


class Search(Struct):
    """What is needed to find patients of one guideline. ``base`` is the patient others are made from.

    One patient is looked at for many goals: what was found of the last ones is kept. ``limits`` are the values around
    which a comparison changes, by all that decides it; ``places`` those looked at to find them.
    """

    graph: DecisionGraph
    base: PatientRecord
    values: Values
    known: dict[Hashable, tuple[Verdict, PatientRecord | None]] = field(default_factory=dict)
    evaluations: dict[Hashable, Evaluation] = field(default_factory=dict)
    accepted: dict[Hashable, bool] = field(default_factory=dict)
    limits: dict[Hashable, list[Fraction]] = field(default_factory=dict)
    places: dict[Key, list[Fraction]] = field(default_factory=dict)
    prover: Prover | None = None
    tries: int = 0

    def find(
        self, goals: Path, start: PatientRecord | None = None, keep: frozenset[Key] = frozenset()
    ) -> PatientRecord | None:
        """A patient as wanted, or none. ``keep`` is what must not be changed from ``start``."""
        return self.look(goals, start, keep)[1]

    def look(
        self, goals: Path, start: PatientRecord | None = None, keep: frozenset[Key] = frozenset(), scope: bool = True
    ) -> tuple[Verdict, PatientRecord | None]:
        """The same, with the verdict: ``impossible`` is proved by the solver."""
        begin = self.base if start is None else start
        wanted = goals if not scope or self.graph.applies_when is None else ((self.graph.applies_when, True), *goals)
        question = (frozenset(wanted), begin.recorded, keep)
        if question not in self.known:
            self.known[question] = self._look(tuple(dict.fromkeys(wanted)), begin, keep)
        return self.known[question]

    def _look(self, wanted: Path, begin: PatientRecord, keep: frozenset[Key]) -> tuple[Verdict, PatientRecord | None]:
        if any((condition, not truth) in wanted for condition, truth in wanted):
            return "impossible", None
        self.tries = TRIES
        for depth in range(MOST_CHANGES + 1):
            found = self._try(wanted, begin, depth, keep) if depth <= THOROUGH else None
            if depth == THOROUGH:
                self.tries = TRIES
            if found is None and depth >= THOROUGH:
                found = self._climb(wanted, begin, depth + 1, keep)
            if found is not None:
                return "found", found
        return self._ask_solver(wanted, begin)

    def _try(self, wanted: Path, record: PatientRecord, depth: int, touched: frozenset[Key]) -> PatientRecord | None:
        """Every patient with at most so many changes."""
        self.tries -= 1
        evaluation = self.evaluation(record)
        open_goals = self._open(wanted, evaluation)
        if not open_goals:
            return record if self.acceptable(record) else None
        if depth == 0 or self.tries <= 0:
            return None
        for key, value in self._moves(evaluation, open_goals[0], touched):
            found = self._try(wanted, changed(record, key, value), depth - 1, touched | {key})
            if found is not None:
                return found
        return None

    def _climb(self, wanted: Path, record: PatientRecord, depth: int, touched: frozenset[Key]) -> PatientRecord | None:
        """Patients with more changes, following only the changes that leave the fewest conditions open."""
        evaluation = self.evaluation(record)
        open_goals = self._open(wanted, evaluation)
        if not open_goals:
            return record if self.acceptable(record) else None
        if depth == 0 or self.tries <= 0:
            return None
        moves = list(self._moves(evaluation, open_goals[0], touched))
        patients = [changed(record, key, value) for key, value in moves]
        left = [len(self._open(wanted, self.evaluation(patient))) for patient in patients]
        self.tries -= len(moves)
        for place in sorted(range(len(moves)), key=lambda at: left[at])[:FOLLOWED]:
            found = self._climb(wanted, patients[place], depth - 1, touched | {moves[place][0]})
            if found is not None:
                return found
        return None

    def _open(self, wanted: Path, evaluation: Evaluation) -> list[tuple[str, bool]]:
        """The conditions that are not as wanted; then facts that nobody can have."""
        found = [goal for goal in wanted if evaluation.truth(goal[0]) is not goal[1]]
        return found + [(fact, False) for fact, _ in self.graph.impossible if evaluation.truth(fact)]

    def _moves(
        self, evaluation: Evaluation, goal: tuple[str, bool], touched: frozenset[Key]
    ) -> Iterator[tuple[Key, Value]]:
        tried: set[tuple[Key, Value]] = set()
        for key, value in mendings(self.values, evaluation, *goal):
            self.tries -= 1
            if self.tries <= 0:
                return
            move = (key, value)
            if key not in touched and move not in tried and value_of(evaluation.patient, key) != value:
                tried.add(move)
                yield move

    def evaluation(self, record: PatientRecord) -> Evaluation:
        """The graph read for a patient, assumptions made."""
        who = record.recorded
        if who not in self.evaluations:
            if len(self.evaluations) >= MOST_KEPT:
                self.evaluations.clear()
            self.evaluations[who] = Evaluation(self.graph, with_assumptions(self.graph, record))
        return self.evaluations[who]

    def holds(self, goals: Path, record: PatientRecord) -> bool:
        """Whether every condition is as wanted for a patient who is not refused."""
        evaluation = self.evaluation(record)
        return all(evaluation.truth(condition) is truth for condition, truth in goals) and self.acceptable(record)

    def acceptable(self, record: PatientRecord) -> bool:
        """Whether the patient is not refused."""
        who = record.recorded
        if who not in self.accepted:
            complete = not missing_inputs(self.graph, record)
            self.accepted[who] = complete and not refused(self.graph, record, self.evaluation(record))
        return self.accepted[who]

    def _ask_solver(self, wanted: Path, begin: PatientRecord) -> tuple[Verdict, PatientRecord | None]:
        from caretree.scenarios.witness import witness

        verdict, record = witness(self, wanted)
        if record is not None:
            record = self.simplified(wanted, record, begin)
        return verdict, record

    def simplified(self, goals: Path, record: PatientRecord, toward: PatientRecord) -> PatientRecord:
        """The patient with every needless change from another taken back."""
        for key in keys_changed(toward, record):
            back = changed(record, key, value_of(toward, key))
            if self.holds(goals, back):
                record = back
        return record
