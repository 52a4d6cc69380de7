"""Resolving: a syntax tree becomes a guideline, every name, unit and citation checked.

SyntaxTree ──► the files it uses ──► pass 1: what each declares ──► pass 2: every sentence ──► Guideline
               (libraries first)     (names, types, headings)        (names looked up)         (what it reaches)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from caretree.guideline.guideline import Guideline
from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.resolve.actions import read_actions
from caretree.resolve.blocks import block_of, blocks_by_kind
from caretree.resolve.decisions import read_decision
from caretree.resolve.declare import check_declared, declare_rest, declare_shared
from caretree.resolve.definitions import circular_definitions, read_definitions, read_impossible
from caretree.resolve.examples import read_examples
from caretree.resolve.header import header_kind, read_header
from caretree.resolve.inputs import read_inputs
from caretree.resolve.merge import merge
from caretree.resolve.options import read_options
from caretree.resolve.pathways import read_pathway
from caretree.resolve.patients import read_patient
from caretree.resolve.reading import Names, Reading
from caretree.resolve.rules import read_rules
from caretree.resolve.silence import read_conflict, read_gap, read_not_encoded
from caretree.resolve.sources import ReadTree, SourceBlock, declare_sources, read_source
from caretree.resolve.spec_files import SpecFile, load_files
from caretree.resolve.use import bring_in
from caretree.syntax.tree import Sentence, SyntaxTree

Blocks = dict[str, list[Sentence]]
Item = TypeVar("Item")


def resolve(tree: SyntaxTree, library: ReadTree, ledger: ReadTree) -> tuple[Guideline | None, list[Problem]]:
    """The guideline (or library) of a tree and every problem found in it and in the files it is read from.

    ``library`` and ``ledger`` give the tree of a file by its path without ``.care``, relative to the spec folder.
    ``None`` only when the file has no ``guideline`` or ``library`` block: a ledger file, whose sources are read for
    their problems, or a mistake (``missing-block``). With errors among the problems the guideline lacks what could not
    be read, and may name it: it is for messages, never for lowering.
    """
    problems: list[Problem] = []
    if not any(header_kind(sentence) for sentence in tree.sentences):
        return None, _without_header(tree, ledger)
    files = load_files(tree, library, problems)
    parts: list[Guideline] = []
    paths = [tree.file]
    renamed: dict[str, Name] = {}
    for file in files:
        blocks = blocks_by_kind(file.tree.sentences, header_kind(_header(file.tree)) == "library", file.reading)
        sources = declare_sources(blocks["source"], ledger, file.reading, paths)
        renamed = _declare(file, blocks)
        parts.append(_read(file, blocks, sources))
    paths += [file.tree.file for file in files[:-1]]
    *libraries, own = parts
    circular_definitions(tuple(one for part in parts for one in part.definitions), files[-1].reading)
    return merge(replace(own, files=tuple(paths)), libraries, renamed, problems), problems


def _declare(file: SpecFile, blocks: Blocks) -> dict[str, Name]:
    """Pass 1 of one file: its names, and those of the libraries it uses; returns what it renames."""
    declare_shared(blocks, file.own, file.reading, file.library)
    file.reading.names.data.update(file.own.data)
    file.reading.names.actions.update(file.own.actions)
    renamed: dict[str, Name] = {}
    for use, used in file.uses:
        renamed |= bring_in(use, used.own, file.reading)
        file.reading.names.action_classes |= used.reading.names.action_classes
        file.reading.names.scheduled_actions |= used.reading.names.scheduled_actions
        file.reading.names.action_classes |= used.reading.names.action_classes
        file.reading.names.scheduled_actions |= used.reading.names.scheduled_actions
    declare_rest(blocks, file.reading)
    check_declared(file.own, file.reading)
    return renamed


def _read(file: SpecFile, blocks: Blocks, sources: Sequence[SourceBlock]) -> Guideline:
    """Pass 2 of one file: everything it says itself."""
    reading, library = file.reading, file.library
    guideline = Guideline(
        read_header(_header(file.tree), reading),
        tuple(read_source(block, reading) for block in sources),
        inputs=tuple(item for block in blocks["inputs"] for item in read_inputs(block, reading, library)),
        impossible=tuple(line for block in blocks["impossible"] for line in read_impossible(block, reading)),
        definitions=tuple(one for block in blocks["definitions"] for one in read_definitions(block, reading, library)),
        actions=tuple(action for block in blocks["actions"] for action in read_actions(block, reading, library)),
    )
    return _with_examples(_with_advice(guideline, blocks, reading), blocks, reading)


def _with_advice(guideline: Guideline, blocks: Blocks, reading: Reading) -> Guideline:
    return replace(
        guideline,
        pathways=_all(read_pathway(block, reading) for block in blocks["pathway"]),
        decisions=_all(read_decision(block, reading) for block in blocks["decision"]),
        options=_all(read_options(block, reading) for block in blocks["options"]),
        rules=tuple(rule for block in blocks["safety rules"] for rule in read_rules(block, reading)),
        gaps=_all(read_gap(block, reading) for block in blocks["gap"]),
        conflicts=_all(read_conflict(block, reading) for block in blocks["conflict"]),
        not_encoded=tuple(line for block in blocks["not encoded"] for line in read_not_encoded(block, reading)),
    )


def _with_examples(guideline: Guideline, blocks: Blocks, reading: Reading) -> Guideline:
    patients = _all(read_patient(block, reading) for block in blocks["patient"])
    written = sorted((*blocks["example"], *blocks["examples"]), key=lambda sentence: sentence.span)
    examples = tuple(example for block in written for example in read_examples(block, reading, patients))
    return replace(guideline, patients=patients, examples=examples)


def _all(read: Iterable[Item | None]) -> tuple[Item, ...]:
    return tuple(item for item in read if item is not None)


def _header(tree: SyntaxTree) -> Sentence:
    return next(sentence for sentence in tree.sentences if header_kind(sentence))


def _without_header(tree: SyntaxTree, ledger: ReadTree) -> list[Problem]:
    """What is wrong with a file of sources only; of an empty file parsing has said it already."""
    if any(block_of(sentence) != "source" for sentence in tree.sentences):
        return [_no_header(tree)]
    reading = Reading(Names())
    for block in declare_sources(tree.sentences, ledger, reading, []):
        read_source(block, reading)
    return reading.problems


def _no_header(tree: SyntaxTree) -> Problem:
    return Problem(
        "missing-block",
        "this file has no `guideline` or `library` block",
        tree.sentences[0].span,
        why="the block says what the file is, its id and its version.",
        fix='begin the file with `guideline "title":` and below it `id …` and `version 0.1.0`.',
    )
