"""The files beside a guideline's module: its SQL, for people who bring their own connection, and its JSON Schema.

connection.execute("CREATE VIEW patients AS SELECT … FROM my_table")
connection.execute(g.sql("duckdb")).fetchall()
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

DIALECTS = ("duckdb", "spark")


def query(guideline: str, dialect: str, rows: str) -> str:
    """A query's text. ``rows`` is ``decided`` or ``quarantine``; ``LookupError`` where there is no such query."""
    if dialect not in DIALECTS:
        raise LookupError(f"no SQL for {dialect!r}: there is {' and '.join(DIALECTS)}")
    if rows not in ("decided", "quarantine"):
        raise LookupError(f"rows are 'decided' or 'quarantine', not {rows!r}")
    name = f"{guideline}.{dialect}.sql" if rows == "decided" else f"{guideline}.{dialect}.quarantine.sql"
    package = __name__.split("._runtime", 1)[0]
    try:
        return files(package).joinpath("sql", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LookupError(f"{guideline} reads something that SQL cannot say exactly: decide it in Python") from None


def patient_schema(guideline: str) -> dict[str, Any]:
    """The JSON Schema of what ``Patient.from_mapping`` reads."""
    package = __name__.split("._runtime", 1)[0]
    text = files(package).joinpath("schemas", f"{guideline}.patient.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
