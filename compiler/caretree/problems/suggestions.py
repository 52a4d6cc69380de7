"""Did you mean …? The nearest known word to one that is not known.

    did_you_mean("platlet count", ["platelet count", "ANC"])   →   "platelet count"

Nearness is the ratio of Ratcliff and Obershelp, as in the standard library's ``difflib``.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_NEAR = 0.7
"""Below this ratio a suggestion would be a guess."""

_LONGEST = 200
"""Nobody mistypes a name this long; comparing it would only cost time."""


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to ``word``, ``None`` if none is near; of equally near ones the alphabet's first."""
    best: str | None = None
    best_ratio = _NEAR
    folded = word.casefold()
    for candidate in sorted(set(candidates)):
        ratio = _nearness(folded, candidate.casefold(), best_ratio)
        if candidate != word and (ratio > best_ratio or (best is None and ratio == best_ratio)):
            best, best_ratio = candidate, ratio
    return best


def suggestion(word: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """``did you mean "platelet count"?`` for a problem's fix, or ``otherwise`` if nothing is near."""
    near = did_you_mean(word, candidates)
    return f'did you mean "{near}"?' if near is not None else otherwise


def _nearness(word: str, candidate: str, needed: float) -> float:
    """The ratio of two folded words; 0 as soon as a cheap upper bound says it cannot reach ``needed``."""
    if not word or not candidate or max(len(word), len(candidate)) > _LONGEST:
        return 0.0
    matcher = SequenceMatcher(None, candidate, word, autojunk=False)
    if matcher.real_quick_ratio() < needed or matcher.quick_ratio() < needed:
        return 0.0
    return matcher.ratio()
