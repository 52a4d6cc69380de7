"""Reading a mapping's values, written out for one guideline: each input's checks in a row, units known beforehand.

    if plt is None:
        unknown |= 0b1
    else:
        ...                                   # {"value": 20, "unit": "x10^9/L"} gives 20
        if not 0 <= plt <= 3000:
            raise Unusual
    self.plt = plt

Anything else than a usual value raises ``Unusual``; then the careful way reads the patient and finds every problem.
"""

from __future__ import annotations

from collections.abc import Iterator

from caretree.guideline.inputs import Input
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.targets.python.algebra import Algebra
from caretree.targets.python.layout import quoted
from caretree.targets.python.plain_conditions import compared_with, kept_as_float, short_decimal

STEP = "    "


def reading_code(algebra: Algebra) -> str:
    """The body of ``_take``."""
    inputs = algebra.graph.guideline.inputs
    if not inputs:
        return "\n".join([f"{STEP * 2}self._unknown = 0", *END])
    names = [_local(algebra.keys[given.name.id]) for given in inputs]
    lines = [f"{STEP * 2}{', '.join(names)}{',' if len(names) == 1 else ''} = values", f"{STEP * 2}unknown = 0"]
    if len(lines[0]) > 116:
        lines[0] = "\n".join([f"{STEP * 2}(", *(f"{STEP * 3}{name}," for name in names), f"{STEP * 2}) = values"])
    for at, given in enumerate(inputs):
        key = algebra.keys[given.name.id]
        lines += _input(given, _local(key), key, at)
    return "\n".join([*lines, f"{STEP * 2}self._unknown = unknown", *END])


def _local(key: str) -> str:
    """The local variable of an input; it hides no name the reading needs."""
    return f"{key}_" if key in TAKEN else key


END = [
    f"{STEP * 2}self.phases = self._taken_phases(phases)",
    f"{STEP * 2}self._way = _prepare(self)",
]


TAKEN = frozenset(
    {"values", "phases", "unknown", "unit", "kind", "type", "dict", "float", "int", "round", "len", "self", "Unusual"}
    | {
        "Quantity",
        "plain_number",
        "plain_float",
        "converted",
        "taken_date",
        "taken_series",
        "taken_course",
        "LABELS",
        "YES_NO",
    }
)


def _input(given: Input, name: str, key: str, at: int) -> Iterator[str]:
    optional = given.may_be_unknown or given.assume is not None
    yield f"{STEP * 2}if {name} is None:"
    yield f"{STEP * 3}unknown |= {1 << at}" if optional else f"{STEP * 3}raise Unusual"
    yield from _checks(given, name, at)
    yield f"{STEP * 2}self.{key} = {name}"


def _checks(given: Input, name: str, at: int) -> Iterator[str]:
    match given.type:
        case YesNo():
            yield f"{STEP * 2}elif {name} is not True and {name} is not False:"
            yield f"{STEP * 3}{name} = YES_NO[{name}]"
        case Choice():
            yield f"{STEP * 2}else:"
            yield f"{STEP * 3}{name} = LABELS[{quoted(given.name.id)}][{name}]"
        case Number() as number:
            yield f"{STEP * 2}else:"
            yield from _number(number, name, at)
        case Date():
            yield from _by_function("taken_date", name, at)
        case Series():
            yield from _by_function("taken_series", name, at)
        case Course():
            yield from _by_function("taken_course", name, at)


def _by_function(function: str, name: str, at: int) -> Iterator[str]:
    yield f"{STEP * 2}else:"
    yield f"{STEP * 3}{name} = {function}({name}, {at}, self)"


def _number(number: Number, name: str, at: int) -> Iterator[str]:
    low, high = (short_decimal(compared_with(number, end)) for end in (number.plausible.low, number.plausible.high))
    if low is None or high is None:
        yield f"{STEP * 3}raise Unusual"
        return
    unit = number.unit.symbol
    decimals = number.decimals is not None
    if unit:
        yield f"{STEP * 3}if type({name}) is dict and len({name}) == 2:"
        yield f'{STEP * 4}{name}, unit = {name}["value"], {name}["unit"]'
        yield f"{STEP * 3}elif type({name}) is Quantity:"
        yield f"{STEP * 4}{name}, unit = {name}"
        yield f"{STEP * 3}else:"
        yield f"{STEP * 4}raise Unusual"
        yield f"{STEP * 3}if unit != {quoted(unit)}:"
        yield f"{STEP * 4}{name} = converted({name}, unit, {at}, self)"
    if kept_as_float(number):
        yield f"{STEP * 3}if type({name}) is not float:"
        yield f"{STEP * 4}{name} = float({name}) if type({name}) is int else plain_float({name})"
    else:
        yield f"{STEP * 3}kind = type({name})"
        yield f"{STEP * 3}if kind is not float and kind is not int:"
        yield f"{STEP * 4}{name} = plain_number({name})"
    if decimals and unit:
        yield f"{STEP * 3}if unit == {quoted(unit)} and {name} != round({name}, {number.decimals}):"
        yield f"{STEP * 4}raise Unusual"
    elif decimals:
        yield f"{STEP * 3}if {name} != round({name}, {number.decimals}):"
        yield f"{STEP * 4}raise Unusual"
    yield f"{STEP * 3}if not {low} <= {name} <= {high}:"
    yield f"{STEP * 4}raise Unusual"
    if number.whole:
        yield f"{STEP * 3}if {name} % 1:"
        yield f"{STEP * 4}raise Unusual"


def label_tables(algebra: Algebra) -> list[tuple[str, tuple[str, ...]]]:
    """The labels of every choice, by the input's identity."""
    return [
        (given.name.id, given.type.labels) for given in algebra.graph.guideline.inputs if isinstance(given.type, Choice)
    ]
