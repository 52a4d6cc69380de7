"""Numbers not fully known, in SQL: a lowest and a highest exact number each.

    weight unknown, plausible 2 to 200 kg; 2 mg/kg      low COALESCE(…, 2 kg) * 2, high COALESCE(…, 200 kg) * 2

As in the interpreter, an operation encloses all results of its arguments' values taken independently.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from caretree.targets.sql.exact import (
    Count,
    Exact,
    add,
    is_less,
    negative,
    number,
    product,
    reciprocal,
    squared,
)
from caretree.targets.sql.exact_steps import extreme
from caretree.targets.sql.refusal import NotInSql
from caretree.targets.sql.truths import Truth, of_two, swapped
from caretree.targets.sql.words import (
    Sql,
    all_of,
    any_of,
    case,
    compared,
    negated,
    null,
    truth,
    unknown,
    whole,
)


class Span(Struct, frozen=True):
    """``None`` is an end that is never bounded. A number that is known has the same object at both ends."""

    low: Exact | None
    high: Exact | None

    @property
    def point(self) -> Exact | None:
        """The number, if it is always known."""
        return self.low if self.low is self.high and self.low is not None and not self.low.is_open else None


UNBOUNDED = Span(None, None)


def at(value: Exact) -> Span:
    """A known number."""
    return Span(value, value)


def fixed_number(value: Fraction) -> Span:
    """A constant."""
    return at(number(value))


def compare(comparison: str, left: Span, right: Span) -> Truth:
    """``left < right`` and its sisters: yes if every pair agrees, no if none does."""
    if left.point is not None and right.point is not None:
        return Truth(is_less(left.point, right.point, comparison))
    if comparison == "gt":
        return _below(right, left)
    if comparison == "lt":
        return _below(left, right)
    return swapped(_below(left, right) if comparison == "ge" else _below(right, left))


def _below(left: Span, right: Span) -> Truth:
    return of_two(_surely(left.high, right.low, "lt"), _surely(left.low, right.high, "ge"))


def _surely(one: Exact | None, other: Exact | None, comparison: str) -> Sql:
    """Null where an end has no bound."""
    return truth(False) if one is None or other is None else is_less(one, other, comparison)


def plus(left: Span, right: Span) -> Span:
    """A sum."""
    low = None if left.low is None or right.low is None else add(left.low, right.low)
    if left.low is left.high and right.low is right.high:
        return Span(low, low)
    return Span(low, None if left.high is None or right.high is None else add(left.high, right.high))


def minus(left: Span, right: Span) -> Span:
    """A difference."""
    return plus(left, opposite(right))


def opposite(of: Span) -> Span:
    """The negative number: the ends change places."""
    if of.low is of.high and of.low is not None:
        turned = negative(of.low)
        return Span(turned, turned)
    return Span(None if of.high is None else negative(of.high), None if of.low is None else negative(of.low))


def times(left: Span, right: Span) -> Span:
    """A product."""
    for one, other in ((left, right), (right, left)):
        constant = None if one.point is None else one.point.constant
        if constant is not None:
            return _times_constant(other, constant)
    if left.point is not None and right.point is not None:
        return at(product(left.point, right.point))
    ends = [left.low, left.high, right.low, right.high]
    if any(end is None or end.is_open for end in ends):
        raise NotInSql("A product of two numbers without bounds cannot be calculated.", "Its bounds are not known.")
    low, high, other_low, other_high = (end for end in ends if end is not None)
    if low.low >= 0 and other_low.low >= 0:
        return Span(product(low, other_low), product(high, other_high))
    products = [product(one, other) for one in (low, high) for other in (other_low, other_high)]
    return Span(extreme(products, "lt", True), extreme(products, "gt", True))


def _times_constant(of: Span, constant: Fraction) -> Span:
    if constant == 0:
        return fixed_number(Fraction(0))
    if constant < 0:
        return opposite(_times_constant(of, -constant))
    factor = number(constant)
    low = None if of.low is None else product(of.low, factor)
    if of.low is of.high:
        return Span(low, low)
    return Span(low, None if of.high is None else product(of.high, factor))


def divided(left: Span, right: Span) -> Span:
    """A quotient; without bounds where the divisor can be 0."""
    if right.low is None or right.high is None or right.low.is_open or right.high.is_open:
        raise NotInSql("A division by a number without bounds cannot be calculated.", "Its bounds are not known.")
    constant = None if right.point is None else right.point.constant
    if constant == 0:
        return UNBOUNDED
    if constant is not None:
        return _times_constant(left, 1 / constant)
    if right.low.low > 0 or right.high.high < 0:
        return times(left, _inverse(right))
    return _where(negated(_holds_zero(right)), times(left, _inverse(right)))


def _inverse(of: Span) -> Span:
    assert of.low is not None and of.high is not None
    if of.low is of.high:
        turned = reciprocal(of.low)
        return Span(turned, turned)
    return Span(reciprocal(of.high), reciprocal(of.low))


def _holds_zero(of: Span) -> Sql:
    assert of.low is not None and of.high is not None
    zero = number(Fraction(0))
    if of.low is of.high:
        return compared(of.low.top.make(), "eq", whole(0))
    return all_of([is_less(of.low, zero, "le"), is_less(of.high, zero, "ge")])


def _where(condition: Sql, of: Span) -> Span:
    """The number where a condition holds, elsewhere without bounds."""

    def only(end: Exact | None) -> Exact | None:
        return None if end is None else replace(end, top=_guarded(condition, end.top), is_open=True)

    low = only(of.low)
    return Span(low, low if of.low is of.high else only(of.high))


def _guarded(condition: Sql, of: Count) -> Count:
    return replace(of, make=lambda: case([(condition.copy(), of.make())], null()), is_fixed=False)


def lowest(of: list[Span]) -> Span:
    """The lowest of several numbers."""
    return _extreme(of, "lt")


def highest(of: list[Span]) -> Span:
    """The highest of several numbers."""
    return _extreme(of, "gt")


def _extreme(of: list[Span], comparison: str) -> Span:
    points = [each.point for each in of]
    if all(each is not None for each in points):
        return at(extreme([each for each in points if each is not None], "lt" if comparison == "lt" else "gt", True))
    lows, highs = [each.low for each in of], [each.high for each in of]
    if comparison == "lt":
        return Span(_end(lows, "lt", True), _end(highs, "lt", False))
    return Span(_end(lows, "gt", False), _end(highs, "gt", True))


def _end(of: list[Exact | None], comparison: str, open_counts: bool) -> Exact | None:
    bounded = [each for each in of if each is not None]
    if not bounded or (open_counts and len(bounded) < len(of)):
        return None
    return extreme(bounded, "lt" if comparison == "lt" else "gt", open_counts)


def hull(of: list[tuple[Sql, Span]]) -> Span:
    """The smallest span around those whose condition holds; no bounds around none."""
    low = [(condition, each.low) for condition, each in of]
    high = [(condition, each.high) for condition, each in of]
    return Span(_hull_end(low, "lt"), _hull_end(high, "gt"))


def _hull_end(of: list[tuple[Sql, Exact | None]], comparison: str) -> Exact | None:
    masked = [
        replace(each, top=_guarded(condition, each.top), is_open=True) for condition, each in of if each is not None
    ]
    if not masked:
        return None
    if any(each.is_root for each in masked):
        masked = [squared(each) for each in masked]
    found = extreme(masked, "lt" if comparison == "lt" else "gt", False)
    found = replace(found, is_open=True)
    boundless = [
        condition.copy() if each is None else all_of([condition.copy(), unknown(each.top.make())])
        for condition, each in of
        if each is None or each.is_open
    ]
    if not boundless:
        return found
    return replace(found, top=_guarded(negated(any_of(boundless)), found.top))


def in_steps(of: Span, change: Callable[[Exact], Exact]) -> Span:
    """Both ends changed by a function that keeps order."""
    low = None if of.low is None else change(of.low)
    return Span(low, low if of.low is of.high else None if of.high is None else change(of.high))
