"""The text of one source file, before anybody has read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file: its path relative to the project root and its text (line ends already ``\\n``)."""

    path: str
    text: str
