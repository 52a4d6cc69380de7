"""Asking for one input in words, and turning a typed reply into a value of the patient mapping.

"What is the latest haemoglobin? (g/dL)"   "7,5"      → problem bad-number
                                           "7.5"      → {"value": "7.5", "unit": "g/dL"}
                                           "75 g/L"   → {"value": "75", "unit": "g/L"}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, assert_never

from msgspec.structs import replace

from caretree.decisions.decimals import decimal_text
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import read_patient
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo
from caretree.problems.problem import Problem

_YES_NO = {"y": True, "yes": True, "n": False, "no": False}


def find_input(graph: DecisionGraph, identity: str) -> Input:
    """The input of an identity. Raises ``KeyError`` for an unknown one (a bug of the caller)."""
    for given in graph.guideline.inputs:
        if given.name.id == identity:
            return given
    raise KeyError(identity)


def question_text(graph: DecisionGraph, identity: str) -> str:
    """The question an editor wrote (or the input's name) with the replies it takes."""
    given = find_input(graph, identity)
    return f"{given.asks or given.name.long + '?'} ({_expected(given)})"


def _expected(given: Input) -> str:
    match given.type:
        case YesNo():
            return "yes, no"
        case Choice(labels=labels):
            return ", ".join(labels)
        case Number() as number:
            low, high = decimal_text(number.plausible.low), decimal_text(number.plausible.high)
            return f"{number.unit.symbol} {low} to {high}".strip()
        case Date(with_time=with_time):
            return "a date such as 2025-09-08T10:30" if with_time else "a date such as 2025-09-08"
        case Series(of=number):
            return f"{number.unit.symbol}, each with its date: 33 on 2025-09-01, 51 on 2025-09-08".strip()
        case Course():
            return f"{', '.join(COURSE_STATUSES)}; with its start if known: failed since 2025-06-01"
        case _:
            assert_never(given.type)


def value_of_reply(
    graph: DecisionGraph, identity: str, reply: str, mapping: Mapping[str, Any]
) -> tuple[object, Problem | None]:
    """The value for the mapping, or the problem with the reply. The value is checked as any patient's value is."""
    given = find_input(graph, identity)
    value = _value(given, reply.strip())
    _, problems = read_patient(graph, {"at": mapping.get("at"), identity: value}, allow_missing=True)
    return value, (_in_words(problems[0], given) if problems else None)


def _in_words(problem: Problem, given: Input) -> Problem:
    """The problem for somebody who replies to a question: what was asked for, and no JSON."""
    return replace(problem, fix=f"Reply: {_expected(given)}.") if "{" in problem.fix or "[" in problem.fix else problem


def _value(given: Input, reply: str) -> object:
    match given.type:
        case YesNo():
            return _YES_NO.get(reply.lower(), reply)
        case Choice() | Date():
            return reply
        case Number() as number:
            return _number(number, reply)
        case Series(of=number):
            return [_measurement(number, part.strip()) for part in reply.split(",")]
        case Course():
            status, since, started = reply.partition(" since ")
            return {"status": status, "started": started} if since else {"status": status}
        case _:
            assert_never(given.type)


def _number(number: Number, reply: str) -> object:
    """A reply without a unit is in the unit the question named."""
    parts = re.match(r"(\S+)\s*(.*)", reply)
    if parts is None or not number.unit.symbol:
        return reply
    return {"value": parts[1], "unit": parts[2].strip() or number.unit.symbol}


def _measurement(number: Number, reply: str) -> object:
    value, _, on = reply.partition(" on ")
    measured = _number(number, value.strip())
    return {**(measured if isinstance(measured, dict) else {"value": measured}), "on": on.strip()}
