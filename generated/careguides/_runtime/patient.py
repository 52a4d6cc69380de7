# Copied by Caretree from its runtime; generated, do not edit.
"""One patient at one moment: values read and checked once, then asked as often as needed.

    {"ANC": {"value": 1.74, "unit": "x10^9/L"}, "fever": False}     patient.neutrophil_count 1.74, patient.fever False

A number is kept as a float (a whole number as an int) in its declared unit. Floats stand for their shortest decimal;
the order of two decimals is that of the floats nearest to them, and a decimal of at most 15 significant digits is the
shortest one of its float (IEEE 754 double precision, DBL_DIG), so comparing with a threshold is exact. A value that is
no float's shortest decimal (1/3, after conversion) is kept as a fraction; such a patient is decided by the general way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from .facts import PossibleFacts
from .problems import PatientProblem, PatientProblems
from .quick_reading import Unusual, day_of, order_of, remember
from .reading import find_inputs, missing_inputs, read_at, read_inputs, read_phases
from .short_decimals import exact_of, short_float
from .values import CourseFact, InputDescription, Measured

if TYPE_CHECKING:
    from typing import Self

    from .exact import Exact
    from .model import Model
    from .reading import Value
    from .values import PhaseFact

NO_PHASES: Mapping[str, PhaseFact] = {}

READY, PARTLY, GENERALLY = 0, 1, 2
"""How a patient is decided: by plain trees, by trees that leave branches open, or by the general way."""


class PatientBase:
    """Base of each guideline's ``Patient``; it has one slot an input, ``None`` while that is not known.

    Values are read, checked and settled once. Nothing may be set afterwards: another value is another patient.
    """

    __slots__ = ("at", "phases", "_way", "_unknown", "_assumed", "_more", "_known", "_facts")
    model: ClassVar[Model]

    at: Exact
    """The evaluation's moment in days since 1970-01-01."""
    phases: Mapping[str, PhaseFact]
    _way: int
    _unknown: int
    _assumed: tuple[str, ...]
    _more: dict[str, Any] | None
    """By identity: the unit a number was reported in where it is not the declared one, the start of a course."""
    _known: dict[str, Value] | None
    _facts: PossibleFacts | None
    """What can still be true of the patient, assumptions made; worked out when a part of an answer needs it."""

    def _take(self, values: tuple[Any, ...], phases: object) -> None:
        """Read the inputs' values in order; ``Unusual`` for anything that needs a closer look. Generated."""
        raise Unusual

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object], at: object = None) -> Self:
        """A patient from JSON-like data; ``at`` is the evaluation's date unless the mapping has its own.

        Keys are long, short or snake_case names. Raises ``PatientProblems`` with everything that is wrong, and
        ``TypeError`` for what is no mapping.
        """
        try:
            order = cls.model.orders.get(tuple(mapping)) or order_of(mapping, cls.model)
        except TypeError:  # no keys, or keys that are no texts
            order = None
        if order is not None:
            try:
                patient, phases = cls.__new__(cls), None
                moment = at
                if order[1]:
                    phases, own = mapping.get("phases"), mapping.get("at")
                    moment = at if own is None else own
                patient.at = day_of(moment)
                patient._take(order[0](mapping), phases)
            except (
                Unusual,
                TypeError,
                KeyError,
                OverflowError,
            ):  # a value of an unexpected type, or without value or unit
                pass
            else:
                return patient
        return cls._read_carefully(mapping, at)

    @classmethod
    def _read_carefully(cls, mapping: Mapping[str, object], at: object) -> Self:
        if not isinstance(mapping, Mapping):
            text = f"a patient is a mapping of names to values, such as a dict, not {type(mapping).__name__}"
            raise TypeError(f"{text}: JSON text goes through json.loads, a row of pandas through to_dict")
        problems: list[PatientProblem] = []
        own = mapping.get("at")
        moment = read_at(at if own is None else own, problems)
        if moment is None:
            raise PatientProblems(tuple(problems))
        given = find_inputs(mapping, cls.model, problems)
        patient = cls.__new__(cls)
        patient.at = moment
        patient._settle(given, mapping.get("phases"), problems)
        return patient

    def _read(self, values: tuple[Any, ...], at: object, phases: object) -> None:
        """The values of a keyword construction, in order; what was left out is ``None``."""
        try:
            self.at = day_of(at)
            self._take(values, phases)
        except (Unusual, TypeError, KeyError, OverflowError):
            problems: list[PatientProblem] = []
            moment = read_at(at, problems)
            if moment is None:
                raise PatientProblems(tuple(problems)) from None
            self.at = moment
            given = {input.id: value for input, value in zip(self.model.inputs, values, strict=True)}
            self._settle(given, phases, problems)

    def _settle(self, given: Mapping[str, object], phases: object, problems: list[PatientProblem]) -> None:
        """Read every value with care: all problems are found."""
        model = self.model
        known = read_inputs(given, self.at, model, problems)
        self.phases = read_phases(phases, self.at, model, problems)
        if problems or (problems := missing_inputs(known, model)):
            raise PatientProblems(tuple(problems))
        self._more, self._unknown, exactly = None, 0, True
        for at, input in enumerate(model.inputs):
            value = known.get(input.id)
            self._unknown |= (value is None) << at
            exactly &= self._keep(input, value)
        self._assumed, self._known, self._facts = (), known, None
        self._way = model.prepare(self) if exactly else GENERALLY

    def _keep(self, input: InputDescription, value: Value | None) -> bool:
        """Set an input's slot; no when the value can only be read by the general way."""
        kept: Any = value
        if isinstance(value, Measured):
            kept = short_float(value.value)
            if isinstance(kept, int) and not input.whole and abs(kept) < 2**53:
                kept = float(kept)
            if value.unit != input.ucum:
                remember(self, input.id, value.unit)
        elif isinstance(value, CourseFact):
            kept = value.status
            if value.started is not None:
                remember(self, input.id, value.started)
        setattr(self, input.key, kept)
        return kept is not None or value is None

    def _taken_phases(self, phases: object) -> Mapping[str, PhaseFact]:
        """The phases that are known."""
        if phases is None:
            return NO_PHASES
        problems: list[PatientProblem] = []
        found = read_phases(phases, self.at, self.model, problems)
        if problems:
            raise Unusual
        return found

    @property
    def known(self) -> Mapping[str, Value]:
        """What was given, exactly, by the input's identity."""
        if self._known is None:
            values = ((input, getattr(self, input.key)) for input in self.model.inputs)
            self._known = {
                input.id: self._exactly(input, value)
                for input, value in values
                if value is not None and input.id not in self._assumed
            }
        return self._known

    def _exactly(self, input: InputDescription, value: Any) -> Value:
        more = self._more or {}
        if input.kind == "number":
            return Measured(exact_of(value), more.get(input.id, input.ucum))
        if input.kind == "course":
            return CourseFact(value, more.get(input.id))
        found: Value = value
        return found

    def facts(self) -> PossibleFacts:
        """What can still be true of the patient, assumptions not yet made."""
        return self.model.facts(self.model, dict(self.known), dict(self.phases), self.at)

    def __reduce__(self) -> tuple[Any, ...]:
        slots = [name for one in type(self).__mro__ for name in one.__dict__.get("__slots__", ())]
        return patient_again, (type(self), {name: getattr(self, name) for name in slots if name != "_facts"})

    def __repr__(self) -> str:
        return f"<patient of {self.model.id}: {len(self.known)} of {len(self.model.inputs)} inputs known>"


def patient_again(of: type[PatientBase], values: dict[str, Any]) -> PatientBase:
    """A patient that was pickled or copied; its values were checked before."""
    patient = of.__new__(of)
    patient._facts = None
    for name, value in values.items():
        setattr(patient, name, value)
    return patient


def expect_patient(given: object, of: type[PatientBase]) -> None:
    """Raise ``TypeError`` for what is no patient of the guideline: another guideline's patient has other values."""
    if not isinstance(given, of):
        name = of.__module__.rpartition(".")[2]
        what = f"{type(given).__module__}.{type(given).__name__}".removeprefix("builtins.")
        raise TypeError(f"decide takes one {name}.Patient, not {what}: make it with {name}.Patient.from_mapping(…)")
