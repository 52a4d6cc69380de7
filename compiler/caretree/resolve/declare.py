"""Pass 1: the names a file declares, before any sentence that uses them is read.

inputs: / neutrophil count (ANC): …      names.data["neutrophil count"], names.data["ANC"]
decision anaemia: …                      names.decisions["anaemia"]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.resolve.actions import declare_action
from caretree.resolve.blocks import missing_name
from caretree.resolve.definitions import declare
from caretree.resolve.inputs import declare_input
from caretree.resolve.name_rules import (
    NamedThing,
    check_built_in,
    check_choice_words,
    check_distinct,
    check_heading,
    check_labels,
    check_names,
    duplicate_name,
)
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, DeclaredPhase, Names, Reading
from caretree.resolve.use import Shared, add_spellings, name_of
from caretree.source.span import NOWHERE
from caretree.syntax.tree import Phrase, Sentence

Blocks = Mapping[str, Sequence[Sentence]]

_SHORT = re.compile(r"(?P<long>.*\S) ?\((?P<short>[^()]+)\)")
_RANKED = ", in order of preference"
_ONE_LINE_GAP = re.compile(r": ?the source ")


def declare_shared(blocks: Blocks, own: Names, reading: Reading, library: str) -> None:
    """Inputs, definitions and actions of a file: what a library shares. Adds them to ``own``.

    Problems: ``duplicate-name`` and those of ``declare_input``, ``declare`` and ``declare_action``.
    """
    for block in blocks["inputs"]:
        for sentence in block.children:
            _add_data(declare_input(sentence, reading, library), own, reading, sentence)
    for block in blocks["definitions"]:
        for sentence in block.children:
            _add_data(declare(sentence, reading, library), own, reading, sentence)
    for block in blocks["actions"]:
        for sentence in block.children:
            name = declare_action(sentence, reading, library)
            if name is None:
                reading.names.unread.append(sentence.text)
            else:
                _add_name(name, own.actions, reading, "action")


def declare_rest(blocks: Blocks, reading: Reading) -> None:
    """Decisions, options, pathways with their phases, gaps, conflicts and patients. Adds them to ``reading.names``.

    Problems: ``missing-name``, ``bad-name``, ``duplicate-name``, ``confusable-name``, ``same-identity``.
    """
    names = reading.names
    for block, declared in (
        ("decision", names.decisions),
        ("options", names.options),
        ("pathway", names.pathways),
        ("gap", names.gaps),
        ("conflict", names.conflicts),
        ("patient", names.patients),
    ):
        for sentence in blocks[block]:
            if name := _heading(_without_word(sentence, block), sentence, reading):
                _add_name(name, declared, reading, block)
        check_distinct(_things(declared, block), reading)
    examples: dict[str, Name] = {}
    for sentence in (*blocks["example"], *blocks["examples"]):
        if name := _heading(_without_word(sentence, sentence.text.split(" ")[0]), sentence, reading):
            _add_name(name, examples, reading, "example")
    for sentence in blocks["pathway"]:
        _declare_phases(sentence, reading)


def check_declared(own: Names, reading: Reading) -> None:
    """The rules on names, once everything a file can name is declared.

    Problems: ``bad-name``, ``confusable-name``, ``same-identity``.
    """
    data = [NamedThing(name_of(thing), "input or definition") for thing in _once(own.data)]
    actions = [NamedThing(name_of(name), "action") for name in _once(own.actions)]
    check_names(data, reading)
    check_names(actions, reading)
    check_built_in(data, reading)
    check_choice_words(actions, reading)
    for thing in _once(own.data):
        if isinstance(thing, DeclaredDefinition):
            check_labels(tuple(zip(thing.labels, thing.label_spans, strict=True)), reading)
    check_distinct(_with_used(data, _once(reading.names.data)), reading)
    check_distinct(_with_used(actions, _once(reading.names.actions)), reading)


def _with_used(own: list[NamedThing], visible: list[Shared]) -> list[NamedThing]:
    known = {(thing.name.id, thing.name.span) for thing in own}
    used = [name_of(thing) for thing in visible]
    return [NamedThing(name, "used") for name in used if (name.id, name.span) not in known] + own


def _once(names: Mapping[str, Shared]) -> list[Shared]:
    return list(dict.fromkeys(names.values()))


def _things(names: Mapping[str, Name], what: str) -> list[NamedThing]:
    return [NamedThing(name, what) for name in dict.fromkeys(names.values())]


def _add_data(
    thing: DeclaredInput | DeclaredDefinition | None, own: Names, reading: Reading, sentence: Sentence
) -> None:
    if thing is None:
        reading.names.unread.append(sentence.text)
    else:
        _report_taken(thing.name, add_spellings(own.data, thing), reading, "input or definition")


def _add_name(name: Name, names: dict[str, Name], reading: Reading, what: str) -> None:
    _report_taken(name, add_spellings(names, name), reading, what)


def _report_taken(name: Name, taken: Shared | None, reading: Reading, what: str) -> None:
    if taken is None:
        return
    first = name_of(taken)
    spelling = next((text for text in (name.long, name.short) if text in (first.long, first.short)), name.long)
    reading.report(duplicate_name(spelling, name.span or NOWHERE, first.span or NOWHERE, what))


def _without_word(sentence: Sentence, block: str) -> Phrase:
    phrase = sentence.phrase.part(len(block))
    if block == "gap" and (found := _ONE_LINE_GAP.search(phrase.text)):
        return phrase.part(0, found.start())
    return phrase.part(0, -len(_RANKED)) if block == "options" and phrase.text.endswith(_RANKED) else phrase


def _heading(phrase: Phrase, sentence: Sentence, reading: Reading) -> Name | None:
    if not phrase.text:
        reading.report(missing_name(sentence))
        return None
    check_heading(phrase.text, phrase.span(), reading)
    found = _SHORT.fullmatch(phrase.text)
    name = Name(found["long"], found["short"], span=phrase.span()) if found else Name(phrase.text, span=phrase.span())
    if not name.id:
        reading.report(_no_identity(phrase))
        return None
    return name


def _declare_phases(sentence: Sentence, reading: Reading) -> None:
    pathway = reading.names.pathways.get(_without_word(sentence, "pathway").text)
    for child in sentence.children:
        if pathway is None or not child.text.startswith("phase "):
            continue
        name = _heading(child.phrase.part(6), child, reading)
        if name is None:
            continue
        phases = {text: phase.name for text, phase in reading.names.phases.items()}
        _add_name(name, phases, reading, "phase")
        for text, added in phases.items():
            reading.names.phases.setdefault(text, DeclaredPhase(added, pathway))


def _no_identity(phrase: Phrase) -> Problem:
    return Problem(
        "bad-name",
        f"`{phrase.text}` has no letters or digits to make an identity from",
        phrase.span(),
        why="figures, links and answers know it by its letters and digits.",
        fix="choose another name.",
    )
