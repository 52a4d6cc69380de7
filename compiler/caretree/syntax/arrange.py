"""A tree → the same tree in canonical order: blocks, the keys of a header, and ``otherwise`` last in its fork.

    gap x: …              decision a:
    decision a:     →       when fever: …
      otherwise: …          otherwise: …
      when fever: …       gap x: …

Only order without meaning changes: sentences of one kind keep theirs, and so does ``the first that applies``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from caretree.syntax.tree import Sentence, SyntaxTree

BLOCKS = (
    ("guideline", "library"),
    ("source",),
    ("use",),
    ("inputs",),
    ("impossible",),
    ("definitions",),
    ("actions",),
    ("decision",),
    ("options",),
    ("pathway",),
    ("safety rules",),
    ("gap",),
    ("conflict",),
    ("not encoded",),
    ("patient",),
    ("example", "examples"),
)
"""First words of top-level blocks, in their order."""

_HEADER = (
    ("id",),
    ("version",),
    ("notation",),
    ("status",),
    ("last updated",),
    ("review by",),
    ("audience",),
    ("author",),
    ("reviewer",),
    ("question",),
    ("summary",),
    ("disclaimer",),
    ("imperatives",),
    ("applies when",),
    ("note",),
    ("change",),
)
_SOURCE = (
    ("publisher",),
    ("file",),
    ("sha256",),
    ("url",),
    ("last updated",),
    ("reviewed",),
    ("section", "lines", "line", "reference", "references", "note"),
)
_INPUT = (
    ("is", "are"),
    ("asks",),
    ("asks patients",),
    ("code",),
    ("converts",),
    ("may be unknown",),
    ("costs",),
    ("see",),
    ("when not recorded",),
    ("note",),
)

Order = tuple[tuple[str, ...], ...]


def arranged(tree: SyntaxTree) -> SyntaxTree:
    """The tree in canonical order."""
    blocks = _in_order([_arranged_block(block) for block in tree.sentences], BLOCKS)
    return replace(tree, sentences=tuple(blocks))


def _arranged_block(block: Sentence) -> Sentence:
    block = _otherwise_last(block)
    if not block.opens_block:
        return block
    if _starts(block.text, ("guideline", "library")):
        return replace(block, children=tuple(_in_order(block.children, _HEADER)))
    if _starts(block.text, ("source",)):
        return replace(block, children=tuple(_in_order(block.children, _SOURCE)))
    if block.text == "inputs":
        return replace(block, children=tuple(_arranged_input(child) for child in block.children))
    return block


def _arranged_input(declared: Sentence) -> Sentence:
    return replace(declared, children=tuple(_in_order(declared.children, _INPUT)))


def _in_order(sentences: Sequence[Sentence], order: Order) -> list[Sentence]:
    """Sorted by the first words, those of one kind in the order written; an unknown sentence stays behind the one
    it followed."""
    ranks: list[int] = []
    for sentence in sentences:
        known = _rank(sentence.text, order)
        ranks.append(known if known is not None else (ranks[-1] if ranks else -1))
    return [sentence for _, sentence in sorted(zip(ranks, sentences, strict=True), key=lambda pair: pair[0])]


def _rank(text: str, order: Order) -> int | None:
    """The place of the longest first words that fit (``asks patients`` before ``asks``)."""
    fitting = [(len(word), rank) for rank, words in enumerate(order) for word in words if _starts(text, (word,))]
    return max(fitting)[1] if fitting else None


def _starts(text: str, words: tuple[str, ...]) -> bool:
    return any(re.match(rf"{word}(?![\w-])", text) for word in words)


def _otherwise_last(parent: Sentence) -> Sentence:
    """Every ``otherwise`` below, moved behind the branches of its fork that follow it."""
    children = [_otherwise_last(child) for child in parent.children]
    if not _starts(parent.text, ("the first that applies",)):
        by_value = _starts(parent.text, ("depending on",))
        for index in reversed(range(len(children))):
            if children[index].text == "otherwise":
                end = index + 1
                while end < len(children) and _is_branch(children[end], by_value):
                    end += 1
                children.insert(end, children[index])
                del children[index]
    return replace(parent, children=tuple(children))


def _is_branch(sentence: Sentence, by_value: bool) -> bool:
    if by_value:
        return sentence.text != "otherwise" and (sentence.opens_block or ": " in sentence.text)
    return sentence.opens_block and _starts(sentence.text, ("when",))
