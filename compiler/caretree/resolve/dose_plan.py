"""The dosing lines of an action, put together and compared with each other.

dose 1 mcg/kg of weight once weekly
raise by 1 mcg/kg of weight until …      →  DosePlan(dose, adjustments=(…,), caps=(…,))
at most 10 mcg/kg of weight per week
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal as OneOf

from msgspec.structs import replace

from caretree.guideline.blocks import Fork
from caretree.guideline.citation import Cite
from caretree.guideline.doses import NOT_STATED, Amount, Dose, DosePlan, DoseTree
from caretree.guideline.terms import DefinedNumber, InputNumber, Literal, NumberTerm
from caretree.problems.problem import Problem
from caretree.resolve import dose_problems as problems
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words
from caretree.resolve.doses import (
    read_adjustment,
    read_cap,
    read_dose,
    read_doses,
    read_rounding,
    read_shares,
    read_taper,
)
from caretree.resolve.forks import fork_length, read_fork
from caretree.resolve.lines import Line, not_understood
from caretree.resolve.reading import Reading
from caretree.source.span import Span
from caretree.syntax.tree import Sentence
from caretree.units.convert import convert, convertible
from caretree.units.unit import Unit

DOSE_LINES = (
    "dose",
    "then",
    "give",
    "raise by",
    "lower by",
    "reduce to at most",
    "at most",
    "round to",
    "round up to",
    "round down to",
)
_MODES: dict[str, OneOf["half-up", "up", "down"]] = {
    "round to": "half-up",
    "round up to": "up",
    "round down to": "down",
}


def with_dose_line(plan: DosePlan, line: Line, reading: Reading, inherited: tuple[Cite, ...]) -> DosePlan:
    """The plan with one more line of ``DOSE_LINES``; unchanged after problems."""
    sentence, rest = line.sentence, line.rest
    cited = cites(sentence, reading, inherited)
    match line.words:
        case "dose":
            return _with_dose(plan, line, reading, cited)
        case "then":
            steps = read_doses(rest, reading, cited, _notes(sentence, reading))
            return replace(plan, steps=plan.steps + steps)
        case "give":
            return replace(plan, shares=plan.shares + read_shares(rest, reading))
        case "raise by" | "lower by":
            direction: OneOf["raise", "lower"] = "raise" if line.words == "raise by" else "lower"
            adjustment = read_adjustment(rest, direction, reading, cited, sentence.phrase)
            return replace(plan, adjustments=(*plan.adjustments, adjustment)) if adjustment else plan
        case "reduce to at most":
            return replace(plan, taper=read_taper(rest, reading, cited, sentence.phrase) or plan.taper)
        case "at most":
            cap = read_cap(rest, reading, cited, sentence.phrase.span())
            return replace(plan, caps=(*plan.caps, cap)) if cap else plan
    rounding = read_rounding(rest, _MODES[line.words], reading, sentence.phrase)
    return replace(plan, rounding=rounding or plan.rounding)


def read_dose_fork(sentences: tuple[Sentence, ...], reading: Reading, inherited: tuple[Cite, ...]) -> DoseTree | None:
    """A fork inside an action: each branch holds one dose sentence or a fork of its own."""
    return read_fork(sentences, reading, _read_leaf, inherited, outcome="dose")


def leaves(tree: DoseTree | None) -> Iterator[Dose]:
    """Every dose of a plan's tree, in the order written."""
    if isinstance(tree, Dose):
        yield tree
    elif isinstance(tree, Fork):
        for branch in tree.branches:
            yield from leaves(branch.then)


def check_plan(plan: DosePlan, span: Span, reading: Reading) -> None:
    """Compares the lines with each other.

    Problems: ``wrong-dimension`` (a limit or step not in a unit of the dose), ``dose-above-cap``,
    ``missing-line`` (a step, cap or split without a dose).
    """
    doses = [dose for tree in (plan.dose, *plan.steps) for dose in leaves(tree)]
    for what, unit, where in _parts(plan):
        other = next((dose for dose in doses if not convertible(unit, dose.amount.unit)), None)
        if other is not None:
            reading.report(problems.unlike_dose(where, what, unit, other.amount.unit))
    for dose in doses:
        _check_cap(plan, dose, reading)
    if plan.dose is None and (plan.steps or plan.shares or plan.adjustments):
        reading.report(_no_dose(span))


def unstated(plan: DosePlan) -> tuple[str, ...]:
    """Which of route, frequency, duration and maximum some dose of the plan does not say.

    An amount per hour or day needs no frequency; a dose given once needs no duration; a taper's end is a maximum.
    """
    doses = list(leaves(plan.dose))
    last = [dose for tree in (plan.steps[-1:] or (plan.dose,)) for dose in leaves(tree)]
    missing = {
        "route": any(not dose.route for dose in doses),
        "frequency": any(dose.frequency is None and not dose.amount.rate for dose in doses),
        "duration": any(dose.duration is None and not _once(dose) for dose in last),
        "maximum": not plan.caps and plan.taper is None,
    }
    return tuple(part for part in NOT_STATED if missing[part])


def _with_dose(plan: DosePlan, line: Line, reading: Reading, cited: tuple[Cite, ...]) -> DosePlan:
    if line.sentence.opens_block:
        reading.report(not_understood(line.sentence.phrase, "the dose on one line, and a fork beside it, not below it"))
        return plan
    doses = read_doses(line.rest, reading, cited, _notes(line.sentence, reading))
    return replace(plan, dose=doses[0], steps=plan.steps + doses[1:]) if doses else plan


def _notes(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    attached = read_attachments(sentence.children, reading)
    for other in attached.rest:
        reading.report(not_understood(other.phrase, "only `note` and `see` below a dose"))
    return attached.notes


def _read_leaf(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]) -> DoseTree | None:
    below = block_cites(sentence, reading, inherited)
    lines = sentence.children
    length = fork_length(lines)
    if length and length == len(lines):
        return read_dose_fork(lines, reading, below)
    rest = after_words(lines[0].phrase, "dose") if len(lines) == 1 else None
    if rest is None:
        reading.report(not_understood(sentence.phrase, "exactly one `dose …` line below each branch, or one fork"))
        return None
    return read_dose(rest, reading, cites(lines[0], reading, below), _notes(lines[0], reading))


def _parts(plan: DosePlan) -> Iterator[tuple[str, Unit, Span]]:
    for cap in plan.caps:
        yield "cap", cap.amount.unit, cap.span
    for adjustment in plan.adjustments:
        yield "step", adjustment.by.unit, adjustment.span
    if plan.taper:
        yield "end of the taper", plan.taper.to.unit, plan.taper.span
    if plan.rounding:
        yield "rounding", plan.rounding.step.unit, plan.rounding.span


def _check_cap(plan: DosePlan, dose: Dose, reading: Reading) -> None:
    for cap in plan.caps:
        low = _in_cap_units(dose.amount, cap.amount)
        limit = cap.amount.high
        if low is not None and isinstance(limit, Literal) and low > limit.value:
            reading.report(problems.above_cap(dose.span, dose.amount.text, cap.text, cap.span))


def _in_cap_units(amount: Amount, cap: Amount) -> Fraction | None:
    """One dose in the unit of the cap, where both are written numbers on the same basis (per kg of one weight)."""
    same_basis = amount.per is cap.per is None or (amount.per is not None and _same(amount.per, cap.per))
    if not isinstance(amount.low, Literal) or not same_basis:
        return None
    return convert(amount.low.value, amount.low.unit, cap.unit)


def _same(one: NumberTerm, other: NumberTerm | None) -> bool:
    match one, other:
        case InputNumber(input=first), InputNumber(input=second):
            return first == second
        case DefinedNumber(definition=first), DefinedNumber(definition=second):
            return first == second
    return False


def _no_dose(span: Span) -> Problem:
    return Problem(
        "missing-line",
        "this action raises, lowers, splits or continues a dose it does not have",
        span,
        why="without a starting dose nothing follows from these lines.",
        fix="add a `dose …` line before them.",
    )


def _once(dose: Dose) -> bool:
    return dose.frequency is not None and dose.frequency.times is not None and dose.frequency.days is None
