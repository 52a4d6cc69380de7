"""The names a file declares, as mistakes put one in the place of another."""

from __future__ import annotations

from msgspec import Struct

from caretree.syntax.tree import Sentence, SyntaxTree

LABELLED = ("is graded", "is decided by", "is one of", "is by table")


class Declared(Struct, frozen=True):
    """Names by kind, in the order of the file. ``labels`` are the sets of labels that belong together; ``inputs`` and
    ``yes_no`` are names of data."""

    actions: tuple[str, ...]
    gaps: tuple[str, ...]
    conflicts: tuple[str, ...]
    phases: tuple[str, ...]
    options: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    yes_no: tuple[str, ...]

    def next_of(self, name: str, kind: tuple[str, ...]) -> str | None:
        """Another name of the same kind: the one after it."""
        if name not in kind or len(kind) < 2:
            return None
        return kind[(kind.index(name) + 1) % len(kind)]


def declared(tree: SyntaxTree) -> Declared:
    """The names a file declares itself."""
    actions = [child for block in _blocks(tree, "actions") for child in block.children]
    inputs = [child for block in _blocks(tree, "inputs") for child in block.children]
    definitions = [child for block in _blocks(tree, "definitions") for child in block.children]
    phases = [child for block in _blocks(tree, "pathway ") for child in block.children]
    return Declared(
        tuple(_own(child.text) for child in actions),
        tuple(_silence(block) for block in _blocks(tree, "gap ")),
        tuple(_silence(block) for block in _blocks(tree, "conflict ")),
        tuple(child.text.removeprefix("phase ") for child in phases if child.text.startswith("phase ")),
        tuple(block.text.removeprefix("options ").partition(",")[0] for block in _blocks(tree, "options ")),
        tuple(found for found in (*map(_labels, definitions), *map(_choices, inputs)) if len(found) > 1),
        tuple(_yes_no(inputs, definitions)),
    )


def _blocks(tree: SyntaxTree, start: str) -> list[Sentence]:
    return [block for block in tree.sentences if block.text.startswith(start)]


def _own(text: str) -> str:
    """A declared name without its short form."""
    return text.partition(" (")[0]


def _silence(block: Sentence) -> str:
    return block.text.partition(" ")[2].partition(": ")[0]


def _labels(definition: Sentence) -> tuple[str, ...]:
    if not any(word in definition.text for word in LABELLED):
        return ()
    if definition.text.endswith(" is by table"):
        return _column(definition)
    found = [child.text.partition(":")[0] for child in definition.children if ":" in child.text]
    return tuple(dict.fromkeys(found))


def _column(table: Sentence) -> tuple[str, ...]:
    """The labels a table gives: the cells below its own name."""
    rows = [child.cells for child in table.children if child.cells is not None]
    name = _own(table.text.removesuffix(" is by table"))
    places = [at for at, cell in enumerate(rows[0]) if cell.text == name] if rows else []
    return tuple(dict.fromkeys(row[at].text for row in rows[1:] for at in places if at < len(row)))


def _choices(given: Sentence) -> tuple[str, ...]:
    for child in given.children:
        if child.text.startswith("is one of"):
            return tuple(label.text for label in child.children)
    return ()


def _yes_no(inputs: list[Sentence], definitions: list[Sentence]) -> list[str]:
    found = [_own(one.text) for one in inputs if any(child.text == "is yes or no" for child in one.children)]
    return found + [_own(one.text.partition(" means ")[0]) for one in definitions if " means " in one.text]
