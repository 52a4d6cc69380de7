"""Codes: ``LOINC 718-7 unverified``, ``SNOMED 386661006``, ``RxNorm 805452``, with their check digits.

LOINC codes end in a Luhn check digit (LOINC Users' Guide, appendix "Calculating mod 10 check digits"); SNOMED CT
identifiers end in a Verhoeff check digit (SNOMED CT Release File Specifications, "Check-digit computation").
"""

from __future__ import annotations

import re

from caretree.guideline.inputs import Code
from caretree.problems.problem import Problem
from caretree.resolve.lines import suggestion
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase

SYSTEMS = ("LOINC", "SNOMED", "RxNorm")

_VERHOEFF_PRODUCT = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_VERHOEFF_PERMUTATION = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def read_code(phrase: Phrase, reading: Reading) -> Code | None:
    """A code; ``None`` after problems (``unknown-code-system``, ``bad-code``)."""
    found = re.fullmatch(r"(\S+) (\S+)( unverified)?", phrase.text)
    if found is None:
        reading.report(_bad_code(phrase, f"`{phrase.text}` is not a code."))
        return None
    system, value = found[1], found[2]
    if system not in SYSTEMS:
        reading.report(_unknown_system(phrase.part(*found.span(1))))
        return None
    if not is_code(system, value):
        reading.report(_bad_code(phrase.part(*found.span(2)), f"`{value}` cannot be a {system} code."))
        return None
    return Code(system, value, verified=found[3] is None, span=phrase.span())


def is_code(system: str, value: str) -> bool:
    """Whether a value has the form of a code of that system and its check digit agrees."""
    if system == "LOINC":
        return re.fullmatch(r"[0-9]{1,7}-[0-9]", value) is not None and _luhn(value.replace("-", ""))
    if system == "SNOMED":
        return re.fullmatch(r"[1-9][0-9]{5,17}", value) is not None and _verhoeff(value)
    return re.fullmatch(r"[1-9][0-9]{0,8}", value) is not None


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _verhoeff(digits: str) -> bool:
    check = 0
    for place, digit in enumerate(reversed(digits)):
        permuted = int(_VERHOEFF_PERMUTATION[place % 8][int(digit)])
        check = int(_VERHOEFF_PRODUCT[check][permuted])
    return check == 0


def _unknown_system(phrase: Phrase) -> Problem:
    return Problem(
        "unknown-code-system",
        f"`{phrase.text}` is not a code system Caretree knows",
        phrase.span(),
        why="a code means nothing without its system.",
        fix=suggestion(phrase.text, SYSTEMS),
    )


def _bad_code(phrase: Phrase, message: str) -> Problem:
    return Problem(
        "bad-code",
        message,
        phrase.span(),
        why="a mistyped code connects the wrong data; LOINC and SNOMED codes carry a check digit that tells.",
        fix="write the system, the code, and `unverified` until somebody has checked it, as in "
        "`code LOINC 718-7 unverified`.",
    )
