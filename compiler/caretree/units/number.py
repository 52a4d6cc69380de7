"""Reading written numbers exactly.

read_number("20,000")   ->  Fraction(20000)
read_decimal("1.74")    ->  Fraction(87, 50)
read_decimal("1,74")    ->  None
"""

from __future__ import annotations

import re
from fractions import Fraction

DIGIT_LIMIT = 30
"""A literal with more digits than this is refused."""

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def read_number(text: str) -> Fraction | None:
    """A number as sentences write it, thousands separators in groups of three allowed; None for anything else.

    No exponent, no naked decimal (``.5``), at most ``DIGIT_LIMIT`` digits.
    """
    return read_decimal(text.replace(",", "") if _GROUPED.fullmatch(text) else text)


def read_decimal(text: str) -> Fraction | None:
    """A decimal as data write it, without separators (``1.74``, ``-3``); None for anything else."""
    if too_long(text) or _DECIMAL.fullmatch(text) is None:
        return None
    return Fraction(text)


def too_long(text: str) -> bool:
    """Whether the text has more digits than a number may have, for a problem of its own."""
    return sum(character.isdigit() for character in text) > DIGIT_LIMIT
