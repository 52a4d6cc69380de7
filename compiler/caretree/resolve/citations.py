"""Citations: which statement of which source stands behind a line."""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def cites(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[Cite, ...]:
    """The sentence's own citations, or, when it has none, the inherited ones (see ``block_cites``).

    Problems: ``unknown-source`` (a letter no source has), ``missing-source-letter`` (several sources).
    """
    raise NotImplementedError


def block_cites(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[Cite, ...]:
    """What the lines in the block below ``sentence`` inherit: the block's closing citation, else ``inherited``."""
    raise NotImplementedError
