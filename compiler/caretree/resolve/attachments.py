"""Lines that attach to something: ``see gap X``, ``see conflict X`` and ``note "…"``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from caretree.guideline.blocks import Caveat
from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.resolve.clauses import after_words, quoted_text
from caretree.resolve.lookup import find
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence


class Attachments(Struct, frozen=True):
    """What attaches to a line or block, and the sentences that are something else."""

    see: tuple[Caveat, ...] = ()
    notes: tuple[str, ...] = ()
    rest: tuple[Sentence, ...] = ()


def read_attachments(sentences: tuple[Sentence, ...], reading: Reading) -> Attachments:
    """Sorts the lines below a sentence. Problems: ``unknown-name`` (a gap or conflict), ``not-understood``."""
    see: list[Caveat] = []
    notes: list[str] = []
    rest: list[Sentence] = []
    for sentence in sentences:
        if is_attachment(sentence):
            see += read_caveats(sentence.phrase, reading)
            notes += read_note(sentence.phrase, reading)
        else:
            rest.append(sentence)
    return Attachments(tuple(see), tuple(notes), tuple(rest))


def notes_below(line: Sentence, what: str, reading: Reading) -> tuple[str, ...]:
    """The notes of a line below which only notes and caveats stand. Problem: ``not-understood``.

    Its caveats belong to the whole definition, which reads them (and reports them) itself.
    """
    attached = read_attachments(line.children, Reading(reading.names))
    for other in attached.rest:
        message = f"`{other.text}` cannot stand below {what}"
        fix = "write it on a line of its own, or as a `note`."
        reading.report(Problem("not-understood", message, other.phrase.span(), fix=fix))
    return attached.notes


def is_attachment(sentence: Sentence) -> bool:
    """Whether a line starts with ``see`` or ``note`` and opens no block."""
    return sentence.text.startswith(("see gap ", "see conflict ", "note ")) and not sentence.opens_block


def read_caveats(phrase: Phrase, reading: Reading) -> tuple[Caveat, ...]:
    """The caveat of ``see gap X`` or ``see conflict X``; empty for another line or an unknown name."""
    kinds: tuple[tuple[Literal["gap", "conflict"], Mapping[str, Name]], ...] = (
        ("gap", reading.names.gaps),
        ("conflict", reading.names.conflicts),
    )
    for kind, names in kinds:
        named = after_words(phrase, f"see {kind}")
        found = find(names, named, reading, kind) if named is not None else None
        if found is not None:
            return (Caveat(kind, found.id, phrase.span()),)
    return ()


def read_note(phrase: Phrase, reading: Reading) -> tuple[str, ...]:
    """The text of ``note "…"``; empty for another line or after a problem."""
    rest = after_words(phrase, "note")
    if rest is None:
        return ()
    text = quoted_text(rest)
    if text is not None:
        return (text,)
    reading.report(Problem("not-understood", "a note is one quoted text", rest.span(), fix='write `note "…"`.'))
    return ()
