"""The grammar of one guideline's sentences, built once from its names; parsing a phrase, or saying where it stops.

A phrase is parsed with the fast grammar. Only when that fails, a watched twin of it is asked how far it came and what
could have stood there.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any, Literal

import pyparsing as pp
from msgspec import Struct, field

from caretree.resolve.grammar.conditions import cells_grammar, condition_grammar
from caretree.resolve.grammar.terms import term_grammar
from caretree.resolve.grammar.tokens import Tokens

Form = Literal["condition", "offered condition", "term", "cells", "number"]
THE_END = "the end of the sentence"


class Stopped(Struct, frozen=True):
    """Where reading stopped, and what could have stood there in plain words, in the order of the grammar."""

    place: int
    expected: tuple[str, ...]


class Grammar(Struct):
    """The elements, one per form of phrase; ``watched`` is the twin that tells where a phrase stops fitting.

    ``sizes`` says how many names of each kind it was built from.
    """

    data: tuple[str, ...]
    offered: tuple[str, ...]
    fast: dict[Form, pp.ParserElement]
    watched: dict[Form, pp.ParserElement] = field(default_factory=dict)
    failures: list[tuple[int, str]] = field(default_factory=list)
    sizes: tuple[int, ...] = ()


def build_grammar(data: Iterable[str], offered: Iterable[str]) -> Grammar:
    """The grammar over data names with all labels, and names of actions and options.

    Files with the same names share one: a library that several guidelines use, a file that is tried with a mistake.
    """
    return _built(tuple(data), tuple(offered))


@lru_cache(maxsize=16)
def _built(data: tuple[str, ...], offered: tuple[str, ...]) -> Grammar:
    return Grammar(data, offered, _elements(Tokens(), data, offered))


def _elements(tokens: Tokens, data: tuple[str, ...], offered: tuple[str, ...]) -> dict[Form, pp.ParserElement]:
    terms = term_grammar(tokens, data)
    end = tokens.sign(r"\Z", THE_END).suppress()
    elements: dict[Form, pp.ParserElement] = {
        "condition": condition_grammar(tokens, terms, None) + end,
        "offered condition": condition_grammar(tokens, terms, tokens.name(offered, "a declared action")) + end,
        "term": terms.term + end,
        "cells": cells_grammar(tokens, terms) + end,
        "number": terms.number + end,
    }
    return {form: element.parse_with_tabs() for form, element in elements.items()}


def parse(grammar: Grammar, form: Form, text: str) -> list[Any] | Stopped:
    """What a phrase of that form says, or where it stopped."""
    try:
        return grammar.fast[form].parse_string(text).as_list()
    except (pp.ParseBaseException, RecursionError):
        return _stopped(grammar, form, text)


def _stopped(grammar: Grammar, form: Form, text: str) -> Stopped:
    if not grammar.watched:
        tokens = Tokens(lambda place, described: grammar.failures.append((place, described)))
        grammar.watched = _elements(tokens, grammar.data, grammar.offered)
    grammar.failures.clear()
    with suppress(pp.ParseBaseException, RecursionError):
        grammar.watched[form].parse_string(text)
    place = max((place for place, _ in grammar.failures), default=0)
    return Stopped(place, tuple(dict.fromkeys(described for at, described in grammar.failures if at == place)))
