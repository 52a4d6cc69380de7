"""Actions: noun phrases said once and recommended in many places."""

from __future__ import annotations

from msgspec import Struct

from caretree.guideline.blocks import Caveat
from caretree.guideline.citation import Cite
from caretree.guideline.doses import DosePlan, ScheduleStep
from caretree.guideline.inputs import Code
from caretree.guideline.names import Name
from caretree.source.span import NOWHERE, Span


class Drug(Struct, frozen=True):
    """``drug romiplostim, RxNorm 805452 unverified``."""

    name: str
    codes: tuple[Code, ...]
    span: Span = NOWHERE


class Texts(Struct, frozen=True):
    """Wording for one audience, in the order written, each with its citations."""

    text: str
    cites: tuple[Cite, ...] = ()


class Action(Struct, frozen=True):
    """One action.

    ``combines`` / ``possibly`` are identities of component actions; ``covers`` makes the action a class
    (``growth factor covers G-CSF, pegfilgrastim``), never offered itself. ``not_stated`` holds words of
    ``NOT_STATED``.
    """

    name: Name
    drug: Drug | None = None
    codes: tuple[Code, ...] = ()
    plan: DosePlan = DosePlan()
    schedule: tuple[ScheduleStep, ...] = ()
    combines: tuple[str, ...] = ()
    possibly: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    is_test: bool = False
    urgent: bool = False
    not_stated: tuple[str, ...] = ()
    for_clinicians: tuple[Texts, ...] = ()
    for_patients: tuple[Texts, ...] = ()
    see: tuple[Caveat, ...] = ()
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE
