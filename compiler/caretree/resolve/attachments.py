"""Lines that attach to something: ``see gap X``, ``see conflict X`` and ``note "…"``."""

from __future__ import annotations

from dataclasses import dataclass

from caretree.guideline.blocks import Caveat
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Sentence


@dataclass(frozen=True, slots=True)
class Attachments:
    """What attaches to a line or block, and the sentences that are something else."""

    see: tuple[Caveat, ...] = ()
    notes: tuple[str, ...] = ()
    rest: tuple[Sentence, ...] = ()


def read_attachments(sentences: tuple[Sentence, ...], reading: Reading) -> Attachments:
    """Sorts the lines below a sentence. Problems: ``unknown-name`` (a gap or conflict), ``not-understood``."""
    raise NotImplementedError
