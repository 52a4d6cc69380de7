"""Clauses: a sentence cut at the commas that open a clause, never inside a quoted text.

recommend prednisone, within 1 hour, because "slow, then fast"
→ recommend prednisone · within 1 hour · because "slow, then fast"
"""

from __future__ import annotations

import re

from caretree.syntax.tree import Phrase

_QUOTED = re.compile(r'"[^"]*"?')


def without_texts(text: str) -> str:
    """The text with every quoted stretch blanked out, character for character, so that it can be searched."""
    return _QUOTED.sub(lambda found: '"' * len(found.group()), text)


def split_clauses(phrase: Phrase, openings: re.Pattern[str]) -> tuple[Phrase, ...]:
    """The head of a sentence and its clauses: cut at each comma (outside texts) that an opening follows."""
    masked = without_texts(phrase.text)
    cuts = [found.start() for found in re.finditer(",", masked) if openings.match(masked[found.end() :].lstrip())]
    starts = [0, *(cut + 1 for cut in cuts)]
    return tuple(phrase.part(start, end) for start, end in zip(starts, [*cuts, len(phrase.text)], strict=True))


def split_at(phrase: Phrase, separator: str) -> tuple[Phrase, ...]:
    """The phrase cut at each ``separator`` outside quoted texts, empty parts left out."""
    masked = without_texts(phrase.text)
    parts: list[Phrase] = []
    start = 0
    while (found := masked.find(separator, start)) >= 0:
        parts.append(phrase.part(start, found))
        start = found + len(separator)
    parts.append(phrase.part(start))
    return tuple(part for part in parts if part.text)


def after_words(phrase: Phrase, words: str) -> Phrase | None:
    """What follows ``words`` at the start of the phrase; ``None`` when it starts otherwise."""
    if phrase.text == words:
        return phrase.part(len(words))
    return phrase.part(len(words)) if phrase.text.startswith(f"{words} ") else None


def quoted_text(phrase: Phrase) -> str | None:
    """The text inside ``"…"`` when the phrase is exactly one quoted text. One that is not closed, or stands in
    curly marks, was reported when the lines were read, and is taken as it is meant."""
    text = phrase.text
    if text[:1] in ("“", "„", "”", "«") and not any(mark in text[1:-1] for mark in '"“„”«'):
        return text.strip("“„”‟″«»")
    if text.startswith('"') and text.count('"') == 1:
        return text[1:]
    if len(text) >= 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return text[1:-1]
    return None
