"""Definitions: named conditions, numbers, scores, grades and labels; and the facts no patient can have."""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.guideline.definitions import Definition
from caretree.guideline.inputs import Impossible
from caretree.resolve.reading import DeclaredDefinition, Reading
from caretree.syntax.tree import Sentence


def declare(sentence: Sentence, reading: Reading, library: str = "") -> DeclaredDefinition | None:
    """Pass 1: what one line of ``definitions:`` declares, from its heading and the labels in its body only.

    Problems: ``not-understood``, ``bad-name``, ``unknown-unit``.
    """
    raise NotImplementedError


def read_definitions(
    block: Sentence, reading: Reading, library: str = "", inherited: tuple[Cite, ...] = ()
) -> tuple[Definition, ...]:
    """Pass 2: every definition of a ``definitions:`` block that could be read."""
    raise NotImplementedError


def circular_definitions(definitions: tuple[Definition, ...], reading: Reading) -> None:
    """Reports definitions that are read for their own value (``circular-definition``), each cycle once."""
    raise NotImplementedError


def read_impossible(block: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[Impossible, ...]:
    """Pass 2: the lines of an ``impossible:`` block."""
    raise NotImplementedError
