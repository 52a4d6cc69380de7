"""Doses in SQL, shown only where the action is offered and everything the dose reads is known.

    2 mg/kg, weight 70.5 kg, offered      dose_low 141, dose_high 141
    weight unknown, or not offered        null

The columns are doubles: the dose itself to 15 significant digits. Amounts are calculated as whole numbers, so that 0.1
times 3 is 0.3; a value with more decimals than those keep is multiplied as a double where nothing is rounded or
compared, which is as near as 15 digits.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from sqlglot import exp

from caretree.decisions.expressions import Arithmetic, ConstantNumber, InputValue, NumberId, SquareRoot
from caretree.decisions.graph import DecisionGraph, DoseFork, DoseNode, DoseStep
from caretree.decisions.reads import inputs_of_dose
from caretree.targets.sql.conditions import affine, known_by
from caretree.targets.sql.exact import as_double
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.reading import decimals_kept, is_finer, scale_of
from caretree.targets.sql.results import ResultColumn
from caretree.targets.sql.sources import NumberColumn
from caretree.targets.sql.truths import Truth
from caretree.targets.sql.words import (
    Make,
    Sql,
    all_of,
    any_of,
    calculated,
    case,
    double,
    known,
    null,
    truth,
    unknown,
    whole,
)

Holds = Callable[[str, tuple[str, ...]], Sql]
"""Whether results of a kind (``dose`` of an action, ``choice``, ``report`` of a node …) may hold."""


class Shown(Struct, frozen=True):
    """What the values beside statuses are made from. In the meaning ``dosing`` gives, all that a dose reads is given;
    ``is_plain`` asks for one in which only products and roots are calculated, written where they are needed."""

    meaning: Meaning
    scope: Truth
    holds: Holds
    dosing: Callable[[tuple[str, ...], bool], Meaning]
    both: dict[str, Make] = field(default_factory=dict)


def dose_tree(shown: Shown, of: ResultColumn) -> Sql:
    """The low or high end of an action's dose, or which of its branches it is."""
    graph, action = shown.meaning.graph, of.of[0]
    dose = graph.dosing[action].dose
    assert dose is not None
    if of.kind != "dose branch" and action in shown.both:
        return shown.both[action]()
    needs = inputs_of_dose(graph, dose)
    if not all(shown.meaning.has(name) for name in needs):
        return null()
    steps = _leaves(dose)
    is_plain = all(is_product(graph, number) for step in steps for number in (step.low, step.high))
    meaning = shown.dosing(needs, is_plain)
    all_known = [known(known_by(shown.meaning, name)) for name in needs if not shown.meaning.is_given(name)]
    when = all_of([shown.holds("dose", (action,)), *all_known])
    branches = []
    for position, (condition, step) in enumerate(_steps(meaning, dose, truth(True))):
        value = whole(position + 1) if of.kind == "dose branch" else _amount(meaning, step, of.kind, is_plain)
        branches.append((condition, value))
    tree = case([(when, case(branches))], null())
    if of.kind != "dose branch" and all(step.low == step.high for step in steps):
        shown.both[action] = meaning.sheet.column(f"dose {action}", tree)
        return shown.both[action]()
    return tree


def _leaves(dose: DoseNode) -> list[DoseStep]:
    return [dose] if isinstance(dose, DoseStep) else [step for _, _, then in dose.branches for step in _leaves(then)]


def _steps(meaning: Meaning, dose: DoseNode, above: Sql) -> list[tuple[Sql, DoseStep]]:
    """Every dose with the condition that it is the only one open."""
    if isinstance(dose, DoseStep):
        return [(above, dose)]
    conditions = [condition for _, condition, _ in dose.branches]
    opened = meaning.opened(f"dose {_name(dose)}", conditions, dose.ordered)
    meaning.torn.clear()
    found = []
    for place, (_, _, then) in enumerate(dose.branches):
        found += _steps(meaning, then, all_of([above.copy(), opened.only(place)]))
    return found


def _name(dose: DoseFork) -> str:
    return "/".join(condition for _, condition, _ in dose.branches)


def _amount(meaning: Meaning, step: DoseStep, kind: str, is_plain: bool) -> Sql:
    low, high = meaning.span(step.low).low, meaning.span(step.high).high
    if low is None or high is None:
        return null()
    exact = as_double(low if kind == "dose low" else high)
    if is_plain:
        number = step.low if kind == "dose low" else step.high
        return _with_fallback(meaning, number, exact)
    missing = [unknown(each.top.make()) for each in (low, high) if each.is_open]
    return case([(any_of(missing), null())], exact)


# --- products --------------------------------------------------------------------------------------------------------
def is_product(graph: DecisionGraph, number: NumberId) -> bool:
    """Whether a number is made of inputs and constants by products, quotients and roots alone."""
    match graph.numbers[number]:
        case InputValue() | ConstantNumber():
            return True
        case Arithmetic(operator="*" | "/", left=left, right=right):
            return is_product(graph, left) and is_product(graph, right)
        case SquareRoot(of=of):
            return is_product(graph, of)
        case _:
            return False


def _with_fallback(meaning: Meaning, number: NumberId, exact: Sql) -> Sql:
    """The exact number, or for finer values the product of doubles. Doubling and halving are exact in doubles."""
    plain = _plain(meaning, number)
    found = affine(meaning, number)
    if found is not None and found[1][1] == 0 and _is_power_of_two(found[1][0].numerator, found[1][0].denominator):
        return plain
    return case([(any_of(_finer(meaning, number)), plain)], exact)


def _is_power_of_two(top: int, bottom: int) -> bool:
    return top > 0 and top & (top - 1) == 0 and bottom & (bottom - 1) == 0


def _finer(meaning: Meaning, number: NumberId) -> list[Sql]:
    match meaning.graph.numbers[number]:
        case InputValue(input=name):
            of = meaning.columns.inputs[name]
            assert isinstance(of, NumberColumn)
            kept = decimals_kept(meaning.input(name), of.unit, of.decimals)
            if of.decimals is not None and of.decimals <= kept:
                return []
            return [is_finer(lambda: meaning.value(name), kept)]
        case Arithmetic(left=left, right=right):
            return [*_finer(meaning, left), *_finer(meaning, right)]
        case SquareRoot(of=of_number):
            return _finer(meaning, of_number)
        case _:
            return []


def _plain(meaning: Meaning, number: NumberId) -> Sql:
    match meaning.graph.numbers[number]:
        case InputValue(input=name):
            of = meaning.columns.inputs[name]
            assert isinstance(of, NumberColumn)
            factor, offset = scale_of(meaning.input(name), of.unit)
            value = meaning.value(name)
            value = value if factor == 1 else calculated(value, "*", double(float(factor)))
            return value if not offset else calculated(value, "+", double(float(offset)))
        case ConstantNumber(value=value):
            return double(float(value))
        case Arithmetic(operator=operator, left=left, right=right):
            return _plain_step(meaning, operator, left, right)
        case SquareRoot(of=of_number):
            return exp.Sqrt(this=_plain(meaning, of_number))
        case _:
            raise AssertionError(number)


def _plain_step(meaning: Meaning, operator: str, left: NumberId, right: NumberId) -> Sql:
    ones = [
        isinstance(node, ConstantNumber) and node.value == 1
        for node in (meaning.graph.numbers[left], meaning.graph.numbers[right])
    ]
    if ones[1] or (ones[0] and operator == "*"):
        return _plain(meaning, left if ones[1] else right)
    return calculated(_plain(meaning, left), "*" if operator == "*" else "/", _plain(meaning, right))
