"""Files to read in tests: the layout sample, the project's own guidelines, and mutations of both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from caretree.source.text import SourceText
from caretree.syntax.citations import written as written_citations
from caretree.syntax.short_names import Shorten, words_of
from caretree.syntax.spelling import spelled
from caretree.syntax.tree import Phrase, Sentence
from hypothesis import strategies as st

ROOM = Path(__file__).parent
LAYOUT = (ROOM / "layout.care").read_text(encoding="utf-8")
SPEC = ROOM.parent.parent / "spec"
SPECS = sorted(SPEC.rglob("*.care"))

TOKENS = (
    *(
        "\n",
        "\n  ",
        "\n    ",
        "\n      ",
        "\n\t",
        "\n   ",
        " ",
        "  ",
        ":",
        ":\n",
        '"',
        "#",
        " # ",
        "|",
        "[",
        "]",
        "[1.1]",
    ),
    *("[B 6.6 ref 4, 5; 11.2]", ";", ",", "(", ")", "but ", "see ", "note ", "when ", "when not recorded", "otherwise"),
    *(
        "decision ",
        "inputs",
        "neutrophil count (ANC)",
        "neutrophil count",
        "ANC",
        "and ",
        "or ",
        "is ",
        "below ",
        "0.5",
    ),
    *("x10^9/L", "×10⁹/L", "µg", "\u00a0", "\u2028", "\r", "\x0c", "“", "é", "漢", "\x00", "\ud800", "means any of:"),
)

written = st.lists(st.sampled_from(TOKENS) | st.text(max_size=3), max_size=40).map("".join)


@st.composite
def mutated(draw: st.DrawFn, text: str = LAYOUT) -> str:
    """The text with a few places cut out, doubled or replaced by a token."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 2, 30, 200))))
        text = text[:start] + draw(st.sampled_from(("", text[start:end] * 2, *TOKENS))) + text[end:]
    return text


def source(text: str) -> SourceText:
    """The text as a file."""
    return SourceText("spec/test.care", text)


def every_sentence(sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """The sentences and everything below them, in the order of the file."""
    for sentence in sentences:
        yield sentence
        yield from every_sentence(sentence.children)


def every_phrase(sentences: tuple[Sentence, ...]) -> Iterator[Phrase]:
    """The words of every sentence and of every table cell."""
    for sentence in every_sentence(sentences):
        yield sentence.phrase
        yield from (cell.phrase() for cell in sentence.cells or ())


def outline(sentences: tuple[Sentence, ...], shorten: Shorten) -> tuple[object, ...]:
    """What a tree says whatever its layout: words in canonical words, cells, citations, comments, lines below."""
    return tuple(
        (
            [spelled(cell.text) for cell in sentence.cells] if sentence.cells else words_of(sentence, shorten),
            sentence.opens_block,
            written_citations(sentence.citations),
            written_citations(sentence.block_citations),
            sentence.comments,
            outline(sentence.children, shorten),
        )
        for sentence in sentences
    )
