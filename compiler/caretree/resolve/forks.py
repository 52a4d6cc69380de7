"""Forks: ``when … / otherwise``, ``depending on``, ``the first that applies``, ``by table``, with any kind of leaf.

    depending on Hb in g/dL:        Fork("depending on", "Hb in g/dL", (
      below 7:                        Branch("below 7", Within(Hb, …), leaf),
        …                             …))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from caretree.guideline.blocks import Fork
from caretree.guideline.citation import Cite
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence

Leaf = TypeVar("Leaf")
LeafReader = Callable[[Sentence, Reading, tuple[Cite, ...]], Leaf | None]
"""Reads what a branch decides: the branch's sentence (read its ``children``), and what its lines inherit.

A table row comes as such a sentence too: its children are the texts of its ``do`` cells (cut at ``;``), each carrying
the row's ``from`` citations.
"""


def fork_length(sentences: Sequence[Sentence]) -> int:
    """How many of the first sentences form a fork: a run of ``when``/``otherwise``, or 1 for the other kinds; else 0."""
    raise NotImplementedError


def read_fork(
    sentences: Sequence[Sentence],
    reading: Reading,
    read_leaf: LeafReader[Leaf],
    inherited: tuple[Cite, ...] = (),
    outcome: str = "do",
) -> Fork[Leaf] | None:
    """The fork that the sentences (as many as ``fork_length`` says) form; ``None`` when no branch could be read.

    ``outcome`` is the heading of a table's result columns. A branch that cannot be read is left out after its problems.
    """
    raise NotImplementedError
