"""Assumptions: ``when not recorded, assume no, unless C, decided by R``."""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.guideline.inputs import Assumption
from caretree.guideline.types import InputType
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def is_assumption(sentence: Sentence) -> bool:
    """Whether the line starts with ``when not recorded``."""
    return sentence.text.startswith("when not recorded")


def read_assumption(
    sentence: Sentence, reading: Reading, type: InputType, inherited: tuple[Cite, ...] = ()
) -> Assumption | None:
    """The assumption of an input of that type (a yes/no definition: ``YesNo()``); ``None`` after problems."""
    raise NotImplementedError
