"""Patients: named bundles of facts."""

from __future__ import annotations

from caretree.guideline.patients import Patient
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


def read_patient(sentence: Sentence, reading: Reading) -> Patient | None:
    """The patient of ``patient P:``; facts that cannot be read become problems."""
    raise NotImplementedError
