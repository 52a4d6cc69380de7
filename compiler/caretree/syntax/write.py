"""A tree → the text of its file in canonical layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from caretree.syntax.citations import written
from caretree.syntax.short_names import Shorten, words_of
from caretree.syntax.spelling import spelled
from caretree.syntax.tree import Sentence, SyntaxTree
from caretree.syntax.wrap import wrap

_STEP = 2


def write(tree: SyntaxTree, shorten: Shorten) -> str:
    """The file's text: one blank line between top-level blocks, tables aligned, long lines broken."""
    lines: list[str] = []
    previous: Sentence | None = None
    for sentence in tree.sentences:
        if previous is not None and not _stands_close(previous, sentence):
            lines.append("")
        lines.extend(_sentence(sentence, 0, shorten))
        previous = sentence
    if tree.closing_comments:
        lines.extend(["", *_comments(tree.closing_comments, 0)])
    return "\n".join(lines) + "\n"


def _stands_close(above: Sentence, below: Sentence) -> bool:
    """``use`` lines stand together without a blank line."""
    return above.text.startswith("use ") and below.text.startswith("use ") and not below.comments


def _sentence(sentence: Sentence, indent: int, shorten: Shorten) -> Iterator[str]:
    yield from _comments(sentence.comments, indent)
    words = words_of(sentence, shorten)
    citations = f" {written(sentence.citations)}" if sentence.citations else ""
    colon = ":" if sentence.opens_block else ""
    deeper = indent + (2 * _STEP if sentence.opens_block else _STEP)
    yield from wrap(f"{words}{citations}{colon}", indent, deeper)
    yield from _lines_below(sentence.children, indent + _STEP, shorten)
    if sentence.block_citations:
        yield from wrap(written(sentence.block_citations), indent + _STEP, indent + 2 * _STEP)


def _lines_below(children: Sequence[Sentence], indent: int, shorten: Shorten) -> Iterator[str]:
    for is_table, group in groupby(children, key=lambda child: child.cells is not None):
        if is_table:
            yield from _table(list(group), indent)
        else:
            for child in group:
                yield from _sentence(child, indent, shorten)


def _table(rows: list[Sentence], indent: int) -> Iterator[str]:
    texts = [[spelled(cell.text) for cell in row.cells or ()] for row in rows]
    widths = [max(map(len, column)) for column in zip_longest(*texts, fillvalue="")]
    for row, cells in zip(rows, texts, strict=True):
        yield from _comments(row.comments, indent)
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=False))
        citations = f" {written(row.citations)}" if row.citations else ""
        yield f"{' ' * indent}| {' | '.join(padded)} |{citations}"


def _comments(comments: Sequence[str], indent: int) -> Iterator[str]:
    for comment in comments:
        yield f"{' ' * indent}# {comment}".rstrip()
