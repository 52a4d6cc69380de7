# Copied by Caretree from its runtime; generated, do not edit.
"""Complete patients: values ready for plain if/elif trees, where comparing is exact and fast.

    ANC 1.74 → 1.74 as a float          ANC 1/3 (reported in another unit) → nothing: the general way decides

Two decimals of at most 15 significant digits keep their order as binary floats, and equal ones stay equal (IEEE 754
double precision, DBL_DIG), so a plain tree compares a float with a threshold exactly. Any other value is left to the
general way, which keeps it as a fraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .decide import with_assumptions
from .exact import Exact
from .values import CourseFact, Measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from .facts import PossibleFacts
    from .patient import PatientBase
    from .reading import Value
    from .tree import Test
    from .truth import Truth

DIGITS = 15


def short_float(value: Exact) -> float | None:
    """The float nearest to a decimal of at most 15 significant digits, or ``None`` for any other number."""
    for places in range(DIGITS + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return value.numerator / value.denominator if abs(scaled) < 10**DIGITS else None
    return None


def _plain(value: Value | None) -> bool | str | float | None:
    if isinstance(value, Measured):
        return short_float(value.value)
    if isinstance(value, CourseFact):
        return value.status
    return value if isinstance(value, bool | str) else None


def _settled(found: Truth | tuple[str, ...]) -> Truth | str:
    """A condition's truth, or the only label left."""
    if isinstance(found, tuple):
        return found[0] if len(found) == 1 else None
    return found


def fill(
    plain: object,
    patient: PatientBase,
    values: tuple[tuple[str, str], ...],
    conditions: tuple[tuple[str, Callable[[Any], Truth | tuple[str, ...]]], ...],
    never: tuple[Test, ...],
) -> bool:
    """Set a plain patient's slots; no when anything its trees read is not settled, or the facts may be refused.

    ``values`` pairs a slot with an input, ``conditions`` a slot with what is worked out beforehand, and
    ``never`` are conditions that must be no: what advises only while something is unknown.
    """
    needed = (input for _, input in values if input not in patient.model.assumptions)
    if any(_plain(patient.known.get(input)) is None for input in needed):
        return False
    p = with_assumptions(patient.facts())
    return _applies(p) and _fill(plain, p, values, conditions, never)


def _applies(p: PossibleFacts) -> bool:
    applies = p._model.applies_when
    return (applies is None or applies[0](p) is True) and not any(fact.test(p) for fact in p._model.impossible)


def _fill(
    plain: object,
    p: PossibleFacts,
    values: tuple[tuple[str, str], ...],
    conditions: tuple[tuple[str, Callable[[Any], Truth | tuple[str, ...]]], ...],
    never: tuple[Test, ...],
) -> bool:
    settled: list[tuple[str, object]] = [(slot, _plain(p._known.get(input))) for slot, input in values]
    settled += [(slot, _settled(work_out(p))) for slot, work_out in conditions]
    if any(test(p) is not False for test in never) or p._contradictory:
        return False
    for slot, value in settled:
        if value is None:
            return False
        setattr(plain, slot, value)
    return True
