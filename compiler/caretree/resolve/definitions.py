"""Definitions: named conditions, numbers, scores, grades and labels; and the facts no patient can have.

Pass 1 (``declare``) reads only headings and labels; pass 2 (``read_definitions``) reads what each means.
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.guideline.citation import Cite
from caretree.guideline.definitions import Definition, Meaning
from caretree.guideline.inputs import Assumption, Impossible
from caretree.guideline.types import YesNo
from caretree.problems.problem import Problem
from caretree.resolve.assume import is_assumption, read_assumption
from caretree.resolve.attachments import is_attachment, read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.conditions import read_condition
from caretree.resolve.cycles import circular_definitions
from caretree.resolve.definition_headings import Heading, read_heading
from caretree.resolve.grades import declared_grades, read_grades
from caretree.resolve.lists import read_means
from caretree.resolve.reading import DeclaredDefinition, Reading
from caretree.resolve.scores import read_score
from caretree.resolve.trees import declared_labels, gives_numbers, read_labels, read_numbers
from caretree.syntax.tree import Phrase, Sentence
from caretree.units.unit import NUMBER

__all__ = ["circular_definitions", "declare", "read_definitions", "read_impossible"]


def declare(sentence: Sentence, reading: Reading, library: str = "") -> DeclaredDefinition | None:
    """Pass 1: what one line of ``definitions:`` declares, from its heading and the labels in its body only.

    Problems: ``not-understood``, ``bad-name``, ``unknown-unit``.
    """
    heading = read_heading(sentence, reading, library)
    if heading is None:
        return None
    unit = heading.units[0] if heading.units else NUMBER
    match heading.form:
        case "means":
            return DeclaredDefinition(heading.name, "condition")
        case "sum" | "calculated":
            return DeclaredDefinition(heading.name, "number", unit)
        case "graded":
            return _declared_label(heading, declared_grades(sentence))
        case "table" | "decided":
            if heading.units or gives_numbers(sentence, heading):
                return DeclaredDefinition(heading.name, "number", unit)
            return _declared_label(heading, declared_labels(sentence, heading))


def _declared_label(heading: Heading, labels: tuple[Phrase, ...]) -> DeclaredDefinition:
    texts, spans = tuple(label.text for label in labels), tuple(label.span() for label in labels)
    return DeclaredDefinition(heading.name, "label", None, texts, heading.ordered, spans)


def read_definitions(
    block: Sentence, reading: Reading, library: str = "", inherited: tuple[Cite, ...] = ()
) -> tuple[Definition, ...]:
    """Pass 2: every definition of a ``definitions:`` block that could be read."""
    below = block_cites(block, reading, inherited)
    read = (_definition(sentence, reading, library, below) for sentence in block.children)
    return tuple(definition for definition in read if definition is not None)


def _definition(sentence: Sentence, reading: Reading, library: str, inherited: tuple[Cite, ...]) -> Definition | None:
    heading = read_heading(sentence, Reading(reading.names), library)
    if heading is None:
        return None
    below = block_cites(sentence, reading, inherited)
    assumptions = [child for child in sentence.children if is_assumption(child)]
    attached = read_attachments(_attached(sentence, heading), reading)
    body = tuple(child for child in sentence.children if not is_assumption(child) and not is_attachment(child))
    formula = heading.form == "calculated"
    own = cites(_citations(sentence, body) if formula else sentence, reading, below)
    meaning = _meaning(sentence, body, heading, reading, below)
    assume = _assume(assumptions, heading, reading, own)
    if meaning is None:
        return None
    return Definition(heading.name, meaning, assume, attached.see, own, attached.notes, sentence.span)


def _attached(sentence: Sentence, heading: Heading) -> tuple[Sentence, ...]:
    """Every caveat of the definition wherever it stands, and every note but those that a row or item keeps."""
    rows_keep_notes = heading.form in ("graded", "sum")
    found: tuple[Sentence, ...] = ()
    for child in sentence.children:
        if is_attachment(child):
            found += (child,)
        elif not is_assumption(child):
            below = _attached(child, heading)
            found += tuple(one for one in below if not (rows_keep_notes and one.text.startswith("note ")))
    return found


def _citations(sentence: Sentence, body: tuple[Sentence, ...]) -> Sentence:
    """A definition whose one line is a formula is cited where that line is."""
    if sentence.citations or len(body) != 1 or body[0].opens_block:
        return sentence
    return replace(sentence, citations=body[0].citations)


def _meaning(
    sentence: Sentence, body: tuple[Sentence, ...], heading: Heading, reading: Reading, below: tuple[Cite, ...]
) -> Meaning | None:
    if heading.form != "means" and not body and heading.about is None:
        if sentence.children:
            _report_empty(sentence, reading)
        return None
    match heading.form:
        case "means":
            return read_means(sentence, body, heading, reading, below)
        case "sum":
            return read_score(body, reading, below)
        case "graded":
            return read_grades(body, heading, reading, below)
        case "calculated":
            return read_numbers(sentence, body, heading, reading, below)
        case "table" | "decided":
            if heading.units or gives_numbers(sentence, heading):
                return read_numbers(sentence, body, heading, reading, below)
            return read_labels(sentence, body, heading, reading, below)


def _assume(
    sentences: list[Sentence], heading: Heading, reading: Reading, inherited: tuple[Cite, ...]
) -> Assumption | None:
    if not sentences:
        return None
    if heading.form == "means" and len(sentences) == 1:
        return read_assumption(sentences[0], reading, YesNo(), inherited)
    reading.report(
        Problem(
            "cannot-be-assumed",
            "only a yes/no definition takes an assumption, and only one",
            sentences[-1].phrase.span(),
            why="a number or a label is decided by what it is read from.",
            fix="put the assumption on the input that is not recorded.",
        )
    )
    return None


def _report_empty(sentence: Sentence, reading: Reading) -> None:
    message = f"nothing stands below `{sentence.text}`"
    reading.report(Problem("empty-block", message, sentence.phrase.span(), fix="write its lines below it."))


def read_impossible(block: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[Impossible, ...]:
    """Pass 2: the lines of an ``impossible:`` block."""
    below = block_cites(block, reading, inherited)
    facts: list[Impossible] = []
    for sentence in block.children:
        condition = read_condition(sentence.phrase, reading)
        attached = read_attachments(sentence.children, reading)
        for other in attached.rest:
            message = "a fact no patient can have is one sentence"
            reading.report(
                Problem("not-understood", message, other.phrase.span(), fix="write it on a line of its own.")
            )
        if condition is not None:
            cited = cites(sentence, reading, below)
            facts.append(Impossible(condition, sentence.text, cited, attached.notes, sentence.span))
    return tuple(facts)
