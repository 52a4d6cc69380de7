"""The workload by hand, with everything the library's answer holds: recommendations as records, nodes, doses as text.

Nested if/else over one slotted patient; what does not depend on the patient is put together before. Only the texts of
the records (names, nodes, citations) are taken from the library, by ``borrow``, so that both can be compared field by
field.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import by_hand
from by_hand import Patient
from engines import TREES


class Dose(NamedTuple):
    """A dose of 1 mg/kg; amounts as exact decimals."""

    low: str
    high: str
    unit: str = "mg"
    per: str = ""
    route: str = ""
    frequency: str = ""
    duration: str = ""
    needs: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ("route", "frequency", "duration", "maximum")


class Recommendation(NamedTuple):
    """An action that is offered."""

    id: str
    action: str
    text: str
    direction: str
    strengths: tuple[str, ...]
    status: str
    waits_for: tuple[str, ...]
    ruled_out_by: tuple[str, ...]
    assumed: tuple[str, ...]
    timing: str
    dose: Dose | None
    citations: tuple[str, ...]
    node: str
    lines: tuple[Any, ...]


class Answer:
    """Recommendations in order, and the three nodes."""

    __slots__ = ("recommendations", "path")

    def __init__(self, recommendations: tuple[Recommendation, ...], path: tuple[str, ...]) -> None:
        self.recommendations = recommendations
        self.path = path


Leaf = tuple[tuple[Recommendation, ...], str]
"""The recommendations of a leaf, and its node."""
LEAVES: dict[str, Leaf] = {}
SAID = {row[0]: row[2] for rows in TREES.values() for row in rows}
"""The recommendations of each leaf."""


def borrow(patients: list[Patient], answers: list[Any]) -> None:
    """Take the texts of every leaf from the library's answers; leaves no patient reaches stay unknown."""
    for patient, answer in zip(patients, answers, strict=True):
        said, leaves, _ = by_hand.decide(patient)
        records = [Recommendation(*one[:10], None, *one[11:]) for one in answer.recommendations]
        assert {one.action for one in records} == {name.lower() for name in said}
        for leaf, node in zip(leaves, answer.path, strict=True):
            row = "N08_INFECTION" if leaf == "N08" and not patient.fever else leaf
            LEAVES[row] = tuple(one for one in records if one.action.upper() in SAID[leaf]), node
    globals().update(LEAVES)


NOT_BORROWED: Leaf = ((), "")
I01 = I02 = I03 = I04 = I05 = I06 = I07 = I08 = I09 = I10 = I11 = I12 = I13 = I14 = NOT_BORROWED
N01 = N02 = N03 = N04 = N05 = N06 = N07 = N08 = N08_INFECTION = N09 = N10 = NOT_BORROWED
H01 = H02 = H03 = H04 = H05 = NOT_BORROWED


def _dosed(one: Recommendation, weight: float) -> Recommendation:
    """A recommendation with its dose: 1 mg for each kg."""
    amount = repr(weight).removesuffix(".0")
    return Recommendation(*one[:10], Dose(amount, amount), *one[11:])


def _r05(leaf: Leaf, weight: float) -> Leaf:
    """R04, then R05 with its dose."""
    (r04, r05), node = leaf
    return (r04, _dosed(r05, weight)), node


def _r09(leaf: Leaf, weight: float) -> Leaf:
    """R09 with its dose, alone."""
    (r09,), node = leaf
    return (_dosed(r09, weight),), node


def _r09_r11(leaf: Leaf, weight: float) -> Leaf:
    """R09 with its dose, then R11."""
    (r09, r11), node = leaf
    return (_dosed(r09, weight), r11), node


def decide(p: Patient) -> Answer:
    """The answer for a patient."""
    plt, bleeding = p.plt, p.bleeding
    if plt >= 50:
        first, leaf_i = I01 if bleeding == "significant" or bleeding == "life-threatening" else I02
    elif bleeding == "life-threatening":
        first, leaf_i = I03
    elif plt < 10:
        first, leaf_i = _r05(I04, p.weight)
    elif p.rapid:
        first, leaf_i = _r05(I05, p.weight)
    elif plt >= 30 and bleeding != "significant":
        first, leaf_i = I06
    elif p.steroid == "untested":
        first, leaf_i = I07
    elif p.steroid == "responsive":
        first, leaf_i = I08
    elif p.months < 3:
        first, leaf_i = I09
    elif p.months < 12:
        first, leaf_i = _r09(I10, p.weight)
    elif p.splenectomy:
        first, leaf_i = I11 if bleeding == "significant" else _r09(I12, p.weight)
    elif bleeding == "significant":
        first, leaf_i = I13
    else:
        first, leaf_i = _r09_r11(I14, p.weight)
    anc = p.anc
    if anc < 0.5:
        if p.fever:
            second, leaf_n = N01 if p.infection else N02
        else:
            second, leaf_n = N03 if p.infection else N04
    elif anc < 1.0:
        if p.fever:
            second, leaf_n = N05
        else:
            second, leaf_n = N06 if p.infection else N07
    elif anc < 1.8:
        if p.fever:
            second, leaf_n = N08
        else:
            second, leaf_n = N08_INFECTION if p.infection else N09
    else:
        second, leaf_n = N10
    hgb = p.hgb
    if hgb < 7:
        third, leaf_h = H01
    elif hgb < 8:
        third, leaf_h = H02 if bleeding == "significant" or bleeding == "life-threatening" else H03
    else:
        third, leaf_h = H04 if hgb < 12 else H05
    return Answer(first + second + third, (leaf_i, leaf_n, leaf_h))
