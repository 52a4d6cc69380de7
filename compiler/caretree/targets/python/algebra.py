"""Expressions as Python: one walk over the graph's conditions, numbers and labels with a small algebra.

    AllOf((Compare("lt", ANC, 1/2), Fact("fever")))    →    all_of(below(p.neutrophil_count, N_0_5), p.fever)

What a definition names, and what several places read, becomes a function of its own; everything else stands where it is
used. The words (``all_of``, ``below``) are functions of the runtime.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from msgspec import Struct, field

from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Assumed,
    Compare,
    CompletedYears,
    ConditionId,
    ConditionNode,
    Constant,
    ConstantNumber,
    CountOf,
    CourseIs,
    CourseStart,
    DualCompare,
    Extreme,
    Fact,
    InPhase,
    InputLabel,
    InputValue,
    IsOffered,
    LabelFork,
    LabelId,
    LabelIn,
    LabelNode,
    Logarithm,
    Not,
    NotKnown,
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
    Sustained,
    Trend,
)
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.reads import Expression
from caretree.guideline.types import Number, Series
from caretree.targets.python.cutoffs import cutoffs_in_declared_unit
from caretree.targets.python.layout import Call, Code, Named, inline, number, quoted
from caretree.targets.python.names import constant_name

COMPARISONS = {"lt": "below", "le": "at_most", "gt": "above", "ge": "at_least"}
OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "divided"}
SERIES_WORDS = {
    "latest": "latest",
    "previous": "previous",
    "earliest": "earliest",
    "lowest": "lowest_of",
    "highest": "highest_of",
    "average": "average_of",
    "total": "total_of",
}


class Algebra(Struct):
    """What writing a guideline's expressions needs: names of inputs, of definitions, and the constants met so far."""

    graph: DecisionGraph
    keys: dict[str, str]
    functions: dict[Expression, str] = field(default_factory=dict)
    constants: dict[str, Fraction] = field(default_factory=dict)
    report_values: dict[str, str] = field(default_factory=dict)
    """The plain form of reported values, by the report's node."""
    options_truths: dict[str, str] = field(default_factory=dict)
    """The plain form of an options block's conditions, by its identity."""

    def constant(self, value: Fraction) -> str:
        """The name of an exact number; it is declared at the top of the module."""
        name = constant_name(value)
        self.constants[name] = value
        return name


def condition(algebra: Algebra, id: ConditionId) -> Code:
    """A condition where it is used: a call of its function, or written out."""
    name = algebra.functions.get(("condition", id))
    return f"{name}(p)" if name else condition_body(algebra, id)


def numeral(algebra: Algebra, id: NumberId) -> Code:
    """A number where it is used."""
    name = algebra.functions.get(("number", id))
    return f"{name}(p)" if name else number_body(algebra, id)


def label(algebra: Algebra, id: LabelId) -> Code:
    """A label where it is used."""
    name = algebra.functions.get(("label", id))
    return f"{name}(p)" if name else label_body(algebra, id)


def _conditions(algebra: Algebra, of: tuple[ConditionId, ...]) -> tuple[Code, ...]:
    return tuple(condition(algebra, part) for part in of)


def _texts(of: tuple[str, ...]) -> tuple[Code, ...]:
    return tuple(quoted(text) for text in of)


def condition_body(algebra: Algebra, id: ConditionId) -> Code:
    """A condition written out."""
    node: ConditionNode = algebra.graph.conditions[id]
    match node:
        case Constant(value=value):
            return str(value)
        case Fact(input=input):
            return f"p.{algebra.keys[input]}"
        case Compare(comparison=comparison, left=left, right=right):
            bound = algebra.constant(right) if isinstance(right, Fraction) else numeral(algebra, right)
            return Call(f"{COMPARISONS[comparison]}(", (numeral(algebra, left), bound))
        case DualCompare():
            return _dual(algebra, node)
        case LabelIn(of=of, labels=labels):
            return Call("among(", (label(algebra, of), *_texts(labels)))
        case AllOf(of=of):
            return Call("all_of(", _conditions(algebra, of))
        case AnyOf(of=of):
            return Call("any_of(", _conditions(algebra, of))
        case Not(of=inner):
            return Call("negated(", (condition(algebra, inner),))
        case CountOf(count=count, of=of, exactly=exactly):
            return Call("exactly_of(" if exactly else "at_least_of(", (str(count), *_conditions(algebra, of)))
        case CourseIs(input=input, statuses=statuses):
            return Call("course_is(", (f"p.{algebra.keys[input]}", *_texts(statuses)))
        case Trend(input=input, count=count, direction=direction):
            return Call("changing(", (f"p.{algebra.keys[input]}", str(count), quoted(direction)))
        case Sustained():
            return _sustained(algebra, node)
        case NotKnown(inputs=inputs):
            return Call("not_known(", ("p", *_texts(inputs)))
        case InPhase(pathway=pathway, phases=phases):
            return Call("in_phase(", ("p", quoted(pathway), *_texts(phases)))
        case Assumed():
            return _assumed(algebra, node)
        case IsOffered(actions=actions):
            return Call("is_offered(", ("p", *_texts(actions)))
        case _:
            assert_never(node)


def _assumed(algebra: Algebra, node: Assumed) -> Code:
    unless = () if node.unless is None else (condition(algebra, node.unless),)
    return Call("assumed(", (condition(algebra, node.of), str(node.value), *unless))


def _sustained(algebra: Algebra, node: Sustained) -> Code:
    ends = [("low", node.low), ("high", node.high)]
    bounds = tuple(Named(name, f"({number(end[0])}, {end[1]})") for name, end in ends if end is not None)
    return Call("sustained(", (f"p.{algebra.keys[node.input]}", number(node.days), *bounds))


def _dual(algebra: Algebra, node: DualCompare) -> Code:
    of = algebra.graph.numbers[node.of]
    if isinstance(of, InputValue):
        input, unit = of.input, f"reported_unit(p, {quoted(of.input)})"
    elif isinstance(of, SeriesValue):
        input, unit = of.input, f"reported_in({inline(_series(algebra, of))}, {quoted(of.which)})"
    else:
        raise TypeError(f"a cut-off in several units meets a measurement, not {of}")
    bounds = cutoffs_in_declared_unit(algebra.graph, input, node.cutoffs)
    cutoffs = tuple(f"({quoted(ucum)}, {number(bound)})" for ucum, bound in bounds)
    return Call("meets_cutoff(", (COMPARISONS[node.comparison], numeral(algebra, node.of), unit, *cutoffs))


def _series(algebra: Algebra, node: SeriesValue) -> Code:
    series: Code = f"p.{algebra.keys[node.input]}"
    if node.within is not None:
        series = Call("recent(", ("p", series, number(node.within)))
    if node.last is None:
        return series
    return Call("up_to_newest(" if node.which == "number" else "newest(", (series, str(node.last)))


def _series_value(algebra: Algebra, node: SeriesValue) -> Code:
    if node.which == "number":
        return Call("number_of(", (_series(algebra, node),))
    type = next(given.type for given in algebra.graph.guideline.inputs if given.name.id == node.input)
    of = type.of if isinstance(type, Series) else type
    assert isinstance(of, Number)
    plausible = f"({number(of.plausible.low)}, {number(of.plausible.high)})"
    return Call(f"{SERIES_WORDS[node.which]}(", (_series(algebra, node), plausible))


def number_body(algebra: Algebra, id: NumberId) -> Code:
    """A number written out."""
    node: NumberNode = algebra.graph.numbers[id]
    match node:
        case ConstantNumber(value=value):
            return algebra.constant(value)
        case InputValue(input=input):
            return f"p.{algebra.keys[input]}"
        case Arithmetic(operator=operator, left=left, right=right):
            return Call(f"{OPERATORS[operator]}(", (numeral(algebra, left), numeral(algebra, right)))
        case SquareRoot(of=of):
            return Call("square_root(", (numeral(algebra, of),))
        case Power(of=of, exponent=exponent):
            return Call("to_the_power(", (numeral(algebra, of), number(exponent)))
        case Logarithm(of=of):
            return Call("logarithm(", (numeral(algebra, of),))
        case Extreme(which=which, of=parts):
            return Call(f"{which}(", tuple(numeral(algebra, part) for part in parts))
        case Rounded(of=of, step=step, mode=mode):
            return Call("rounded(", (numeral(algebra, of), number(step), quoted(mode)))
        case Score():
            return _score(algebra, node)
        case SeriesValue():
            return _series_value(algebra, node)
        case SeriesDate(which=which, input=input):
            return f"{which}_date(p.{algebra.keys[input]})"
        case CourseStart(input=input):
            return f"course_start(p.{algebra.keys[input]})"
        case Now(day=day):
            return "today(p)" if day else "now(p)"
        case ShiftedDate(of=of, amount=amount, unit=unit):
            return Call("shifted_date(", (numeral(algebra, of), str(amount), quoted(unit)))
        case CompletedYears(start=start, end=end):
            return Call("completed_years(", (numeral(algebra, start), numeral(algebra, end)))
        case PhaseClock(pathway=pathway):
            return f"phase_clock(p, {quoted(pathway)})"
        case NumberFork():
            return _number_fork(algebra, node)
        case _:
            assert_never(node)


def _score(algebra: Algebra, node: Score) -> Code:
    items = tuple(Call("(", (number(points), condition(algebra, holds))) for points, holds in node.items)
    total: Code = Call("score_between(", items)
    for more in node.add:
        total = Call("plus(", (total, numeral(algebra, more)))
    return total


def _number_fork(algebra: Algebra, node: NumberFork) -> Code:
    branches = tuple(
        Call("(", (condition(algebra, holds), _later(numeral(algebra, then)))) for holds, then in node.branches
    )
    ordered = (Named("ordered", "True"),) if node.ordered else ()
    return Call("number_by_fork(", (*branches, *ordered))


def label_body(algebra: Algebra, id: LabelId) -> Code:
    """A label written out: the labels still possible."""
    node: LabelNode = algebra.graph.labels[id]
    match node:
        case InputLabel(input=input):
            return f"p.{algebra.keys[input]}"
        case LabelFork(ordered=ordered, branches=branches):
            choices = tuple(_label_branch(algebra, *branch) for branch in branches)
            last = (Named("ordered", "True"),) if ordered else ()
            return Call("grade(", ("p", quoted(_where(algebra, "label", id)), *choices, *last))
        case _:
            assert_never(node)


def _label_branch(algebra: Algebra, holds: ConditionId, name: str, nested: LabelId | None) -> Code:
    leaf: Code = quoted(name) if nested is None else _later(label(algebra, nested))
    return Call("(", (condition(algebra, holds), leaf))


def _later(code: Code) -> Code:
    """Worked out only where its branch is open."""
    return Call("lambda: " + code.head, code.items, close=code.close) if isinstance(code, Call) else f"lambda: {code}"


def _where(algebra: Algebra, kind: str, id: str) -> str:
    """The definition a fork belongs to, for the message about contradicting facts."""
    for definition, found in algebra.graph.defined.items():
        if found == (kind, id):
            return f"definitions/{definition}"
    return f"definitions/{id}"
