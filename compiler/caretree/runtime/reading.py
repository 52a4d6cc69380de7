"""Reading a patient's values: the same rules and problem names in every target, every problem found at once.

    {"platelet count": {"value": "20000", "unit": "/uL"}}   →   {"platelet-count": Measured(20, "/uL")}

Nothing is clamped, guessed or rounded: what does not fit is a problem that names the input and never shows its value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from math import isfinite
from operator import index
from typing import TYPE_CHECKING

from .calendar_days import days_of, read_moment
from .exact import Exact, decimal_text
from .facts import COURSE_STATUSES
from .problems import PatientProblem, did_you_mean
from .values import Course, CourseFact, InputDescription, Measured, Measurement, PhaseFact, Quantity, UnitScale

if TYPE_CHECKING:
    from .model import Model

    Value = bool | str | Measured | Exact | tuple[Measured, ...] | CourseFact
    Problems = list[PatientProblem]

LONGEST = 60
OTHER_KEYS = ("at", "phases")


def read_number(given: object) -> Exact | None:
    """The exact value of a number or a decimal string; a float is read by its shortest decimal."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int | Fraction):
        return given
    if isinstance(given, float):
        return Fraction(float.__repr__(given)) if isfinite(given) else None
    if isinstance(given, str):
        whole, point, part = given[given[:1] in ("+", "-") :].partition(".")
        written = given.isascii() and whole.isdigit() and (part.isdigit() or not point)
        return Fraction(given) if written and len(given) <= LONGEST else None
    from decimal import Decimal

    if isinstance(given, Decimal):
        return Fraction(given) if given.is_finite() else None
    try:
        return index(given)  # type: ignore[arg-type]
    except TypeError:
        return None


def find_scale(text: object, input: InputDescription, model: Model) -> UnitScale | None:
    """How a unit an input accepts, in any clinical spelling, relates to the declared one."""
    if not isinstance(text, str):
        return None
    spelled = " ".join(text.split())
    if spelled in input.units:
        return input.units[spelled]
    symbol = model.spellings().get(spelled.replace(" per ", "/"))
    return None if symbol is None else input.units.get(symbol)


def _is_unit(text: object, model: Model) -> bool:
    """Whether a text spells a unit that exists, of whatever dimension."""
    if not isinstance(text, str):
        return False
    spelled = " ".join(text.split()).replace(" per ", "/").removeprefix("per ")
    if spelled in model.spellings():
        return True
    parts = model.unit_parts()
    return bool(spelled) and all(part in parts or not part for part in spelled.split("/"))


def _unit_problem(text: object, input: InputDescription, model: Model) -> PatientProblem:
    accepted = f"Give it in {input.unit or 'no unit'}."
    if _is_unit(text, model):
        return PatientProblem(
            "wrong-unit", input.id, f"{input.shown} cannot be converted from {text} to {input.unit}.", accepted
        )
    near = did_you_mean(str(text), list(input.units))
    message = f'"{text}" is not a unit known for {input.shown}.'
    return PatientProblem("unknown-unit", input.id, message, near or accepted)


LEAVE_OUT = "Where it is not known, leave it out or give None."


def type_of(given: object) -> str:
    """What a value of an unexpected type is: never its value."""
    if isinstance(given, float) and not isfinite(given):
        return "NaN or infinite"
    of = type(given)
    return f"of type {of.__name__}" if of.__module__ == "builtins" else f"of type {of.__module__}.{of.__name__}"


def _bad_number(given: object, input: InputDescription) -> PatientProblem:
    if given is None:
        return PatientProblem("bad-number", input.id, f"{input.shown} has no value.", LEAVE_OUT)
    if isinstance(given, str):
        fix = 'Write digits with a point, such as 1.74 or "1.74".'
        return PatientProblem("bad-number", input.id, f"{input.shown} is not a plain number.", fix)
    fix = f'Give an int, a float, a Decimal or a text such as "1.74". {LEAVE_OUT}'
    message = f"{input.shown} is not a plain number: it is {type_of(given)}."
    return PatientProblem("bad-number", input.id, message, fix)


def _refused(value: Exact, given: Exact, scale: UnitScale, input: InputDescription) -> PatientProblem | None:
    """What is wrong with a number whose unit is fine: outside the plausible range, too precise, or not whole."""
    low, high = input.plausible
    if not low <= value <= high:
        span = f"{decimal_text(low)} to {decimal_text(high)} {input.unit}".rstrip()
        return PatientProblem(
            "out-of-range", input.id, f"{input.shown} is outside its plausible range {span}.", "Check value and unit."
        )
    declared = scale.ucum == input.ucum
    if input.decimals is not None and declared and (Fraction(given) * 10**input.decimals).denominator != 1:
        return PatientProblem(
            "too-precise",
            input.id,
            f"{input.shown} is given more finely than its {input.decimals} decimals.",
            f"Round it to {input.decimals} decimals before the call.",
        )
    if input.whole and Fraction(value).denominator != 1:
        return PatientProblem("not-whole", input.id, f"{input.shown} is a whole number.", "Give it without decimals.")
    return None


def _stray_keys(given: Mapping[str, object], keys: tuple[str, ...], input: InputDescription) -> list[PatientProblem]:
    """Keys that say nothing about a value: a misspelt fact would be lost."""
    return [
        PatientProblem(
            "unknown-key",
            input.id,
            f'"{key}" is not known in {input.shown}.',
            did_you_mean(str(key), list(keys)) or "Remove it.",
        )
        for key in given
        if key not in keys
    ]


def _read_scalar(number: object, unit: object, input: InputDescription, model: Model) -> Measured | PatientProblem:
    plain = not input.unit and unit in (None, "")
    scale = UnitScale(input.ucum, 1) if plain else find_scale(unit, input, model)
    if scale is None:
        return _unit_problem(unit, input, model)
    given = read_number(number)
    if given is None:
        return _bad_number(number, input)
    value = given * scale.factor + scale.offset
    refused = _refused(value, given, scale, input)
    return refused or Measured(value, scale.ucum)


def _take_apart(given: object) -> tuple[object, object] | None:
    """The number and unit of ``{"value": …, "unit": …}`` or a ``Quantity``; ``None`` for a bare number."""
    if isinstance(given, Quantity):
        return given.value, given.unit
    if isinstance(given, Mapping):
        return given.get("value"), given.get("unit")
    return None


def read_scalar(
    given: object, input: InputDescription, model: Model, keys: tuple[str, ...] = ("value", "unit")
) -> Measured | PatientProblem:
    """A number with its unit (a bare number only where the input has no unit)."""
    stray = _stray_keys(given, keys, input) if isinstance(given, Mapping) else []
    if stray:
        return stray[0]
    apart = _take_apart(given)
    if apart is None and not input.unit:
        return _read_scalar(given, None, input, model)
    if apart is None and read_number(given) is None:
        return _bad_number(given, input)
    if apart is None or (apart[1] in (None, "") and input.unit):
        return PatientProblem(
            "missing-unit",
            input.id,
            f"{input.shown} is given without its unit.",
            f'Give it with its unit, for example {{"value": …, "unit": "{input.unit}"}}.',
        )
    return _read_scalar(apart[0], apart[1], input, model)


def read_yes_no(given: object, input: InputDescription) -> bool | PatientProblem:
    """``True``, ``False``, ``"yes"`` or ``"no"``."""
    if isinstance(given, bool):
        return given
    if isinstance(given, str):
        if given in ("yes", "no"):
            return given == "yes"
        return PatientProblem("bad-yes-no", input.id, f"{input.shown} is neither yes nor no.", "Give yes or no.")
    message = f"{input.shown} is neither yes nor no: it is {type_of(given)}."
    return PatientProblem("bad-yes-no", input.id, message, f'Give True, False, "yes" or "no". {LEAVE_OUT}')


def read_choice(given: object, input: InputDescription) -> str | PatientProblem:
    """One of the labels, exactly as written."""
    if isinstance(given, str) and given in input.labels:
        return given
    near = did_you_mean(given, list(input.labels)) if isinstance(given, str) else ""
    of = "" if isinstance(given, str) else f": it is {type_of(given)}"
    return PatientProblem(
        "bad-choice",
        input.id,
        f"{input.shown} is not one of its labels{of}.",
        near or f"Give one of: {', '.join(input.labels)}.",
    )


def moment_of(given: object) -> Exact | None:
    """A day or a moment in days; nothing for what is neither, or has a time zone."""
    if isinstance(given, str):
        return read_moment(given)
    if not isinstance(given, date) or getattr(given, "tzinfo", None) is not None:
        return None
    try:
        return days_of(given)
    except ValueError:  # pandas' NaT calls itself a datetime
        return None


def _bad_date(given: object, of: str, shown: str, example: str) -> PatientProblem:
    """What is wrong with a date; days are counted where the patient is, so a time zone is never dropped silently."""
    zoned = isinstance(given, datetime) and getattr(given, "tzinfo", None) is not None
    if zoned or (isinstance(given, str) and read_moment(given[:16]) is not None):
        message = (
            f"{shown} is given more finely than to the second or with a time zone; days are counted in local time."
        )
        fix = f"{example} In Python: moment.astimezone(zone).replace(tzinfo=None, microsecond=0)."
        return PatientProblem("bad-date", of, message, fix)
    return PatientProblem("bad-date", of, f"{shown} is not a date.", example)


def read_date(given: object, input: InputDescription, shown: str = "") -> Exact | PatientProblem:
    """A day, or a moment, in days."""
    days = moment_of(given)
    if days is None:
        example = "Write it like 2025-09-08, or 2025-09-08T10:30 with a time."
        return _bad_date(given, input.id, shown or input.shown, example)
    return days


def _read_measurement(given: object, at: Exact, input: InputDescription, model: Model) -> Measured | PatientProblem:
    if isinstance(given, Measurement):
        given = {"value": given.value, "unit": given.unit, "on": given.on}
    if not isinstance(given, Mapping):
        return _bad_series(input)
    scalar = read_scalar(given, input, model, ("value", "unit", "on"))
    if isinstance(scalar, PatientProblem):
        return scalar
    day = read_date(given.get("on"), input, f"a measurement of {input.shown}")
    if isinstance(day, PatientProblem):
        return day
    if is_future(day, at):
        return PatientProblem(
            "future-date", input.id, f"A measurement of {input.shown} lies after the evaluation.", "Check its date."
        )
    return scalar._replace(day=day)


def is_future(day: Exact, at: Exact) -> bool:
    """Whether a moment lies after the evaluation; an evaluation on a day without a time lasts the whole day."""
    return day > at and (at % 1 != 0 or day >= at + 1)


def _bad_series(input: InputDescription) -> PatientProblem:
    return PatientProblem(
        "bad-series",
        input.id,
        f"{input.shown} is a list of dated measurements.",
        'Give a list of {"value": …, "unit": …, "on": …}; [] means that none was taken.',
    )


def read_series(
    given: object, at: Exact, input: InputDescription, model: Model
) -> tuple[Measured, ...] | list[PatientProblem]:
    """Dated measurements, oldest first; on ties the later listed is later."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        return [_bad_series(input)]
    found = [_read_measurement(one, at, input, model) for one in given]
    problems = [one for one in found if isinstance(one, PatientProblem)]
    if problems:
        return problems
    return tuple(sorted((one for one in found if isinstance(one, Measured)), key=lambda one: one.day))


def _bad_status(status: object, input: InputDescription) -> PatientProblem:
    near = did_you_mean(str(status), list(COURSE_STATUSES)) if isinstance(status, str) else ""
    return PatientProblem("bad-status", input.id, f"{input.shown} has no known status.", near or GIVE_STATUS)


GIVE_STATUS = f'Give {{"status": …, "started": …}} with one of: {", ".join(COURSE_STATUSES)}.'


def read_course(given: object, at: Exact, input: InputDescription) -> CourseFact | list[PatientProblem]:
    """A status and, where known, the day it started."""
    if isinstance(given, Course):
        given = {"status": given.status, "started": given.started}
    if not isinstance(given, Mapping):
        return [PatientProblem("bad-status", input.id, f"{input.shown} is a status with its start.", GIVE_STATUS)]
    problems = _stray_keys(given, ("status", "started"), input)
    status, started = given.get("status"), given.get("started")
    if status not in COURSE_STATUSES:
        problems.append(_bad_status(status, input))
    day = None if started is None else read_date(started, input, f"the start of {input.shown}")
    if isinstance(day, PatientProblem):
        problems.append(day)
        day = None
    if day is not None and is_future(day, at):
        text = f"The start of {input.shown} lies after the evaluation."
        problems.append(PatientProblem("future-date", input.id, text, "Check its date."))
    return problems or CourseFact(str(status), day)


def read_value(given: object, at: Exact, input: InputDescription, model: Model, problems: Problems) -> Value | None:
    """One value, or ``None`` after adding what is wrong with it."""
    found: Value | PatientProblem | list[PatientProblem]
    if input.kind == "yes or no":
        found = read_yes_no(given, input)
    elif input.kind == "choice":
        found = read_choice(given, input)
    elif input.kind == "number":
        found = read_scalar(given, input, model)
    elif input.kind == "date":
        found = read_date(given, input)
    elif input.kind == "series":
        found = read_series(given, at, input, model)
    else:
        found = read_course(given, at, input)
    if isinstance(found, PatientProblem):
        problems.append(found)
        return None
    if isinstance(found, list):
        problems.extend(found)
        return None
    return found


def find_inputs(mapping: Mapping[str, object], model: Model, problems: Problems) -> dict[str, object]:
    """What was given for each input's identity; unknown and repeated keys are problems."""
    given: dict[str, object] = {}
    for key, value in mapping.items():
        if key in OTHER_KEYS:
            continue
        id = model.keys().get(key)
        if id is None:
            near = did_you_mean(str(key), [*model.keys(), *OTHER_KEYS])
            problems.append(
                PatientProblem("unknown-key", str(key), f'"{key}" is not an input of {model.id}.', near or "Remove it.")
            )
        elif id in given:
            message = f"{model.inputs_by_id()[id].shown} is given twice."
            problems.append(PatientProblem("duplicate-key", id, message, "Give it once."))
        else:
            given[id] = value
    return given


def read_inputs(given: Mapping[str, object], at: Exact, model: Model, problems: Problems) -> dict[str, Value]:
    """Every known value by the input's identity; ``None`` is unknown."""
    known: dict[str, Value] = {}
    inputs = model.inputs_by_id()
    for id, value in given.items():
        if value is not None:
            read = read_value(value, at, inputs[id], model, problems)
            if read is not None:
                known[id] = read
    return known


def missing_inputs(known: Mapping[str, Value], model: Model) -> Problems:
    """The inputs that may not be unknown and are."""
    return [
        PatientProblem(
            "missing-input",
            input.id,
            f"{input.shown} is missing; the guideline does not allow it to be unknown.",
            input.question or f"Give {input.key}.",
        )
        for input in model.inputs
        if not (input.may_be_unknown or input.has_assumption or input.id in known)
    ]


def _read_phase(name: str, given: object, at: Exact, phases: dict[str, str]) -> PhaseFact | PatientProblem:
    if not isinstance(given, Mapping):
        message = f"{name} does not say its phase."
        return PatientProblem("bad-choice", name, message, 'Give {"phase": …, "since": …}.')
    phase = given.get("phase")
    if not isinstance(phase, str) or phase not in phases:
        near = did_you_mean(str(phase), list(phases)) or f"Give one of: {', '.join(phases)}."
        return PatientProblem("bad-choice", name, f"{name} has no such phase.", near)
    if given.get("since") is None:
        return PhaseFact(phases[phase], None)
    since = moment_of(given["since"])
    if since is None:
        return _bad_date(given["since"], name, f"{name} since", "Write it like 2025-09-08.")
    if is_future(since, at):
        return PatientProblem("future-date", name, f"{name} since lies after the evaluation.", "Check its date.")
    return PhaseFact(phases[phase], since // 1)


def read_phases(given: object, at: Exact, model: Model, problems: Problems) -> dict[str, PhaseFact]:
    """The phase of each pathway by its identity; absent is unknown."""
    found: dict[str, PhaseFact] = {}
    if given is not None and not isinstance(given, Mapping):
        problems.append(
            PatientProblem("bad-choice", "phases", "phases does not say any phase.", 'Give {"phase": …, "since": …}.')
        )
        return found
    names = model.pathway_names()
    for name, value in (given or {}).items():
        if name not in names:
            near = did_you_mean(str(name), list(names))
            problems.append(PatientProblem("unknown-key", str(name), f'"{name}" is not a pathway.', near))
        elif value is not None:
            fact = _read_phase(str(name), value, at, model.phase_names(names[name]))
            if isinstance(fact, PatientProblem):
                problems.append(fact)
            else:
                found[names[name]] = fact
    return found


def read_at(given: object, problems: Problems) -> Exact | None:
    """The evaluation's moment in days."""
    if given is None:
        message = '"at" is missing: times are counted from the day of the evaluation.'
        problems.append(PatientProblem("missing-input", "at", message, 'Give the date of the evaluation: "at".'))
        return None
    days = moment_of(given)
    if days is None:
        problems.append(_bad_date(given, "at", "at", "Write it like 2025-09-08."))
    return days
