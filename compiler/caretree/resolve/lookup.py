"""Names: reading one, finding one among the declared ones, and proposing the nearest when there is none.

neutrophil count (ANC)      Name("neutrophil count", "ANC")
fevr                        unknown-name: did you mean "fever"?
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from caretree.guideline.names import Name
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, Reading
from caretree.syntax.tree import Phrase

Found = TypeVar("Found")
Declared = DeclaredInput | DeclaredDefinition

_NAME = re.compile(r"(?P<long>[^()\"\[\]|]*[^()\"\[\]|\s])(?:\s*\((?P<short>[^()\"\[\]|]+)\))?")


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """The candidate an editor most likely meant (case and spelling apart), or ``None`` when none is near."""
    ordered = sorted(set(candidates), key=lambda name: (name != text, name.casefold(), name))
    folded = {name.casefold(): name for name in reversed(ordered)}
    if text.casefold() in folded:
        return folded[text.casefold()]
    close = get_close_matches(text.casefold(), list(folded), n=1, cutoff=0.72)
    return folded[close[0]] if close else None


def did_you_mean(text: str, candidates: Iterable[str]) -> str:
    """``did you mean "fever"?`` or an empty string."""
    found = nearest(text, candidates)
    return f'did you mean "{found}"?' if found else ""


def read_name(phrase: Phrase, reading: Reading, library: str = "") -> Name | None:
    """The name of ``neutrophil count (ANC)``: a long and perhaps a short form. Problem: ``bad-name``."""
    found = _NAME.fullmatch(phrase.text)
    if found is None:
        reading.report(
            Problem(
                "bad-name",
                f"`{phrase.text}` is not a name",
                phrase.span(),
                why="a name is words, digits and hyphens, perhaps with one short form: `neutrophil count (ANC)`.",
                fix="write the name in words, and its short form in round brackets after it.",
            )
        )
        return None
    short = (found["short"] or "").strip()
    return Name(" ".join(found["long"].split()), short, library, phrase.span())


def find(names: Mapping[str, Found], phrase: Phrase, reading: Reading, kind: str) -> Found | None:
    """What a name stands for in one of the dictionaries of ``reading.names``; ``kind`` is a word such as ``action``.

    Problem: ``unknown-name``, with the nearest name of that kind, or the kind the name really has.
    """
    found = names.get(phrase.text) or names.get(" ".join(phrase.text.split()))
    if found is None:
        report_unknown_name(phrase, reading, names, kind)
    return found


def find_data(phrase: Phrase, reading: Reading) -> Declared | None:
    """The input or definition of that name. Problem: ``unknown-name``."""
    return find(reading.names.data, phrase, reading, "input or definition")


IN_LIBRARIES = ("input or definition", "action")
"""The kinds of names that a library holds."""


def report_unknown_name(phrase: Phrase, reading: Reading, names: Iterable[str], kind: str) -> None:
    """Says that no such name is declared, what it is instead, or which one is near; nothing where its declaration is
    what is wrong."""
    if any(_heads(phrase.text, heading) for heading in reading.names.unread):
        return
    kinds = kinds_of(phrase.text, reading)
    if reading.names.unread_library and kind in IN_LIBRARIES and not kinds:
        return
    message = f'there is no {kind} called "{phrase.text}"'
    if kinds:
        message += f"; it is {' and '.join(kinds)}"
    fix = did_you_mean(phrase.text, names) or f"declare it, or use the name of {article(kind)}."
    reading.report(
        Problem("unknown-name", message, phrase.span(), why="every name is declared once and used everywhere.", fix=fix)
    )


def _heads(name: str, heading: str) -> bool:
    """Whether a heading declares this name: ``weight``, ``weight in kg is …``, ``body weight (weight)``."""
    return heading == name or heading.startswith(f"{name} ") or f"({name})" in heading


def article(kind: str) -> str:
    """``an action``, ``a gap``."""
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


def kinds_of(text: str, reading: Reading) -> tuple[str, ...]:
    """What a text is the name of, in plain words: ``an action``, ``a value of bleeding risk``."""
    names = reading.names
    data = names.data.get(text)
    tables: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("an action", names.actions),
        ("an options block", names.options),
        ("a decision", names.decisions),
        ("a pathway", names.pathways),
        ("a phase", names.phases),
        ("a gap", names.gaps),
        ("a conflict", names.conflicts),
        ("a patient", names.patients),
    )
    found = [kind_of(data)] if data else []
    found += [kind for kind, table in tables if text in table]
    return tuple(found + [f"a value of {owner}" for owner in owners_of_label(text, reading)])


def owners_of_label(label: str, reading: Reading) -> tuple[str, ...]:
    """The choices (by their shown names) that have this label."""
    owners = [declared.name.shown for declared in reading.names.data.values() if label in labels_of(declared)]
    return tuple(dict.fromkeys(owners))


def labels_of(declared: Declared) -> tuple[str, ...]:
    """The labels of a choice or of a definition with labels; empty for everything else."""
    if isinstance(declared, DeclaredDefinition):
        return declared.labels
    return declared.type.labels if isinstance(declared.type, Choice) else ()


def kind_of(declared: Declared) -> str:
    """What a data name is, in plain words."""
    if isinstance(declared, DeclaredDefinition):
        return {"condition": "a yes/no definition", "number": "a number", "label": "a definition with labels"}[
            declared.kind
        ]
    match declared.type:
        case YesNo():
            return "a yes/no input"
        case Choice():
            return "a choice"
        case Number():
            return "a number"
        case Date():
            return "a date"
        case Series():
            return "a series of measurements"
        case Course():
            return "a course of treatment"
