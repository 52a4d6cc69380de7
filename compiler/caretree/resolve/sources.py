"""Sources: where the statements come from, each with its ledger, here or in a file of its own.

source A "Neutropenia after rituximab":      Source("A", "Neutropenia after rituximab",
  publisher "…"                                publisher="…",
  section 1 "Short answer", line 20:           sections=(Section("1", …),))
    1 "The neutropenia is mild"
source "sources/second-article"              the source block of that file
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from caretree.guideline.header import Reference, Section, Source
from caretree.problems.problem import Problem
from caretree.resolve.ledgers import duplicate_entry, read_not_clinical, read_references, read_section
from caretree.resolve.lines import Line, not_understood, read_day, read_lines, read_plain, read_text
from caretree.resolve.reading import Reading
from caretree.resolve.spec_paths import why_bad_path
from caretree.syntax.tree import Sentence, SyntaxTree

ReadTree = Callable[[str], tuple[SyntaxTree | None, list[Problem]]]
"""Gives the tree of a file by its path without ``.care``, relative to the spec folder; ``None`` where there is none."""

LINES = (
    "publisher",
    "file",
    "sha256",
    "url",
    "last updated",
    "reviewed",
    "section",
    "lines",
    "line",
    "reference",
    "references",
    "note",
)
ONCE = ("publisher", "file", "sha256", "url", "last updated", "reviewed")

_BLOCK = re.compile(r'source(?: (?P<letter>[A-Z][A-Za-z0-9]*))? (?P<title>"[^"]+")')
_SHA256 = re.compile(r"[0-9a-f]{64}")


class SourceBlock(Struct, frozen=True):
    """One source block with the letter citations use, before its lines are read."""

    letter: str
    title: str
    sentence: Sentence


def declare_sources(
    sentences: Iterable[Sentence], ledger: ReadTree, reading: Reading, files: list[str]
) -> tuple[SourceBlock, ...]:
    """Pass 1: the source blocks of a file and of the ledgers it names; their letters go to ``reading.names``.

    ``files`` gets the path of each ledger read. Problems: ``not-understood``, ``missing-ledger``, ``bad-path``,
    ``unknown-block`` (in a ledger), ``missing-source-letter``, ``duplicate-name`` and those of the ledger file.
    """
    blocks: list[SourceBlock] = []
    for sentence in sentences:
        if sentence.opens_block:
            block = _block(sentence, reading)
            blocks += [block] if block else []
        else:
            blocks += _from_ledger(sentence, ledger, reading, files)
    blocks = _with_letters(blocks, reading)
    reading.names.sources = tuple(block.letter for block in blocks)
    return tuple(blocks)


def read_source(block: SourceBlock, reading: Reading) -> Source:
    """Pass 2: one source with its ledger; lines that cannot be read become problems and are left out."""
    source = Source(block.letter, block.title, span=block.sentence.span)
    for line in read_lines(block.sentence.children, LINES, ONCE, reading, "a source"):
        source = _with_line(source, line, reading)
    _check_entries("section", source.sections, reading)
    _check_entries("reference", source.references, reading)
    return source


def _block(sentence: Sentence, reading: Reading) -> SourceBlock | None:
    found = _BLOCK.fullmatch(sentence.text)
    if found is None:
        reading.report(not_understood(sentence.phrase, '`source A "title of the source":`, the letter a capital'))
        return None
    return SourceBlock(found["letter"] or "", found["title"].strip('"'), sentence)


def _from_ledger(sentence: Sentence, ledger: ReadTree, reading: Reading, files: list[str]) -> list[SourceBlock]:
    found = _BLOCK.fullmatch(sentence.text)
    path = found["title"].strip('"') if found else ""
    if found is None:
        reading.report(not_understood(sentence.phrase, '`source "sources/name"`, or a source block after a colon'))
        return []
    if reason := why_bad_path(path):
        reading.report(bad_path(sentence, path, reason))
        return []
    tree, problems = ledger(path)
    reading.problems += problems
    if tree is None:
        if not problems:
            reading.report(_missing_ledger(sentence, path))
        return []
    files.append(tree.file)
    return _blocks_of(tree, sentence, found["letter"], reading)


def _blocks_of(tree: SyntaxTree, sentence: Sentence, letter: str | None, reading: Reading) -> list[SourceBlock]:
    blocks: list[SourceBlock] = []
    for child in tree.sentences:
        if child.opens_block and child.text.startswith("source "):
            block = _block(child, reading)
            blocks += [block] if block else []
        else:
            reading.report(_not_a_source(child))
    if letter and len(blocks) == 1:
        return [replace(blocks[0], letter=letter)]
    if not blocks:
        reading.report(_missing_ledger(sentence, tree.file))
    return blocks


def _with_letters(blocks: list[SourceBlock], reading: Reading) -> list[SourceBlock]:
    """The blocks with a letter each: a lone source without one is A; of two with the same letter the first counts."""
    if len(blocks) == 1 and not blocks[0].letter:
        return [replace(blocks[0], letter="A")]
    first: dict[str, SourceBlock] = {}
    for block in blocks:
        if not block.letter:
            reading.report(_no_letter(block))
        elif block.letter in first:
            reading.report(
                duplicate_entry(f"source {block.letter}", block.sentence.span, first[block.letter].sentence.span)
            )
        else:
            first[block.letter] = block
    return list(first.values())


def _with_line(source: Source, line: Line, reading: Reading) -> Source:
    match line.words:
        case "publisher":
            return replace(source, publisher=read_plain(line, reading))
        case "file":
            return replace(source, file=read_plain(line, reading))
        case "sha256":
            return replace(source, sha256=_sha256(line, reading))
        case "url":
            return replace(source, url=_url(line, reading))
        case "last updated":
            return replace(source, last_updated=read_day(line.rest, reading))
        case "reviewed":
            return replace(source, reviewed=read_plain(line, reading))
        case "section":
            section = read_section(line, reading)
            return replace(source, sections=(*source.sections, section)) if section else source
        case "lines" | "line":
            lines = read_not_clinical(line, reading)
            return replace(source, not_clinical=(*source.not_clinical, lines)) if lines else source
        case "reference" | "references":
            return replace(source, references=source.references + read_references(line, reading))
    return replace(source, notes=(*source.notes, read_text(line, reading)))


def _sha256(line: Line, reading: Reading) -> str:
    text = read_plain(line, reading)
    if _SHA256.fullmatch(text):
        return text
    if text:
        reading.report(not_understood(line.rest, "the 64 small hexadecimal digits that `sha256sum` prints"))
    return ""


def _url(line: Line, reading: Reading) -> str:
    text = read_plain(line, reading)
    if re.fullmatch(r"https?://[^\s<>\"']+", text):
        return text
    if text:
        reading.report(not_understood(line.rest, "a web address that starts with https:// or http://"))
    return ""


def _check_entries(what: str, entries: tuple[Section, ...] | tuple[Reference, ...], reading: Reading) -> None:
    first: dict[str, Section | Reference] = {}
    for entry in entries:
        if entry.number in first:
            reading.report(duplicate_entry(f"{what} {entry.number}", entry.span, first[entry.number].span))
        first.setdefault(entry.number, entry)


def bad_path(sentence: Sentence, path: str, reason: str) -> Problem:
    """A path in a ``use`` or ``source`` sentence that may not be followed."""
    return Problem(
        "bad-path",
        f'"{path}" cannot be used: {reason}',
        sentence.span,
        why="a guideline is read from its spec folder only, so that it means the same on every machine.",
        fix='write the path inside the spec folder without `.care`, as in `use "common/haematology"`.',
    )


def _missing_ledger(sentence: Sentence, path: str) -> Problem:
    return Problem(
        "missing-ledger",
        f'there is no source in a file "{path}"',
        sentence.span,
        why="without the ledger no citation can be followed.",
        fix='write the path inside the spec folder without `.care`, of a file with a `source A "…":` block.',
    )


def _not_a_source(sentence: Sentence) -> Problem:
    return Problem(
        "unknown-block",
        f"`{sentence.text}` does not belong in a ledger file",
        sentence.span,
        why="a ledger file holds source blocks only.",
        fix="move it to the guideline.",
    )


def _no_letter(block: SourceBlock) -> Problem:
    return Problem(
        "missing-source-letter",
        f'the source "{block.title}" has no letter',
        block.sentence.span,
        why="with several sources a citation says which one it means.",
        fix='give each source a capital letter of its own: `source B "…":`.',
    )
