# Copied by Caretree from its runtime; generated, do not edit.
"""What can still be true of a patient: every value not ruled out, for each input.

fever unknown → None      ANC 0.4 → (2/5, 2/5)      ANC unknown → (0, 60)    bleeding unknown → ("none", …)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from .exact import Exact
from .intervals import ANYTHING, Interval, hull, known
from .truth import Truth, open_branches
from .values import CourseFact, InputDescription, Measured, PhaseFact

if TYPE_CHECKING:
    from .model import Model
    from .reading import Value

Labels = tuple[str, ...]
Series = tuple[Measured, ...] | None
CoursePossible = CourseFact | None

COURSE_STATUSES = ("not tried", "under way", "responded", "failed", "not tolerated", "stopped")
NOT_STARTED = "not started"
ENDED = "ended"


class PossibleFacts:
    """Base of each guideline's ``Facts``: one attribute an input. ``_known`` are the values by identity, assumptions
    included; ``_assumed`` the identities of those; ``_at`` the evaluation's moment in days.

    What an input can still be is worked out when it is first read."""

    __slots__ = ("_model", "_known", "_phases", "_at", "_assumed", "_remembered", "_offered", "_contradictory")

    def __init__(self, model: Model, known: dict[str, Value], phases: dict[str, PhaseFact], at: Exact) -> None:
        self._model = model
        self._known = known
        self._phases = phases
        self._at = at
        self._assumed: dict[str, object] = {}
        self._remembered: dict[object, object] = {}
        self._offered: dict[str, int] = {}
        self._contradictory: list[str] = []

    def __getattr__(self, name: str) -> Any:
        """What an input can still be, worked out when it is first read."""
        input = self._model.inputs_by_key().get(name)
        if input is None:
            raise AttributeError(name)
        value = possible(input, self._known.get(input.id))
        setattr(self, name, value)
        return value

    def _assume(self, input: InputDescription, value: Value) -> None:
        """Let an unknown input have a value; what was worked out before is forgotten."""
        self._known[input.id] = value
        self._remembered.clear()
        setattr(self, input.key, possible(input, value))


def possible(input: InputDescription, value: Value | None) -> object:
    """What an input can still be; an unknown one is its whole declared domain."""
    if input.kind == "choice":
        return input.labels if value is None else (value,)
    if input.kind == "number":
        return known(value.value) if isinstance(value, Measured) else input.plausible
    if input.kind == "date":
        return ANYTHING if value is None else (value, value)
    return value


P = TypeVar("P", bound=PossibleFacts)
T = TypeVar("T")


def remembered(work_out: Callable[[P], T]) -> Callable[[P], T]:
    """A definition is worked out once for each patient."""

    def look_up(p: P) -> T:
        if work_out not in p._remembered:
            p._remembered[work_out] = work_out(p)
        return p._remembered[work_out]  # type: ignore[return-value]

    look_up.__doc__ = work_out.__doc__
    return look_up


def not_known(p: PossibleFacts, *inputs: str) -> bool:
    """Some of these inputs is unknown."""
    return any(input not in p._known for input in inputs)


def among(of: Labels, *labels: str) -> Truth:
    """A label is one of some labels."""
    inside = sum(label in labels for label in of)
    return (None if inside < len(of) else True) if inside or not of else False


def meets_cutoff(
    compare: Callable[[Interval, Interval], Truth], of: Interval, unit: str, *cutoffs: tuple[str, Exact]
) -> Truth:
    """A cut-off published in several units: the value meets the one of its reported unit, otherwise the first.

    ``unit`` is what the value was reported in, empty while it is unknown; every cut-off stands in the declared unit.
    """
    if unit:
        return compare(of, known(dict(cutoffs).get(unit, cutoffs[0][1])))
    truths = {compare(of, known(bound)) for _, bound in cutoffs}
    return truths.pop() if len(truths) == 1 else None


def reported_unit(p: PossibleFacts, input: str) -> str:
    """The unit a number was reported in, empty while it is unknown."""
    value = p._known.get(input)
    return value.unit if isinstance(value, Measured) else ""


def grade(
    p: PossibleFacts, where: str, *branches: tuple[Truth, str | Callable[[], Labels]], ordered: bool = False
) -> Labels:
    """The labels of the open branches; a branch's label may itself be decided by a fork. None left: contradiction."""
    still = open_branches([holds for holds, _ in branches], ordered)
    found: dict[str, None] = {}
    for position in still:
        label = branches[position][1]
        found.update(dict.fromkeys([label] if isinstance(label, str) else label()))
    if not found:
        p._contradictory.append(where)
    return tuple(found)


def number_by_fork(*branches: tuple[Truth, Callable[[], Interval]], ordered: bool = False) -> Interval:
    """The smallest interval around the numbers of the open branches."""
    still = open_branches([holds for holds, _ in branches], ordered)
    return hull([branches[position][1]() for position in still])


def assumed(of: Truth, value: bool, unless: Truth = False) -> Truth:
    """A yes/no definition that is taken as ``value`` while it is unknown and its exception must be no."""
    return value if of is None and unless is False else of


def today(p: PossibleFacts) -> Interval:
    """The evaluation's day."""
    return known(p._at // 1)


def now(p: PossibleFacts) -> Interval:
    """The evaluation's moment."""
    return known(p._at)


def course_is(course: CoursePossible, *statuses: str) -> Truth:
    """A course of treatment has one of some statuses."""
    return among(COURSE_STATUSES if course is None else (course.status,), *statuses)


def course_start(course: CoursePossible) -> Interval:
    """The day a course of treatment started."""
    return ANYTHING if course is None or course.started is None else known(course.started)


def possible_phases(p: PossibleFacts, pathway: str) -> tuple[str, ...]:
    """The phases the patient may be in; ``not started`` and ``ended`` count as phases."""
    fact = p._phases.get(pathway)
    return (fact.phase,) if fact else p._model.phases_of(pathway)


def in_phase(p: PossibleFacts, pathway: str, *phases: str) -> Truth:
    """The pathway is in one of these phases."""
    return among(possible_phases(p, pathway), *phases)


def phase_clock(p: PossibleFacts, pathway: str) -> Interval:
    """Whole days since the current phase of a pathway started."""
    fact = p._phases.get(pathway)
    return (0, None) if fact is None or fact.since is None else known(p._at // 1 - fact.since)


def is_offered(p: PossibleFacts, *actions: str) -> Truth:
    """One of these actions is offered to this patient."""
    status = max((p._offered.get(f"offer:{action}", 0) for action in actions), default=0)
    return True if status >= 3 else None if status else False
