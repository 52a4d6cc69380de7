"""Formulas: arithmetic on numbers whose units are known, each result with its exact unit.

weight in kg / 3600     a bare number
0.4 * weight            a mass in kg
age + weight            wrong-dimension
"""

from __future__ import annotations

from caretree.guideline.terms import (
    Calculation,
    Extreme,
    Literal,
    Logarithm,
    NumberTerm,
    Power,
    Rounded,
    Rounding,
    SquareRoot,
    WithoutUnit,
    WithUnit,
)
from caretree.problems.problem import Problem
from caretree.resolve.grammar.written import WrittenCalculation, WrittenTerm
from caretree.resolve.measures import report_wrong_dimension
from caretree.resolve.reading import Reading
from caretree.source.span import Span
from caretree.syntax.tree import Phrase
from caretree.units.arithmetic import divide, multiplies, multiply, power
from caretree.units.convert import convert, convertible
from caretree.units.unit import NUMBER, Unit


def in_unit(term: NumberTerm, unit: Unit) -> NumberTerm:
    """A number expressed in another unit of its dimension, exactly: so that numbers that meet share a unit."""
    if term.unit == unit:
        return term
    return WithUnit(WithoutUnit(term, unit), unit)


def shown(written: WrittenTerm, phrase: Phrase) -> str:
    """The words of a term, for a message."""
    return f"`{phrase.text[written.start : written.end]}`"


def calculated(
    written: WrittenCalculation, left: NumberTerm, right: NumberTerm, phrase: Phrase, reading: Reading
) -> NumberTerm | None:
    """``left operator right`` with its unit. Problems: ``wrong-dimension``, ``temperature-arithmetic``."""
    span = phrase.span(written.start, written.end)
    if not multiplies(left.unit) or not multiplies(right.unit):
        _report_temperature(span, reading)
        return None
    match written.operator:
        case "*":
            return Calculation("*", left, right, multiply(left.unit, right.unit))
        case "/":
            return Calculation("/", left, right, divide(left.unit, right.unit))
        case _:
            if not convertible(right.unit, left.unit):
                words = shown(written.left, phrase), shown(written.right, phrase)
                report_wrong_dimension(span, words[0], left.unit, words[1], right.unit, reading)
                return None
            return Calculation("+" if written.operator == "+" else "-", left, in_unit(right, left.unit), left.unit)


def _report_temperature(span: Span, reading: Reading) -> None:
    reading.report(
        Problem(
            "temperature-arithmetic",
            "a temperature cannot stand in a calculation",
            span,
            why="20 °C is not twice 10 °C: the zero of the scale is arbitrary.",
            fix="write its bare number, as in `temperature in °C`.",
        )
    )


def square_root(of: NumberTerm, words: str, span: Span, reading: Reading) -> NumberTerm | None:
    """``square root of x`` of a bare number. Problem: ``wrong-dimension``."""
    return SquareRoot(of) if is_bare(of, words, span, "the square root", reading) else None


def logarithm(of: NumberTerm, words: str, span: Span, reading: Reading) -> NumberTerm | None:
    """``log x`` of a bare number. Problem: ``wrong-dimension``."""
    return Logarithm(of) if is_bare(of, words, span, "the logarithm", reading) else None


def raised(of: NumberTerm, exponent: Literal, words: str, span: Span, reading: Reading) -> NumberTerm | None:
    """``x to the power y``: of a bare number any power, of a quantity a whole one. Problem: ``wrong-dimension``."""
    if exponent.unit != NUMBER:
        reading.report(Problem("wrong-dimension", f"`{exponent.text}` is not a bare number", exponent.span))
        return None
    whole = exponent.value.denominator == 1 and abs(exponent.value) <= 9 and multiplies(of.unit)
    if whole and of.unit != NUMBER:
        return Power(of, exponent.value, power(of.unit, int(exponent.value)))
    return Power(of, exponent.value) if is_bare(of, words, span, "a power", reading) else None


def is_bare(of: NumberTerm, words: str, span: Span, what: str, reading: Reading) -> bool:
    """Whether a term is a bare number. Problem: ``wrong-dimension``."""
    if of.unit == NUMBER:
        return True
    reading.report(
        Problem(
            "wrong-dimension",
            f"{what} is taken of a bare number, and {words} is measured in {of.unit.symbol}",
            span,
            why="a formula from the literature holds for numbers in stated units.",
            fix=f"state the unit whose number is meant, as in `{words.strip('`')} in {of.unit.symbol}`.",
        )
    )
    return False


def extreme(which: str, terms: list[tuple[NumberTerm, str]], span: Span, reading: Reading) -> NumberTerm | None:
    """``the lower of a and b``, all in the unit of the first. Problem: ``wrong-dimension``."""
    first, first_words = terms[0]
    for term, words in terms[1:]:
        if not convertible(term.unit, first.unit):
            report_wrong_dimension(span, first_words, first.unit, words, term.unit, reading)
            return None
    same = tuple(in_unit(term, first.unit) for term, _ in terms)
    return Extreme("lowest" if which == "lower" else "highest", same, first.unit)


def rounded(of: NumberTerm, mode: Rounding, step: Literal, words: str, reading: Reading) -> NumberTerm | None:
    """``x rounded to 0.1``; the step is in the term's unit unless it names its own. Problem: ``wrong-dimension``."""
    value = step.value if step.unit == NUMBER else convert(step.value, step.unit, of.unit)
    if value is None:
        report_wrong_dimension(step.span, words, of.unit, f"`{step.text}`", step.unit, reading)
        return None
    if value <= 0:
        reading.report(Problem("bad-number", f"nothing can be rounded to `{step.text}`", step.span))
        return None
    return Rounded(of, value, mode, of.unit)
