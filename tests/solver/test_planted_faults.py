"""Planted faults are found: a sample of each kind; ``python -m tests.benchmarks.planted_faults`` plants more."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from attacks import not_replayed
from planted_faults import (
    GUIDELINES,
    MAYBE_LEGAL,
    STRUCTURAL,
    WITH_PATIENT,
    Fault,
    Spec,
    compiled,
    finds,
    planted,
    without_examples,
)

A_KIND = 3
LOGIC = {"dropped_branch", "seam", "dropped_condition", "contradicting_line", "overlapping_transition"}


def test_twelve_kinds_are_planted() -> None:
    """There are at least twelve kinds of faults, and each has places in the project's guidelines."""
    kinds = (*STRUCTURAL, *MAYBE_LEGAL)
    assert len(kinds) >= 12
    assert all(planted(kind, 1) for kind in kinds)


@pytest.mark.parametrize("path", GUIDELINES)
def test_clean_guidelines_raise_no_alarm(path: str) -> None:
    """Nothing is found in the guidelines as they are, and everything in them is proved."""
    result = compiled(path)
    assert [problem for problem in result.problems if problem.severity == "error"] == []
    assert {one.result for one in result.obligations} == {"proved"}


@pytest.mark.parametrize("kind", STRUCTURAL, ids=lambda kind: kind.__name__)
def test_structural_faults_are_all_found_at_their_line(kind) -> None:
    """By a right name, on a right line, without the help of examples; a fault of logic with a patient the interpreter
    agrees about."""
    for fault in planted(kind, A_KIND):
        result = compiled(fault.path, without_examples(fault.text))
        assert finds(fault, result) is not None, (fault.path, fault.what, result.problems)
        failed = [one for one in result.obligations if one.result == "failed" and one.kind in WITH_PATIENT]
        assert result.graph is None or not_replayed(result.graph, failed) == [], (fault.path, fault.what)
        if kind.__name__ in LOGIC and result.graph is not None:
            assert any(one.witness is not None for one in failed), (fault.path, fault.what)


def _other(spec: Spec, random: Random) -> Iterator[Fault]:
    yield spec.fault("nothing", 0, 1, [spec.lines[0]], "any", (0, len(spec.lines)))


def test_what_changes_nothing_is_not_found() -> None:
    """The measure itself can fail: a fault that is none is not called found."""
    (fault,) = planted(_other, 1)
    assert finds(fault, compiled(fault.path, fault.text)) is None
