"""How much of the scenarios an engine that answers in columns could be held to: nothing is passed over in silence.

compared("status of advice") · not_compared("the next question")      told at the end of the run
"""

from __future__ import annotations

from collections import Counter

COMPARED: Counter[str] = Counter()
"""Facts that were compared in this run, by what they are."""

NOT_COMPARED: Counter[str] = Counter()
"""Facts a scenario states and the engine does not give."""


def compared(what: str, count: int = 1) -> None:
    """Note facts that were compared."""
    COMPARED[what] += count


def not_compared(what: str, count: int = 1) -> None:
    """Note facts that were not."""
    NOT_COMPARED[what] += count


def totals() -> tuple[int, int]:
    """How many facts were compared so far, and how many were not."""
    return COMPARED.total(), NOT_COMPARED.total()


def report() -> list[str]:
    """What a person reads after the run; nothing where every step was compared whole."""
    if not COMPARED and not NOT_COMPARED:
        return []
    lines = [f"{COMPARED.total()} facts compared: {_listed(COMPARED)}"]
    if NOT_COMPARED:
        count, what = NOT_COMPARED.total(), _listed(NOT_COMPARED)
        lines.append(f"{count} facts not compared, the engine does not give them: {what}")
    return lines


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
