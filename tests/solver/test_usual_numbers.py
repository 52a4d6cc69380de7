"""Patients have numbers people have: round, near what is usual, on no cut-off, at the declared precision."""

from __future__ import annotations

from fractions import Fraction

import pytest
from caretree.guideline.types import Number, Plausible
from caretree.solver.usual_numbers import near_usual
from caretree.units.unit import NUMBER


def number(low: str, high: str, decimals: int | None = None, whole: bool = False) -> Number:
    """A number that is plausible from ``low`` to ``high``."""
    kind = "whole number" if whole else "number"
    return Number(kind, NUMBER, Plausible(Fraction(low), Fraction(high)), decimals)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "cutoffs", "usual", "wanted"),
    [
        (number("0", "120"), "18 65", "40", "40 17 70"),
        (number("0", "60"), "0.5 1", "1.74", "1.74 0.9 0.4"),
        (number("2", "25"), "7 8 10", "10", "6 7.5 9.5 11"),
        (number("0", "600"), "3 12", "1", "1 4 15"),
        (number("0", "100"), "20 40", None, "10 30 70"),
        (number("0", "20", whole=True), "1 2", "0", "3"),
        (number("6.5", "8", decimals=2), "7.35 7.45", "7.4", "7.4 6.9 7.7"),
        (number("0", "5"), "", "2", "2"),
    ],
)
def test_numbers_are_those_of_people(of: Number, cutoffs: str, usual: str | None, wanted: str) -> None:
    """One for each stretch, the nearest to the usual one first."""
    found = near_usual(of, [Fraction(each) for each in cutoffs.split()], None if usual is None else Fraction(usual))
    assert sorted(found) == sorted(Fraction(each) for each in wanted.split())
    assert not set(found) & {Fraction(each) for each in cutoffs.split()}
    assert found == sorted(found, key=lambda one: abs(one - found[0])) or usual is None
