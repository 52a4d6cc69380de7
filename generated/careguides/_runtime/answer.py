# Copied by Caretree from its runtime; generated, do not edit.
"""The answer: what a guideline says about one patient (contract ``caretree-answer/1``).

Its parts are worked out on first use.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .doses import DoseAnswer
from .pathways import PhaseAnswer

if TYPE_CHECKING:
    from types import ModuleType

    from .facts import PossibleFacts
    from .findings import Findings
    from .patient import PatientBase


class Line(NamedTuple):
    """One recommendation line that may hold, with its own status."""

    node: str
    strength: str
    status: str
    timing: str
    after: str
    because: str
    certainty: str
    citations: tuple[str, ...]
    see: tuple[str, ...]


class Recommendation(NamedTuple):
    """An action offered or advised against, over all lines. ``id`` is ``<direction>:<action>``."""

    id: str
    action: str
    text: str
    direction: str
    strengths: tuple[str, ...]
    status: str
    waits_for: tuple[str, ...]
    ruled_out_by: tuple[str, ...]
    assumed: tuple[str, ...]
    timing: str
    dose: DoseAnswer | None
    citations: tuple[str, ...]
    node: str
    lines: tuple[Line, ...]


class OptionAnswer(NamedTuple):
    """One option of a choice: in, out or undecided, with the arguments that hold."""

    action: str
    text: str
    status: str
    preferred: bool
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    dose: DoseAnswer | None
    citations: tuple[str, ...]


class ChoiceAnswer(NamedTuple):
    """A choice among options."""

    id: str
    text: str
    mode: str
    strengths: tuple[str, ...]
    status: str
    waits_for: tuple[str, ...]
    citations: tuple[str, ...]
    node: str
    options: tuple[OptionAnswer, ...]


class GapAnswer(NamedTuple):
    """The source is silent here."""

    id: str
    text: str
    status: str
    waits_for: tuple[str, ...]
    node: str


class ConflictAnswer(NamedTuple):
    """The source contradicts itself here."""

    id: str
    readings: tuple[str, ...]
    follow: str
    status: str
    waits_for: tuple[str, ...]
    node: str


class ReportAnswer(NamedTuple):
    """A reported value: ``value`` when known, else ``possible``: the labels left, or the ends of a number."""

    id: str
    text: str
    value: str | bool | None
    unit: str
    possible: tuple[str, ...]
    citations: tuple[str, ...]
    node: str


class AssumedAnswer(NamedTuple):
    """An assumption that was applied."""

    id: str
    value: str
    text: str


def json_of(value: Any) -> Any:
    """Things with fields as objects, tuples as lists."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is tuple:
        return [json_of(item) for item in value]
    fields = getattr(kind, "_fields", None)
    if fields is None:
        return dict(value) if kind is dict else value
    if issubclass(kind, tuple):
        return {field: json_of(item) for field, item in zip(fields, value, strict=True)}
    return {field: json_of(getattr(value, field)) for field in fields}


@lru_cache(maxsize=1)
def _assemble() -> ModuleType:
    """The module that puts parts together, loaded when a part is first read."""
    from . import assemble

    return assemble


PARTS = ("recommendations", "choices", "gaps", "conflicts", "reports", "phases")


class Answer:
    """Everything said about one patient. Statuses are certain, undecided or provisional.

    Patients with the same answer may get the same object. A pickled answer is decided again when it is read; to keep
    one, keep ``to_json()``.
    """

    __slots__ = {
        "_patient": "",
        "_findings": "",
        "_parts": "",
        "_own": "",
        "path": "The blocks of the tree where the patient ends up, by node; those still open included.",
        "recommendations": "Every action that is or may be offered or advised against, in order of first appearance.",
    }

    _patient: PatientBase | None
    _findings: Findings
    _parts: dict[str, Any] | None
    _own: tuple[Recommendation, ...] | None
    path: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]

    def _part(self, name: str) -> Any:
        if self._parts is None:
            self._parts = {}
        if name not in self._parts:
            self._parts[name] = getattr(_assemble(), name)(self)
        return self._parts[name]

    def facts(self) -> PossibleFacts:
        """What can still be true of the patient, assumptions made; worked out on first use."""
        return self._findings.facts_of(self._patient)

    @property
    def guideline(self) -> dict[str, str]:
        """Which guideline speaks: ``id``, ``version``, ``status`` and the hash of its decision graph."""
        of = self._findings.model.guideline
        return {"id": of.id, "version": of.version, "status": of.status, "graph_hash": of.graph_hash}

    @property
    def notice(self) -> str:
        """What must be shown beside the answer of a guideline that is not approved, or whose review is overdue."""
        notice: str = self._part("notice")
        return notice

    @property
    def in_scope(self) -> str:
        """Whether the guideline is about this patient: yes, no or unknown."""
        in_scope = self._findings.in_scope
        return "unknown" if in_scope is None else "yes" if in_scope else "no"

    @property
    def choices(self) -> tuple[ChoiceAnswer, ...]:
        """Every choice among options that holds or may hold."""
        found: tuple[ChoiceAnswer, ...] = self._part("choices")
        return found

    @property
    def gaps(self) -> tuple[GapAnswer, ...]:
        """Where the source is silent for this patient."""
        found: tuple[GapAnswer, ...] = self._part("gaps")
        return found

    @property
    def conflicts(self) -> tuple[ConflictAnswer, ...]:
        """Where the source contradicts itself for this patient."""
        found: tuple[ConflictAnswer, ...] = self._part("conflicts")
        return found

    @property
    def reports(self) -> tuple[ReportAnswer, ...]:
        """Reported values."""
        found: tuple[ReportAnswer, ...] = self._part("reports")
        return found

    @property
    def phases(self) -> tuple[PhaseAnswer, ...]:
        """Where the patient is on each pathway, and which moves hold."""
        found: tuple[PhaseAnswer, ...] = self._part("phases")
        return found

    @property
    def assumed(self) -> tuple[AssumedAnswer, ...]:
        """The assumptions that were applied."""
        found: tuple[AssumedAnswer, ...] = self._part("assumptions")
        return found

    @property
    def next_question(self) -> str | None:
        """The identity of the input to ask for next; worked out on first use."""
        found: str | None = self._part("next_question")
        return found

    def to_json(self, *, next_question: bool = False) -> dict[str, Any]:
        """The answer as JSON-ready data (``caretree-answer/1``), without a trace; the question only when wanted."""
        return {
            "guideline": self.guideline,
            "notice": self.notice,
            "in_scope": self.in_scope,
            **{part: json_of(getattr(self, part)) for part in PARTS},
            "next_question": self.next_question if next_question else None,
            "assumed": json_of(self.assumed),
            "trace": [],
            "format": "caretree-answer/1",
        }

    def __repr__(self) -> str:
        said = ", ".join(f"{one.strengths[0]} {one.text} ({one.status})" for one in self.recommendations)
        return f"<answer of {self._findings.model.id}: {said or 'no recommendation'}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answer):
            return NotImplemented
        return self is other or (self.path == other.path and self.to_json() == other.to_json())

    def __hash__(self) -> int:
        return hash((self._findings.model.id, self.path))

    def __reduce__(self) -> tuple[Any, ...]:
        from .again import answer_again

        return answer_again, (self._findings.again(), self._patient)


_new, _new_dose = tuple.__new__, DoseAnswer.__new__


class PersonalAnswer(Answer):
    """An answer in which more than one dose, or a rule that may forbid an offer, depends on the patient."""

    __slots__ = ()

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:  # type: ignore[override]
        """Every action that is or may be offered or advised against, in order of first appearance."""
        if self._own is None:
            self._own = _assemble().own_recommendations(self)
        return self._own


_new_answer = Answer.__new__


def answer_of(patient: PatientBase | None, findings: Findings) -> Answer:
    """The answer of a patient with these findings."""
    if findings.shared is not None:
        answer = _new_answer(Answer)
        answer.recommendations = findings.shared
    elif findings.single is not None:
        answer = _new_answer(Answer)
        before, head, action, tail, after = findings.single
        dose = _new_dose(DoseAnswer)
        dose._action, dose._patient, dose._of, dose._amount = action, patient, findings, None
        answer.recommendations = (*before, _new(Recommendation, (*head, dose, *tail)), *after)
    else:
        answer = PersonalAnswer.__new__(PersonalAnswer)
        answer._own = None
    answer._patient = patient
    answer._findings = findings
    answer._parts = None
    answer.path = findings.path
    return answer
