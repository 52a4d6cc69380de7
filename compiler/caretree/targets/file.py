"""What a target returns: files as values. Only the command line writes them."""

from __future__ import annotations

from msgspec import Struct


class GeneratedFile(Struct, frozen=True):
    """One generated file: its path relative to the project root and its text (UTF-8, ``\\n`` line ends)."""

    path: str
    text: str
