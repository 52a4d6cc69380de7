"""Rounding, roots and picking the lower or higher of exact numbers.

70.56 rounded to 0.1       (2 * 7056 + 10) // 20 steps of 0.1
root of 2 rounded down     the largest whole number whose square is at most 2
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

from msgspec.structs import replace
from sqlglot import exp

from caretree.targets.sql.exact import (
    NARROW,
    ONE,
    Count,
    Exact,
    common_scale,
    constant_count,
    is_less,
    minus,
    number,
    plus,
    squared,
    times,
    to_scale,
    wide,
)
from caretree.targets.sql.refusal import NotInSql, too_wide
from caretree.targets.sql.words import Dialect, Make, Sql, any_of, calculated, case, cast, compared, unknown, whole

Keep = Callable[[str, Sql], Make]
"""Gives a tree a column of its own and says how to read it."""


def quotient(dialect: Dialect, top: Count, bottom: Count) -> Count:
    """The whole quotient rounded down; ``bottom`` is above 0."""
    if bottom.constant == 1:
        return top
    low, high = (
        top.low // (bottom.low if top.low < 0 else bottom.high),
        top.high // (bottom.low if top.high > 0 else bottom.high),
    )
    is_wide = top.is_wide or bottom.is_wide

    def make() -> Sql:
        over, under = (wide(each) if is_wide else each.make() for each in (top, bottom))
        if dialect == "spark" and is_wide:
            rest = calculated(over.copy(), "%", under.copy())
            exact = cast(calculated(calculated(over.copy(), "-", rest), "/", under.copy()), "WIDE")
        else:
            exact = calculated(over.copy(), "//", under.copy())
        if top.low >= 0:
            return exact
        is_below = compared(calculated(over, "%", under), "lt", whole(0))
        return calculated(exact, "-", case([(is_below, whole(1))], whole(0)))

    return Count(make, low, high, is_wide)


def rounded(dialect: Dialect, of: Exact, step: Fraction, mode: Literal["half-up", "up", "down"], keep: Keep) -> Exact:
    """A multiple of ``step``: half-up is away from zero on ties."""
    steps = _root_steps(of, step, mode, keep, dialect) if of.is_root else _steps(dialect, of, step, mode)
    return Exact(steps, step, None, False, of.is_open)


def _steps(dialect: Dialect, of: Exact, step: Fraction, mode: str) -> Count:
    ratio = of.scale / step
    top = times(of.top, constant_count(ratio.numerator))
    bottom = times(of.bottom or ONE, constant_count(ratio.denominator))
    match mode:
        case "down":
            return quotient(dialect, top, bottom)
        case "up":
            return minus(quotient(dialect, minus(top), bottom))
        case _:
            return _half_up(dialect, top, bottom)


def _half_up(dialect: Dialect, top: Count, bottom: Count) -> Count:
    if bottom.constant == 1:
        return top
    two = constant_count(2)
    above = quotient(dialect, plus(times(top, two), bottom), times(bottom, two))
    if top.low >= 0:
        return above
    below = minus(quotient(dialect, plus(times(minus(top), two), bottom), times(bottom, two)))
    make: Make = lambda: case([(compared(top.make(), "lt", whole(0)), below.make())], above.make())  # noqa: E731
    return Count(make, min(below.low, above.low), max(below.high, above.high), above.is_wide or below.is_wide)


def _root_steps(of: Exact, step: Fraction, mode: str, keep: Keep, dialect: Dialect) -> Count:
    """The root in steps: with X the number under it in squared steps, down is the whole root of X; half-up is
    ``(whole root of 4X + 1) // 2``; up is one more unless the root is exact."""
    ratio = of.scale / step**2 * (4 if mode == "half-up" else 1)
    top = times(of.top, constant_count(ratio.numerator))
    bottom = times(of.bottom or ONE, constant_count(ratio.denominator))
    root = whole_root(quotient(dialect, top, bottom), keep)
    match mode:
        case "down":
            return root
        case "half-up":
            return quotient(dialect, plus(root, ONE), constant_count(2))
        case _:
            exact = compared(times(times(root, root), bottom).make(), "eq", top.make())
            up: Make = lambda: calculated(root.make(), "+", case([(exact.copy(), whole(0))], whole(1)))  # noqa: E731
            return Count(up, root.low, root.high + 1, root.is_wide)


def whole_root(of: Count, keep: Keep) -> Count:
    """The largest whole number whose square is at most ``of``: the double's root, mended by one where it is off."""
    if of.largest >= 2**100:
        raise too_wide("A square root")
    square = replace(of, make=keep("square", of.make()))
    near = Count(
        keep("root", cast(exp.Floor(this=exp.Sqrt(this=cast(square.make(), "DOUBLE"))), "BIGINT")), 0, 2**50 + 1
    )
    next_one = plus(near, ONE)
    fits_next = compared(times(next_one, next_one).make(), "le", square.make())
    too_high = compared(times(near, near).make(), "gt", square.make())
    found = case([(fits_next, next_one.make()), (too_high, calculated(near.make(), "-", whole(1)))], near.make())
    return Count(keep("whole root", found), 0, _root_bound(of.high))


def _root_bound(value: int) -> int:
    return int(value**0.5) + 2 if value < NARROW else 2**51


def extreme(of: Sequence[Exact], comparison: Literal["lt", "gt"], open_counts: bool) -> Exact:
    """The lowest (``lt``) or highest (``gt``). ``open_counts``: one end without bound makes the result one without
    bound; otherwise it is passed over."""
    if any(each.is_root for each in of):
        of = [squared(each) for each in of]
    if any(each.bottom for each in of):
        return _picked(of, comparison)
    scale = common_scale(*(each.scale for each in of))
    tops = [to_scale(each, scale) for each in of]
    pick = min if comparison == "lt" else max
    low, high = pick(top.low for top in tops), pick(top.high for top in tops)
    is_wide = any(top.is_wide for top in tops)
    opened = [each for each in of if each.is_open]

    def make() -> Sql:
        first, *rest = (wide(top) if is_wide else top.make() for top in tops)
        function = exp.Least if comparison == "lt" else exp.Greatest
        found: Sql = function(this=first, expressions=rest, ignore_nulls=True) if rest else first
        if opened and open_counts:
            return case([(any_of(unknown(each.top.make()) for each in opened), exp.Null())], found)
        return found

    is_open = bool(opened) and (open_counts or len(opened) == len(of))
    if opened and not open_counts:
        bounds = [(top.low, top.high) for top in tops]
        low, high = min(end for end, _ in bounds), max(end for _, end in bounds)
    return Exact(Count(make, low, high, is_wide), scale, None, of[0].is_root, is_open)


def _picked(of: Sequence[Exact], comparison: Literal["lt", "gt"]) -> Exact:
    if any(each.is_open for each in of):
        raise NotInSql("The lowest or highest of quotients without bounds cannot be calculated.", "It has no bounds.")
    found = of[0]
    for other in of[1:]:
        found = either(is_less(found, other, "le" if comparison == "lt" else "ge"), found, other)
    return found


def either(condition: Sql, one: Exact, other: Exact) -> Exact:
    """One number where a condition holds, otherwise another."""
    if one.is_root != other.is_root:
        one, other = squared(one), squared(other)
    scale = common_scale(one.scale, other.scale)
    left, right = to_scale(one, scale), to_scale(other, scale)
    top = _either_count(condition, left, right)
    bottom = None
    if one.bottom or other.bottom:
        bottom = _either_count(condition, one.bottom or ONE, other.bottom or ONE)
    return Exact(top, scale, bottom, one.is_root, one.is_open or other.is_open)


def _either_count(condition: Sql, one: Count, other: Count) -> Count:
    is_wide = one.is_wide or other.is_wide

    def make() -> Sql:
        left, right = (wide(each) if is_wide else each.make() for each in (one, other))
        return case([(condition.copy(), left)], right)

    return Count(make, min(one.low, other.low), max(one.high, other.high), is_wide)


__all__ = ["Keep", "either", "extreme", "number", "quotient", "rounded", "whole_root"]
