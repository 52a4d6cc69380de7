"""Options blocks: actions to choose among, each with its arguments."""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Options
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_options(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Options | None:
    """The options block of ``options X[, in order of preference]:``."""
    raise NotImplementedError
