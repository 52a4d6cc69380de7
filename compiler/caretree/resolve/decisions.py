"""Decisions: the body of a decision as a block of recommendations, forks, extras, choices and silence.

decision anaemia:                              Decision(Name("anaemia"), Block((
  depending on Hb in g/dL:                       Fork("depending on", "Hb in g/dL", (
    below 7:                                       Branch("below 7", …, Block((
      may use transfusion [7.3 ref 1]                Recommendation("may use", "transfusion", …),)))
"""

from __future__ import annotations

from caretree.guideline.blocks import Block, Extra, Item
from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Decision
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words
from caretree.resolve.conditions import read_condition, read_not_known
from caretree.resolve.forks import fork_length, read_fork
from caretree.resolve.headings import declared_name
from caretree.resolve.outcomes import read_outcome
from caretree.resolve.reading import Reading
from caretree.source.span import NOWHERE, Span
from caretree.syntax.tree import Sentence


def read_decision(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Decision | None:
    """The decision of ``decision X:``; ``None`` only when its name was not declared."""
    name = declared_name(sentence.phrase.part(len("decision")), reading.names.decisions)
    below = block_cites(sentence, reading, inherited)
    body = read_block(sentence.children, reading, below)
    if name is None:
        return None
    return Decision(name, body, cites(sentence, reading, below), span=sentence.span)


def read_block(sentences: tuple[Sentence, ...], reading: Reading, inherited: tuple[Cite, ...]) -> Block:
    """The lines of a block in order; what cannot be read becomes problems, the rest is kept.

    Problems: ``two-forks``, ``empty-block``, ``not-understood``, and those of each line.
    """
    attached = read_attachments(sentences, reading)
    items: list[Item] = []
    rest = attached.rest
    first_fork: Sentence | None = None
    while rest:
        length = fork_length(rest)
        if length and first_fork and rest[0].text != "otherwise":
            reading.report(_two_forks(rest[0], first_fork))
        first_fork = first_fork or (rest[0] if length else None)
        item = _read_item(rest[: length or 1], length > 0, reading, inherited)
        items += [item] if item is not None else []
        rest = rest[length or 1 :]
    return Block(tuple(items), attached.see, attached.notes, _span_of(sentences))


def read_branch_block(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]) -> Block | None:
    """The block of one branch of a fork, or of a table row.

    Problem: ``empty-block`` for a row that decides nothing (of an empty block it is said when the file is parsed).
    """
    if not sentence.children:
        if sentence.cells is not None:
            reading.report(empty_block(sentence))
        return None
    return read_block(sentence.children, reading, inherited)


def _read_item(
    sentences: tuple[Sentence, ...], is_fork: bool, reading: Reading, inherited: tuple[Cite, ...]
) -> Item | None:
    if is_fork:
        return read_fork(sentences, reading, read_branch_block, inherited)
    sentence = sentences[0]
    if sentence.opens_block and sentence.text.startswith(("also when ", "until ")):
        return _read_extra(sentence, reading, inherited)
    return read_outcome(sentence, reading, inherited)


def _read_extra(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]) -> Extra | None:
    also = after_words(sentence.phrase, "also when")
    if also is not None:
        condition = read_condition(also, reading)
    else:
        also = sentence.phrase.part(len("until"))
        condition = read_not_known(also, reading)
    below = block_cites(sentence, reading, inherited)
    then = read_branch_block(sentence, reading, below)
    if condition is None or then is None:
        return None
    waiting = sentence.text.startswith("until ")
    own = cites(sentence, reading)
    return Extra(condition, then, waiting, also.text, own, span=sentence.span)


def _span_of(sentences: tuple[Sentence, ...]) -> Span:
    return sentences[0].span.to(sentences[-1].span) if sentences else NOWHERE


def empty_block(sentence: Sentence) -> Problem:
    """The problem of a heading with nothing below it."""
    return Problem(
        "empty-block",
        f"nothing stands below `{sentence.text}`",
        sentence.phrase.span(),
        why="a reader who gets here would be left without an answer.",
        fix="say what applies here; `nothing further` or `gap <name>` if the source has nothing to say.",
    )


def _two_forks(second: Sentence, first: Sentence) -> Problem:
    return Problem(
        "two-forks",
        f"`{second.text}` starts a second fork in the same block",
        second.phrase.span(),
        why="with two forks side by side a reader cannot tell which question decides.",
        fix="put `also when` before what is independent, nest one fork in the other, or make a second decision.",
        related=(("the first fork", first.phrase.span()),),
    )
