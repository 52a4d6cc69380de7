"""Reported values and doses of SQL's row beside those a scenario states.

"7.5 mmol/L"      low and high are both 7.5
"not known (mild or moderate)"      no label
"""

from __future__ import annotations

from fractions import Fraction

from caretree.acceptance.sql_row import SqlRow
from caretree.decisions.decimals import decimal_text
from caretree.decisions.graph import ReportNode

NOT_KNOWN = "not known"


def differs(row: SqlRow, node: str, text: str) -> str | None:
    """``None`` where a report's columns hold the value, else what they hold."""
    report = row.graph.nodes[node]
    assert isinstance(report, ReportNode)
    if report.kind == "number":
        return _number(row, node, text)
    value = row.value("report", node)
    shown = {None: NOT_KNOWN, True: "yes", False: "no"}.get(value, value)
    same = text.startswith(NOT_KNOWN) if value is None else text == shown
    return None if same else str(shown)


def _number(row: SqlRow, node: str, text: str) -> str | None:
    low, high = number_text(row.value("low", node)), number_text(row.value("high", node))
    is_known = low is not None and low == high
    if text.startswith(NOT_KNOWN):
        return low if is_known else None
    return None if is_known and low == text.split(" ")[0] else f"{low} to {high}"


def number_text(value: float | None) -> str | None:
    """A number as answers write it. Exact numbers come as the nearest doubles, whose shortest decimal they are."""
    return None if value is None else decimal_text(Fraction(repr(value)))
