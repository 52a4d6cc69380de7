"""Every mutant of a guideline's own file, in the order of the file.

mutants(source)      (Mutant("number", 48, …, "below 0.5", "below 0.4"), …)
"""

from __future__ import annotations

from collections.abc import Iterator

from caretree.scenarios.mutation.mistakes import cell_mistakes, mistakes
from caretree.scenarios.mutation.mutant import Edit, Mutant
from caretree.scenarios.mutation.names import Declared, declared
from caretree.scenarios.mutation.places import Place, Written, places, written
from caretree.source.text import SourceText
from caretree.syntax.parse import parse
from caretree.syntax.tree import Sentence

CITATIONS = "from"
"""The heading of a table's column of citations."""


def mutants(source: SourceText) -> tuple[Mutant, ...]:
    """All of them, each different from the file and from the others."""
    tree, _ = parse(source)
    text = written(source.text)
    names = declared(tree)
    found: dict[tuple[Edit, ...], Mutant] = {}
    for place in places(tree):
        changed = (*_changed(place, names, text), *_cells(place, names, text))
        for mutant in (*changed, *_swapped(place, text), *_dropped(place, text)):
            found.setdefault(mutant.edits, mutant)
    return tuple(found.values())


def _changed(place: Place, names: Declared, text: Written) -> Iterator[Mutant]:
    for change in mistakes(place, names):
        start, end = (
            text.span(place, change.start, change.end)
            if change.end > change.start
            else _point(place, text, change.start)
        )
        if text.text[start:end] != change.text:
            words = place.sentence.text
            after = words[: change.start] + change.text + words[change.end :]
            yield Mutant(change.kind, text.line_of(start), place.block, words, after, (Edit(start, end, change.text),))


def _cells(place: Place, names: Declared, text: Written) -> Iterator[Mutant]:
    """Mistakes in the cells of a table's rows; its headings and citations are left alone."""
    headings = place.siblings[0].cells
    if place.sentence.cells is None or headings is None or place.siblings[0] is place.sentence:
        return
    for cell, heading in zip(place.sentence.cells, headings, strict=False):
        for change in () if heading.text == CITATIONS else cell_mistakes(cell.text, names):
            start = text.offset(cell.span.line, cell.span.column) + change.start
            end = start + change.end - change.start
            after = cell.text[: change.start] + change.text + cell.text[change.end :]
            if text.text[start:end] != change.text:
                edits = (Edit(start, end, change.text),)
                yield Mutant(change.kind, cell.span.line, place.block, cell.text, after, edits)


def _point(place: Place, text: Written, at: int) -> tuple[int, int]:
    start, _ = text.span(place, at, at + 1)
    return start, start


def _swapped(place: Place, text: Written) -> Iterator[Mutant]:
    """The headings of two branches, or the labels of two rows, exchanged."""
    if not place.block.startswith(("definitions", "decision ")) or len(place.parents) < 2:
        return
    siblings = [one for one in place.siblings if ":" in text.text[_start(one, text) : _end(one, text)]]
    if place.sentence not in siblings or siblings[-1] is place.sentence:
        return
    other = siblings[siblings.index(place.sentence) + 1]
    if not (_is_label(place.sentence) and _is_label(other)):
        return
    first, second = _label_span(place.sentence, text), _label_span(other, text)
    words = text.text[slice(*first)], text.text[slice(*second)]
    edits = (Edit(*first, words[1]), Edit(*second, words[0]))
    line = place.sentence.span.line
    yield Mutant("labels exchanged", line, place.block, words[0], words[1], edits)


_NO_LABELS = (
    "when ",
    "also when ",
    "otherwise",
    "until ",
    "depending on ",
    "phase ",
    "the first that applies",
    "conflict ",
    "by table",
)


def _is_label(sentence: Sentence) -> bool:
    return not sentence.text.startswith(_NO_LABELS) and (sentence.opens_block or ":" in sentence.text)


def _label_span(sentence: Sentence, text: Written) -> tuple[int, int]:
    start = _start(sentence, text)
    return start, text.text.index(":", start)


def _dropped(place: Place, text: Written) -> Iterator[Mutant]:
    """The whole sentence, with everything below it, left out; not the only line of its block."""
    if len(place.siblings) < 2 or len(place.parents) < 1:
        return
    first = text.starts[place.sentence.span.line - 1]
    last = _last_line(place.sentence)
    end = text.starts[last] if last < len(text.starts) else len(text.text)
    edit = Edit(first, end, "")
    yield Mutant("line left out", place.sentence.span.line, place.block, place.sentence.text, "", (edit,))


def _last_line(sentence: Sentence) -> int:
    below = [_last_line(child) for child in sentence.children]
    cited = [citation.span.end_line for citation in sentence.block_citations]
    return max([sentence.span.end_line, *below, *cited])


def _start(sentence: Sentence, text: Written) -> int:
    return text.offset(sentence.span.line, sentence.span.column)


def _end(sentence: Sentence, text: Written) -> int:
    return text.offset(sentence.span.end_line, sentence.span.end_column)
