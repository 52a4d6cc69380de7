"""A file's text → its syntax tree and the problems found on the way. Reading never raises.

    actions:              →   Sentence("actions", opens_block=True)
      rest [1.1]                └ Sentence("rest", citations=(1.1,))

One bad sentence never hides the rest: each is read for itself, and a wrong indent is reported and then read as meant.
"""

from __future__ import annotations

from msgspec import Struct, field

from caretree.problems.limits import LIMIT_PROBLEMS, MAXIMUM_BYTES, MAXIMUM_NESTING, MAXIMUM_SENTENCE
from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.source.text import SourceText
from caretree.syntax.cursor import Cursor
from caretree.syntax.gather import Written, attaches, gather
from caretree.syntax.layout_problems import (
    empty_file,
    file_too_large,
    report_citation_not_last,
    report_empty_block,
    report_empty_heading,
    report_stray_citation,
    report_stray_line,
    report_too_deep,
    report_wrong_indent,
    text_too_long,
)
from caretree.syntax.lines import Line, read_lines
from caretree.syntax.rows import uneven_rows
from caretree.syntax.sentence import Words, read_words
from caretree.syntax.tree import Citation, Sentence, SyntaxTree

_TOP = -2
"""The indent of what holds the top-level sentences."""


class _Block(Struct):
    """A block while it is read: its sentences, the citation on its last line, and the indent its lines use."""

    indent: int
    sentences: list[Sentence] = field(default_factory=list)
    citations: tuple[Citation, ...] = ()
    citation_span: Span | None = None


def parse(source: SourceText) -> tuple[SyntaxTree, list[Problem]]:
    """The tree of one file. Problems are in the order of the file; limits are in ``problems.limits``."""
    if len(source.text) > MAXIMUM_BYTES or len(source.text.encode("utf-8", "surrogatepass")) > MAXIMUM_BYTES:
        return SyntaxTree(source.path, ()), [file_too_large(source.path)]
    lines, problems = read_lines(source)
    limits = [problem for problem in problems if problem.name in LIMIT_PROBLEMS]
    if limits:
        return SyntaxTree(source.path, ()), limits
    cursor = Cursor(source.path, lines, problems=problems)
    block = _read_block(cursor, _TOP, depth=0)
    if not block.sentences and not problems:
        problems.append(empty_file(source.path))
    problems.sort(key=lambda problem: (problem.span.line, problem.span.column))
    return SyntaxTree(source.path, tuple(block.sentences), tuple(cursor.comments)), problems


def _read_block(cursor: Cursor, parent_indent: int, depth: int) -> _Block:
    """The sentences deeper than ``parent_indent``, up to the line that is not."""
    block = _Block(parent_indent + 2)
    while (line := cursor.peek()) is not None and line.indent > parent_indent:
        if depth > MAXIMUM_NESTING:
            _skip_too_deep(cursor, line, parent_indent)
            continue
        if line.indent not in (parent_indent + 2, block.indent):
            report_wrong_indent(cursor, line, parent_indent + 2)
        block.indent = line.indent
        _read_into(cursor, block, depth)
    cursor.problems.extend(uneven_rows(block.sentences))
    return block


def _read_into(cursor: Cursor, block: _Block, depth: int) -> None:
    """Read one sentence, or the block's own citation, into the block."""
    written = gather(cursor)
    if len(written.phrase.text) > MAXIMUM_SENTENCE:
        cursor.problems.append(text_too_long(written))
        return
    words = read_words(written, cursor.problems)
    if not words.phrase.text and not written.opens_block:
        _keep_block_citation(cursor, block, written, words, top=depth == 0)
        return
    if block.citation_span is not None:
        report_citation_not_last(cursor, block.citation_span)
        block.citation_span = None
    block.sentences.append(_read_sentence(cursor, written, words, depth))


def _read_sentence(cursor: Cursor, written: Written, words: Words, depth: int) -> Sentence:
    """The sentence with the block it opens or the lines attached to it."""
    block = _Block(written.indent + 2)
    span = written.phrase.span()
    if written.opens_block:
        if not words.phrase.text:
            report_empty_heading(cursor, span)
        block = _read_block(cursor, written.indent, depth + 1)
        if not block.sentences and not block.citations and depth < MAXIMUM_NESTING:
            report_empty_block(cursor, span)
    else:
        _read_attachments(cursor, written.indent, block, depth + 1, row=words.cells is not None)
    opens = written.opens_block
    return Sentence(
        words.phrase,
        span,
        opens,
        tuple(block.sentences),
        citations=words.citations if opens else words.citations + block.citations,
        block_citations=block.citations if opens else (),
        comments=written.comments,
        cells=words.cells,
    )


def _read_attachments(cursor: Cursor, indent: int, block: _Block, depth: int, row: bool) -> None:
    """Lines attached to a sentence, the last perhaps its citation; any other deeper line is reported and left out."""
    while (line := cursor.peek()) is not None and line.indent > indent:
        if depth > MAXIMUM_NESTING:
            _skip_too_deep(cursor, line, indent)
            continue
        if not row and (attaches(line.text) or line.text.startswith("[")):
            if line.indent != indent + 2:
                report_wrong_indent(cursor, line, indent + 2)
            _read_into(cursor, block, depth)
        else:
            report_stray_line(cursor, line, row)
            _read_into(cursor, _Block(line.indent), depth)


def _keep_block_citation(cursor: Cursor, block: _Block, written: Written, words: Words, top: bool) -> None:
    """Comments above such a citation wait for the next sentence."""
    span = written.phrase.span()
    cursor.comments[:0] = written.comments
    if not words.citations:
        return
    if top:
        report_stray_citation(cursor, span)
        return
    if block.citation_span is not None:
        report_citation_not_last(cursor, block.citation_span)
    block.citations += words.citations
    block.citation_span = span


def _skip_too_deep(cursor: Cursor, line: Line, indent: int) -> None:
    report_too_deep(cursor, line)
    while (skipped := cursor.peek()) is not None and skipped.indent > indent:
        cursor.at += 1
