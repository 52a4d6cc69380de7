"""A forgotten colon: a heading without one would swallow the lines below it as its continuation.

    when fever                         →   missing-colon, and the line is read as if the colon stood there
      recommend blood cultures

Only sure signs count: a heading that is complete as it stands, or one with the start of another sentence below it.
"""

from __future__ import annotations

import re

_COMPLETE = re.compile(
    r"(?:inputs|impossible|definitions|actions|safety rules|not encoded|otherwise|by table|the first that applies)\Z"
    r"|[^\"]*\b(?:means (?:all|any|at least \d+|exactly \d+) of|is the sum of|is calculated as|is decided by"
    r"|is by table|is one of|in rising order|in order of preference)\Z"
)
_HEADING = re.compile(
    r"(?:when(?! not recorded)|also when|depending on|until(?! resolved)|guideline|library|source|decision|options"
    r"|pathway|phase|gap|conflict|patient|examples?|section)\b"
)
_BEGINNING = re.compile(
    r"(?:recommend|should use|consider|may use|avoid|do not use|when|also when|depending on|gap|conflict"
    r"|nothing further|report|the source \"|one reading \"|other reading \"|given|expect|in phase|decide|assess"
    r"|go to|id|version|publisher|file \"|(?:otherwise|by table|the first that applies):|\d+ \")(?:\b|(?<=[\":]))"
)
_BRANCH = re.compile(r"(?:when|also when|depending on|otherwise|by table|the first that applies)\b[^\"]*:\Z")
_ADVICE = re.compile(r"(?:recommend|should use|consider|may use|avoid|do not use|nothing further)\b")
_GOES_ON = re.compile(r"(?:expect|imperatives|but|then|never|always|given|note)\b")
_GRADED = re.compile(r"[^\"]*\bis graded\b(?:, in rising order,)? by\b")
_GRADE = re.compile(r"[^\":]+: (?:below|at most|above|at least|from|\d)")
_DECLARES = re.compile(r"asks (?:patients )?\"|may be unknown\b|is yes or no\b|is a quantity in\b|is a test\b|drug \w")


def lacks_colon(line: str, below: str) -> bool:
    """Whether a line reads like a heading and the deeper line below it like the start of another sentence."""
    return bool(
        below.startswith("|")
        or _COMPLETE.match(line)
        or (_HEADING.match(line) and _BEGINNING.match(below))
        or _BRANCH.match(below)
        or (_ADVICE.match(below) and not _ADVICE.match(line) and not _GOES_ON.match(line))
        or (_GRADED.match(line) and _GRADE.match(below))
        or _DECLARES.match(below)
    )
