"""Examples: a given patient, what is different, and what is expected; tables of examples."""

from __future__ import annotations

from caretree.guideline.patients import Example, Patient
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_examples(sentence: Sentence, reading: Reading, patients: tuple[Patient, ...]) -> tuple[Example, ...]:
    """The example of ``example E:``, or one example for each row of ``examples E:``."""
    raise NotImplementedError
