"""Blocks: which block of the language a top-level sentence opens."""

from __future__ import annotations

from caretree.problems.problem import Problem
from caretree.resolve.lines import suggestion
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence

ALONE = ("inputs", "impossible", "definitions", "actions", "safety rules", "not encoded")
"""Blocks whose heading is these words alone, and which stand once in a file."""
NAMED = (
    "guideline",
    "library",
    "source",
    "use",
    "pathway",
    "decision",
    "options",
    "gap",
    "conflict",
    "patient",
    "example",
    "examples",
)
"""Blocks whose heading goes on with a name or a text."""
BLOCKS = (*NAMED[:4], *ALONE[:4], *NAMED[4:7], ALONE[4], *NAMED[7:9], ALONE[5], *NAMED[9:])
"""All of them in the order of a file."""
IN_A_LIBRARY = ("library", "use", "inputs", "impossible", "definitions", "actions")

_ONCE = ("guideline", "library", *ALONE)
_ONE_LINE = ("use", "source", "gap")


def block_of(sentence: Sentence) -> str:
    """The block a top-level sentence opens or is; empty when it is none."""
    text = sentence.text
    if text in ALONE:
        return text
    word = text.split(" ", 1)[0]
    return word if word in NAMED and text != word else ""


def blocks_by_kind(sentences: tuple[Sentence, ...], is_library: bool, reading: Reading) -> dict[str, list[Sentence]]:
    """The top-level sentences by block, each list in the order written.

    Problems: ``unknown-block``, ``duplicate-block``, ``not-in-a-library``, ``missing-colon``.
    """
    blocks: dict[str, list[Sentence]] = {block: [] for block in BLOCKS}
    for sentence in sentences:
        block = block_of(sentence)
        if not block:
            reading.report(missing_name(sentence) if sentence.text in NAMED else _unknown_block(sentence))
            reading.names.unread += _declared_in_vain(sentence)
        elif is_library and block not in IN_A_LIBRARY:
            reading.report(_not_in_library(sentence, block))
        elif block in _ONCE and blocks[block]:
            reading.report(_duplicate_block(sentence, block, blocks[block][0]))
        elif not sentence.opens_block and block not in _ONE_LINE:
            reading.report(_missing_colon(sentence))
        else:
            blocks[block].append(sentence)
    return blocks


def _declared_in_vain(sentence: Sentence) -> list[str]:
    """What a block that is not understood would have declared: its own name, or those of its lines."""
    return [sentence.text.partition(" ")[2], *(child.text for child in sentence.children)]


def missing_name(sentence: Sentence) -> Problem:
    """A block without a name or title."""
    return Problem(
        "missing-name",
        f"`{sentence.text}` has no name",
        sentence.span,
        why="other sentences, figures and answers call it by its name.",
        fix=f"write the name after `{sentence.text.split(' ')[0]}`.",
    )


def _unknown_block(sentence: Sentence) -> Problem:
    words = sentence.text.split()
    start = " ".join(words[:2]) if " ".join(words[:2]) in ALONE else " ".join(words[:1])
    return Problem(
        "unknown-block",
        f"`{sentence.text}` is not a block of the language",
        sentence.span,
        why="a block that is not understood would silently be left out.",
        fix=suggestion(start, BLOCKS),
    )


def _duplicate_block(sentence: Sentence, block: str, first: Sentence) -> Problem:
    return Problem(
        "duplicate-block",
        f"there are two `{block}` blocks",
        sentence.span,
        why="readers look for each kind of thing in one place.",
        fix="put the lines of both into one block.",
        related=(("the first one", first.span),),
    )


def _not_in_library(sentence: Sentence, block: str) -> Problem:
    return Problem(
        "not-in-a-library",
        f"a `{block}` block does not belong in a library",
        sentence.span,
        why="a library holds only inputs, definitions, impossible facts and actions; advice stands in guidelines.",
        fix="move the block to the guidelines that use the library.",
    )


def _missing_colon(sentence: Sentence) -> Problem:
    return Problem(
        "missing-colon",
        f"`{sentence.text}` opens a block but does not end in a colon",
        sentence.span,
        why="a line that ends in a colon opens a block; one that does not is a whole sentence.",
        fix=f"write `{sentence.text}:` and the lines of the block below it, two spaces in.",
    )
