"""The text of one source file, before anybody has read it."""

from __future__ import annotations

from msgspec import Struct


class SourceText(Struct, frozen=True):
    """One file: its path relative to the project root and its text (line ends already ``\\n``)."""

    path: str
    text: str
