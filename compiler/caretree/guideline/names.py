"""Names and the identities made from them (contracts: kebab slug of the long name, snake case in code)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from caretree.source.span import Span


@lru_cache(maxsize=16384)
def slug(name: str) -> str:
    """The kebab-case identity of a name: ``neutrophil count`` → ``neutrophil-count``, ``G-CSF`` → ``g-csf``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def snake(name: str) -> str:
    """The snake_case form of a name or slug, for Python and SQL: ``neutrophil-count`` → ``neutrophil_count``."""
    return slug(name).replace("-", "_")


class Name(Struct, frozen=True):
    """A declared name: ``neutrophil count (ANC)`` has the long form and the short form ``ANC``.

    ``library`` is the id of the library that owns it (empty for the guideline's own names). ``original`` is the long
    form it has there, where the guideline renames it (``but call ANC neutrophils``): the identity stays.
    """

    long: str
    short: str = ""
    library: str = ""
    span: Span | None = None
    original: str = ""

    @property
    def id(self) -> str:
        """The stable identity: ``neutrophil-count``, or ``haematology/neutrophil-count`` when a library owns it."""
        own = slug(self.original or self.long)
        return f"{self.library}/{own}" if self.library else own

    @property
    def shown(self) -> str:
        """What logic and figures show: the short form where there is one."""
        return self.short or self.long
