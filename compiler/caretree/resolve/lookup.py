"""Names: reading one, finding one among the declared ones, and proposing the nearest when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from caretree.guideline.names import Name
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, Reading
from caretree.syntax.tree import Phrase

Found = TypeVar("Found")


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """The candidate an editor most likely meant (case and spelling apart), or ``None`` when none is near."""
    raise NotImplementedError


def did_you_mean(text: str, candidates: Iterable[str]) -> str:
    """``did you mean "fever"?`` or an empty string."""
    raise NotImplementedError


def read_name(phrase: Phrase, reading: Reading, library: str = "") -> Name | None:
    """The name of ``neutrophil count (ANC)``: a long and perhaps a short form. Problem: ``bad-name``."""
    raise NotImplementedError


def find(names: Mapping[str, Found], phrase: Phrase, reading: Reading, kind: str) -> Found | None:
    """What a name stands for in one of the dictionaries of ``reading.names``; ``kind`` is a word such as ``action``.

    Problem: ``unknown-name``, with the nearest name of that kind, or the kind the name really has.
    """
    raise NotImplementedError


def find_data(phrase: Phrase, reading: Reading) -> DeclaredInput | DeclaredDefinition | None:
    """The input or definition of that name. Problem: ``unknown-name``."""
    raise NotImplementedError
