"""What a caller does with an answer, and how the contenders' answers are compared before they are timed.

A hand-written function returns what the caller wants; of the library's answer the caller reads it. Both are called from
a function of one kind, so that both pay for it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import by_hand
import in_full_by_hand
from drawn_patients import AT

Work = Callable[[Any], Any]


def unpacked(patient: Any) -> Any:
    """The hand-written function, its names unpacked by the caller."""
    recommendations, leaves, dose = by_hand.decide(patient)
    return recommendations, leaves, dose


def returned(by: Work) -> Work:
    """A hand-written function, called by a caller."""

    def read(patient: Any) -> Any:
        said = by(patient)
        return said, None

    return read


def read(module: Any) -> Work:
    """Decide, and read recommendations and nodes."""
    decide = module.decide

    def read(patient: Any) -> Any:
        answer = decide(patient)
        return answer.recommendations, answer.path

    return read


def read_with_doses(module: Any) -> Work:
    """Decide, and read recommendations, nodes and the dose as an exact decimal."""
    decide = module.decide

    def read(patient: Any) -> Any:
        answer = decide(patient)
        recommendations = answer.recommendations
        for one in recommendations:
            if one.dose is not None:
                return recommendations, answer.path, one.dose.low
        return recommendations, answer.path, None

    return read


def read_all(module: Any) -> Work:
    """Decide, and read everything the guideline says: recommendations, choices with their options, gaps, conflicts."""
    decide = module.decide

    def read(patient: Any) -> Any:
        answer = decide(patient)
        return answer.recommendations, answer.choices, answer.gaps, answer.conflicts

    return read


def without_unknowns(module: Any) -> Work:
    """The library's ``decide`` without the question whether anything is unknown: what it would be without unknowns."""
    source = inspect.getsource(module.decide)
    asked = "    if patient._way:\n        return _decide_partly(patient)\n"
    assert asked in source, source
    made: dict[str, Any] = {}
    exec(source.replace(asked, ""), vars(module), made)
    found: Work = made["decide"]
    return found


def from_mapping(module: Any) -> Work:
    """Read a mapping and decide."""
    read, decide = module.Patient.from_mapping, module.decide
    return lambda mapping: decide(read(mapping, AT))


def outcomes(answer: Any) -> set[str]:
    """The outcomes of an answer, by name."""
    found = {one.id for one in answer.recommendations}
    found |= {f"choice:{one.id}:{one.mode}" for one in answer.choices}
    return found | {f"gap:{one.id}" for one in answer.gaps} | {f"conflict:{one.id}" for one in answer.conflicts}


def same_on_the_workload(module: Any, hand: list[Any], patients: list[Any]) -> None:
    """Stop unless the library says of every patient what both hand-written functions say, in full field by field."""
    for one, patient in zip(hand, patients, strict=True):
        _same(module.decide(patient), by_hand.decide(one))
        full, answer = in_full_by_hand.decide(one), module.decide(patient)
        assert full.path == answer.path, (full.path, answer.path)
        for ours, theirs in zip(answer.recommendations, full.recommendations, strict=True):
            assert _without_dose(ours) == _without_dose(theirs), (ours, theirs)
            assert (ours.dose is None) == (theirs.dose is None)
            for field in theirs.dose._fields if theirs.dose else ():
                assert getattr(ours.dose, field) == getattr(theirs.dose, field), (field, ours.dose, theirs.dose)


def _without_dose(one: Any) -> list[Any]:
    return [value for field, value in zip(one._fields, one, strict=True) if field != "dose"]


def _same(answer: Any, said: by_hand.Said) -> None:
    names, leaves, dose = said
    assert {one.action for one in answer.recommendations} == {name.lower() for name in names}, (answer, said)
    doses = {float(one.dose.low) for one in answer.recommendations if one.dose}
    # the hand-written code converts pounds in floating point
    assert len(answer.path) == len(leaves) and len(doses) == (dose is not None), (answer, said)
    assert all(abs(one - (dose or 0)) < 1e-6 for one in doses), (doses, dose)


def same_on_mappings(module: Any, by: Work, mappings: Iterable[Any]) -> None:
    """Stop unless both say the same of every mapping."""
    decide = from_mapping(module)
    for one in mappings:
        _same(decide(one), by(one))


def same_refusals(module: Any, by: Work, good: list[Any], spoiled: list[tuple[str, Any]]) -> None:
    """Stop unless both accept the good mappings and both refuse every spoiled one: their checks are equal."""
    decide = from_mapping(module)
    for one in good[:50]:
        decide(one), by(one)
    for what, one in spoiled:
        for work in (decide, by):
            try:
                work(one)
            except ValueError:
                continue
            raise AssertionError(f"{what} was accepted by {work}")
