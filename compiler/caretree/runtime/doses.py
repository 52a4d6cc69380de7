"""The dose of an action for one patient.

1 mcg/kg of weight subcutaneously once weekly, 70 kg      →  70 mcg subcutaneously once weekly
the same, weight unknown                                  →  needs weight; the sentence as written
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .exact import TEXT_DIGITS, Exact, decimal_text
from .short_decimals import product_text
from .tree import Action, Dose, DoseFork
from .truth import open_branches

if TYPE_CHECKING:
    from .facts import PossibleFacts
    from .findings import Findings
    from .patient import PatientBase


class DoseAnswer:
    """The dose for this patient; ``low`` and ``high`` are ``None`` while an input in ``needs`` is unknown.

    Each part is worked out when it is read.
    """

    __slots__ = ("_action", "_patient", "_of", "_amount")
    _fields = (
        "low",
        "high",
        "unit",
        "per",
        "route",
        "frequency",
        "duration",
        "needs",
        "not_stated",
        "text",
        "limit",
        "then",
    )

    def __init__(self, action: Action, patient: PatientBase | None, of: Findings) -> None:
        self._action = action
        self._patient = patient
        self._of = of
        self._amount: tuple[Exact | None, Exact | None] | None = None

    @property
    def low(self) -> str | None:
        """The lowest amount as a plain decimal in ``unit``."""
        return self._simple(1) or _text_of(self._ends()[0])

    @property
    def high(self) -> str | None:
        """The highest amount as a plain decimal in ``unit``."""
        return self._simple(2) or _text_of(self._ends()[1])

    @property
    def unit(self) -> str:
        """The unit of the amount."""
        return _common(dose.unit for dose in self._open())

    @property
    def per(self) -> str:
        """``hour`` or ``day`` for a rate."""
        return _common(dose.rate for dose in self._open())

    @property
    def route(self) -> str:
        """How it is given."""
        return _common(dose.route for dose in self._open())

    @property
    def frequency(self) -> str:
        """How often it is given."""
        return _common(dose.frequency for dose in self._open())

    @property
    def duration(self) -> str:
        """For how long it is given."""
        return _common(dose.duration for dose in self._open())

    @property
    def needs(self) -> tuple[str, ...]:
        """The unknown inputs the amount depends on."""
        reads = () if self._action.dose is None else self._action.dose.reads
        return _unknown(reads, self._facts()) if reads else ()

    @property
    def not_stated(self) -> tuple[str, ...]:
        """What the source leaves out."""
        return self._action.not_stated

    @property
    def text(self) -> str:
        """The dose as a sentence; as written while the amount is not known."""
        low, high = self._ends()
        return _either(self._open()) if low is None or high is None else _sentence(self._open()[0], low, high)

    @property
    def limit(self) -> str | None:
        """How far the dose may be raised."""
        if self._ends() == (None, None):
            return None
        limit: Any = self._open()[0].limit
        return _text_of(limit(self._facts())[1]) if limit else None

    @property
    def then(self) -> tuple[str, ...]:
        """The steps that follow."""
        return tuple(_either(self._opened(step)) for step in self._action.then)

    def _simple(self, end: int) -> str | None:
        """An end of the amount where it is a constant, or an input times a factor."""
        simple = self._action.simple_dose
        if simple is None:
            return None
        amount: Any = simple[end]
        if not simple[0]:
            return str(amount)
        value = None if self._patient is None else getattr(self._patient, simple[0])
        return None if value is None else product_text(value, amount)

    def _facts(self) -> PossibleFacts:
        return self._of.facts_of(self._patient)

    def _open(self) -> list[Dose]:
        dose = self._action.dose
        return [] if dose is None else self._opened(dose)

    def _opened(self, dose: Dose | DoseFork) -> list[Dose]:
        return [dose] if isinstance(dose, Dose) else open_doses(dose, self._facts())

    def _ends(self) -> tuple[Exact | None, Exact | None]:
        if self._amount is None:
            self._amount = self._worked_out()
        return self._amount

    def _worked_out(self) -> tuple[Exact | None, Exact | None]:
        doses = self._open()
        if self.needs or len(doses) != 1:
            return None, None
        p: Any = None if same_for_all(self._action) else self._facts()
        lowest = doses[0].low(p)
        low, high = lowest[0], (lowest if doses[0].high is None else doses[0].high(p))[1]
        return (None, None) if low is None or high is None else (low, high)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DoseAnswer):
            return NotImplemented
        return all(getattr(self, field) == getattr(other, field) for field in self._fields)

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[Any, ...]:
        from .again import dose_again

        return dose_again, (self._of.again(), self._patient, self._action.id)

    def __repr__(self) -> str:
        return f"<dose {self.text}>"


def _text_of(value: Exact | None) -> str | None:
    return None if value is None else decimal_text(value)


def open_doses(dose: Dose | DoseFork, p: PossibleFacts) -> list[Dose]:
    """The doses of the branches that may be the patient's."""
    if isinstance(dose, Dose):
        return [dose]
    still = open_branches([test(p) for _, test, _ in dose.branches], dose.ordered)
    return [inner for position in still for inner in open_doses(dose.branches[position][2], p)]


def _either(doses: list[Dose]) -> str:
    return " or ".join(dict.fromkeys(dose.text for dose in doses))


def _common(words: Iterable[str]) -> str:
    """A word all doses agree on, or nothing."""
    different = set(words)
    return different.pop() if len(different) == 1 else ""


def _with_word(word: str, text: str) -> str:
    return f"{word} {text}" if text and not text.startswith(f"{word} ") else text


def _sentence(dose: Dose, low: Exact, high: Exact) -> str:
    first, last = decimal_text(low, TEXT_DIGITS), decimal_text(high, TEXT_DIGITS)
    words = [first if first == last else f"{first} to {last}", dose.unit]
    words += [f"per {dose.rate}" if dose.rate else "", dose.route, _with_word("over", dose.over)]
    words += [dose.frequency, _with_word("for", dose.duration)]
    return " ".join(word for word in words if word)


def dose_of(action: Action, patient: PatientBase | None, of: Findings) -> DoseAnswer | None:
    """The dose of an action for a patient; ``None`` where the guideline states none."""
    return None if action.dose is None else DoseAnswer(action, patient, of)


def needs_of(action: Action, p: PossibleFacts) -> tuple[str, ...]:
    """The unknown inputs an action's dose depends on."""
    return () if action.dose is None else _unknown(action.dose.reads, p)


def _unknown(reads: tuple[str, ...], p: PossibleFacts) -> tuple[str, ...]:
    return tuple(input for input in reads if input not in p._known)


def same_for_all(action: Action) -> bool:
    """Whether an action's dose, if it has one, is the same for every patient: constant ends, no limit, no fork."""
    dose = action.dose
    if dose is None:
        return True
    constant = isinstance(dose, Dose) and dose.simple is not None and not dose.simple[0] and dose.limit is None
    return constant and not dose.reads and all(isinstance(step, Dose) for step in action.then)
