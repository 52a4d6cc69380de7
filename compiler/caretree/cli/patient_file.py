"""A patient's file or standard input → the JSON object in it, numbers kept exactly as written."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from msgspec.structs import replace

from caretree.cli.compiling import code_of, show
from caretree.cli.place import read_at_most
from caretree.cli.project import UNREADABLE
from caretree.cli.streams import read_standard_input
from caretree.problems.limits import MAXIMUM_BYTES
from caretree.problems.problem import Problem
from caretree.source.decode import decode
from caretree.source.span import Span

LONGEST_NUMBER = 60
"""Digits; a longer number is kept as text, which is then refused as a number by name."""

LARGEST_EXPONENT = 30


class _DuplicateKey(ValueError):
    """A JSON object names one key twice; the value of one of them would be lost."""


def read_patient_file(name: str) -> dict[str, Any]:
    """The JSON object in a file (``-`` is standard input); ends the command where there is none.

    Exit code 2: no file, not text, not JSON, not an object. 3: larger than 1 MiB, or nested too deep. 1: a key twice.
    """
    shown = "standard input" if name == "-" else name
    data = read_standard_input(MAXIMUM_BYTES) if name == "-" else read_at_most(Path(name), MAXIMUM_BYTES)
    source, problems = decode(shown, data)
    if source is None:
        _end([_about_a_patient(problem) for problem in problems], code_of(problems))
    value, problem = _parsed(shown, source.text)
    if problem is not None:
        _end([problem], UNREADABLE if problem.name == "not-json" else code_of([problem]))
    if not isinstance(value, dict):
        _end([_not_an_object(shown)], UNREADABLE)
    return value


def _end(problems: list[Problem], code: int) -> NoReturn:
    show(problems, {}, err=True)
    sys.exit(code)


def _about_a_patient(problem: Problem) -> Problem:
    """Decoding speaks of guidelines; a patient is small JSON text in the same encoding."""
    return replace(problem, why="a patient is JSON text in UTF-8, of at most 1 MiB.", fix="save it again as such.")


def _parsed(shown: str, text: str) -> tuple[Any, Problem | None]:
    try:
        value = json.loads(text, object_pairs_hook=_once_each, parse_float=_decimal, parse_int=_whole)
    except _DuplicateKey as error:
        return None, _twice(shown, str(error))
    except json.JSONDecodeError as error:
        return None, _not_json(shown, text, error)
    except RecursionError:
        return None, _too_deep(shown)
    return value, None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _DuplicateKey(key)
        found[key] = value
    return found


def _decimal(digits: str) -> Decimal | str:
    """A number with a point or an exponent, exactly; one of absurd size stays text."""
    value = Decimal(digits)
    exponent = value.as_tuple().exponent
    fits = len(digits) <= LONGEST_NUMBER and isinstance(exponent, int) and abs(exponent) <= LARGEST_EXPONENT
    return value if fits else digits


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


def _not_json(shown: str, text: str, error: json.JSONDecodeError) -> Problem:
    fix = 'a patient looks like this: {"fever": true, "ANC": {"value": "1.74", "unit": "x10^9/L"}}'
    found = error.msg[:1].lower() + error.msg[1:]
    message = f"this is not JSON: {found}" if text.strip() else "there is nothing in it"
    span = Span(shown, error.lineno, error.colno, error.lineno, error.colno)
    return Problem("not-json", message, span, "a patient is read from JSON.", fix)


def _not_an_object(shown: str) -> Problem:
    fix = 'write names with their values: {"fever": true}'
    return Problem("not-an-object", "a patient is a JSON object", _start(shown), "every value needs its name.", fix)


def _twice(shown: str, key: str) -> Problem:
    why = "it is not clear which value counts."
    return Problem("duplicate-key", f'"{key}" is given twice', _start(shown), why, "give it once.")


def _too_deep(shown: str) -> Problem:
    why = "a patient is a flat list of values."
    return Problem("nested-too-deep", "this JSON is nested too deep", _start(shown), why, "take out the inner levels.")


def _start(shown: str) -> Span:
    return Span(shown, 1, 1, 1, 1)
