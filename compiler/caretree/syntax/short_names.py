"""Short names in logic: a declared long name gives way to its short one where a condition reads it.

    when neutrophil count is below 0.5 x10^9/L:   →   when ANC is below 0.5 x10^9/L:

No name holds a word such as ``is``, ``and`` or ``when``; a long name between two of them can be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from caretree.syntax.spelling import spelled
from caretree.syntax.texts import split_texts
from caretree.syntax.tree import Sentence, SyntaxTree

_DECLARED = re.compile(r"(?P<long>[^\"():]+?) \((?P<short>[^\s\"()](?:[^\"()]*[^\s\"()])?)\)(?:\Z| (?:means|in|is)\b)")
_NOT_LOGIC = re.compile(
    r"(?:gap|conflict|see|example|examples|patient|given|expect|decision|decide|note|guideline|library|source|use"
    r"|options|pathway|phase|report)\b"
)

Shorten = Callable[[str], str]


def shortening(tree: SyntaxTree) -> Shorten:
    """How to shorten the words of this file's sentences, from the short names its inputs and definitions declare."""
    short = {
        match["long"]: match["short"]
        for block in tree.sentences
        if block.text in ("inputs", "definitions")
        for declared in block.children
        if (match := _DECLARED.match(spelled(declared.text)))
    }
    if not short:
        return lambda words: words
    longest_first = sorted(short, key=lambda name: (-len(name), name))
    pattern = re.compile(
        r"(?P<before>\b(?:when|and|or|not|unless|without|means|depending on|graded by|in rising order, by) )"
        rf"(?P<long>{'|'.join(re.escape(name) for name in longest_first)})"
        r"(?= (?:is|are|has|have|and|or|in)\b|,|\Z)"
    )
    return lambda words: _shortened(words, pattern, short)


def _shortened(words: str, pattern: re.Pattern[str], short: dict[str, str]) -> str:
    if _NOT_LOGIC.match(words):
        return words
    logic, caveat, rest = words.partition(", see ")
    runs = split_texts(logic)
    shorter = (
        run if text else pattern.sub(lambda found: found["before"] + short[found["long"]], run) for run, text in runs
    )
    return "".join(shorter) + caveat + rest


def _declares(sentence: Sentence) -> bool:
    return _DECLARED.match(spelled(sentence.text)) is not None


def words_of(sentence: Sentence, shorten: Shorten) -> str:
    """The sentence's words as the canonical form writes them."""
    words = spelled(sentence.text)
    return words if _declares(sentence) else shorten(words)
