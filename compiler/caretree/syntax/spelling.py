"""The one way to spell a sentence's words: single spaces, canonical units. Texts are prose and stay as they are.

'ANC is below 0.5  ×10⁹/L'   →   'ANC is below 0.5 x10^9/L'
"""

from __future__ import annotations

import re

from caretree.syntax.texts import split_texts
from caretree.units.find import canonical_spelling

_SPACES = re.compile(r"\s+")
_UNIT = re.compile(r"(?<!\S)(?=\S*[^\x00-\x7f]|\S*10[\^*]|G/L|T/L)[^\s,;()]+")


def spelled(words: str) -> str:
    """The words in canonical spelling; doing it twice changes nothing more."""
    return "".join(run if is_text else _notation(run) for run, is_text in split_texts(words)).strip()


def _notation(words: str) -> str:
    single = _SPACES.sub(" ", words).replace(" ,", ",")
    return single if single.isascii() and "10" not in single and "/L" not in single else _UNIT.sub(_unit, single)


def _unit(found: re.Match[str]) -> str:
    """A unit that is not written canonically is rewritten; anything else, such as a name with an accent, stays, and so
    does the first word of a unit of several (``x10^9 cells``)."""
    canonical = canonical_spelling(found[0])
    return found[0] if canonical is None or " " in canonical else canonical
