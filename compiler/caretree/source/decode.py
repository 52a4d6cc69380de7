"""Bytes as they lie in a file → its text, or the problems that say why it cannot be read.

    b"\\xef\\xbb\\xbfinputs:\\r\\n"   →   SourceText("inputs:\\n")

A byte order mark and Windows line ends are accepted and taken off. Characters nobody can see are refused: they make a
file mean something other than what its reviewer reads (see "Trojan Source", CVE-2021-42574).
"""

from __future__ import annotations

import codecs

from caretree.problems.limits import MAXIMUM_BYTES
from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.source.text import SourceText
from caretree.source.unseen import unseen_characters

_BINARY_SHARE = 0.1
"""A file with more control bytes than this share of its first bytes is not text."""

_SAMPLE = 4096


def decode(path: str, data: bytes) -> tuple[SourceText | None, list[Problem]]:
    """The text of a file, with problems for characters that cannot be seen; ``None`` if it cannot be read as text."""
    if len(data) > MAXIMUM_BYTES:
        return None, [_too_large(path, len(data))]
    if (encoding := _wide_encoding(data)) is not None:
        return None, [_wide(path, encoding)]
    if _looks_binary(data):
        return None, [_binary(path)]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf_8(path, data, error.start)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SourceText(path, text), unseen_characters(path, text)


def _wide_encoding(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    sample = data[:_SAMPLE]
    halves = (sample[::2].count(0), sample[1::2].count(0))
    if len(sample) >= 4 and max(halves) * 2 > len(sample) * 0.8 and min(halves) * 2 < len(sample) * 0.1:
        return "UTF-16"
    return None


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in sample)
    return controls > 1 and controls > len(sample) * _BINARY_SHARE


def _too_large(path: str, size: int) -> Problem:
    return Problem(
        "file-too-large",
        f"this file has {size:,} bytes; at most {MAXIMUM_BYTES:,} (1 MiB) are read",
        _start(path),
        why="the limit keeps every file quick to read, for people as for the compiler.",
        fix="move part of it into a library or a source file of its own and `use` it.",
    )


def _wide(path: str, encoding: str) -> Problem:
    return Problem(
        "utf-16-file",
        f"this file is saved as {encoding}",
        _start(path),
        why="guidelines are read as UTF-8, the encoding every editor shares.",
        fix='save it again as UTF-8 (in Notepad: Save as, Encoding "UTF-8").',
    )


def _binary(path: str) -> Problem:
    return Problem(
        "binary-file",
        "this file is not text",
        _start(path),
        why="a guideline is a plain text file; this looks like a document, a picture or an archive.",
        fix="copy the sentences into a plain text file that ends in `.care`.",
    )


def _not_utf_8(path: str, data: bytes, index: int) -> Problem:
    before = data[:index].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    windows = data[index : index + 1].decode("cp1252", "replace")
    guess = f' (in Windows-1252 it would be "{windows}")' if windows.isprintable() and windows != "\ufffd" else ""
    return Problem(
        "not-utf-8",
        f"byte 0x{data[index]:02X} is not UTF-8{guess}",
        Span(path, line, column, line, column + 1),
        why="guidelines are read as UTF-8; guessing another encoding could change a number or a unit.",
        fix="save the file again as UTF-8.",
    )


def _start(path: str) -> Span:
    return Span(path, 1, 1, 1, 1)
