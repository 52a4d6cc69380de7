"""A forgotten colon: a heading without one would swallow the lines below it as its continuation.

when fever                         →   missing-colon, and the line is read as if the colon stood there
  recommend blood cultures
"""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"(?:when(?! not recorded)|also when|otherwise|depending on|the first that applies|by table|until(?! resolved)"
    r"|guideline|library|source|inputs|impossible|definitions|actions|decision|options|pathway|phase|safety rules"
    r"|gap|conflict|not encoded|patient|example|examples|section)\b"
    r"|.*\b(?:means (?:any|all) of|means (?:at least|exactly) \d+ of|is the sum of|is calculated as|is decided by"
    r"|is one of|in rising order|in order of preference)\Z"
    r"|.*\bis graded(?:, in rising order,)? by\b"
)
_BEGINNING = re.compile(
    r"(?:\||(?:recommend|should use|consider|may use|avoid|do not use|when|also when|otherwise|depending on"
    r"|the first that applies|by table|gap|conflict|nothing further|report|the source|one reading|other reading"
    r"|given|expect|in phase|decide|assess|go to|stay|end when|never|always|asks|is|may be unknown|id|version"
    r"|publisher|file|phase|drug|dose|in favour|against|preferred|ruled out)\b|\d+ (?:\"|if\b)"
    r"|[^\"]*:\Z)"
)


def lacks_colon(line: str, below: str) -> bool:
    """Whether a line reads like a heading and the deeper line below it like the start of another sentence."""
    return below.startswith("|") or bool(_HEADING.match(line) and _BEGINNING.match(below))
