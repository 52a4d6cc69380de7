"""Values of one input in other units: by size, or by a factor the input declares.

converts 1 mmol/L = 18.016 mg/dL        declared in mg/dL: a value of 5 mmol/L is 90.08 mg/dL, and back
"""

from __future__ import annotations

from fractions import Fraction

from caretree.guideline.inputs import Input
from caretree.units.convert import convert
from caretree.units.find import find_unit, units_like
from caretree.units.unit import Unit


def to_declared(given: Input, declared: Unit, value: Fraction, unit: Unit) -> Fraction | None:
    """A value in any unit, in the input's declared unit; ``None`` where it does not convert."""
    direct = convert(value, unit, declared)
    if direct is not None:
        return direct
    for conversion in given.conversions:
        bridged = convert(value, unit, conversion.unit)
        if bridged is not None:
            return bridged * conversion.factor
    return None


def from_declared(given: Input, declared: Unit, value: Fraction, unit: Unit) -> Fraction | None:
    """A value in the input's declared unit, in another unit; ``None`` where it does not convert."""
    direct = convert(value, declared, unit)
    if direct is not None:
        return direct
    for conversion in given.conversions:
        bridged = convert(value / conversion.factor, conversion.unit, unit)
        if bridged is not None:
            return bridged
    return None


def unit_of_code(given: Input, declared: Unit, code: str) -> Unit | None:
    """The unit with a UCUM code among those the input can be reported in."""
    for like in (declared, *(conversion.unit for conversion in given.conversions)):
        found = next((unit for unit in units_like(like) if unit.ucum == code), None)
        if found is not None:
            return found
    return find_unit(code)
