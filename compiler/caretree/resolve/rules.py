"""Safety rules: theorems about the advice, one sentence each."""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.guideline.decisions import SafetyRule
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_rules(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[SafetyRule, ...]:
    """The rules of a ``safety rules:`` block, in order; a line that cannot be read becomes a problem."""
    raise NotImplementedError
