"""A mapping file: which column of a table holds what, in which unit. TOML or JSON, the same keys.

key = "patient"
at = { column = "seen_on" }                     # or one day for all: "2025-09-08"
absent = ["weight"]                             # not in this table, whatever its columns are called
[columns]
"neutrophil count" = { column = "anc", unit = "/uL" }
fever = { column = "temp_flag", values = { "1" = "yes", "0" = "no" } }
platelets = { list = "plt", unit = "x10^9/L", value = "value", on = "taken" }
"rituximab course" = { status = "rtx", started = "rtx_from" }
[phases."pancytopenia care"]
phase = "phase"
since = "phase_since"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from caretree.problems.problem import Problem
from caretree.source.span import NOWHERE

KEYS = ("key", "at", "absent", "columns", "phases")
INPUT_KEYS = ("column", "unit", "values", "list", "value", "on", "status", "started", "measurements")
SHAPE = "`caretree explain bad-mapping` says how one is written."
WHY = "A misread column would be another patient."


class InputMapping(Struct, frozen=True):
    """What a mapping says of one input; empty where it says nothing."""

    column: str = ""
    unit: str = ""
    values: tuple[tuple[str, str], ...] = ()
    list: str = ""
    value: str = "value"
    on: str = "on"
    status: str = ""
    started: str = ""
    measurements: tuple[tuple[str, str], ...] = ()


class PhaseMapping(Struct, frozen=True):
    """The columns of one pathway."""

    phase: str
    since: str = ""
    values: tuple[tuple[str, str], ...] = ()


class CohortMapping(Struct, frozen=True):
    """A whole mapping file. ``at_column`` and ``at_day`` are two ways to say when patients are evaluated."""

    key: str = ""
    at_column: str = ""
    at_day: str = ""
    absent: tuple[str, ...] = ()
    columns: dict[str, InputMapping] = field(default_factory=dict)
    phases: dict[str, PhaseMapping] = field(default_factory=dict)


class _Bad(Exception):
    """Something in the file has another shape; the sentence says what."""


def read_mapping(text: str, is_json: bool, file: str = "") -> tuple[CohortMapping | None, list[Problem]]:
    """The mapping in a file's text, or ``bad-mapping`` that names the file."""
    where = f"{file}: " if file else ""
    try:
        data = json.loads(text) if is_json else tomllib.loads(text)
        return _mapping(_table(data, "the file", KEYS)), []
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        kind = "JSON" if is_json else "TOML"
        return None, [bad_mapping(f"{where}this is not {kind}: {error}", SHAPE)]
    except _Bad as error:
        return None, [bad_mapping(f"{where}{error}", SHAPE)]


def bad_mapping(message: str, fix: str = "") -> Problem:
    """A mapping that cannot be followed."""
    return Problem("bad-mapping", message, NOWHERE, WHY, fix)


def _mapping(data: Mapping[str, Any]) -> CohortMapping:
    at = data.get("at", "")
    at_column = _text(_table(at, '"at"', ("column",)).get("column", ""), '"at"') if isinstance(at, Mapping) else ""
    columns = {name: _input(name, value) for name, value in _table(data.get("columns", {}), '"columns"').items()}
    phases = {name: _phase(name, value) for name, value in _table(data.get("phases", {}), '"phases"').items()}
    absent = data.get("absent", [])
    if not isinstance(absent, list):
        raise _Bad('"absent" is a list of names')
    day = "" if at_column else _text(str(at), '"at"')
    names = tuple(_text(name, '"absent"') for name in absent)
    return CohortMapping(_text(data.get("key", ""), '"key"'), at_column, day, names, columns, phases)


def _input(name: str, value: Any) -> InputMapping:
    if isinstance(value, str):
        return InputMapping(column=value)
    table = _table(value, f'"{name}"', INPUT_KEYS)
    pairs = table.get("measurements", [])
    if not isinstance(pairs, list):
        raise _Bad(f'"{name}": "measurements" is a list of pairs: {{ value = "…", on = "…" }}')
    texts = {key: _text(table[key], f'"{name}"') for key in table if key not in ("values", "measurements")}
    return InputMapping(
        values=_words(name, table.get("values", {})), measurements=tuple(_pair(name, one) for one in pairs), **texts
    )


def _pair(name: str, value: Any) -> tuple[str, str]:
    table = _table(value, f'a measurement of "{name}"', ("value", "on"))
    if set(table) != {"value", "on"}:
        raise _Bad(f'"{name}": a measurement names the columns of its "value" and its date "on"')
    return _text(table["value"], f'"{name}"'), _text(table["on"], f'"{name}"')


def _phase(name: str, value: Any) -> PhaseMapping:
    table = _table(value, f'"{name}"', ("phase", "since", "values"))
    texts = {key: _text(table[key], f'"{name}"') for key in table if key != "values"}
    if "phase" not in texts:
        raise _Bad(f'"{name}" does not name the column of its "phase"')
    return PhaseMapping(values=_words(name, table.get("values", {})), **texts)


def _words(name: str, value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((word, _text(meant, f'"{name}"')) for word, meant in _table(value, f'"values" of "{name}"').items())


def _table(value: Any, where: str, keys: tuple[str, ...] = ()) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _Bad(f"{where} is not a table of names")
    stray = [key for key in value if keys and key not in keys]
    if stray:
        raise _Bad(f'"{stray[0]}" is not known in {where}; known are {", ".join(keys)}')
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _Bad(f"{where} takes text")
    return value
