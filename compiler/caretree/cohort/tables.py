"""A table's columns as an engine describes them, in the few kinds that matter here.

"plt" DECIMAL(8,1)      a number with 1 decimal
"seen" TIMESTAMP        a moment
"crp" FLOAT             not suitable: which number a 32-bit float stands for is not clear
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Kind = Literal["number", "text", "yes-no", "date", "moment", "list", "unsuitable"]

_WHOLE = {
    "TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "BYTE", "SHORT", "LONG",
}  # fmt: skip
_KINDS: dict[str, Kind] = {
    "BOOLEAN": "yes-no", "DOUBLE": "number", "VARCHAR": "text", "STRING": "text", "DATE": "date",
    "TIMESTAMP": "moment", "TIMESTAMP_S": "moment", "TIMESTAMP_MS": "moment", "TIMESTAMP_NTZ": "moment",
}  # fmt: skip
_WHY = {
    "FLOAT": "a 32-bit float: which decimal each value stands for is not clear",
    "REAL": "a 32-bit float: which decimal each value stands for is not clear",
    "TIMESTAMP WITH TIME ZONE": "a moment in a time zone: which local day it is, is not clear",
    "TIMESTAMP_LTZ": "a moment in a time zone: which local day it is, is not clear",
}


class TableColumn(Struct, frozen=True):
    """One column. ``decimals`` is what a number's type can hold (``None``: any); ``parts`` are the kinds of a list's
    structures by name; ``why`` says why the type is not suitable; ``never_null`` that the file holds no null in it."""

    name: str
    kind: Kind
    decimals: int | None = None
    parts: tuple[tuple[str, Kind], ...] = ()
    why: str = ""
    never_null: bool = False


def table_column(name: str, described: str) -> TableColumn:
    """A column from its type in DuckDB's or Spark's words."""
    words = described.strip()
    upper = words.upper()
    if upper in _WHOLE:
        return TableColumn(name, "number", 0)
    if upper in _KINDS:
        return TableColumn(name, _KINDS[upper])
    decimal = re.fullmatch(r"DECIMAL\((\d+), ?(\d+)\)", upper)
    if decimal:
        return TableColumn(name, "number", int(decimal[2]))
    if upper.startswith("ENUM("):
        return TableColumn(name, "text")
    parts = _list_parts(words)
    if parts:
        return TableColumn(name, "list", None, parts)
    return TableColumn(name, "unsuitable", why=_WHY.get(upper, f"of type {words}"))


def _list_parts(described: str) -> tuple[tuple[str, Kind], ...]:
    """The parts of ``STRUCT("value" DOUBLE, "on" DATE)[]`` or ``array<struct<value:double,on:date>>``."""
    duckdb = re.fullmatch(r"STRUCT\((.*)\)\[\]", described, re.IGNORECASE)
    spark = re.fullmatch(r"array<struct<(.*)>>", described, re.IGNORECASE)
    if duckdb:
        found = re.findall(r'"?([^",(]+?)"? ((?:[A-Z_]+(?: WITH TIME ZONE)?)(?:\(\d+, ?\d+\))?)(?:, |$)', duckdb[1])
    elif spark:
        found = re.findall(r"([^:,<>]+):([a-z_]+(?:\(\d+,\d+\))?)(?:,|$)", spark[1])
    else:
        return ()
    return tuple((part.strip(), table_column(part, kind).kind) for part, kind in found)
