"""Conditions: ``ANC is below 1.0 x10^9/L and not fever``, names resolved and units checked."""

from __future__ import annotations

from caretree.guideline.conditions import Condition, NotKnown
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase


def read_condition(phrase: Phrase, reading: Reading, offered: bool = False) -> Condition | None:
    """The condition of a phrase; ``None`` when problems were reported.

    ``offered`` allows ``X is offered`` (safety rules only). Problems: ``not-understood``, ``unknown-name``,
    ``unknown-label``, ``missing-unit``, ``wrong-dimension``, ``unknown-unit``, ``mixed-and-or``, ``wrong-kind``,
    ``threshold-is-a-range``, ``backwards-range``.
    """
    raise NotImplementedError


def read_not_known(phrase: Phrase, reading: Reading) -> NotKnown | None:
    """The waiting condition of ``until X is known`` (the phrase is ``X is known``, or ``X and Y are known``).

    ``inputs`` holds the identities as named: an input, or a definition, which is unknown while any input it reads is.
    """
    raise NotImplementedError
