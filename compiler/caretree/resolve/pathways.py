"""Pathways: phases, the decisions that run in them, their assess windows and their transitions."""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Pathway
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_pathway(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Pathway | None:
    """The pathway of ``pathway X:`` with its phases in order."""
    raise NotImplementedError
