"""``report X``: the table and the expression in which the reported value is.

report onset            ReportNode(kind "label", value "l2")
report platelet count   ReportNode(kind "number", value "n1"): of a series, the latest value
"""

from __future__ import annotations

from typing import assert_never

from caretree.decisions import expressions as to
from caretree.decisions.graph import NodeId, ReportNode
from caretree.decisions.lower_dates import DATE
from caretree.decisions.lower_units import declared_unit
from caretree.decisions.reads import Expression
from caretree.decisions.tables import Quantity, Tables
from caretree.guideline.blocks import Report
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo


def lower_report(report: Report, identity: NodeId, tables: Tables) -> ReportNode:
    """The node of a reported definition or input."""
    kind, value = tables.defined.get(report.of) or input_expression(report.of, tables)
    return ReportNode(identity, report.of, kind, value, report.cites, report.span)


def input_expression(name: str, tables: Tables) -> Expression:
    """The value of an input as an expression: of a series its latest value, of a course its status."""
    match tables.input(name).type:
        case YesNo():
            return "condition", tables.condition(to.Fact(name))
        case Choice(labels=labels):
            return "label", tables.label(to.InputLabel(name, labels))
        case Number(unit=unit):
            return "number", tables.number(Quantity(to.InputValue(name), unit, name))
        case Date():
            return "number", tables.number(Quantity(to.InputValue(name), DATE, name))
        case Series():
            latest = to.SeriesValue("latest", name, None, None)
            return "number", tables.number(Quantity(latest, declared_unit(tables, name), name))
        case Course():
            branches = tuple(
                (tables.condition(to.CourseIs(name, (status,))), status, None) for status in COURSE_STATUSES
            )
            return "label", tables.label(to.LabelFork(False, branches, COURSE_STATUSES))
        case other:
            assert_never(other)
