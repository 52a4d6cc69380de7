"""What a guideline says about a series of measurements, in the solver's words: free values that agree with each other.

    the latest X, the lowest X      two numbers in X's plausible range, lowest <= latest
    the last 3 X are rising         a free yes/no; where it holds, previous < latest

A term said twice is one value. A term without enough measurements is unknown and could have any value; a value that
agrees with the others is always among these, so what is proved of agreeing values holds for unknown ones too.
"""

from __future__ import annotations

import z3  # type: ignore[import-untyped]

from caretree.decisions.expressions import SeriesValue, Sustained, Trend
from caretree.decisions.reported import number_type
from caretree.solver.encoding import Encoding
from caretree.solver.logic import Amount, Formula, all_of, exact

SINGLE = ("latest", "previous", "earliest", "lowest", "highest", "average")


def encode_series_value(node: SeriesValue, encoding: Encoding) -> Amount:
    """The value of a term, the same wherever it is said."""
    key = value_key(node)
    if key in encoding.amounts:
        return encoding.amounts[key]
    number = number_type(encoding.inputs[node.input])
    counted = node.which == "number"
    value = encoding.free_amount(key, whole=counted or (number.whole and node.which != "average"))
    if node.which in SINGLE:
        low, high = (exact(end, value.ctx) for end in (number.plausible.low, number.plausible.high))
        shown = encoding.inputs[node.input].name.shown
        encoding.facts.append((f"plausible range of {shown}", all_of([value >= low, value <= high], value.ctx)))
    elif counted or number.plausible.low >= 0:
        encoding.facts.append(("", value >= 0))
    if counted and node.last is not None:
        encoding.facts.append(("", value <= node.last))
    _agree(node, value, encoding)
    return value


def value_key(node: SeriesValue) -> str:
    """What a term is called: the same words, the same value."""
    window = "" if node.within is None else f" in the last {node.within} days"
    last = "" if node.last is None else f" of the last {node.last}"
    return f"{node.which} {node.input}{window}{last}"


def _agree(node: SeriesValue, value: Amount, encoding: Encoding) -> None:
    """How a term stands to the terms of the same series met before."""
    met = encoding.series.setdefault(node.input, [])
    for other in met:
        if isinstance(other, SeriesValue):
            _ordered(node, value, other, encoding.amounts[value_key(other)], encoding)
            _ordered(other, encoding.amounts[value_key(other)], node, value, encoding)
        elif isinstance(other, Trend):
            _trend_agrees(other, encoding.truth(trend_key(other)), encoding)
        elif isinstance(other, Sustained):
            _sustained_agrees(other, encoding.truth(sustained_key(other)), encoding)
    met.append(node)
    _one_measurement_agrees(node, encoding)


def _one_measurement_agrees(node: SeriesValue, encoding: Encoding) -> None:
    """Of a single measurement, the latest is also the earliest, the lowest and the average; so they may agree too where
    there is none."""
    met = [term for term in encoding.series[node.input] if isinstance(term, SeriesValue) and term.within is None]
    counts = [term for term in met if term.which == "number" and term.last is None]
    values = [encoding.amounts[value_key(term)] for term in met if term.which in SINGLE and term.which != "previous"]
    if not counts or len(values) < 2:
        return
    count = encoding.amounts[value_key(counts[0])]
    added = values if node.which == "number" else values[-1:]
    for value in added:
        encoding.facts += [("", z3.Implies(count <= 1, value == other)) for other in values if other is not value]


def _covers(wide: SeriesValue, narrow: SeriesValue) -> bool:
    """Whether every measurement the narrow term is about is among those of the wide one."""
    in_window = wide.within is None or (narrow.within is not None and narrow.within <= wide.within)
    if wide.last is None:
        return in_window
    return wide.within == narrow.within and narrow.last is not None and narrow.last <= wide.last


def _ordered(one: SeriesValue, value: Amount, other: SeriesValue, second: Amount, encoding: Encoding) -> None:
    """What follows for two terms when ``one`` is about all that ``other`` is about.

    Two ``previous`` values are never linked: with one value in the window, the window's previous is unknown.
    """
    if not _covers(one, other):
        return
    match one.which, other.which:
        case "lowest", which if which in SINGLE:
            encoding.facts.append(("", value <= second))
        case "highest", which if which in SINGLE:
            encoding.facts.append(("", value >= second))
        case "number", "number":
            encoding.facts.append(("", value >= second))
        case "latest", "latest":
            encoding.facts.append(("", value == second))
        case _:
            pass


def trend_key(node: Trend) -> str:
    """What a trend is called."""
    return f"last {node.count} {node.input} {node.direction}"


def sustained_key(node: Sustained) -> str:
    """What a stretch inside bounds is called."""
    return f"{node.input} from {node.low} to {node.high} for {node.days} days"


def encode_trend(node: Trend, encoding: Encoding) -> Formula:
    """A free yes/no that agrees with longer and shorter trends and with the newest values."""
    key = trend_key(node)
    if key in encoding.truths:
        return encoding.truths[key]
    holds = encoding.truth(key)
    met = encoding.series.setdefault(node.input, [])
    for other in met:
        if isinstance(other, Trend):
            _trends_agree(node, other, encoding)
            _trends_agree(other, node, encoding)
    met.append(node)
    _trend_agrees(node, holds, encoding)
    return holds


def _trends_agree(longer: Trend, shorter: Trend, encoding: Encoding) -> None:
    long, short = encoding.truth(trend_key(longer)), encoding.truth(trend_key(shorter))
    if longer.direction != shorter.direction:
        encoding.facts.append(("", z3.Not(z3.And(long, short))))
    elif longer.count >= shorter.count:
        encoding.facts.append(("", z3.Implies(long, short)))


def _trend_agrees(node: Trend, holds: Formula, encoding: Encoding) -> None:
    latest = encoding.amounts.get(value_key(SeriesValue("latest", node.input, None, None)))
    previous = encoding.amounts.get(value_key(SeriesValue("previous", node.input, None, None)))
    if latest is not None and previous is not None and node.count >= 2:
        step = previous < latest if node.direction == "rising" else previous > latest
        encoding.facts.append(("", z3.Implies(holds, step)))


def encode_sustained(node: Sustained, encoding: Encoding) -> Formula:
    """A free yes/no; where it holds, the latest value is inside the bounds."""
    key = sustained_key(node)
    if key in encoding.truths:
        return encoding.truths[key]
    holds = encoding.truth(key)
    met = encoding.series.setdefault(node.input, [])
    for other in met:
        if isinstance(other, Sustained) and (other.low, other.high) == (node.low, node.high):
            long, short = (node, other) if node.days >= other.days else (other, node)
            long_holds, short_holds = (encoding.truth(sustained_key(each)) for each in (long, short))
            encoding.facts.append(("", z3.Implies(long_holds, short_holds)))
    met.append(node)
    _sustained_agrees(node, holds, encoding)
    return holds


def _sustained_agrees(node: Sustained, holds: Formula, encoding: Encoding) -> None:
    latest = encoding.amounts.get(value_key(SeriesValue("latest", node.input, None, None)))
    if latest is None:
        return
    inside = []
    if node.low is not None:
        low = exact(node.low[0], latest.ctx)
        inside.append(latest >= low if node.low[1] else latest > low)
    if node.high is not None:
        high = exact(node.high[0], latest.ctx)
        inside.append(latest <= high if node.high[1] else latest < high)
    encoding.facts.append(("", z3.Implies(holds, all_of(inside, latest.ctx))))
