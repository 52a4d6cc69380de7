"""Numbers in SQL, kind by kind: the interpreter's rules on exact spans (``spans``).

dose 2 mg/kg of weight, weight kept to 1 decimal      counted weight * 2, in steps of 0.1 mg
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd, lcm

from caretree.decisions.expressions import (
    Arithmetic,
    CompletedYears,
    ConstantNumber,
    CourseStart,
    Extreme,
    InputValue,
    Logarithm,
    Now,
    NumberFork,
    NumberId,
    NumberNode,
    PhaseClock,
    Power,
    Rounded,
    Score,
    SeriesDate,
    SeriesValue,
    ShiftedDate,
    SquareRoot,
)
from caretree.guideline.types import Date
from caretree.targets.sql import measurements, moments, spans
from caretree.targets.sql.exact import Count, Exact, add, number, squared
from caretree.targets.sql.exact_steps import either, rounded
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.reading import counted, decimals_kept, number_of_input, reported_range, scale_of
from caretree.targets.sql.refusal import NotInSql
from caretree.targets.sql.sources import NumberColumn
from caretree.targets.sql.spans import UNBOUNDED, Span, at, fixed_number
from caretree.targets.sql.truths import added
from caretree.targets.sql.words import Make, Sql, case, cast, constant, unknown, whole


def number_span(meaning: Meaning, name: NumberId, node: NumberNode) -> Span:
    """What a number can be, in its own unit; its ends in columns of their own where they are not small."""
    found = _span(meaning, name, node)
    if isinstance(node, ConstantNumber):
        return found
    if found.low is found.high:
        low = None if found.low is None else _kept(meaning, name, found.low)
        return Span(low, low)
    low = None if found.low is None else _kept(meaning, f"{name} low", found.low)
    return Span(low, None if found.high is None else _kept(meaning, f"{name} high", found.high))


def _kept(meaning: Meaning, name: str, of: Exact) -> Exact:
    top = Count(meaning.sheet.keep(name, of.top.make(), meaning.inline), of.top.low, of.top.high, of.top.is_wide)
    bottom = None
    if of.bottom is not None:
        make = meaning.sheet.keep(f"{name} bottom", of.bottom.make(), meaning.inline)
        bottom = Count(make, of.bottom.low, of.bottom.high, of.bottom.is_wide)
    return Exact(top, of.scale, bottom, of.is_root, of.is_open)


def _span(meaning: Meaning, name: NumberId, node: NumberNode) -> Span:
    match node:
        case ConstantNumber(value=value):
            return fixed_number(value)
        case Arithmetic(operator=operator, left=left, right=right):
            calculate = {"+": spans.plus, "-": spans.minus, "*": spans.times, "/": spans.divided}[operator]
            return calculate(meaning.span(left), meaning.span(right))
        case SquareRoot(of=of):
            return spans.in_steps(meaning.span(of), _root)
        case Power(of=of, exponent=exponent):
            return _power(meaning.span(of), exponent)
        case Logarithm():
            raise NotInSql("A formula takes a logarithm.", "No exact whole numbers hold it.")
        case Extreme(which=which, of=of):
            pick = spans.lowest if which == "lowest" else spans.highest
            return pick([meaning.span(part) for part in of])
        case Rounded(of=of, step=step, mode=mode):
            return spans.in_steps(
                meaning.span(of), lambda end: rounded(meaning.dialect, end, step, mode, meaning.sheet.column)
            )
        case Score():
            return _score(meaning, node)
        case NumberFork():
            return _fork(meaning, name, node)
        case _:
            return _value(meaning, node)


def _value(
    meaning: Meaning,
    node: InputValue | SeriesValue | SeriesDate | CourseStart | Now | ShiftedDate | CompletedYears | PhaseClock,
) -> Span:
    match node:
        case InputValue(input=name):
            if isinstance(meaning.input(name).type, Date):
                return moments.date_input(meaning, name)
            return input_number(meaning, name)
        case SeriesValue():
            return measurements.series_span(meaning, node)
        case _:
            return moments.moment(meaning, node)


def _root(of: Exact) -> Exact:
    if of.is_root or of.low < 0:
        raise NotInSql("A formula takes the square root of a number that may be negative.", "It has none then.")
    return Exact(of.top, of.scale, of.bottom, True, of.is_open)


def _power(of: Span, exponent: Fraction) -> Span:
    if exponent == Fraction(1, 2):
        return spans.in_steps(of, _root)
    if exponent.denominator != 1 or of.low is None or (of.low.low < 0 and of.point is None):
        raise NotInSql("A formula takes a power that is no whole number.", "No exact whole numbers hold it.")
    if exponent < 0:
        return spans.divided(fixed_number(Fraction(1)), _power(of, -exponent))
    found = fixed_number(Fraction(1))
    for _ in range(exponent.numerator):
        found = spans.times(found, of)
    return found


def input_number(meaning: Meaning, name: str) -> Span:
    """An input's value in its declared unit, as a whole number of its last decimal times a scale."""
    given, of = meaning.input(name), meaning.columns.inputs.get(name)
    plausible = number_of_input(given).plausible
    low, high = number(plausible.low), number(plausible.high)
    if not isinstance(of, NumberColumn):
        return Span(low, high)
    meaning.counted.add(name)
    known = _known_input(meaning, name, of)
    if meaning.is_given(name):
        return at(known)
    is_unknown = unknown(meaning.value(name))
    return Span(either(is_unknown, low, known), either(is_unknown.copy(), high, known))


def _known_input(meaning: Meaning, name: str, of: NumberColumn) -> Exact:
    given, decimals = meaning.input(name), decimals_kept(meaning.input(name), of.unit, of.decimals)
    scale = scale_of(given, of.unit)
    ends = [end * 10**decimals for end in reported_range(given, scale)]
    top = counted(meaning.value(name), decimals)
    count = Count(meaning.sheet.keep(f"counted {name}", top, meaning.inline), floor(ends[0]), ceil(ends[1]))
    factor = scale[0] / 10**decimals
    found = Exact(count, abs(factor))
    if factor < 0:
        raise NotInSql(f'The unit of "{given.name.shown}" turns its order round.', "No clinical unit does.")
    return found if scale[1] == 0 else add(found, number(scale[1]))


def _score(meaning: Meaning, node: Score) -> Span:
    """Low end: positive points that must hold and negative ones that may; high end: the reverse."""
    truths = [(points, meaning.truth(condition)) for points, condition in node.items]
    step = Fraction(
        gcd(*(points.numerator for points, _ in truths)) or 1, lcm(*(points.denominator for points, _ in truths))
    )
    lows = [_points(points / step, truth.yes() if points > 0 else truth.may()) for points, truth in truths]
    least = sum(min(0, int(points / step)) for points, _ in truths)
    most = sum(max(0, int(points / step)) for points, _ in truths)

    def end(parts: list[Sql]) -> Exact:
        tree = cast(added(parts), "BIGINT")
        make: Make = tree.copy
        return Exact(Count(make, least, most), step)

    if all(truth.definite for _, truth in truths):
        found = at(end(lows))
    else:
        highs = [_points(points / step, truth.may() if points > 0 else truth.yes()) for points, truth in truths]
        found = Span(end(lows), end(highs))
    for more in node.add:
        found = spans.plus(found, meaning.span(more))
    return found


def _points(points: Fraction, condition: Sql) -> Sql:
    always = constant(condition)
    if always is not None:
        return whole(int(points) if always else 0)
    return case([(condition, whole(int(points)))], whole(0))


def _fork(meaning: Meaning, name: NumberId, node: NumberFork) -> Span:
    conditions = [condition for condition, _ in node.branches]
    own = f"fork {name}"
    fork = meaning.opened(own, conditions, node.ordered)
    opened = [fork.any_of([place]) for place in range(len(conditions))]
    proved = own not in meaning.torn
    meaning.torn.pop(own, None)
    values = [meaning.span(number_id) for _, number_id in node.branches]
    definite = all(meaning.truth(condition).definite for condition in conditions)
    points = [value.point for value in values]
    if definite and proved and all(point is not None for point in points):
        *first, found = [point for point in points if point is not None]
        if any(each.is_root for each in (*first, found)):
            first, found = [squared(each) for each in first], squared(found)
        for condition, value in zip(opened[-2::-1], first[::-1], strict=True):
            found = either(condition, value, found)
        return at(found)
    if not opened:
        return UNBOUNDED
    return spans.hull(list(zip(opened, values, strict=True)))
