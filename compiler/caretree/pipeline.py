"""The whole compiler on one screen.

    bytes → text → syntax tree → guideline → decision graph → checks → files of the targets

Every step is a function from values to values; whoever calls decides where bytes come from and where files go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from caretree.checks import CheckInput, run_checks, with_proofs
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.lower import lower
from caretree.guideline.guideline import Guideline
from caretree.problems.problem import Problem, has_errors
from caretree.resolve.resolve import resolve
from caretree.solver.obligation import Obligation
from caretree.solver.remembered import ProofStore
from caretree.source.decode import decode
from caretree.source.text import SourceText
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree
from caretree.targets.file import GeneratedFile

if TYPE_CHECKING:
    from caretree.targets.site.measured import Measured, Share

ReadFile = Callable[[str], bytes | None]
"""Gives the bytes of a file by its path relative to the project root, or ``None`` where there is no such file."""


class Compiled(Struct, frozen=True):
    """One guideline file after all steps it survived. ``sources`` are the texts of every file read for it."""

    path: str
    guideline: Guideline | None
    graph: DecisionGraph | None
    problems: tuple[Problem, ...]
    sources: dict[str, SourceText]
    library: bool = False
    obligations: tuple[Obligation, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether files may be made from it: no error was found."""
        return self.graph is not None and not has_errors(self.problems)


def compile_file(
    path: str,
    read: ReadFile,
    spec_folder: str,
    *,
    article: ReadFile | None = None,
    today: date | None = None,
    proofs: bool = True,
    store: ProofStore | None = None,
) -> Compiled:
    """Compile one file, with its proofs unless they are not asked for; a ``store`` keeps them for the next time.

    ``article`` gives the bytes of a source's article by file name, where articles are at hand. ``today`` only ever
    adds a warning that a review is overdue; it changes no file.
    """
    sources: dict[str, SourceText] = {}

    def tree(file: str) -> tuple[SyntaxTree | None, list[Problem]]:
        return _tree(file, read, sources)

    def beside(name: str) -> tuple[SyntaxTree | None, list[Problem]]:
        return tree(f"{spec_folder}/{name}.care" if spec_folder else f"{name}.care")

    syntax, problems = tree(path)
    if syntax is None:
        return Compiled(path, None, None, tuple(problems), sources)
    guideline, found = resolve(syntax, beside, beside)
    problems = _beside_open_texts([*problems, *found])
    graph: DecisionGraph | None = None
    obligations: tuple[Obligation, ...] = ()
    if guideline is not None and guideline.header.kind == "guideline" and not has_errors(problems):
        graph = lower(guideline)
        given = CheckInput(guideline, graph, article, today)
        given = with_proofs(given, store, {file: text.text for file, text in sources.items()}) if proofs else given
        problems += run_checks(given)
        obligations = given.obligations
    is_library = guideline is not None and guideline.header.kind == "library"
    return Compiled(path, guideline, graph, tuple(in_order(problems)), sources, is_library, obligations)


def _tree(file: str, read: ReadFile, sources: dict[str, SourceText]) -> tuple[SyntaxTree | None, list[Problem]]:
    data = read(file)
    if data is None:
        return None, []
    text, problems = decode(file, data)
    if text is None:
        return None, list(problems)
    sources[file] = text
    syntax, more = parse(text)
    return syntax, [*problems, *more]


NOT_READ = frozenset({"unknown-name", "not-understood"})


def _beside_open_texts(problems: Sequence[Problem]) -> list[Problem]:
    """Without what else is found on a line with a text that never closes: what such a line says is only guessed. And
    without words not understood where a line may have been meant to end before what is read as part of it."""
    unclosed = {(p.span.file, p.span.line) for p in problems if p.name == "unterminated-text"}
    perhaps_two = {(p.span.file, p.span.line) for p in problems if p.name in ("misplaced-citation", "missing-colon")}
    left = [p for p in problems if p.name == "unterminated-text" or (p.span.file, p.span.line) not in unclosed]
    return [p for p in left if p.name not in NOT_READ or (p.span.file, p.span.line) not in perhaps_two]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file and place, each once."""
    once = dict.fromkeys(problems)
    return sorted(once, key=lambda p: (p.span.file, p.span.line, p.span.column, p.name, p.message))


class Step(Struct, frozen=True):
    """Part of what a build makes of one guideline, with a name."""

    name: str
    make: Callable[[], list[GeneratedFile]]


class Made(Struct, frozen=True):
    """All files of one sound guideline, and what its pages tell about it beside its graph."""

    files: tuple[GeneratedFile, ...]
    measured: Measured


Remember = Callable[[str, Compiled, Callable[[], str]], str]
"""Gives a text about one compiled guideline: the one kept under this name for exactly this guideline, or a new one."""


class Making(Struct, frozen=True, dict=True):
    """Everything made of one sound guideline; nothing of it depends on another. ``evidence`` reads what ``caretree
    mutate`` wrote; ``remember`` may keep what takes long."""

    one: Compiled
    package: str
    evidence: ReadFile = lambda path: None
    remember: Remember = lambda about, one, make: make()

    @cached_property
    def shown(self) -> ShownByScenarios:
        """Its scenarios, and how much of it they show."""
        return _scenarios(self.one, self.remember)

    @cached_property
    def measured(self) -> Measured:
        """What its pages tell about it beside its graph."""
        from caretree.targets.site.measured import measured_of

        assert self.one.graph is not None
        mutation = self.evidence(f"generated/evidence/{self.one.graph.guideline.header.id}.json")
        return measured_of(self.one.graph, self.one.obligations, self.shown.shares, mutation)

    def steps(self) -> list[Step]:
        """What is made, one step after another. What only a build needs is imported here and below: a check must not
        wait for it."""
        from caretree.targets.gherkin import emit as gherkin
        from caretree.targets.javascript import emit as javascript
        from caretree.targets.python import emit as python
        from caretree.targets.site import emit as site
        from caretree.targets.sql import emit as sql

        assert self.one.graph is not None
        graph, package = self.one.graph, self.package
        return [
            Step("graphs and schemas", lambda: [proofs(graph, self.one.obligations), *contracts(graph)]),
            Step("the Python library", lambda: [*python.of_guideline(graph, package), _library_schema(graph, package)]),
            Step("the JavaScript library", lambda: javascript.of_guideline(graph, package)),
            Step("SQL", lambda: sql.emit([graph], package)),
            Step("examples", lambda: gherkin.emit([graph])),
            Step("scenarios", lambda: list(self.shown.files)),
            Step("pages", lambda: site.of_guideline(graph, self.measured)),
        ]

    def made(self) -> Made:
        """All of it."""
        return Made(tuple(file for step in self.steps() for file in step.make()), self.measured)


def generate(compiled: Sequence[Compiled], package: str, evidence: ReadFile = lambda path: None) -> list[GeneratedFile]:
    """Every file of every target, for guidelines that are all sound, in the order of their paths."""
    made = [Making(one, package, evidence).made() for one in compiled]
    files = [file for each in made for file in each.files] + make_shared(compiled, made, package)
    return sorted(files, key=lambda file: file.path)


def make_shared(compiled: Sequence[Compiled], made: Sequence[Made], package: str) -> list[GeneratedFile]:
    """What is made of all sound guidelines together."""
    from caretree.decisions.schema import schema_json
    from caretree.targets.javascript import emit as javascript
    from caretree.targets.python import emit as python
    from caretree.targets.site import emit as site

    graphs = [one.graph for one in compiled if one.graph is not None]
    known = {graph.guideline.header.id: each.measured for graph, each in zip(graphs, made, strict=True)}
    schema = GeneratedFile("generated/schemas/graph.schema.json", schema_json())
    return [schema, *python.shared(graphs, package), *javascript.shared(package), *site.shared(graphs, known)]


class ShownByScenarios(Struct, frozen=True):
    """The feature files of one guideline's generated scenarios with the page about them, and how much they show."""

    files: tuple[GeneratedFile, ...]
    shares: tuple[Share, ...]


def _scenarios(one: Compiled, remember: Remember) -> ShownByScenarios:
    """Searching for patients takes most of a build, so this is what is worth keeping; its text is plain JSON."""
    from caretree.targets.site.measured import Share

    found = json.loads(remember("scenarios", one, partial(_scenarios_json, one)))
    files = tuple(GeneratedFile(path, text) for path, text in found["files"])
    return ShownByScenarios(files, tuple(Share(*share) for share in found["shares"]))


def _scenarios_json(one: Compiled) -> str:
    from caretree.scenarios.compose import scenarios_of
    from caretree.scenarios.coverage import coverage
    from caretree.targets.gherkin.pinned import pinned_features
    from caretree.targets.site.measured import coverage_shares
    from caretree.targets.site.traced import trace_page

    assert one.graph is not None
    scenarios = scenarios_of(one.graph)
    lines = coverage(one.graph, scenarios)
    made = [*pinned_features(one.graph, scenarios), trace_page(one.graph, lines)]
    files = [[file.path, file.text] for file in made]
    shares = [[share.what, share.done, share.of] for share in coverage_shares(lines)]
    return json.dumps({"files": files, "shares": shares})


def proofs(graph: DecisionGraph, obligations: Sequence[Obligation]) -> GeneratedFile:
    """What was proved, and what the proofs trust."""
    from caretree.solver.evidence import proofs_json

    return GeneratedFile(f"generated/evidence/{graph.guideline.header.id}.proofs.json", proofs_json(graph, obligations))


def _library_schema(graph: DecisionGraph, package: str) -> GeneratedFile:
    """The form of a patient once more, inside the library, which may be installed without the rest."""
    from caretree.decisions.patient_schema import patient_schema_json

    path = f"generated/{package}/schemas/{graph.guideline.header.id}.patient.schema.json"
    return GeneratedFile(path, patient_schema_json(graph))


def contracts(graph: DecisionGraph) -> list[GeneratedFile]:
    """What strangers read: the graph, test vectors for their own interpreters, and the form of a patient."""
    from caretree.decisions.export import graph_json
    from caretree.decisions.patient_schema import patient_schema_json
    from caretree.scenarios.vectors import vectors_json

    name = graph.guideline.header.id
    return [
        GeneratedFile(f"generated/graphs/{name}.json", graph_json(graph)),
        GeneratedFile(f"generated/graphs/{name}.vectors.json", vectors_json(graph)),
        GeneratedFile(f"generated/schemas/{name}.patient.schema.json", patient_schema_json(graph)),
    ]
