"""The grammar of terms: names, numbers with units, formulas, series, dates.

    square root of (height in cm * weight in kg / 3600) rounded to 0.01

Precedence, tightest first: a name or ``( … )``, ``in cm``, ``to the power``, ``* /``, ``+ -``, ``rounded to``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyparsing as pp
from msgspec import Struct

from caretree.resolve.grammar.tokens import Tokens
from caretree.resolve.grammar.written import (
    WrittenCalculation,
    WrittenExtreme,
    WrittenFunction,
    WrittenInUnit,
    WrittenPower,
    WrittenRounded,
    WrittenSeries,
    WrittenShift,
    WrittenStart,
    WrittenTerm,
    WrittenTime,
    WrittenToday,
)

SERIES_WORDS = ("latest", "previous", "earliest", "lowest", "highest", "average", "total")
_SIGNS = {"×": "*", "÷": "/", "−": "-"}


class TermGrammar(Struct, frozen=True):
    """``term`` is anything that stands for a number, a date or a label; the others are parts of it.

    ``plain`` is a single name or number that is a whole term: a shortcut past the levels of a formula.
    """

    name: pp.ParserElement
    plain: pp.ParserElement
    number: pp.ParserElement
    series: pp.ParserElement
    date: pp.ParserElement
    term: pp.ParserElement


def term_grammar(tokens: Tokens, names: Iterable[str]) -> TermGrammar:
    """Terms over the declared data names and labels."""
    name, number = tokens.name(names), tokens.number()
    series = _series(tokens, name, number)
    date, operand, term = pp.Forward(), pp.Forward(), pp.Forward()
    shifted, today = _shifted(tokens, number, date), _today(tokens)
    date <<= shifted | _name_or_start(tokens, name) | today | _extreme(tokens, date, "earlier", "later") | series
    atom = (
        shifted | _in_unit(tokens, name, tokens.word("start")) | _in_unit(tokens, series | _time(tokens, date)) | today
    )
    atom = atom | _extreme(tokens, term, "lower", "higher", "earlier", "later")
    atom = atom | _function(tokens, operand) | _bracketed(tokens, term)
    operand <<= _power(tokens, atom, number)
    term <<= _rounded(tokens, number, _sums(tokens, operand))
    plain = tokens.plain_name(names) | tokens.plain_number()
    return TermGrammar(name, plain, number, series, date, term)


def _name_or_start(tokens: Tokens, name: pp.ParserElement) -> pp.ParserElement:
    """``ITP diagnosis`` or ``rituximab course start``."""
    return (name + pp.Opt(tokens.word("start"))).add_parse_action(_made_in_unit)


def _in_unit(tokens: Tokens, of: pp.ParserElement, *other: pp.ParserElement) -> pp.ParserElement:
    """``height`` or ``height in cm``; ``other`` is what else may follow."""
    unit = tokens.sign(r"in\b(?!\s+the\b)", "`in` and a unit") + tokens.unit()
    return (of + pp.Opt(pp.MatchFirst([unit, *other]))).add_parse_action(_made_in_unit)


def _made_in_unit(found: Any) -> WrittenTerm:
    of = found[0]
    if len(found) == 1:
        return of  # type: ignore[no-any-return]
    if len(found) == 2:
        return WrittenStart(of, of.start, found[1].end)
    return WrittenInUnit(of, found[2], of.start, found[2].end)


def _bracketed(tokens: Tokens, term: pp.ParserElement) -> pp.ParserElement:
    opening, closing = tokens.sign(r"\(", "`(`"), tokens.sign(r"\)", "`)`")
    bracketed = opening.suppress() + term + closing.suppress()
    return _in_unit(tokens, bracketed)


def _power(tokens: Tokens, atom: pp.ParserElement, number: pp.ParserElement) -> pp.ParserElement:
    def made(found: Any) -> WrittenTerm:
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]
        return WrittenPower(found[0], found[1], found[0].start, found[1].end)

    return (atom + pp.Opt(tokens.word("to the power").suppress() + number)).add_parse_action(made)


def _sums(tokens: Tokens, operand: pp.ParserElement) -> pp.ParserElement:
    times, plus = tokens.sign(r"[*/×÷](?=\s|\()", "`*`, `/`"), tokens.sign(r"[+\-−](?=\s|\()", "`+`, `-`")
    product = (operand + pp.ZeroOrMore(times + operand)).add_parse_action(_left_to_right)
    return (product + pp.ZeroOrMore(plus + product)).add_parse_action(_left_to_right)


def _left_to_right(found: Any) -> WrittenTerm:
    left: WrittenTerm = found[0]
    for operator, right in zip(found[1::2], found[2::2], strict=True):
        left = WrittenCalculation(_SIGNS.get(operator.text, operator.text), left, right, left.start, right.end)
    return left


def _rounded(tokens: Tokens, number: pp.ParserElement, total: pp.ParserElement) -> pp.ParserElement:
    words = tokens.any_word("rounded to", "rounded up to", "rounded down to", "rounded half-up to")

    def made(found: Any) -> WrittenTerm:
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]
        mode: Any = {"rounded up to": "up", "rounded down to": "down"}.get(found[1].text, "half-up")
        return WrittenRounded(found[0], mode, found[2], found[0].start, found[2].end)

    return (total + pp.Opt(words + number)).add_parse_action(made)


def _function(tokens: Tokens, operand: pp.ParserElement) -> pp.ParserElement:
    def made(found: Any) -> WrittenFunction:
        which: Any = "log" if found[0].text == "log" else "square root"
        return WrittenFunction(which, found[1], found[0].start, found[1].end)

    return (tokens.any_word("square root of", "log") + operand).add_parse_action(made)


def _extreme(tokens: Tokens, term: pp.ParserElement, *which: str) -> pp.ParserElement:
    opening = tokens.any_word(*(f"the {word} of" for word in which))
    comma, last = tokens.sign(",", "`,`").suppress(), tokens.word("and").suppress()

    def made(found: Any) -> WrittenExtreme:
        return WrittenExtreme(found[0].text.split()[1], tuple(found[1:]), found[0].start, found[-1].end)

    return (opening + term + pp.ZeroOrMore(comma + term) + last + term).add_parse_action(made)


def _series(tokens: Tokens, name: pp.ParserElement, number: pp.ParserElement) -> pp.ParserElement:
    which = tokens.any_word(*(f"the {word}" for word in SERIES_WORDS), "number of", "the number of")
    last = pp.Opt(pp.Opt(tokens.word("of")).suppress() + tokens.word("the last").suppress() + tokens.count()("last"))
    window = pp.Opt(tokens.word("in the last").suppress() + number("window"))

    def made(found: Any) -> WrittenSeries:
        word = found[0].text.removeprefix("the ").removesuffix(" of")
        last, window = found.get("last"), found.get("window")
        return WrittenSeries(word, found["of"], last, window, found[0].start, found[-1].end)

    return (which + last + name("of") + window).add_parse_action(made)


def _shifted(tokens: Tokens, number: pp.ParserElement, date: pp.ParserElement) -> pp.ParserElement:
    def made(found: Any) -> WrittenTerm:
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]
        return WrittenShift(found[0], found[1].text == "before", found[2], found[0].start, found[2].end)

    return (number + pp.Opt(tokens.any_word("after", "before") + date)).add_parse_action(made)


def _today(tokens: Tokens) -> pp.ParserElement:
    def made(found: Any) -> WrittenToday:
        return WrittenToday(found[0].text == "now", found[0].start, found[0].end)

    return tokens.any_word("today", "now").add_parse_action(made)


def _time(tokens: Tokens, date: pp.ParserElement) -> pp.ParserElement:
    since = tokens.word("time since") + date
    between = tokens.any_word("time from", "completed years from") + date + tokens.word("to").suppress() + date

    def made(found: Any) -> WrittenTime:
        until = found[2] if len(found) > 2 else None
        return WrittenTime(found[1], until, found[0].text.startswith("completed"), found[0].start, found[-1].end)

    return (since | between).add_parse_action(made)
