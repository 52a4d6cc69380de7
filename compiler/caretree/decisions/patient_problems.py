"""What can be wrong with a patient's values, one maker a problem; messages name the input and never show its value.

{"ANC": 1.74}     missing-unit: "ANC" needs a unit.     fix: Write it as {"value": …, "unit": "x10^9/L"}.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from caretree.decisions.decimals import decimal_text
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Number
from caretree.problems.problem import Problem
from caretree.source.span import NOWHERE
from caretree.units.find import suggest_unit


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """``Did you mean "ANC"?``, or nothing when no word is near."""
    shown = {candidate.lower(): candidate for candidate in reversed(tuple(words))}
    near = get_close_matches(word.lower(), list(shown), n=1, cutoff=0.6)
    return f'Did you mean "{shown[near[0]]}"?' if near else ""


def _about(name: str, given: Input, message: str, why: str, fix: str) -> Problem:
    return Problem(name, f'"{given.name.shown}" {message}', NOWHERE, why, fix, related=(("declared here", given.span),))


def unknown_key(key: str, known: Iterable[str], where: str = "") -> Problem:
    """A key that names nothing."""
    message = f'"{key}" is not known{where}.'
    fix = did_you_mean(key, known) or "Use a name the guideline declares; the schema of its patients lists them."
    return Problem("unknown-key", message, NOWHERE, "A misspelt fact would be lost.", fix)


def duplicate_key(key: str, first: str) -> Problem:
    """A second key for one thing."""
    message = f'"{key}" and "{first}" are the same input.'
    return Problem("duplicate-key", message, NOWHERE, "It is not clear which value counts.", "Give it once.")


def missing_input(given: Input) -> Problem:
    """No value for an input that may not be unknown."""
    why = "The guideline does not allow it to be unknown."
    return _about("missing-input", given, "is missing.", why, given.asks or f'Give a value for "{given.name.shown}".')


def missing_moment() -> Problem:
    """No evaluation date."""
    why = "Times are counted from the day of the evaluation."
    return Problem("missing-input", '"at" is missing.', NOWHERE, why, 'Give the date of the evaluation: "at".')


def bad_yes_no(given: Input) -> Problem:
    """Neither yes nor no."""
    return _about("bad-yes-no", given, "is neither yes nor no.", "It is a yes/no input.", "Give yes or no.")


def bad_choice(given: Input, label: object, labels: tuple[str, ...]) -> Problem:
    """No label of the choice."""
    choices = ", ".join(labels)
    near = did_you_mean(label, labels) if isinstance(label, str) else ""
    fix = near or f"Give one of: {choices}."
    return _about("bad-choice", given, "is not one of its labels.", f"Its labels are: {choices}.", fix)


def bad_phase(pathway: str, phases: tuple[str, ...]) -> Problem:
    """No phase of the pathway."""
    fix = f"Give one of: {', '.join(phases)}."
    return Problem("bad-choice", f'"{pathway}" has no such phase.', NOWHERE, "A phase is one of its pathway's.", fix)


def bad_phase_fact(pathway: str) -> Problem:
    """Not a phase with a start."""
    fix = 'Give {"phase": …, "since": …}.'
    return Problem("bad-choice", f'"{pathway}" does not say its phase.', NOWHERE, "A phase was expected.", fix)


def bad_status(given: Input) -> Problem:
    """No status of a course."""
    fix = f'Give {{"status": …, "started": …}} with one of: {", ".join(COURSE_STATUSES)}.'
    return _about("bad-status", given, "has no known status.", "It is a course of treatment.", fix)


def bad_date(name: str) -> Problem:
    """No date."""
    why = "A date is year, month and day, with a time where it is known."
    return Problem("bad-date", f'"{name}" is not a date.', NOWHERE, why, "Write it as 2025-09-08 or 2025-09-08T10:30.")


def future_date(name: str) -> Problem:
    """A day after the evaluation."""
    fix = "Correct the date, or the evaluation's date."
    return Problem("future-date", f'"{name}" lies after the evaluation.', NOWHERE, "It cannot have happened yet.", fix)


def bad_number(given: Input) -> Problem:
    """Not a plain decimal number."""
    why = "Only a plain decimal number can be compared exactly."
    return _about("bad-number", given, "is not a plain number.", why, "Write it like 1.74: digits, at most one point.")


def missing_unit(given: Input, number: Number) -> Problem:
    """A bare number for a quantity."""
    fix = f'Write it as {{"value": …, "unit": "{number.unit.symbol}"}}.'
    return _about("missing-unit", given, "needs a unit.", "A number without its unit is never guessed.", fix)


def unknown_unit(given: Input, unit: str) -> Problem:
    """A unit nobody knows."""
    near = suggest_unit(unit)
    fix = f'Did you mean "{near}"?' if near else "Write the unit as the laboratory does, such as x10^9/L or mg/dL."
    return _about("unknown-unit", given, f'has the unit "{unit}", which is not known.', "It cannot be converted.", fix)


def wrong_unit(given: Input, unit: str, number: Number) -> Problem:
    """A unit of another dimension."""
    expected = f'a unit like "{number.unit.symbol}"' if number.unit.symbol else "no unit"
    why = "Values convert only within one dimension and kind, or by a declared factor."
    return _about("wrong-unit", given, f'has the unit "{unit}" but takes {expected}.', why, f"Give {expected}.")


def out_of_range(given: Input, number: Number) -> Problem:
    """A value outside the plausible range."""
    low, high = decimal_text(number.plausible.low), decimal_text(number.plausible.high)
    fix = f"Plausible is {low} to {high} {number.unit.symbol}".rstrip() + ". Check value and unit."
    return _about("out-of-range", given, "is outside its plausible range.", "It is refused, never clamped.", fix)


def too_precise(given: Input, number: Number) -> Problem:
    """More decimals than declared, in the declared unit."""
    fix = f"Give it to {number.decimals} decimals."
    return _about("too-precise", given, "has more decimals than it is measured with.", "Thresholds count on it.", fix)


def not_whole(given: Input) -> Problem:
    """A fraction where a whole number is declared."""
    return _about(
        "not-whole", given, "is not a whole number.", "It is counted in whole numbers.", "Give a whole number."
    )


def bad_series(given: Input) -> Problem:
    """Not a list of measurements."""
    fix = 'Give a list of {"value": …, "unit": …, "on": …}; [] means that none was taken.'
    return _about("bad-series", given, "is not a list of measurements.", "It is a series.", fix)
