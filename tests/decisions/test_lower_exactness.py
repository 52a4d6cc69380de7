"""Lowered comparisons mean what was written: checked against base units for any threshold in any unit."""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions import expressions as exp
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.invariants import verify
from caretree.decisions.lower import lower
from caretree.guideline.conditions import Bounds, End
from caretree.guideline.terms import Literal
from guidelines_by_hand import guideline, means, quantity, unit, value_of, within
from hypothesis import given
from hypothesis import strategies as st

TEMPERATURES = ("°C", "°F")
COUNTS = ("x10^9/L", "/uL", "/L")
TIMES = ("days", "weeks", "months", "years", "hours")

values = st.decimals(-50, 500, places=3).map(Fraction)
ends = st.none() | st.tuples(values, st.booleans())


@given(st.sampled_from((TEMPERATURES, COUNTS, TIMES)), st.data())
def test_ranges_mean_the_same_in_every_unit(symbols: tuple[str, ...], data: st.DataObject) -> None:
    """A value lies in the lowered range exactly when it lies in the written one, both taken to base units."""
    own, low_unit, high_unit = (unit(data.draw(st.sampled_from(symbols))) for _ in range(3))
    given_value = data.draw(values)
    low, high = data.draw(ends), data.draw(ends)
    measured = quantity("it", own.symbol, -1000, 10**9)
    bounds = Bounds(
        low and End(Literal(low[0], low_unit, "low"), low[1]),
        high and End(Literal(high[0], high_unit, "high"), high[1]),
    )
    graph = lower(guideline(inputs=[measured], definitions=[means("in it", within(value_of(measured), bounds))]))
    assert verify(graph) == []
    value = given_value * own.factor + own.offset
    expected = True
    if low:
        bound = low[0] * low_unit.factor + low_unit.offset
        expected = expected and (value > bound or (low[1] and value == bound))
    if high:
        bound = high[0] * high_unit.factor + high_unit.offset
        expected = expected and (value < bound or (high[1] and value == bound))
    assert _holds(graph, graph.defined["in-it"][1], given_value) == expected


def _holds(graph: DecisionGraph, condition: str, value: Fraction) -> bool:
    match graph.conditions[condition]:
        case exp.Constant(value=always):
            return always
        case exp.AllOf(of=parts):
            return all(_holds(graph, part, value) for part in parts)
        case exp.Compare(comparison=comparison, right=Fraction() as right):
            return {"lt": value < right, "le": value <= right, "gt": value > right, "ge": value >= right}[comparison]
        case other:
            raise AssertionError(other)
