"""What the generated library makes of unknown values: must be yes, must be no, or open."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from caretree.runtime import intervals, truth
from caretree.runtime.intervals import Interval
from caretree.runtime.truth import Truth
from hypothesis import given
from hypothesis import strategies as some

truths = some.lists(some.sampled_from((True, False, None)), min_size=1, max_size=4)


def completions(of: list[Truth]) -> list[tuple[bool, ...]]:
    """Every way the unknown ones can turn out."""
    return list(product(*[(True, False) if one is None else (one,) for one in of]))


def settled(results: set[bool]) -> Truth:
    """What all completions agree on."""
    return results.pop() if len(results) == 1 else None


@given(truths, some.integers(0, 4))
def test_conditions_say_what_all_completions_agree_on(of: list[Truth], count: int) -> None:
    """For independent parts the three-valued answer is exact."""
    every = completions(of)
    assert truth.all_of(*of) is settled({all(one) for one in every})
    assert truth.any_of(*of) is settled({any(one) for one in every})
    assert truth.at_least_of(count, *of) is settled({sum(one) >= count for one in every})
    assert truth.exactly_of(count, *of) is settled({sum(one) == count for one in every})


@given(truths, some.booleans())
def test_open_branches_hold_every_completion(of: list[Truth], ordered: bool) -> None:
    """The branch of any completion that fits exactly one branch is open."""
    still = truth.open_branches(of, ordered)
    for one in completions(of):
        if ordered and any(one) or sum(one) == 1:
            assert one.index(True) in still


@given(some.lists(some.tuples(some.integers(-3, 3), some.sampled_from((True, False, None))), max_size=4))
def test_a_score_holds_every_completion(items: list[tuple[int, Truth]]) -> None:
    """The ends of a score are the lowest and highest sum the unknown points can give."""
    totals = [
        sum(points for (points, _), holds in zip(items, one, strict=True) if holds)
        for one in completions([holds for _, holds in items])
    ]
    assert truth.score_between(*items) == (min(totals), max(totals))


numbers = some.fractions(min_value=-20, max_value=20, max_denominator=4)


@some.composite
def spans(draw: some.DrawFn) -> tuple[Interval, Fraction]:
    """An interval, possibly open, and a number in it."""
    value = draw(numbers)
    low = draw(some.one_of(some.none(), some.fractions(0, 9, max_denominator=4)))
    high = draw(some.one_of(some.none(), some.fractions(0, 9, max_denominator=4)))
    return (None if low is None else value - low, None if high is None else value + high), value


def holds(of: Interval, value: Fraction) -> bool:
    """Whether a number lies in an interval."""
    return (of[0] is None or of[0] <= value) and (of[1] is None or value <= of[1])


@given(spans(), spans())
def test_arithmetic_encloses_every_result(one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]) -> None:
    """Whatever the values turn out to be, the result's interval holds their result."""
    (left, a), (right, b) = one, other
    assert holds(intervals.plus(left, right), a + b)
    assert holds(intervals.minus(left, right), a - b)
    assert holds(intervals.times(left, right), a * b)
    assert b == 0 or holds(intervals.divided(left, right), a / b)
    assert holds(intervals.lowest(left, right), min(a, b)) and holds(intervals.highest(left, right), max(a, b))
    assert holds(intervals.to_the_power(left, 2), a**2) and holds(intervals.to_the_power(left, 3), a**3)
    assert a == 0 or holds(intervals.to_the_power(left, -1), 1 / a)


@given(spans(), spans())
def test_comparisons_are_never_wrong(one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]) -> None:
    """A settled comparison is what the values give."""
    (left, a), (right, b) = one, other
    for compare, expected in (
        (intervals.below, a < b),
        (intervals.at_most, a <= b),
        (intervals.above, a > b),
        (intervals.at_least, a >= b),
    ):
        assert compare(left, right) in (None, expected)
