"""The files one guideline is read from: its own and the libraries it uses, libraries first.

use "common/haematology"      →  (SpecFile("haematology", …), SpecFile("", …))
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from caretree.problems.problem import Problem
from caretree.resolve.blocks import block_of
from caretree.resolve.header import header_kind, written_id
from caretree.resolve.reading import Names, Reading
from caretree.resolve.sources import bad_path
from caretree.resolve.spec_paths import why_bad_path
from caretree.resolve.use import Use, read_use
from caretree.syntax.tree import Sentence, SyntaxTree

ReadTree = Callable[[str], tuple[SyntaxTree | None, list[Problem]]]
DEEPEST = 16


class SpecFile(Struct):
    """One file while its guideline is resolved.

    ``library`` is the id of the library it is, empty for a guideline. ``own`` are the names it declares, ``reading``
    those it can use: its own and what it brings in from ``uses``. All files share one list of problems.
    """

    tree: SyntaxTree
    library: str
    reading: Reading
    own: Names = field(default_factory=Names)
    uses: list[tuple[Use, SpecFile]] = field(default_factory=list)


class _Loading(Struct):
    """What has been loaded so far: files by path in the order they are complete, and the paths being loaded."""

    read: ReadTree
    problems: list[Problem]
    done: dict[str, SpecFile | None] = field(default_factory=dict)
    under_way: list[str] = field(default_factory=list)
    order: list[SpecFile] = field(default_factory=list)


def load_files(tree: SyntaxTree, library: ReadTree, problems: list[Problem]) -> tuple[SpecFile, ...]:
    """Every file the tree's file is read from, each after the libraries it uses, the tree's own last.

    Problems: ``bad-path``, ``missing-library``, ``not-a-library``, ``circular-use``, ``too-deep-use``,
    ``duplicate-id`` (two libraries with one id) and those of reading each file.
    """
    loading = _Loading(library, problems)
    loading.under_way.append(tree.file)
    _load(tree, loading)
    _check_ids(loading.order, problems)
    return tuple(loading.order)


def _load(tree: SyntaxTree, loading: _Loading) -> SpecFile:
    header = next((sentence for sentence in tree.sentences if header_kind(sentence)), None)
    identity = written_id(header) if header and header_kind(header) == "library" else ""
    file = SpecFile(tree, identity, Reading(Names(), loading.problems))
    for sentence in tree.sentences:
        if block_of(sentence) == "use":
            use = read_use(sentence, file.reading)
            used = _used(use, loading) if use else None
            file.uses += [(use, used)] if use and used else []
            if use and not used:
                file.reading.names.unread += [name.text for name in use.only]
                file.reading.names.unread_library |= not use.only or bool(use.calls)
    loading.order.append(file)
    return file


def _used(use: Use, loading: _Loading) -> SpecFile | None:
    if use.path in loading.done:
        return loading.done[use.path]
    if reason := why_bad_path(use.path):
        loading.problems.append(bad_path(use.sentence, use.path, reason))
        return None
    if len(loading.under_way) > DEEPEST:
        loading.problems.append(_too_deep(use))
        return None
    tree, problems = loading.read(use.path)
    if tree is not None and tree.file in loading.under_way:
        loading.problems.append(_circular(use, loading.under_way))
        return None
    loading.problems += problems
    loading.done[use.path] = _loaded(use, tree, problems, loading)
    return loading.done[use.path]


def _loaded(use: Use, tree: SyntaxTree | None, problems: list[Problem], loading: _Loading) -> SpecFile | None:
    if tree is None:
        loading.problems += [] if problems else [_missing(use)]
        return None
    if not any(header_kind(sentence) == "library" for sentence in tree.sentences):
        loading.problems.append(_not_a_library(use, tree))
        return None
    loading.under_way.append(tree.file)
    file = _load(tree, loading)
    loading.under_way.pop()
    return file


def _check_ids(files: list[SpecFile], problems: list[Problem]) -> None:
    first: dict[str, SpecFile] = {}
    for file in files:
        if file.library and file.library in first:
            problems.append(_duplicate_id(file, first[file.library]))
        first.setdefault(file.library, file)


def _header(file: SpecFile) -> Sentence:
    return next(sentence for sentence in file.tree.sentences if header_kind(sentence))


def _duplicate_id(file: SpecFile, first: SpecFile) -> Problem:
    return Problem(
        "duplicate-id",
        f"two libraries have the id `{file.library}`",
        _header(file).span,
        why="the names of a library are told apart from those of others by its id.",
        fix="give each library an id of its own.",
        related=(("the first one", _header(first).span),),
    )


def _too_deep(use: Use) -> Problem:
    return Problem(
        "too-deep-use",
        f'"{use.path}" would be used more than {DEEPEST} libraries deep',
        use.sentence.span,
        why="nobody can follow a name through that many files.",
        fix="use the library directly where its names are needed.",
    )


def _circular(use: Use, under_way: list[str]) -> Problem:
    return Problem(
        "circular-use",
        f'"{use.path}" uses, directly or through others, the file that uses it here',
        use.sentence.span,
        why=f"no order of reading exists for a circle: {' → '.join(under_way)}.",
        fix="move what both need into a third library.",
    )


def _missing(use: Use) -> Problem:
    return Problem(
        "missing-library",
        f'there is no library "{use.path}"',
        use.sentence.span,
        why="its names would be unknown.",
        fix='write its path inside the spec folder without `.care`, as in `use "common/haematology"`.',
    )


def _not_a_library(use: Use, tree: SyntaxTree) -> Problem:
    return Problem(
        "not-a-library",
        f'"{use.path}" is not a library',
        use.sentence.span,
        why="only a library's inputs, definitions and actions are shared; a guideline's advice is its own.",
        fix=f'begin {tree.file} with `library "…":`, or move what is shared into a library.',
    )
