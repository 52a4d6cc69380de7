"""One guideline with its mutants and its pinned scenarios: everything a worker needs to judge the mutants one by one.

judge_of("spec/itp-after-ivig.care", read, "spec").fate(17)      "patients"
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.export import content_hash
from caretree.problems.problem import Problem
from caretree.scenarios.compose import scenarios_of
from caretree.scenarios.mutation.killing import Fate, Killing, Library, compiled, fate, prepare
from caretree.scenarios.mutation.mutant import Mutant
from caretree.scenarios.mutation.mutants import mutants
from caretree.source.decode import decode
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree

Read = Callable[[str], bytes | None]


class Judge(Struct, frozen=True):
    """``mutants`` are in the order of the file."""

    killing: Killing
    mutants: tuple[Mutant, ...]

    @property
    def patients(self) -> int:
        """How many patients are pinned."""
        return self.killing.scenarios.count

    def fate(self, number: int) -> Fate:
        """What notices the mutant with this number."""
        return fate(self.killing, self.mutants[number])


def judge_of(path: str, read: Read, folder: str) -> Judge:
    """The judge of a guideline that compiles. Raises ``ValueError`` for one that does not."""
    source, _ = decode(path, read(path) or b"")
    library = _library(read, folder)
    graph = None if source is None else compiled(source, library)
    if source is None or graph is None:
        raise ValueError(f"{path} does not compile")
    graph = replace(graph, hash=content_hash(graph))
    return Judge(prepare(source, library, graph, scenarios_of(graph)), mutants(source))


def _library(read: Read, folder: str) -> Library:
    """The trees of the files a guideline uses, each read once."""
    known: dict[str, tuple[SyntaxTree | None, list[Problem]]] = {}

    def tree(name: str) -> tuple[SyntaxTree | None, list[Problem]]:
        if name not in known:
            path = f"{folder}/{name}.care" if folder else f"{name}.care"
            data = read(path)
            text, problems = (None, []) if data is None else decode(path, data)
            known[name] = (None, list(problems)) if text is None else parse(text)
        return known[name]

    return tree
