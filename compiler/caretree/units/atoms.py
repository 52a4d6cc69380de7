"""The atoms of units: the smallest parts a unit is spelled with, each with its exact size.

    atom("mcg")   ->  Atom("mcg", "ug", (("drug mass", 1),), 1/1000000)

Source of codes and sizes: The Unified Code for Units of Measure (UCUM), version 2.1, https://ucum.org.

Base units (factor 1): metre, day, kilogram of body mass, gram of drug mass, litre, mole, cell, international unit,
mmHg, °C, kcal, ratio 1. The base of time is the day because clinical windows are counted in days: 7 days a week,
30.4375 a month, 365.25 a year (UCUM's ``mo`` and ``a``) are then exact short decimals.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from caretree.units.unit import Dimension


class Atom(Struct, frozen=True):
    """One part of a unit.

    ``symbol`` is its canonical spelling standing alone or above the line, ``per`` the one below it (``/day``),
    ``singular`` the one after the number 1. ``spellings`` are accepted as well and rewritten.
    """

    symbol: str
    ucum: str
    dimension: Dimension
    factor: Fraction
    spellings: tuple[str, ...] = ()
    per: str = ""
    singular: str = ""
    offset: Fraction = Fraction(0)

    def texts(self) -> tuple[str, ...]:
        """Every accepted spelling, the canonical ones first, each once."""
        words = (self.symbol, self.per, self.singular, *self.spellings)
        return tuple(dict.fromkeys(word for word in words if word))


def _atom(base: str, symbol: str, ucum: str, factor: str, spellings: str = "", power: int = 1) -> Atom:
    return Atom(symbol, ucum, ((base, power),), Fraction(factor), tuple(spellings.split()))


def _time(symbol: str, ucum: str, per: str, factor: str, spellings: str) -> Atom:
    singular = symbol.removesuffix("s") if len(symbol) > 2 else ""
    return Atom(symbol, ucum, (("time", 1),), Fraction(factor), tuple(spellings.split()), per, singular)


def _counted(symbol: str, singular: str, ucum: str = "", spellings: str = "") -> Atom:
    code = ucum or f"{{{symbol}}}"
    return Atom(symbol, code, ((symbol, 1),), Fraction(1), tuple(spellings.split()), singular, singular)


_MICRO = ("u", "µ", "μ")
"""The prefix micro: the letter u, the micro sign U+00B5 and the Greek letter U+03BC."""


def _micro(rest: str, *more: str) -> str:
    return " ".join((*(sign + rest for sign in _MICRO), *more))


BODY_GRAM = Atom("g", "g", (("body mass", 1),), Fraction(1, 1000), ("gram", "grams"))
"""The gram of a newborn's weight. Only ``units_like(kg)`` offers it; the spelling ``g`` alone is drug mass."""

CELLS = Atom("cells", "{cells}", (("count", 1),), Fraction(1), ("cell",))

_LENGTH = (
    _atom("length", "m", "m", "1", "metre metres meter meters"),
    _atom("length", "cm", "cm", "0.01", "centimetre centimetres centimeter centimeters"),
    _atom("length", "mm", "mm", "0.001", "millimetre millimetres millimeter millimeters"),
    _atom("length", "um", "um", "0.000001", _micro("m", "micron", "microns")),
    Atom("inches", "[in_i]", (("length", 1),), Fraction("0.0254"), ("in",), "inch", "inch"),
    Atom("feet", "[ft_i]", (("length", 1),), Fraction("0.3048"), ("ft",), "foot", "foot"),
    _atom("length", "m2", "m2", "1", "m^2 m²", 2),
    _atom("length", "cm2", "cm2", "0.0001", "cm^2 cm²", 2),
    _atom("length", "1.73m2", "{1.73_m2}", "1.73", "1.73m^2 1.73m²", 2),
)

_TIME = (
    _time("ms", "ms", "ms", "1/86400000", "msec millisecond milliseconds"),
    _time("seconds", "s", "s", "1/86400", "sec secs"),
    _time("minutes", "min", "min", "1/1440", "mins"),
    _time("hours", "h", "hour", "1/24", "h hr hrs"),
    _time("days", "d", "day", "1", "d"),
    _time("weeks", "wk", "week", "7", "wk wks"),
    _time("months", "mo", "month", "30.4375", "mo"),
    _time("years", "a", "year", "365.25", "yr yrs"),
)

_BODY_MASS = (
    _atom("body mass", "kg", "kg", "1", "kilogram kilograms"),
    _atom("body mass", "lb", "[lb_av]", "0.45359237", "lbs pound pounds"),
    _atom("body mass", "oz", "[oz_av]", "0.028349523125", "ounce ounces"),
    _atom("body mass", "stone", "[stone_av]", "6.35029318"),
)

_DRUG_MASS = (
    _atom("drug mass", "g", "g", "1", "gram grams"),
    _atom("drug mass", "mg", "mg", "1/1000", "milligram milligrams"),
    _atom("drug mass", "mcg", "ug", "1/1000000", _micro("g", "microgram", "micrograms")),
    _atom("drug mass", "ng", "ng", "1/1000000000", "nanogram nanograms"),
    _atom("drug mass", "pg", "pg", "1/1000000000000", "picogram picograms"),
)

_VOLUME = (
    _atom("volume", "L", "L", "1", "litre litres liter liters"),
    _atom("volume", "dL", "dL", "1/10"),
    _atom("volume", "mL", "mL", "1/1000", "cm3 cm^3 cm³ millilitre millilitres milliliter milliliters"),
    _atom("volume", "uL", "uL", "1/1000000", "µL μL mcL mm3 mm^3 mm³ microlitre microlitres microliter microliters"),
    _atom("volume", "nL", "nL", "1/1000000000"),
    _atom("volume", "fL", "fL", "1/1000000000000000"),
)

_SUBSTANCE = (
    _atom("substance", "mol", "mol", "1"),
    _atom("substance", "mmol", "mmol", "1/1000", "millimol millimoles"),
    _atom("substance", "umol", "umol", "1/1000000", "µmol μmol mcmol micromol micromoles"),
    _atom("substance", "nmol", "nmol", "1/1000000000"),
    _atom("substance", "pmol", "pmol", "1/1000000000000"),
    _atom("equivalents", "Eq", "eq", "1"),
    _atom("equivalents", "mEq", "meq", "1/1000"),
    _atom("osmoles", "Osm", "osm", "1"),
    _atom("osmoles", "mOsm", "mosm", "1/1000", "mosm"),
)

_INTERNATIONAL = (
    _atom("international unit", "IU", "[IU]", "1", "U"),
    _atom("international unit", "mIU", "m[IU]", "1/1000", "mU"),
    _atom("international unit", "uIU", "u[IU]", "1/1000000", "µIU μIU uU µU μU mcIU"),
    _atom("international unit", "kIU", "k[IU]", "1000", "kU"),
)

_OTHER = (
    _atom("pressure", "mmHg", "mm[Hg]", "1"),
    _atom("pressure", "kPa", "kPa", "500000/66661"),
    _atom("pressure", "cmH2O", "cm[H2O]", "49033250/66661000"),
    Atom("°C", "Cel", (("temperature", 1),), Fraction(1), ("degC", "℃", "ºC")),
    Atom("°F", "[degF]", (("temperature", 1),), Fraction(5, 9), ("degF", "℉", "ºF"), offset=Fraction(-160, 9)),
    _atom("energy", "kcal", "kcal", "1"),
    _atom("energy", "kJ", "kJ", "125/523"),
    _atom("ratio", "%", "%", "1/100", "percent"),
    CELLS,
    _counted("copies", "copy"),
    _counted("CFU", "CFU", "[CFU]"),
    _counted("HPF", "HPF", "[HPF]", "hpf"),
    _counted("units", "unit"),
    _counted("tablets", "tablet"),
    _counted("capsules", "capsule"),
    _counted("puffs", "puff"),
    _counted("drops", "drop", "[drp]"),
    _counted("sachets", "sachet"),
    _counted("ampoules", "ampoule"),
    _counted("vials", "vial"),
    _counted("pools", "pool"),
    _counted("patches", "patch"),
    _counted("drinks", "drink"),
    _counted("cigarettes", "cigarette"),
    _counted("pack-years", "pack-year", "{pack-years}"),
)

ATOMS: tuple[Atom, ...] = (
    *_LENGTH, *_TIME, *_BODY_MASS, *_DRUG_MASS, *_VOLUME, *_SUBSTANCE, *_INTERNATIONAL, *_OTHER,
)  # fmt: skip

_BY_TEXT: dict[str, Atom] = {text: atom for atom in ATOMS for text in atom.texts()}


def atom(text: str) -> Atom | None:
    """The atom spelled ``text`` exactly (case matters), or None."""
    return _BY_TEXT.get(text)
