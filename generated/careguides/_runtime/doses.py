# Copied by Caretree from its runtime; generated, do not edit.
"""The dose of an action for one patient.

1 mcg/kg of weight subcutaneously once weekly, 70 kg      →  70 mcg subcutaneously once weekly
the same, weight unknown                                  →  needs weight; the sentence as written
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .exact import TEXT_DIGITS, Exact, decimal_text
from .facts import PossibleFacts
from .tree import Action, Dose, DoseFork
from .truth import open_branches


class DoseAnswer(NamedTuple):
    """The dose for this patient; ``low`` and ``high`` are ``None`` while an input in ``needs`` is unknown."""

    low: str | None
    high: str | None
    unit: str
    per: str
    route: str
    frequency: str
    duration: str
    needs: tuple[str, ...]
    not_stated: tuple[str, ...]
    text: str
    limit: str | None = None
    then: tuple[str, ...] = ()


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


def dose_of(action: Action, p: PossibleFacts) -> DoseAnswer | None:
    """The dose of an action; ``None`` where the guideline states none."""
    if action.dose is None:
        return None
    needs = tuple(input for input in action.dose.reads if input not in p._known)
    doses = open_doses(action.dose, p)
    low: Exact | None = None
    high: Exact | None = None
    if not needs and len(doses) == 1:
        low, high = doses[0].low(p)[0], doses[0].high(p)[1]
    text, limit = _either(doses), None
    if low is None or high is None:
        low = high = None
    else:
        text = _sentence(doses[0], low, high)
        limit = doses[0].limit(p)[1] if doses[0].limit else None
    return DoseAnswer(
        low=None if low is None else decimal_text(low),
        high=None if high is None else decimal_text(high),
        unit=_common(dose.unit for dose in doses),
        per=_common(dose.rate for dose in doses),
        route=_common(dose.route for dose in doses),
        frequency=_common(dose.frequency for dose in doses),
        duration=_common(dose.duration for dose in doses),
        needs=needs,
        not_stated=action.not_stated,
        text=text,
        limit=None if limit is None else decimal_text(limit),
        then=tuple(_either(open_doses(step, p)) for step in action.then),
    )
