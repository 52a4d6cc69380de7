"""Definitions for a page: grades and scores as tables, formulas in words, forks as nested lists.

neutropenia in x10^9/L is graded by ANC:        DefinitionView(kind="graded", heading="graded by ANC, in x10^9/L",
  severe: below 0.5 [6.6]                         rows=(DefinitionRow("severe", "below 0.5", cites), …))
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct

from caretree.decisions.decimals import decimal_text
from caretree.guideline.blocks import Fork
from caretree.guideline.definitions import Calculated, Definition, Graded, Labelled, MeansCondition, Score
from caretree.targets.site.actions import caveat_links
from caretree.targets.site.escape import anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names
from caretree.targets.site.words import assumption_words, bounds_words, condition_lines, condition_words, number_words


class DefinitionRow(Struct, frozen=True):
    """One row: a grade and its range, points and their condition, or one line of a list (``left`` is empty)."""

    left: str
    right: str
    cites: tuple[Run, ...]
    notes: tuple[str, ...] = ()


class TreeView(Struct, frozen=True):
    """A fork of formulas or labels; a leaf has only ``text``."""

    text: str
    subject: str = ""
    branches: tuple[tuple[str, tuple[Run, ...], TreeView], ...] = ()


class DefinitionView(Struct, frozen=True):
    """A definition for a page. ``kind`` is ``list``, ``graded``, ``score`` or ``tree``."""

    anchor: str
    name: str
    short: str
    library: str
    kind: str
    heading: str
    rows: tuple[DefinitionRow, ...]
    tree: TreeView | None
    assume: str
    cites: tuple[Run, ...]
    see: tuple[Run, ...]
    notes: tuple[str, ...]


def definition_view(definition: Definition, names: Names) -> DefinitionView:
    """The view of a definition."""
    kind, heading, rows, tree = _meaning(definition, names)
    assume = definition.assume
    return DefinitionView(
        anchor=anchor("definition", definition.name.id),
        name=definition.name.long,
        short=definition.name.short,
        library=definition.name.library,
        kind=kind,
        heading=heading,
        rows=rows,
        tree=tree,
        assume=assumption_words(assume) if assume else "",
        cites=names.cites(definition.cites),
        see=caveat_links((f"{see.kind}:{see.id}" for see in definition.see), names),
        notes=definition.notes + (assume.notes if assume else ()),
    )


def _meaning(definition: Definition, names: Names) -> tuple[str, str, tuple[DefinitionRow, ...], TreeView | None]:
    meaning = definition.meaning
    match meaning:
        case MeansCondition():
            heading, rows = _list(meaning, names)
            return "list", heading, rows, None
        case Graded(of=of, unit=unit, ordered=ordered):
            order = ", in rising order" if ordered else ""
            heading = f"graded by {number_words(of)}{f', in {unit.symbol}' if unit.symbol else ''}{order}"
            return "graded", heading, _grades(meaning, names), None
        case Score():
            return "score", "the sum of", _points(meaning, names), None
        case Calculated(tree=tree, unit=unit):
            heading = f"calculated, in {unit.symbol}" if unit.symbol else "calculated"
            return "tree", heading, (), _tree(tree, names)
        case Labelled(tree=tree, labels=labels):
            return "tree", f"one of {', '.join(labels)}; decided by", (), _tree(tree, names)
        case _:
            assert_never(meaning)


def _list(meaning: MeansCondition, names: Names) -> tuple[str, tuple[DefinitionRow, ...]]:
    if len(meaning.line_cites) < 2:
        cites = meaning.line_cites[0] if meaning.line_cites else ()
        return "", (DefinitionRow("", condition_words(meaning.condition), names.cites(cites)),)
    heading, lines = condition_lines(meaning.condition)
    cited = (*meaning.line_cites, *((),) * len(lines))
    return heading, tuple(
        DefinitionRow("", line, names.cites(cites)) for line, cites in zip(lines, cited, strict=False)
    )


def _grades(meaning: Graded, names: Names) -> tuple[DefinitionRow, ...]:
    return tuple(
        DefinitionRow(row.label, " or ".join(map(bounds_words, row.ranges)), names.cites(row.cites), row.notes)
        for row in meaning.rows
    )


def _points(meaning: Score, names: Names) -> tuple[DefinitionRow, ...]:
    rows = []
    for item in meaning.items:
        right = condition_words(item.condition) if item.condition else ""
        left = decimal_text(item.points) if item.number is None else number_words(item.number)
        rows.append(DefinitionRow(left, right, names.cites(item.cites), item.notes))
    return tuple(rows)


def _tree(tree: object, names: Names) -> TreeView:
    if not isinstance(tree, Fork):
        return TreeView(tree if isinstance(tree, str) else number_words(tree))  # type: ignore[arg-type]
    branches = tuple(
        (
            branch.label if branch.condition is not None else "otherwise",
            names.cites(branch.cites),
            _tree(branch.then, names),
        )
        for branch in tree.branches
    )
    return TreeView("", tree.subject, branches)
