"""Every clinical spelling of the language reference (section 4.4) finds its unit and its UCUM code."""

from __future__ import annotations

from fractions import Fraction

import pytest
from caretree.units.atoms import ATOMS
from caretree.units.find import (
    all_units,
    canonical_spelling,
    find_unit,
    find_unit_for,
    spellings,
    suggest_unit,
    symbol_for,
    units_like,
)
from caretree.units.unit import Unit
from hypothesis import given
from hypothesis import strategies as st

SPELLINGS = {
    ("x10^9/L", "10*9/L"): ["×10⁹/L", "10^9/L", "10⁹/L", "G/L", "x 10^9/L", "10*9/L", "x10^9 cells/L", "x10^9 / L"],
    ("x10^12/L", "10*12/L"): ["×10¹²/L", "10^12/L", "T/L"],
    ("x10^3/uL", "10*3/uL"): ["K/uL", "10³/µL", "x10^3/mm3"],
    ("/uL", "/uL"): ["/µL", "/μL", "/mcL", "/mm3", "/mm³", "cells/uL", "cells/mm3", "per uL"],
    ("mcg", "ug"): ["µg", "μg", "ug", "microgram", "micrograms"],
    ("mcg/kg", "ug/kg"): ["µg/kg", "μg/kg", "mcg per kg"],
    ("mg/kg/day", "mg/kg/d"): ["mg/kg/d", "mg per kg per day", "mg/kg per day"],
    ("mg/m2", "mg/m2"): ["mg/m²", "mg/m^2"],
    ("g/dL", "g/dL"): [],
    ("umol/L", "umol/L"): ["µmol/L", "μmol/L"],
    ("mmHg", "mm[Hg]"): [],
    ("/min", "/min"): ["per minute", "beats/min", "breaths per minute", "bpm", "/minutes"],
    ("weeks", "wk"): ["week", "wk"],
    ("months", "mo"): ["month"],
    ("years", "a"): ["year", "yr"],
    ("days", "d"): ["day"],
    ("hours", "h"): ["hour", "h", "hr"],
    ("minutes", "min"): ["minute", "min"],
    ("inches", "[in_i]"): ["in", "inch"],
    ("lb", "[lb_av]"): ["lbs", "pounds"],
    ("kg", "kg"): [],
    ("m2", "m2"): ["m²", "m^2"],
    ("mL", "mL"): ["cm3"],
    ("°C", "Cel"): ["℃", "degC"],
    ("°F", "[degF]"): ["degF"],
    ("mL/min/1.73m2", "mL/min/{1.73_m2}"): ["mL/min/1.73 m2", "mL/min/1.73m²", "mL/min per 1.73 m2"],
    ("IU/L", "[IU]/L"): ["U/L"],
    ("mIU/L", "m[IU]/L"): ["mU/L"],
    ("ng/mL FEU", "ng{FEU}/mL"): [],
    ("mcg/mL FEU", "ug{FEU}/mL"): ["µg/mL FEU", "ug/mL  FEU"],
    ("%", "%"): ["percent"],
    ("mEq/L", "meq/L"): [],
    ("copies/mL", "{copies}/mL"): [],
    ("x10^6 cells/kg", "10*6{cells}/kg"): ["10^6 cells/kg", "x10^6/kg"],
    ("L/L", "L/L"): [],
    ("kg/m2", "kg/m2"): ["kg/m²"],
}


def unit(text: str) -> Unit:
    found = find_unit(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(("canonical", "accepted"), SPELLINGS.items(), ids=[symbol for symbol, _ in SPELLINGS])
def test_every_spelling_is_the_same_unit(canonical: tuple[str, str], accepted: list[str]) -> None:
    """Each accepted spelling finds the unit with the canonical clinical spelling and the right UCUM code."""
    for text in (canonical[0], *accepted):
        assert (unit(text).symbol, unit(text).ucum) == canonical, text


NO_UNITS = """
mcg/l mmhg MG MMOL/L x109/L x10^3mg/L °C/min ℃2 / // mg/ mg// kg/IV 1 10 a the of in/ 10^100/L Mg ML mg. .mg mg..kg
"""


@pytest.mark.parametrize(
    "text",
    [
        *NO_UNITS.split(),
        "",
        " ",
        "mg/kg IV",
        "mg FEU",
        "mg/kg or",
        "x10^3 mg",
        "mg per",
        "mg daily",
        "m g",
        "x10^9 ^/L",
    ],
)
def test_no_guess_is_taken_for_a_unit(text: str) -> None:
    """Wrong case, flattened powers, words and half-written units are refused, never guessed."""
    assert find_unit(text) is None


def test_every_unit_is_found_by_all_its_spellings() -> None:
    """What a generated library accepts by list is exactly what the grammar reads, symbol first, no unit twice."""
    assert len({each.symbol for each in all_units()}) == len(all_units()) > 200
    for each in all_units():
        assert spellings(each)[0] == each.symbol
        assert {find_unit(text) for text in spellings(each)} == {each}


def test_both_micro_signs_and_superscripts_are_listed() -> None:
    """The finite list holds what laboratories print: both micro signs, the superscript and the letter form."""
    assert {"µg/L", "μg/L", "ug/L", "mcg/L"} <= set(spellings(unit("mcg/L")))
    assert {"×10⁹/L", "10^9/L", "G/L", "10*9/L"} <= set(spellings(unit("x10^9/L")))
    assert "µg/mL FEU" in spellings(unit("mcg/mL FEU"))


def test_atom_spellings_never_clash() -> None:
    """No spelling stands for two atoms."""
    texts = [text for each in ATOMS for text in each.texts()]
    assert len(texts) == len(set(texts))


def test_ucum_codes_never_clash() -> None:
    """Two different units never share a UCUM code, so the code alone identifies the unit for machines."""
    codes = [each.ucum for each in all_units()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mcg/l", "mcg/L"),
        ("mmhg", "mmHg"),
        ("x109/L", "x10^9/L"),
        ("x1012/l", "x10^12/L"),
        ("10e9/L", "x10^9/L"),
        ("MMOL/L", "mmol/L"),
        ("Mg/KG/Day", "mg/kg/day"),
        ("weesk", "weeks"),
        ("celsius", "°C"),
        ("cc", "mL"),
    ],
)
def test_a_slip_is_answered_with_did_you_mean(text: str, meant: str) -> None:
    """A wrong case, a flattened power or a typing slip is refused with the unit it most likely stands for."""
    assert find_unit(text) is None
    assert suggest_unit(text) == meant


def test_nothing_is_suggested_for_a_plain_word() -> None:
    """A suggestion is only made when something is near."""
    assert suggest_unit("foolishness") is None
    assert suggest_unit("") is None


@given(st.text(max_size=20) | st.text(alphabet="x10^9/Lμµgmk ²⁹.*%°FEU", max_size=16))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text breaks the reader; what it reads has a canonical spelling that reads as the same unit."""
    found = find_unit(text)
    if found is not None:
        assert find_unit(found.symbol) == found
        assert found.factor > 0
    suggested = suggest_unit(text)
    assert suggested is None or find_unit(suggested) is not None


def test_a_singular_stays_and_the_number_chooses_it() -> None:
    """``1 week`` is not rewritten to ``1 weeks``."""
    assert canonical_spelling("week") == "week"
    assert canonical_spelling("wk") == "weeks"
    assert canonical_spelling("µg/kg") == "mcg/kg"
    assert canonical_spelling("furlong") is None
    assert symbol_for(unit("weeks"), Fraction(1)) == "week"
    assert symbol_for(unit("weeks"), Fraction(2)) == "weeks"
    assert symbol_for(unit("mg"), Fraction(1)) == "mg"


def test_a_body_mass_may_be_told_in_grams() -> None:
    """A newborn's weight in g is a body mass when a body mass is asked for, while ``g`` alone stays drug mass."""
    kilogram = unit("kg")
    gram = find_unit_for("g", kilogram)
    assert gram is not None and gram in units_like(kilogram)
    assert (gram.symbol, gram.ucum, gram.dimension) == ("g", "g", kilogram.dimension)
    assert unit("g").dimension == (("drug mass", 1),)
    assert find_unit_for("g", unit("mg")) == unit("g")
    assert "g" in spellings(gram)


def test_units_like_keeps_dimension_and_kind() -> None:
    """A value may be reported in any unit of the same dimension, but only of the same kind."""
    like = [each.symbol for each in units_like(unit("ng/mL FEU"))]
    assert like[0] == "ng/mL FEU"
    assert "mcg/mL FEU" in like and all(symbol.endswith(" FEU") for symbol in like)
    assert "/uL" in [each.symbol for each in units_like(unit("x10^9/L"))]
