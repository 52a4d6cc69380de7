"""Powers as clinicians write them. The notation stays what is typed; pages show what is read.

typeset("ANC is below 0.5 x10^9/L")     "ANC is below 0.5 ×10⁹/L"
typeset("eGFR in mL/min/1.73m2")        "eGFR in mL/min/1.73m²"
"""

from __future__ import annotations

import re

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
POWER_OF_TEN = re.compile(r"(?<![\w.])(x ?)?10\^(\d{1,2})(?!\d)")
SQUARE_METRE = re.compile(r"(?:(?<=/)|(?<=1\.73)|(?<= in )|(?<=\d ))m2\b")


def typeset(text: str) -> str:
    """The text with powers of ten and square metres as superscripts; everything else is left as it is."""
    if "10^" in text:
        text = POWER_OF_TEN.sub(lambda found: ("×" if found[1] else "") + "10" + found[2].translate(SUPERSCRIPT), text)
    return SQUARE_METRE.sub("m²", text) if "m2" in text else text


def shown(value: object) -> object:
    """What a template writes: plain text is typeset; what was made elsewhere stays as it was made."""
    return typeset(value) if type(value) is str else value
