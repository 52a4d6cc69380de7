"""Outcomes: the single lines of a block.

recommend prednisone [2.2]           Recommendation
should use one of second line        ChoiceLine
gap who needs it · conflict which dose · nothing further [8.6] · report onset [3.1]
"""

from __future__ import annotations

from caretree.guideline.blocks import STRENGTHS, ConflictLine, GapLine, Item, NothingFurther, Report
from caretree.guideline.citation import Cite
from caretree.problems.problem import Problem
from caretree.resolve.attachments import Attachments, read_attachments
from caretree.resolve.citations import cites
from caretree.resolve.clauses import after_words
from caretree.resolve.lookup import did_you_mean, find, find_data
from caretree.resolve.reading import Reading
from caretree.resolve.recommendations import read_advice, strength_of
from caretree.syntax.tree import Sentence

_OPENINGS = (
    *STRENGTHS,
    "gap",
    "conflict",
    "nothing further",
    "report",
    "see gap",
    "see conflict",
    "note",
    "also when",
    "when",
    "otherwise",
    "until",
    "depending on",
    "the first that applies",
    "by table",
)


def read_outcome(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]) -> Item | None:
    """The outcome of one line with what is attached to it; ``None`` when problems were reported.

    Problems: ``not-understood``, ``unknown-name``, and those of recommendations.
    """
    if sentence.opens_block or sentence.cells is not None:
        reading.report(_not_understood(sentence))
        return None
    attached = read_attachments(sentence.children, reading)
    for extra in attached.rest:
        reading.report(not_attached(extra))
    cited = cites(sentence, reading, inherited)
    if strength_of(sentence.phrase):
        return read_advice(sentence.phrase, reading, cited, attached)
    return _read_silence_or_report(sentence, reading, cited, attached)


def _read_silence_or_report(
    sentence: Sentence, reading: Reading, cited: tuple[Cite, ...], attached: Attachments
) -> Item | None:
    phrase, span = sentence.phrase, sentence.phrase.span()
    if phrase.text == "nothing further":
        return NothingFurther(cited, attached.notes, span)
    if (rest := after_words(phrase, "gap")) is not None:
        gap = find(reading.names.gaps, rest, reading, "gap")
        return GapLine(gap.id, cited, attached.notes, span) if gap else None
    if (rest := after_words(phrase, "conflict")) is not None:
        conflict = find(reading.names.conflicts, rest, reading, "conflict")
        return ConflictLine(conflict.id, cited, attached.notes, span) if conflict else None
    if (rest := after_words(phrase, "report")) is not None:
        data = find_data(rest, reading)
        return Report(data.name.id, cited, attached.notes, span) if data else None
    reading.report(_not_understood(sentence))
    return None


def not_attached(sentence: Sentence) -> Problem:
    """The problem of a line that stands below a line it cannot belong to."""
    return Problem(
        "not-understood",
        f"`{sentence.text}` cannot stand below this line",
        sentence.phrase.span(),
        why='below a finished sentence only `see gap …`, `see conflict …` and `note "…"` may stand.',
        fix="move the line to the left, or end the line above it with a colon if it opens a block.",
    )


def _not_understood(sentence: Sentence) -> Problem:
    return Problem(
        "not-understood",
        f"`{sentence.text}` is not understood here",
        sentence.phrase.span(),
        why="a line of a decision recommends something, opens a fork, or says that the source is silent.",
        fix=_fix_for(sentence),
    )


def _fix_for(sentence: Sentence) -> str:
    text = sentence.text
    if text.startswith("if "):
        return f"for something that may apply in addition write `also when {text[3:]}:`; for a fork write `when …:`."
    if text.startswith(("should choose ", "may choose ")):
        return "write `should use one of <options>` or `may use any of <options>`."
    if text == "else":
        return "write `otherwise:`."
    words = text.split()
    guesses = (did_you_mean(" ".join(words[:count]), _OPENINGS) for count in (3, 2, 1) if len(words) >= count)
    guess = next((guess for guess in guesses if guess), "")
    if sentence.opens_block and text.startswith(tuple(f"{strength} " for strength in STRENGTHS)):
        return "leave the colon out: a recommendation opens no block."
    return (
        guess
        or "start the line with a strength (`recommend`, `should use`, `consider`, `may use`, `avoid`, "
        "`do not use`), `when …:`, `also when …:`, `gap …`, `conflict …`, `nothing further` or `report …`."
    )
