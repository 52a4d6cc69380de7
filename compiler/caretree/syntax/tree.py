"""The syntax tree: a file as a tree of sentences, each with its exact place.

    decision anaemia:                        Sentence("decision anaemia", opens_block=True)
      depending on Hb in g/dL:                 └ Sentence("depending on Hb in g/dL", opens_block=True)
        below 7:                                   └ Sentence("below 7", opens_block=True)
          may use transfusion [7.3 ref 1]              └ Sentence("may use transfusion", citations=(7.3 ref 1,))

Nothing here knows what a sentence means.
"""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from caretree.source.span import Span


class Citation(Struct, frozen=True):
    """One cited statement: ``[B 6.6 ref 4]`` is source ``B``, statement ``6.6``, references ``("4",)``."""

    source: str | None
    statement: str
    references: tuple[str, ...]
    span: Span


class Piece(Struct, frozen=True):
    """A run of a sentence's text that stands unbroken in the file: from ``offset`` on, at line and column."""

    offset: int
    line: int
    column: int


class Cell(Struct, frozen=True):
    """One cell of a table row, its text stripped."""

    text: str
    span: Span

    def phrase(self) -> Phrase:
        """The cell's text as a phrase that knows its place."""
        return Phrase(self.text, self.span.file, (Piece(0, self.span.line, self.span.column),))


class Phrase(Struct, frozen=True):
    """A stretch of sentence text that knows where each of its characters stands in the file."""

    text: str
    file: str
    pieces: tuple[Piece, ...]
    start: int = 0

    def part(self, start: int, end: int | None = None) -> Phrase:
        """The characters from ``start`` to ``end`` (as slicing does), without outer spaces."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        offset = (start if start >= 0 else len(self.text) + start) + lead
        return Phrase(text.strip(), self.file, self.pieces, self.start + offset)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Where the characters from ``start`` to ``end`` stand in the file."""
        end = len(self.text) if end is None else end
        first = self._place(start)
        last = self._place(max(start, end - 1))
        return Span(self.file, first[0], first[1], last[0], last[1] + (1 if end > start else 0))

    def _place(self, index: int) -> tuple[int, int]:
        offset = self.start + index
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.offset)
        piece = self.pieces[max(0, index - 1)]
        return piece.line, piece.column + offset - piece.offset


class Sentence(Struct, frozen=True):
    """One sentence or label.

    ``phrase.text`` is the whole sentence on one line (continuation lines joined by one space), without
    its closing colon and without its citations. ``children`` are the lines below it: the block it
    opens, or, when it opens none, the lines attached to it (``but``, ``see``, ``note``,
    ``when not recorded``). ``block_citations`` is a citation standing alone on the last line of the
    block: every line of the block without a citation of its own inherits it. ``cells`` is filled for a
    table row (``| a | b |``), whose ``phrase`` is the row as written. ``comments`` are the ``#`` lines
    above it, without the ``#``.
    """

    phrase: Phrase
    span: Span
    opens_block: bool
    children: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    block_citations: tuple[Citation, ...] = ()
    comments: tuple[str, ...] = ()
    cells: tuple[Cell, ...] | None = None

    @property
    def text(self) -> str:
        """The sentence's words on one line."""
        return self.phrase.text


class SyntaxTree(Struct, frozen=True):
    """One file: its top-level sentences in order, and the comments after the last of them."""

    file: str
    sentences: tuple[Sentence, ...]
    closing_comments: tuple[str, ...] = ()
