"""Inputs for a page: the data dictionary.

neutrophil count (ANC)     quantity in x10^9/L · 0 to 60 x10^9/L · LOINC 751-8 (not verified)
"""

from __future__ import annotations

from msgspec import Struct

from caretree.guideline.inputs import Code, Input
from caretree.guideline.types import Number, Series
from caretree.targets.site.actions import caveat_links
from caretree.targets.site.escape import anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names
from caretree.targets.site.words import assumption_words, conversion_words, plausible_words, type_words


class InputView(Struct, frozen=True):
    """An input for a page; ``unknown`` says what happens when it is missing."""

    anchor: str
    name: str
    short: str
    library: str
    type: str
    plausible: str
    asks: str
    asks_patients: str
    unknown: str
    costs: str
    codes: tuple[Code, ...]
    conversions: tuple[str, ...]
    cites: tuple[Run, ...]
    see: tuple[Run, ...]
    notes: tuple[str, ...]


def input_view(one: Input, names: Names) -> InputView:
    """The view of an input."""
    number = one.type.of if isinstance(one.type, Series) else one.type
    declared = number.unit.symbol if isinstance(number, Number) else ""
    assume = one.assume
    return InputView(
        anchor=anchor("input", one.name.id),
        name=one.name.long,
        short=one.name.short,
        library=one.name.library,
        type=type_words(one.type),
        plausible=plausible_words(one.type),
        asks=one.asks,
        asks_patients=one.asks_patients,
        unknown=_unknown(one),
        costs=one.costs,
        codes=one.codes,
        conversions=tuple(conversion_words(each, declared) for each in one.conversions),
        cites=names.cites(one.cites + (assume.cites if assume else ())),
        see=caveat_links((f"{see.kind}:{see.id}" for see in one.see), names),
        notes=one.notes + (assume.notes if assume else ()),
    )


def _unknown(one: Input) -> str:
    if one.assume is not None:
        return f"assumed when not recorded: {assumption_words(one.assume)}"
    return "may be unknown" if one.may_be_unknown else "required"
