"""Decisions: the body of a decision as a block of recommendations, forks, extras, choices and silence.

    decision anaemia:                              Decision(Name("anaemia"), Block((
      depending on Hb in g/dL:                       Fork("depending on", "Hb in g/dL", (
        below 7:                                       Branch("below 7", …, Block((
          may use transfusion [7.3 ref 1]                Recommendation("may use", "transfusion", …),)))
"""

from __future__ import annotations

from caretree.guideline.blocks import Block
from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Decision
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_decision(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Decision | None:
    """The decision of ``decision X:``; ``None`` only when the heading has no name."""
    raise NotImplementedError


def read_block(sentences: tuple[Sentence, ...], reading: Reading, inherited: tuple[Cite, ...]) -> Block:
    """The lines of a block; what cannot be read becomes problems, the rest is kept."""
    raise NotImplementedError
