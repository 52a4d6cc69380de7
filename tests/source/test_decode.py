"""Bytes become text, or a problem says why not."""

from __future__ import annotations

import codecs

import pytest
from caretree.problems.limits import LIMIT_PROBLEMS, UNREADABLE_PROBLEMS
from caretree.source.decode import decode
from caretree.source.unseen import MAXIMUM_REPORTED
from hypothesis import given
from hypothesis import strategies as st

WIDE = "inputs:\n  fever:\n    is yes or no\n"


@pytest.mark.parametrize(
    "data", [b"a:\n  b\n", b"\xef\xbb\xbfa:\r\n  b\r\n", b"a:\r  b\r", codecs.BOM_UTF8 + b"a:\n  b\n"]
)
def test_byte_order_mark_and_line_ends_are_taken_off(data: bytes) -> None:
    """Files from every editor read the same."""
    source, problems = decode("a.care", data)
    assert source is not None and (source.path, source.text) == ("a.care", "a:\n  b\n")
    assert problems == []


def test_an_empty_file_is_text() -> None:
    """Whether a file says something is for the parser to tell."""
    assert decode("a.care", b"")[1] == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (WIDE.encode("utf-16"), "utf-16-file"),
        (WIDE.encode("utf-16-le"), "utf-16-file"),
        (WIDE.encode("utf-16-be"), "utf-16-file"),
        (WIDE.encode("utf-32"), "utf-16-file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x01\x02", "binary-file"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "binary-file"),
        (b"a" * 1_048_577, "file-too-large"),
    ],
)
def test_what_is_no_utf_8_text_is_refused_by_name(data: bytes, name: str) -> None:
    """Each kind of unreadable file has one problem of its own that says what to do, and gives no text."""
    source, problems = decode("a.care", data)
    assert source is None
    assert [problem.name for problem in problems] == [name]
    assert problems[0].fix and problems[0].why


def test_one_mebibyte_is_just_read() -> None:
    """The limit itself is allowed."""
    assert decode("a.care", b"a" * 1_048_576)[1] == []


def test_a_wrong_byte_is_found_and_guessed() -> None:
    """The place of the first byte that is not UTF-8 is exact, and the character it may have been is named."""
    source, (problem,) = decode("a.care", "first\r\nnaïve caf".encode() + b"\xe9 au lait")
    assert source is None
    assert (problem.name, str(problem.span)) == ("not-utf-8", "a.care:2:10")
    assert "0xE9" in problem.message and "é" in problem.message


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "bidirectional-control"),
        ("\u2066", "bidirectional-control"),
        ("\u200f", "bidirectional-control"),
        ("\u200b", "zero-width-character"),
        ("\ufeff", "zero-width-character"),
        ("\u00ad", "zero-width-character"),
        ("\U000e0041", "zero-width-character"),
        ("\x1b", "control-character"),
        ("\x85", "control-character"),
        ("\u2028", "control-character"),
        ("\x00", "nul-character"),
    ],
)
def test_what_nobody_can_see_is_reported_where_it_stands(character: str, name: str) -> None:
    """A file never means something other than what its reviewer sees; the rest of it is still read."""
    source, (problem,) = decode("a.care", f"fever:\n\n  is yes{character} or no, quite surely\n".encode())
    assert source is not None
    assert (problem.name, problem.span.line, problem.span.column, problem.span.end_column) == (name, 3, 9, 10)


def test_a_file_full_of_them_is_not_told_ten_thousand_times() -> None:
    """One remedy needs no more than so many messages, each at its own place."""
    _, problems = decode("a.care", "a\u200bb\n".encode() * 10_000)
    assert [problem.span.line for problem in problems] == list(range(1, MAXIMUM_REPORTED + 1))


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_decoding_never_raises(data: bytes) -> None:
    """Any bytes give a text or at least one problem, and a text never holds a carriage return."""
    source, problems = decode("a.care", data)
    assert source is not None or problems
    assert source is None or "\r" not in source.text


def test_every_file_that_gives_no_text_is_known_as_unreadable_or_as_over_a_limit() -> None:
    """The command line tells unreadable input from findings by these names."""
    files = [WIDE.encode("utf-16"), b"\x00\x01\x02\x03", b"caf\xe9", b"a" * 1_048_577]
    names = {problem.name for data in files for problem in decode("a.care", data)[1]}
    assert names <= UNREADABLE_PROBLEMS | LIMIT_PROBLEMS
    assert len(names) == len(files)
