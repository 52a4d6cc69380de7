"""From the words of a scenario to the patient mapping of the contract; ``targets/gherkin/facts.py`` wrote them.

"age" is 12 years                             {"age": {"value": "12", "unit": "years"}}
"platelets" is 33 x10^9/L on 2025-08-01       {"platelets": [{"value": "33", "unit": "x10^9/L", "on": "2025-08-01"}]}
"bleeding" is not known                       {"bleeding": null}
"""

from __future__ import annotations

import re
from typing import Any

NOT_KNOWN = "not known"
EMPTY_SERIES = "no values"

_NUMBER = re.compile(r"(?P<value>-?[\d.]+)(?: (?P<unit>.+))?")
_MEASUREMENT = re.compile(r"(?P<number>.+) on (?P<on>\S+)")
_COURSE = re.compile(r"(?P<status>.+?)(?:, started (?P<started>\S+))?")


class UnreadableFinding(AssertionError):
    """A value that cannot be of its input's kind."""


def read_finding(kind: str, text: str) -> Any:
    """A value in JSON. Raises ``UnreadableFinding``."""
    if text == NOT_KNOWN:
        return None
    match kind:
        case "yes or no" | "choice" | "date":
            return text
        case "number":
            return _number(text)
        case "series":
            return [] if text == EMPTY_SERIES else [_measurement(part) for part in text.split(", ")]
        case _:
            return _part(_COURSE, text).groupdict()


def _number(text: str) -> Any:
    found = _part(_NUMBER, text)
    return {"value": found["value"], "unit": found["unit"]} if found["unit"] else found["value"]


def _measurement(text: str) -> dict[str, str]:
    found = _part(_MEASUREMENT, text)
    number = _part(_NUMBER, found["number"])
    unit = {"unit": number["unit"]} if number["unit"] else {}
    return {"value": number["value"], **unit, "on": found["on"]}


def _part(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise UnreadableFinding(f"`{text}` cannot be read")
    return found
