"""Answers and doses that were pickled or copied, decided again.

A way through the trees is kept instead of what follows from it, a patient instead of what was said about one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .answer import answer_of
from .doses import DoseAnswer
from .findings import findings_of

if TYPE_CHECKING:
    from .answer import Answer
    from .findings import Findings
    from .patient import PatientBase

    Kept = tuple[str, str, Any]
    """A guideline's module, the hash of its decisions, and a way through them."""


def answer_again(kept: Kept, patient: PatientBase | None) -> Answer:
    """The answer of a patient, or of all who take a way. Raises ``ValueError`` where the guideline has changed."""
    found = _findings_again(kept, patient)
    return found.answer or answer_of(patient, found)


def dose_again(kept: Kept, patient: PatientBase | None, action: str) -> DoseAnswer:
    """The dose of an action. Raises ``ValueError`` where the guideline has changed."""
    found = _findings_again(kept, patient)
    return DoseAnswer(found.model.actions[action], patient, found)


def _findings_again(kept: Kept, patient: PatientBase | None) -> Findings:
    name, graph_hash, way = kept
    module = import_module(name)
    if module.GUIDELINE.graph_hash != graph_hash:
        raise ValueError(
            f"This comes from another version of {module.GUIDELINE.id} and cannot be decided again. "
            "To keep answers over versions, keep to_json()."
        )
    found: Findings = findings_of(module.MODEL, way) if way is not None else module.decide(patient)._findings
    return found
