"""A patient decided by the reference interpreter: what the solver claims is shown only if it is true here.

    replay.truth("c3")            the condition for the whole patient
    replay.offers("g-csf")        the action is offered, by a line or as an option that is not ruled out

``until X is known`` speaks of a patient whose X is missing: advice is then read for the patient without X, conditions
for the patient with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from msgspec.structs import replace

from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import ConditionId, IsOffered, NotKnown
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.intervals import Truth
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.statuses import CERTAIN, PROVISIONAL, Statuses, statuses
from caretree.solver.paths import Path


@dataclass(slots=True)
class Replay:
    """One patient; ``unknown`` are the inputs that are waited for."""

    graph: DecisionGraph
    record: PatientRecord
    unknown: tuple[str, ...] = ()
    whole: Evaluation = field(init=False)
    waiting: Evaluation = field(init=False)
    found: Statuses | None = None

    def __post_init__(self) -> None:
        """Both evaluations, of the patient as given and of the patient without what is waited for."""
        self.whole = Evaluation(self.graph, self.record)
        known = {name: value for name, value in self.record.values.items() if name not in self.unknown}
        self.waiting = Evaluation(self.graph, replace(self.record, values=known)) if self.unknown else self.whole
        if any(isinstance(node, IsOffered) for node in self.graph.conditions.values()):
            self._note_offers()

    def _note_offers(self) -> None:
        """Tell rules that ask what is offered; others never pay for it."""
        for action in {action.name.id for action in self.graph.guideline.actions}:
            level = self.level(action)
            self.whole.offered[action] = True if level == CERTAIN else None if level else False

    def truth(self, condition: ConditionId) -> Truth:
        """What a condition is."""
        waits = isinstance(self.graph.conditions[condition], NotKnown)
        return (self.waiting if waits else self.whole).truth(condition)

    def takes(self, path: Path) -> bool:
        """Whether every step of a path is certainly taken."""
        return all(self.truth(condition) is wanted for condition, wanted in path)

    @property
    def statuses(self) -> Statuses:
        """How far each result holds, the guideline taken to apply."""
        if self.found is None:
            self.found = statuses(self.waiting, True)
        return self.found

    def level(self, action: str, direction: str = "offer") -> int:
        """How far an action is offered (or advised against): by lines, or as an option that is certainly in."""
        found = self.statuses.of(("advice", direction, action))
        if direction != "offer":
            return found
        for key, level in self.statuses.levels.items():
            if key[0] == "choice":
                options = self.graph.options[key[1]].options
                inside = any(one.action == action and self._is_in(one.out) for one in options)
                found = max(found, level if inside else 0)
        return found

    def _is_in(self, out: ConditionId | None) -> bool:
        return out is None or self.waiting.truth(out) is False

    def offers(self, action: str) -> bool:
        """Whether an action is surely offered, at least provisionally."""
        return self.level(action) >= PROVISIONAL

    def number(self, number: str) -> Fraction | None:
        """A number's exact value, if it has one."""
        return self.whole.number(number).exact

    @property
    def possible(self) -> bool:
        """Whether the patient can exist and the guideline applies."""
        applies = self.graph.applies_when
        return (applies is None or self.whole.truth(applies) is True) and self.can_exist

    @property
    def can_exist(self) -> bool:
        """Whether nothing impossible is true of the patient."""
        return not any(self.whole.truth(condition) for condition, _ in self.graph.impossible)

    @property
    def is_answered(self) -> bool:
        """Whether no fork and no definition leaves the patient without an answer."""
        return not self.statuses.torn and not self.waiting.contradictory
