"""What people write by habit, and the word of the notation for it.

meant("Hb ", ">= 7 g/dL")           "is at least"
meant("Hb is ", "less than 7")      "below"
"""

from __future__ import annotations

_MEANT = {
    "at most": ("<=", "=<", "≤", "less than or equal to", "no more than", "not more than", "up to", "not above"),
    "at least": (">=", "=>", "≥", "greater than or equal to", "more than or equal to", "no less than", "not less than"),
    "below": ("<", "less than", "lower than", "smaller than", "fewer than", "younger than", "under", "beneath"),
    "above": (">", "more than", "greater than", "higher than", "larger than", "older than", "over", "exceeding"),
    "from … to …": ("between",),
    "is not": ("!=", "≠", "<>"),
    "is": ("==", "=", "equal to", "equals", "equal"),
    "and": ("&&", "&", "plus", "as well as"),
    "or": ("||",),
}
_BOUNDS = ("at most", "at least", "below", "above", "from … to …")
_UNITS = {("mm ", "Hg"): "mmHg", ("per ", "minute"): "/min", ("per ", "hour"): "/h", ("per ", "day"): "/d"}


def meant(before: str, rest: str) -> str:
    """The notation's word for what ``rest`` starts with after ``before``; empty when it is no known habit."""
    for (ending, start), unit in _UNITS.items():
        if before.endswith(ending) and _starts(rest, start):
            return unit
    found = [(len(habit), word) for word, habits in _MEANT.items() for habit in habits if _starts(rest, habit)]
    word = max(found)[1] if found else ""
    return f"is {word}" if word in _BOUNDS and not before.endswith((" is ", " are ", " is not ", " been ")) else word


def _starts(text: str, habit: str) -> bool:
    """Whether the text starts with the habit as a whole word (signs need no space after them)."""
    after = text[len(habit) : len(habit) + 1]
    return text.startswith(habit) and not (habit[-1].isalpha() and (after.isalnum() or after == "-"))
