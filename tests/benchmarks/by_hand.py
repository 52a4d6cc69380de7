"""The workload as a good engineer writes it for this one guideline: nested if/else, constants, one slotted patient.

It returns what an answer of the library says: the recommendations in order, the leaf of each tree, and the dose.
"""

from __future__ import annotations

Said = tuple[tuple[str, ...], tuple[str, str, str], float | None]


class Patient:
    """Values that were checked before."""

    __slots__ = (
        "plt",
        "anc",
        "hgb",
        "fever",
        "infection",
        "bleeding",
        "months",
        "steroid",
        "splenectomy",
        "rapid",
        "weight",
    )

    def __init__(
        self,
        plt: float,
        anc: float,
        hgb: float,
        fever: bool,
        infection: bool,
        bleeding: str,
        months: int,
        steroid: str,
        splenectomy: bool,
        rapid: bool,
        weight: float,
    ) -> None:
        self.plt = plt
        self.anc = anc
        self.hgb = hgb
        self.fever = fever
        self.infection = infection
        self.bleeding = bleeding
        self.months = months
        self.steroid = steroid
        self.splenectomy = splenectomy
        self.rapid = rapid
        self.weight = weight


def decide(p: Patient) -> Said:
    """Recommendations, leaves and dose."""
    plt, bleeding = p.plt, p.bleeding
    dose = None
    first: tuple[str, ...]
    if plt >= 50:
        if bleeding == "significant" or bleeding == "life-threatening":
            first, leaf_i = ("R01",), "I01"
        else:
            first, leaf_i = ("R02",), "I02"
    elif bleeding == "life-threatening":
        first, leaf_i = ("R03", "R04"), "I03"
    elif plt < 10:
        first, leaf_i, dose = ("R05", "R04"), "I04", p.weight * 1.0
    elif p.rapid:
        first, leaf_i, dose = ("R05", "R04"), "I05", p.weight * 1.0
    elif plt >= 30 and bleeding != "significant":
        first, leaf_i = ("R06",), "I06"
    elif p.steroid == "untested":
        first, leaf_i = ("R07",), "I07"
    elif p.steroid == "responsive":
        first, leaf_i = ("R07", "R02"), "I08"
    elif p.months < 3:
        first, leaf_i = ("R08",), "I09"
    elif p.months < 12:
        first, leaf_i, dose = ("R09",), "I10", p.weight * 1.0
    elif p.splenectomy:
        if bleeding == "significant":
            first, leaf_i = ("R08",), "I11"
        else:
            first, leaf_i, dose = ("R09",), "I12", p.weight * 1.0
    elif bleeding == "significant":
        first, leaf_i = ("R10",), "I13"
    else:
        first, leaf_i, dose = ("R09", "R11"), "I14", p.weight * 1.0
    anc = p.anc
    second: tuple[str, ...]
    if anc < 0.5:
        if p.fever:
            if p.infection:
                second, leaf_n = ("G01", "G02", "G03"), "N01"
            else:
                second, leaf_n = ("G01", "G03"), "N02"
        elif p.infection:
            second, leaf_n = ("G02", "G03"), "N03"
        else:
            second, leaf_n = ("G04", "G05"), "N04"
    elif anc < 1.0:
        if p.fever:
            second, leaf_n = ("G03", "G04"), "N05"
        elif p.infection:
            second, leaf_n = ("G06", "G04"), "N06"
        else:
            second, leaf_n = ("G04", "G05"), "N07"
    elif anc < 1.8:
        if p.fever or p.infection:
            second, leaf_n = ("G06", "G07"), "N08"
        else:
            second, leaf_n = ("G07",), "N09"
    else:
        second, leaf_n = (), "N10"
    hgb = p.hgb
    third: tuple[str, ...]
    if hgb < 7:
        third, leaf_h = ("A01",), "H01"
    elif hgb < 8:
        if bleeding == "significant" or bleeding == "life-threatening":
            third, leaf_h = ("A01",), "H02"
        else:
            third, leaf_h = ("A02",), "H03"
    elif hgb < 12:
        third, leaf_h = ("A03",), "H04"
    else:
        third, leaf_h = (), "H05"
    return first + second + third, (leaf_i, leaf_n, leaf_h), dose
