"""The generated Python library: one package, one module a guideline, a copy of the runtime; the standard library only.

emit([graph of itp-after-ivig], "careguides")
generated/careguides/__init__.py · py.typed · itp_after_ivig.py · _units.py · _runtime/…
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from caretree.decisions.graph import DecisionGraph
from caretree.targets.file import GeneratedFile
from caretree.targets.python.cutoffs import other_spellings
from caretree.targets.python.layout import Call, Named, laid_out, quoted, texts
from caretree.targets.python.module import context
from caretree.targets.python.names import module_name
from caretree.units.atoms import ATOMS
from caretree.units.find import all_units

COPIED = "# Copied by Caretree from its runtime; generated, do not edit.\n"
PUBLIC = ("Answer", "Course", "GUIDELINES", "Measurement", "PatientProblem", "PatientProblems", "Quantity")


def emit(graphs: Sequence[DecisionGraph], package: str) -> list[GeneratedFile]:
    """Every file of the package, in a fixed order."""
    ordered = sorted(graphs, key=lambda graph: graph.guideline.header.id)
    return [*shared(ordered, package), *(file for graph in ordered for file in of_guideline(graph, package))]


def of_guideline(graph: DecisionGraph, package: str) -> list[GeneratedFile]:
    """The module of one guideline."""
    return [GeneratedFile(f"generated/{package}/{module_name(graph)}.py", _module(graph))]


def shared(graphs: Sequence[DecisionGraph], package: str) -> list[GeneratedFile]:
    """What the package holds for all its guidelines."""
    folder = f"generated/{package}"
    ordered = sorted(graphs, key=lambda graph: graph.guideline.header.id)
    return [
        GeneratedFile(f"{folder}/__init__.py", _package(ordered, package)),
        GeneratedFile(f"{folder}/py.typed", ""),
        GeneratedFile(f"{folder}/_units.py", _units(ordered)),
        *(GeneratedFile(f"{folder}/_runtime/{name}", text) for name, text in _runtime()),
    ]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("caretree.targets.python"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def _module(graph: DecisionGraph) -> str:
    return _tidy(_templates().get_template("guideline.py.j2").render(context(graph)))


def _package(graphs: Sequence[DecisionGraph], package: str) -> str:
    modules = [module_name(graph) for graph in graphs]
    return (
        _templates()
        .get_template("package.py.j2")
        .render(
            package=package,
            example=modules[0] if modules else "a_guideline",
            modules=modules,
            guidelines=[(quoted(graph.guideline.header.id), quoted(module_name(graph))) for graph in graphs],
            names=laid_out(Call("[", tuple(quoted(name) for name in sorted([*PUBLIC, *modules])), close="]")),
        )
    )


def _units(graphs: Sequence[DecisionGraph]) -> str:
    spelled = {
        text: symbol
        for graph in graphs
        for given in graph.guideline.inputs
        for text, symbol in other_spellings(given).items()
    }
    parts = {part for unit in all_units() for part in unit.symbol.split("/") if part}
    parts |= {text for atom in ATOMS for text in atom.texts()}
    entries = tuple(Named(quoted(text), quoted(symbol), ": ") for text, symbol in sorted(spelled.items()))
    return (
        _templates()
        .get_template("units.py.j2")
        .render(spellings=laid_out(Call("{", entries, close="}")), parts=laid_out(texts(sorted(parts)), 1).strip())
    )


def _runtime() -> list[tuple[str, str]]:
    folder = files("caretree.runtime")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".py"))
    return [(name, COPIED + folder.joinpath(name).read_text(encoding="utf-8")) for name in names]


def _tidy(text: str) -> str:
    """Blank lines as editors expect them: two around functions and classes, never more."""
    lines = [line.rstrip() for line in text.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or kept[-2:] != ["", ""]:
            kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"
