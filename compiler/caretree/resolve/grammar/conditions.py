"""The grammar of conditions and ranges.

ANC is below 1.0 x10^9/L and not fever
the last 3 platelets are rising or platelets have been below 30 x10^9/L for at least 2 weeks
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pyparsing as pp

from caretree.resolve.grammar.terms import TermGrammar
from caretree.resolve.grammar.tokens import Tokens
from caretree.resolve.grammar.written import (
    Word,
    WrittenBare,
    WrittenChange,
    WrittenIs,
    WrittenJoined,
    WrittenKnown,
    WrittenOffered,
    WrittenOneOf,
    WrittenRange,
    WrittenSustained,
    WrittenTerm,
    WrittenTrend,
    WrittenYesNo,
)

_ONE_SIDED = ("below", "at most", "above", "at least", "before", "after")


def range_grammar(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    """One range that starts with a word of bounds."""
    value = (terms.plain | terms.term) + _other_cutoffs(tokens, terms)
    upper = tokens.any_word("to", "to below") + value
    one_sided = tokens.any_word(*_ONE_SIDED) + value + pp.Opt(upper)
    between = tokens.word("from") + value + upper
    return (one_sided | between).add_parse_action(_made_range)


def value_grammar(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    """A value standing alone as a range: ``2``, ``high``, ``home SBP``."""
    value = (terms.plain | terms.term) + _other_cutoffs(tokens, terms)
    upper = tokens.any_word("to", "to below") + value
    return (value + pp.Opt(upper)).add_parse_action(_made_range)


def cells_grammar(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    """Ranges or labels joined by ``or``: a grade line, a branch of ``depending on``, a cell."""
    one = range_grammar(tokens, terms) | value_grammar(tokens, terms)
    return one + pp.ZeroOrMore(tokens.word("or").suppress() + one)


def _other_cutoffs(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    return pp.ZeroOrMore(tokens.sign(r"or(?=\s+-?\.?\d)", "`or`").suppress() + terms.number)


def _made_range(found: Any) -> WrittenRange:
    parts = list(found)
    first = parts.pop(0) if isinstance(parts[0], Word) else None
    cut = next((index for index, part in enumerate(parts) if isinstance(part, Word)), len(parts))
    (value, *others), upper = parts[:cut], parts[cut:]
    start = first.start if first else value.start
    word = first.text if first else "is"
    to_word, to, to_others = (upper[0].text, upper[1], tuple(upper[2:])) if upper else ("", None, ())
    return WrittenRange(word, value, to_word, to, tuple(others), to_others, start, parts[-1].end)


def condition_grammar(tokens: Tokens, terms: TermGrammar, offered: pp.ParserElement | None) -> pp.ParserElement:
    """A whole condition; ``offered`` is the terminal of action names where ``X is offered`` may stand."""
    tail = pp.Opt(_is(tokens, terms) | _sustained(tokens, terms) | _change(tokens, terms))
    clause = _about(terms.plain, tail) | _trend(tokens, terms) | _not_name(tokens, terms) | _about(terms.term, tail)
    clause = clause if offered is None else _offered(tokens, offered) | clause
    joined = clause + pp.ZeroOrMore(tokens.any_word("and", "or") + clause)
    return joined.add_parse_action(_made_joined)


def _made_joined(found: Any) -> Any:
    if len(found) == 1:
        return found[0]
    return WrittenJoined(tuple(found[1::2]), tuple(found[::2]), found[0].start, found[-1].end)


def _offered(tokens: Tokens, actions: pp.ParserElement) -> pp.ParserElement:
    def made(found: Any) -> WrittenOffered:
        return WrittenOffered(found[0], "not" in found[1].text, found[0].start, found[1].end)

    return (actions + tokens.any_word("is offered", "is not offered")).add_parse_action(made)


def _not_name(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    def made(found: Any) -> WrittenBare:
        return WrittenBare(found[1], True, found[0].start, found[1].end)

    return (tokens.word("not") + terms.name).add_parse_action(made)


def _trend(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    direction = tokens.any_word("are rising", "are falling")

    def made(found: Any) -> WrittenTrend:
        words: Any = found[3].text.removeprefix("are ")
        return WrittenTrend(found[1], found[2], words, found[0].start, found[3].end)

    return (tokens.word("the last") + tokens.count() + terms.name + direction).add_parse_action(made)


def _about(subject: pp.ParserElement, tail: pp.ParserElement) -> pp.ParserElement:
    """A clause about one subject: ``X``, ``X is …``, ``X have been …``, ``X has risen by …``."""

    def made(found: Any) -> Any:
        subject = found[0]
        if len(found) == 1:
            return WrittenBare(subject, False, subject.start, subject.end)
        return found[1](subject)

    return (subject + tail).add_parse_action(made)


def _is(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    predicate = _one_of(tokens, terms) | _yes_no_known(tokens) | _ranges(tokens, terms)
    negated = tokens.word("not")
    verb = tokens.any_word("is", "are").suppress()

    def made(found: Any) -> Any:
        return partial(found[-1], negated=len(found) > 1)

    return (verb + (predicate | negated + predicate)).add_parse_action(made)


def _ranges(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    bounded = range_grammar(tokens, terms)
    more = tokens.sign(r"or(?=\s+(?:below|above|from|at least|at most|before|after)\b)", "`or`").suppress()
    ranges = (bounded + pp.ZeroOrMore(more + bounded)) | value_grammar(tokens, terms)
    return ranges.copy().add_parse_action(lambda found: partial(_is_within, tuple(found)))


def _is_within(ranges: tuple[WrittenRange, ...], subject: WrittenTerm, negated: bool) -> WrittenIs:
    return WrittenIs(subject, negated, ranges, subject.start, ranges[-1].end)


def _one_of(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    comma = tokens.sign(",", "`,`").suppress()
    listed = tokens.word("one of").suppress() + terms.term + pp.ZeroOrMore(comma + terms.term)
    return listed.add_parse_action(lambda found: partial(_is_one_of, tuple(found)))


def _is_one_of(values: tuple[WrittenTerm, ...], subject: WrittenTerm, negated: bool) -> WrittenOneOf:
    return WrittenOneOf(subject, negated, values, subject.start, values[-1].end)


def _yes_no_known(tokens: Tokens) -> pp.ParserElement:
    return tokens.any_word("yes", "no", "known").add_parse_action(lambda found: partial(_is_word, found[0]))


def _is_word(word: Word, subject: WrittenTerm, negated: bool) -> WrittenYesNo | WrittenKnown:
    if word.text == "known":
        return WrittenKnown(subject, subject.start, word.end)
    return WrittenYesNo(subject, (word.text == "yes") != negated, subject.start, word.end)


def _sustained(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    verb = tokens.any_word("have been", "has been").suppress()
    lasting = tokens.word("for at least").suppress() + terms.number

    def made(found: Any) -> Any:
        return lambda subject: WrittenSustained(subject, found[0], found[1], subject.start, found[1].end)

    return (verb + (range_grammar(tokens, terms) | value_grammar(tokens, terms)) + lasting).add_parse_action(made)


def _change(tokens: Tokens, terms: TermGrammar) -> pp.ParserElement:
    verb = tokens.any_word("has risen by", "have risen by", "has fallen by", "have fallen by")
    since = tokens.word("since").suppress() + terms.series

    def made(found: Any) -> Any:
        direction: Any = found[0].text.split()[1]
        return lambda subject: WrittenChange(subject, direction, found[1], found[2], subject.start, found[2].end)

    return (verb + range_grammar(tokens, terms) + since).add_parse_action(made)
