"""Using libraries: which names a ``use`` sentence brings in, and what they are called here.

use "common/haematology" but call ANC neutrophils      every name, ANC as neutrophils
use ANC and BSA from "common/haematology"              these two
"""

from __future__ import annotations

import re
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.resolve.dose_amounts import longest_name
from caretree.resolve.lines import not_understood
from caretree.resolve.lookup import find, read_name
from caretree.resolve.name_rules import duplicate_name
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, Names, Reading
from caretree.source.span import NOWHERE
from caretree.syntax.tree import Phrase, Sentence

Shared = DeclaredInput | DeclaredDefinition | Name
SharedThing = TypeVar("SharedThing", bound=Shared)

_USE = re.compile(r'use (?:(?P<names>[^"]+?) from )?"(?P<path>[^"]*)"(?P<but>(?:,? but call .+)?)')
_CALL = re.compile(r"but call (?P<call>.+?)(?=,? but call |$)")


class Use(Struct, frozen=True):
    """One ``use`` sentence: ``only`` are the names it picks (empty for all), ``calls`` its renamings as written."""

    path: str
    only: tuple[Phrase, ...]
    calls: tuple[Phrase, ...]
    sentence: Sentence


def read_use(sentence: Sentence, reading: Reading) -> Use | None:
    """A ``use`` sentence; ``None`` after a ``not-understood`` problem."""
    found = _USE.fullmatch(sentence.text)
    if found is None or sentence.opens_block:
        reading.report(not_understood(sentence.phrase, '`use "common/haematology"` or `use ANC and BSA from "…"`'))
        return None
    calls = list(_calls(sentence.phrase.part(*found.span("but"))))
    for child in sentence.children:
        below = list(_calls(child.phrase))
        if not below:
            reading.report(not_understood(child.phrase, "`but call <name> <new name>` below a `use` sentence"))
        calls += below
    only = _listed(sentence.phrase.part(*found.span("names"))) if found["names"] else ()
    return Use(found["path"], only, tuple(calls), sentence)


def bring_in(use: Use, shared: Names, reading: Reading) -> dict[str, Name]:
    """Adds the names a library shares to ``reading.names``; returns the renamed ones by identity.

    Problems: ``unknown-name``, ``bad-name``, ``duplicate-name`` (already the name of something else here).
    """
    everything = _everything(shared)
    renamed = _renamed(use, everything, reading)
    picked = _picked(use, everything, reading)
    for thing in dict.fromkeys(everything.values()):
        name = name_of(thing)
        if picked is None or thing in picked or name.id in renamed:
            _add(_called(thing, renamed.get(name.id)), use, reading)
    return renamed


def add_spellings(names: dict[str, SharedThing], thing: SharedThing) -> SharedThing | None:
    """Adds a thing by each spelling of its name; what has one of them already, if it is another thing, is returned."""
    name = name_of(thing)
    spellings = (name.long, name.short) if name.short else (name.long,)
    taken = next((names[text] for text in spellings if text in names), None)
    if taken is not None and (name_of(taken).id, name_of(taken).span) != (name.id, name.span):
        return taken
    names.update(dict.fromkeys(spellings, thing))
    return None


def name_of(thing: Shared) -> Name:
    """The name of a declared thing."""
    return thing if isinstance(thing, Name) else thing.name


def _calls(phrase: Phrase) -> tuple[Phrase, ...]:
    return tuple(phrase.part(*found.span("call")) for found in _CALL.finditer(phrase.text))


def _listed(phrase: Phrase) -> tuple[Phrase, ...]:
    cuts = list(re.finditer(r", (?:and )?| and ", phrase.text))
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(phrase.text)]
    return tuple(phrase.part(start, end) for start, end in zip(starts, ends, strict=True))


def _everything(shared: Names) -> dict[str, Shared]:
    """Data and actions by spelling; where an action is called like an input, the spelling means both."""
    everything: dict[str, Shared] = {}
    for spelling, thing in shared.data.items():
        everything[spelling] = thing
    for spelling, action in shared.actions.items():
        everything[spelling if spelling not in everything else f"{spelling}\0action"] = action
    return everything


def _picked(use: Use, everything: dict[str, Shared], reading: Reading) -> list[Shared] | None:
    if not use.only:
        return None
    picked: list[Shared] = []
    for phrase in use.only:
        found = find(_spoken(everything), phrase, reading, f'name of "{use.path}"')
        both = everything.get(f"{phrase.text}\0action")
        picked += [thing for thing in (found, both) if thing is not None]
    return picked


def _renamed(use: Use, everything: dict[str, Shared], reading: Reading) -> dict[str, Name]:
    renamed: dict[str, Name] = {}
    for call in use.calls:
        length = longest_name(call, list(_spoken(everything)))
        if not length:
            find(_spoken(everything), call.part(0, call.text.find(" ")), reading, f'name of "{use.path}"')
            continue
        old = name_of(everything[call.text[:length]])
        new = read_name(call.part(length), reading, old.library) if call.text[length:].strip() else None
        if new is not None:
            renamed[old.id] = replace(new, original=old.original or old.long)
        elif not call.text[length:].strip():
            reading.report(not_understood(call, f"the new name after `{call.text}`"))
    return renamed


def _spoken(everything: dict[str, Shared]) -> dict[str, Shared]:
    return {spelling: thing for spelling, thing in everything.items() if "\0" not in spelling}


def _called(thing: Shared, name: Name | None) -> Shared:
    if name is None:
        return thing
    return name if isinstance(thing, Name) else replace(thing, name=name)


def _add(thing: Shared, use: Use, reading: Reading) -> None:
    names = reading.names
    taken = add_spellings(names.actions, thing) if isinstance(thing, Name) else add_spellings(names.data, thing)
    if taken is not None:
        reading.report(_taken(name_of(thing), name_of(taken), use))


def _taken(name: Name, first: Name, use: Use) -> Problem:
    problem = duplicate_name(name.shown, use.sentence.span, first.span or NOWHERE, "input, definition or action")
    fix = f"rename one of them, or bring it in under another name: `but call {name.shown} <new name>`."
    return replace(problem, fix=fix)
