"""Tokens: the words, names, numbers and units that sentences are made of, as pyparsing terminals.

A name is matched as whole words, the longest declared one first. In a watched grammar every terminal that does not fit
tells where, so that a problem can say what could have stood there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pyparsing as pp
from msgspec import Struct

from caretree.resolve.grammar.written import Word, WrittenName, WrittenNumber

Watch = Callable[[int, str], None]
"""Called with the place and the plain-word description of a terminal that did not fit there."""

A_NAME = "a declared name"
A_NUMBER = "a number"
A_UNIT = "a unit"

BOUNDARY = r"(?!\w|-\w)"
_STOPS = (
    "above after and are as at because before below by for from have has if in is not of on or rounded since then "
    "times to unless until when with without"
)
STOP = rf"(?:{'|'.join(_STOPS.split())}){BOUNDARY}"
_POWER_OF_TEN = r"(?:[xX×] ?)?10[\^*⁰¹²³⁴-⁹]"
_KIND = r"(?: [A-Z]{2,}(?!\w|-\w))?"
UNIT = rf"(?!{STOP})(?:{_POWER_OF_TEN}|[^\W\d_]|[%°µμ]|/[^\W\d_])[^\s,;()\[\]\"|]*{_KIND}"
_DIGITS = r"(?:\d+(?:[.,]\d+)*|\.\d+)"
NUMBER = rf"(?P<number>-?{_DIGITS})(?:(?:-| ?[–—] ?)(?P<upper>{_DIGITS}))?(?:\s*(?P<unit>{UNIT}))?"
COUNT = rf"(?P<number>{_DIGITS})(?P<upper>)(?P<unit>)"
ENDING = r"(?=\s*\Z|,|\s+(?:is|are|have|has|and|or|to)(?!\w|-\w| the power\b))"


class Tokens(Struct, frozen=True):
    """The terminals of one guideline's grammar, watched or not."""

    watch: Watch | None = None

    def terminal(self, pattern: str, described: str, action: Callable[..., Any]) -> pp.ParserElement:
        """A terminal for a regular expression, called ``described`` in problems."""
        return self._watched(pp.Regex(pattern), described, action)

    def word(self, text: str) -> pp.ParserElement:
        """Words of the notation, matched as whole words."""
        pattern = r"\s+".join(re.escape(part) for part in text.split()) + (BOUNDARY if text[-1].isalpha() else "")
        return self.terminal(pattern, f"`{text}`", _written_word)

    def any_word(self, *texts: str) -> pp.ParserElement:
        """One of several words of the notation in one terminal."""
        longest_first = sorted(texts, key=len, reverse=True)
        pattern = "|".join(r"\s+".join(re.escape(part) for part in text.split()) for text in longest_first)
        described = ", ".join(f"`{text}`" for text in texts)
        return self.terminal(f"(?:{pattern}){BOUNDARY}", described, _written_word)

    def sign(self, pattern: str, described: str) -> pp.ParserElement:
        """Punctuation and operators."""
        return self.terminal(pattern, described, _written_word)

    def number(self) -> pp.ParserElement:
        """A number with or without a unit."""
        return self._watched(pp.Regex(NUMBER, as_match=True), A_NUMBER, _written_number)

    def plain_number(self) -> pp.ParserElement:
        """A number that nothing of a formula or a date follows: the quick way through most thresholds."""
        return self._watched(pp.Regex(NUMBER + ENDING, as_match=True), A_NUMBER, _written_number)

    def count(self) -> pp.ParserElement:
        """A number without a unit, as in ``the last 3 platelets``."""
        return self._watched(pp.Regex(COUNT, as_match=True), A_NUMBER, _written_number)

    def unit(self) -> pp.ParserElement:
        """A unit standing alone."""
        return self.terminal(UNIT, A_UNIT, _written_word)

    def name(self, names: Iterable[str], described: str = A_NAME) -> pp.ParserElement:
        """One of the declared names, the longest first."""
        return self.terminal(name_pattern(names), described, _written_name)

    def plain_name(self, names: Iterable[str]) -> pp.ParserElement:
        """A name that is the whole subject or value: the quick way through most sentences."""
        return self.terminal(name_pattern(names) + ENDING, A_NAME, _written_name)

    def _watched(self, element: pp.ParserElement, described: str, action: Callable[..., Any]) -> pp.ParserElement:
        element.set_name(described)
        element.add_parse_action(action)
        watch = self.watch
        if watch is not None:
            element.set_fail_action(lambda text, place, expression, error: watch(place, described))
        return element


def name_pattern(names: Iterable[str]) -> str:
    """A regular expression of whole names, the longest first; one that never matches when there are none."""
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    if not longest_first:
        return r"(?!)"
    return f"(?:{'|'.join(re.escape(name) for name in longest_first)}){BOUNDARY}"


def _written_word(whole: str, at: int, found: Any) -> Word:
    return Word(" ".join(found[0].split()), at, at + len(found[0]))


def _written_name(whole: str, at: int, found: Any) -> WrittenName:
    return WrittenName(found[0], at, at + len(found[0]))


def _written_number(whole: str, at: int, found: Any) -> WrittenNumber:
    match = found[0]
    unit_start = match.start("unit") if match["unit"] else 0
    return WrittenNumber(match["number"], match["unit"] or "", at, match.end(), unit_start, match["upper"] or "")
