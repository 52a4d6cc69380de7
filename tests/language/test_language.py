"""The language in prose: every care block of the pages beside this file means, or is refused for, what it states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from caretree.pipeline import Compiled, compile_file
from caretree.problems.problem import Problem
from caretree.source.text import SourceText
from caretree.syntax.format import format_text
from language_blocks import Block, blocks_of, file_of, pages  # type: ignore[import-not-found]

FOLDER = "spec"
IN_A_PART = ("unused-declaration",)
"""A part is not a whole guideline: that something in it is not used says nothing."""

Stated = tuple[str, int, str, str]


def cases() -> list[tuple[Block, list[Block]]]:
    """Every block that is compiled by itself, with the blocks of its page that it may use."""
    found = []
    for page in pages():
        blocks = blocks_of(page)
        beside = [block for block in blocks if block.kind in ("given", "file")]
        found += [(block, beside) for block in blocks if block.kind in ("part", "whole")]
    return found


CASES = cases()
IDS = [block.title for block, _ in CASES]


def path_of(block: Block) -> str:
    """Where a block stands as a file."""
    names = {"given": "given.care", "file": block.path, "part": "part.care", "whole": "whole.care"}
    return f"{FOLDER}/{names[block.kind]}"


def compiled(block: Block, beside: list[Block], proofs: bool = False) -> Compiled:
    """The block compiled in memory, with its proofs where they are asked for."""
    has_given = any(one.kind == "given" for one in beside)
    files = {path_of(one): file_of(one, has_given)[0].encode() for one in (*beside, block)}
    return compile_file(path_of(block), files.get, FOLDER, proofs=proofs)


def stated(block: Block, beside: list[Block], read: Compiled) -> dict[Stated, str]:
    """The problems the blocks state, each with a piece of what it says."""
    has_given = any(one.kind == "given" for one in beside)
    found = {}
    for one in (*beside, block):
        before = file_of(one, has_given)[1]
        if path_of(one) in read.sources:
            found |= {(path_of(one), before + m.line, m.severity, m.name): m.says for m in one.marks}
    return found


def reported(block: Block, read: Compiled) -> dict[Stated, Problem]:
    """The problems the compiler reports about a block."""
    problems = [p for p in read.problems if block.kind != "part" or p.name not in IN_A_PART]
    places = [(p.span, p.name) for p in problems]
    assert len(set(places)) == len(places), "one problem is reported twice"
    return {(p.span.file, p.span.line, p.severity, p.name): p for p in problems}


@pytest.mark.parametrize(("block", "beside"), CASES, ids=IDS)
def test_a_block_has_exactly_the_stated_problems(block: Block, beside: list[Block]) -> None:
    """A sentence is refused where the page says so, and everything else is understood and answers as its examples."""
    read = compiled(block, beside, proofs=True)
    found, expected = reported(block, read), stated(block, beside, read)
    surprises = [f"{problem.span} {key[3]}: {problem.message}" for key, problem in found.items() if key not in expected]
    assert not surprises
    assert sorted(found) == sorted(expected)
    for key, says in expected.items():
        problem = found[key]
        assert says in " ".join((problem.message, problem.fix, *problem.patient))


def test_every_page_states_something() -> None:
    """A page without a block, or a block whose fence is misspelled, would protect nothing."""
    for page in pages():
        fences = page.read_text(encoding="utf-8").count("\n```care")
        assert len(blocks_of(page)) == fences
        assert fences or page.name in ("README.md", "constructs.md")


@pytest.mark.parametrize(("block", "beside"), CASES, ids=IDS)
def test_formatting_keeps_a_clean_block_clean(block: Block, beside: list[Block]) -> None:
    """The canonical form of a correct file is correct, answers its examples alike, and is its own canonical form."""
    before = compiled(block, beside)
    if before.problems and not before.sound:
        assert block.marks or any(one.marks for one in beside)
        return
    once = formatted(block)
    assert formatted(once).text == once.text
    assert {p.name for p in compiled(once, beside).problems} <= {p.name for p in before.problems}


def formatted(block: Block) -> Block:
    """The block in canonical form."""
    text, problems = format_text(SourceText(path_of(block), block.text))
    assert not [p for p in problems if p.severity == "error"]
    return replace(block, text=text)
