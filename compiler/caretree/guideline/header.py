"""What a guideline says about itself: its header, its sources and their ledgers."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from caretree.guideline.conditions import Condition
from caretree.source.span import NOWHERE, Span


class Change(Struct, frozen=True):
    """``change 0.2.0 on 2026-11-20 "what changed and why"``."""

    version: str
    on: date
    text: str


class Header(Struct, frozen=True):
    """The keys of a ``guideline`` or ``library`` block. Absent keys are empty or ``None``.

    ``status`` is one of draft, submitted, under review, approved, retired; ``audience`` holds ``clinicians``
    and/or ``patients``; ``imperatives`` is the strength imperatives of the source are read as.
    """

    kind: str
    title: str
    id: str
    version: str
    status: str = "draft"
    notation: str = "1"
    last_updated: date | None = None
    review_by: date | None = None
    audience: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    question: str = ""
    summary: tuple[str, ...] = ()
    disclaimers: tuple[str, ...] = ()
    imperatives: str = ""
    applies_when: Condition | None = None
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    span: Span = NOWHERE


def not_approved(header: Header) -> str:
    """What every output of a guideline says that is not approved; nothing for an approved one."""
    if header.status == "approved":
        return ""
    return f"Not approved: status is {header.status}. For review and testing only, not for the care of patients."


class Statement(Struct, frozen=True):
    """One atomic statement of a source, paraphrased: its number in the section (``6.6``) and reference numbers."""

    number: str
    text: str
    references: tuple[str, ...]
    span: Span


class Section(Struct, frozen=True):
    """A section of a source with its first and last line in the article's file (``None`` when not stated)."""

    number: str
    title: str
    first_line: int | None
    last_line: int | None
    statements: tuple[Statement, ...]
    span: Span


class Reference(Struct, frozen=True):
    """One of the source's own references. ``text`` is empty when the source never lists it."""

    number: str
    text: str
    resolved: bool
    span: Span


class Source(Struct, frozen=True):
    """A source and its ledger. ``letter`` is what citations call it; ``not_clinical`` are line ranges of the file."""

    letter: str
    title: str
    publisher: str = ""
    file: str = ""
    sha256: str = ""
    url: str = ""
    last_updated: date | None = None
    reviewed: str = ""
    sections: tuple[Section, ...] = ()
    not_clinical: tuple[tuple[int, int], ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE
