"""Inputs: what is asked about a patient."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from caretree.guideline.blocks import Caveat
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Condition
from caretree.guideline.names import Name
from caretree.guideline.types import InputType
from caretree.source.span import NOWHERE, Span
from caretree.units.unit import Unit


class Code(Struct, frozen=True):
    """``code LOINC 718-7 unverified``: a code in a code system; ``verified`` only when somebody checked it."""

    system: str
    value: str
    verified: bool
    span: Span = NOWHERE


class Assumption(Struct, frozen=True):
    """``when not recorded, assume no[, unless C][, decided by R]``.

    ``value`` is True/False for yes/no, a label for a choice, an exact number in the declared unit. It applies only
    while the value is unknown and ``unless`` (if any) must be no.
    """

    value: bool | str | Fraction
    unless: Condition | None = None
    decided_by: str = ""
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    span: Span = NOWHERE


class Conversion(Struct, frozen=True):
    """``converts 1 mmol/L = 18.016 mg/dL``: a value in ``unit`` times ``factor`` is the value in the declared unit."""

    unit: Unit
    factor: Fraction
    text: str = ""
    span: Span = NOWHERE


class Input(Struct, frozen=True):
    """One input. ``costs`` is ``bedside``, ``laboratory``, ``procedure`` or empty."""

    name: Name
    type: InputType
    asks: str = ""
    asks_patients: str = ""
    codes: tuple[Code, ...] = ()
    may_be_unknown: bool = False
    assume: Assumption | None = None
    costs: str = ""
    conversions: tuple[Conversion, ...] = ()
    see: tuple[Caveat, ...] = ()
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Impossible(Struct, frozen=True):
    """A line of ``impossible:``: a fact no patient can have."""

    condition: Condition
    text: str
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE
