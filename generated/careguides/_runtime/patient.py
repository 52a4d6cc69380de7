# Copied by Caretree from its runtime; generated, do not edit.
"""One patient at one moment: values read and checked once, then asked as often as needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from .facts import PossibleFacts
from .problems import PatientProblem, PatientProblems
from .reading import find_inputs, missing_inputs, read_at, read_inputs, read_phases

if TYPE_CHECKING:
    from typing import Self

    from .exact import Exact
    from .model import Model
    from .reading import Value
    from .values import PhaseFact


class PatientBase:
    """Base of each guideline's ``Patient``. ``known`` holds what was given, exactly, by the input's identity."""

    __slots__ = ("known", "phases", "at", "plain")
    model: ClassVar[Model]

    known: Mapping[str, Value]
    phases: Mapping[str, PhaseFact]
    at: Exact
    plain: Any
    """What the plain trees read, for a complete patient; ``None`` while anything they need is not known."""

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object], at: object = None) -> Self:
        """A patient from JSON-like data; ``at`` is the evaluation's date unless the mapping has its own.

        Keys are long, short or snake_case names. Raises ``PatientProblems`` with everything that is wrong.
        """
        problems: list[PatientProblem] = []
        moment = read_at(mapping.get("at") if mapping.get("at") is not None else at, problems)
        if moment is None:
            raise PatientProblems(tuple(problems))
        given = find_inputs(mapping, cls.model, problems)
        patient = cls.__new__(cls)
        patient._settle(given, moment, mapping.get("phases"), problems)
        return patient

    def _read(self, given: Mapping[str, object], at: object, phases: object) -> None:
        """The values of a keyword construction; what was left out is ``None``."""
        problems: list[PatientProblem] = []
        moment = read_at(at, problems)
        if moment is None:
            raise PatientProblems(tuple(problems))
        self._settle(given, moment, phases, problems)

    def _settle(self, given: Mapping[str, object], at: Exact, phases: object, problems: list[PatientProblem]) -> None:
        model = self.model
        self.at = at
        self.known = read_inputs(given, at, model, problems)
        self.phases = read_phases(phases, at, model, problems)
        if problems or (problems := missing_inputs(self.known, model)):
            raise PatientProblems(tuple(problems))
        self.plain = model.plain(self) if model.plain else None

    def facts(self) -> PossibleFacts:
        """What can still be true of the patient, assumptions not yet made."""
        return self.model.facts(self.model, dict(self.known), dict(self.phases), self.at)

    def __repr__(self) -> str:
        return f"<patient of {self.model.id}: {len(self.known)} of {len(self.model.inputs)} inputs known>"
