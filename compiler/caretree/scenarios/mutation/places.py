"""The sentences of a file that say something clinical, each with its block and its place in the text.

decision neutrophils › severe › consider isolation precautions      worth a mistake
inputs › ANC › asks "…", example …, note "…", code …                not: prose, data of examples, codes
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from caretree.guideline.blocks import STRENGTHS
from caretree.syntax.texts import masked
from caretree.syntax.tree import Sentence, SyntaxTree

BLOCKS = (
    "inputs",
    "impossible",
    "definitions",
    "actions",
    "pathway ",
    "decision ",
    "options ",
    "safety rules",
    "conflict ",
)
PROSE = (
    "asks ", "code ", "costs ", "note ", "converts ", "for clinicians ", "for patients ", "drug ", "weigh by ",
    "one reading ", "other reading ", "the source ", "see ",
)  # fmt: skip


_ADVICE = re.compile(rf"(?:{'|'.join(STRENGTHS)}) (?!one of |any of |\d+ of )")


class Place(Struct, frozen=True):
    """One sentence. ``text`` is its words with quoted prose masked; ``block`` is the line of its top-level block;
    ``parents`` are the sentences above it, outermost first; ``siblings`` those beside it, itself included."""

    sentence: Sentence
    text: str
    block: str
    parents: tuple[Sentence, ...]
    siblings: tuple[Sentence, ...]


class Written(Struct, frozen=True):
    """A file's text and where its lines start."""

    text: str
    starts: tuple[int, ...]

    def offset(self, line: int, column: int) -> int:
        """The position in the text of a line and a column, both from 1."""
        return self.starts[line - 1] + column - 1

    def span(self, place: Place, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start`` to ``end`` of a sentence's words stand in the text."""
        span = place.sentence.phrase.span(start, end)
        return self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)

    def line_of(self, offset: int) -> int:
        """The line of a position, from 1."""
        return bisect_right(self.starts, offset)


def written(text: str) -> Written:
    """A text with its lines found."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return Written(text, tuple(starts[:-1]))


def places(tree: SyntaxTree) -> Iterator[Place]:
    """Every sentence worth a mistake, in the order of the file."""
    for block in tree.sentences:
        if block.text.startswith("guideline "):
            for child in block.children:
                if child.text.startswith("applies when"):
                    yield Place(child, masked(child.text), block.text, (block,), block.children)
        elif block.text.startswith(BLOCKS):
            yield from _below(block, block.text, (block,))


def _below(parent: Sentence, block: str, parents: tuple[Sentence, ...]) -> Iterator[Place]:
    for child in parent.children:
        if child.text.startswith(PROSE) and not _is_caveat_of_advice(child, parent):
            continue
        yield Place(child, masked(child.text), block, parents, parent.children)
        yield from _below(child, block, (*parents, child))


def _is_caveat_of_advice(child: Sentence, parent: Sentence) -> bool:
    """Caveats of a recommendation are part of the answer; all others are for readers."""
    return child.text.startswith("see ") and _ADVICE.match(parent.text) is not None
