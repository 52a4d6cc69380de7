"""Options blocks: actions to choose among, each with its arguments.

options ongoing treatments:                     Options(Name("ongoing treatments"), (
  rituximab [8.1 ref 1]:                          Option("rituximab", (
    in favour when bleeding is significant          Argument("in favour", LabelIs(bleeding, …)),
    ruled out when rituximab course is failed       Argument("ruled out", CourseIs(…)),)),))
"""

from __future__ import annotations

import re
from typing import Literal as OneOf

from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Argument, Option, Options
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words, quoted_text, split_clauses
from caretree.resolve.conditions import read_condition
from caretree.resolve.headings import declared_name
from caretree.resolve.lookup import did_you_mean
from caretree.resolve.outcomes import not_attached
from caretree.resolve.reading import Reading
from caretree.resolve.recommendations import because_text, read_offered_action
from caretree.syntax.tree import Phrase, Sentence

RANKED = ", in order of preference"

ArgumentKind = OneOf["in favour", "against", "ruled out", "preferred"]

_KINDS: tuple[ArgumentKind, ...] = ("in favour", "against", "ruled out", "preferred")
_CLAUSE = re.compile(r'because\s|"|see\s')


def read_options(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Options | None:
    """The options block of ``options X[, in order of preference]:``; ``None`` when its name was not declared.

    Problems: ``empty-block``, ``duplicate-option``, ``not-understood``, and those of actions and conditions.
    """
    heading = sentence.phrase.part(len("options"))
    ranked = heading.text.endswith(RANKED)
    name = declared_name(heading.part(0, -len(RANKED)) if ranked else heading, reading.names.options)
    below = block_cites(sentence, reading, inherited)
    attached = read_attachments(sentence.children, reading)
    weigh_by = [line for line in attached.rest if line.text.startswith("weigh by")]
    weighed = tuple(text for line in weigh_by if (text := _read_weigh_by(line, reading, below)) is not None)
    options = _read_each(tuple(line for line in attached.rest if line not in weigh_by), reading, below)
    if not options and sentence.children:
        reading.report(_no_options(sentence))
    own = cites(sentence, reading)
    if name is None:
        return None
    return Options(name, options, ranked, weighed, attached.see, own, attached.notes, sentence.span)


def _read_each(sentences: tuple[Sentence, ...], reading: Reading, below: tuple[Cite, ...]) -> tuple[Option, ...]:
    options: dict[str, Option] = {}
    for line in sentences:
        option = _read_option(line, reading, below)
        if option is not None and option.action in options:
            reading.report(_option_twice(line))
        elif option is not None:
            options[option.action] = option
    return tuple(options.values())


def _read_option(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]) -> Option | None:
    below = block_cites(sentence, reading, inherited)
    action = read_offered_action(sentence.phrase, reading)
    attached = read_attachments(sentence.children, reading)
    arguments = tuple(read for line in attached.rest if (read := _read_argument(line, reading, below)) is not None)
    own = cites(sentence, reading, below)
    if action is None:
        return None
    return Option(action, arguments, own, attached.see, attached.notes, sentence.span)


def _read_argument(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]) -> Argument | None:
    kind = next((kind for kind in _KINDS if sentence.text.startswith(f"{kind} when ")), None)
    if kind is None:
        reading.report(_not_an_argument(sentence))
        return None
    rest = after_words(sentence.phrase, f"{kind} when")
    head, *clauses = split_clauses(rest or sentence.phrase, _CLAUSE)
    condition = read_condition(head, reading)
    because = _read_because(clauses, reading)
    attached = read_attachments(sentence.children, reading)
    for line in attached.rest:
        reading.report(not_attached(line))
    own = cites(sentence, reading, inherited)
    if condition is None or because is None:
        return None
    span = sentence.phrase.span()
    return Argument(kind, condition, because, own, attached.see, sentence.text, span, attached.notes)


def _read_because(clauses: list[Phrase], reading: Reading) -> str | None:
    """The reason given after the condition; empty when none is, ``None`` after a problem."""
    texts = [because_text(clause) for clause in clauses]
    for clause, text in zip(clauses, texts, strict=True):
        if text is None:
            reading.report(_not_a_reason(clause))
    if len(texts) > 1:
        reading.report(_not_a_reason(clauses[1]))
    return None if None in texts or len(texts) > 1 else "".join(text or "" for text in texts)


def _read_weigh_by(
    sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]
) -> tuple[str, tuple[Cite, ...]] | None:
    rest = after_words(sentence.phrase, "weigh by")
    text = quoted_text(rest) if rest is not None else None
    own = cites(sentence, reading, inherited)
    if text is None:
        reading.report(_not_an_argument(sentence))
        return None
    return text, own


def _no_options(sentence: Sentence) -> Problem:
    return Problem(
        "empty-block",
        f"no option stands in `{sentence.text}`",
        sentence.phrase.span(),
        why="a choice needs something to choose from.",
        fix="list the actions, one a line, each with what speaks for and against it.",
    )


def _option_twice(sentence: Sentence) -> Problem:
    return Problem(
        "duplicate-option",
        f"`{sentence.text}` is already an option of this block",
        sentence.phrase.span(),
        why="two entries of one option could be argued for differently.",
        fix="join the two entries.",
    )


def _not_an_argument(sentence: Sentence) -> Problem:
    first = " ".join(sentence.text.split(" when ")[0].split()[:2])
    guess = did_you_mean(first, (*_KINDS, "weigh by", "see gap", "see conflict", "note"))
    return Problem(
        "not-understood",
        f"`{sentence.text}` is not an argument about an option",
        sentence.phrase.span(),
        why="below an option stands what speaks for it, against it, or rules it out.",
        fix=guess or "write `in favour when …`, `against when …`, `ruled out when …` or `preferred when …`.",
    )


def _not_a_reason(clause: Phrase) -> Problem:
    below = f"put `{clause.text}` on a line of its own below." if clause.text.startswith("see ") else ""
    return Problem(
        "unknown-clause",
        f"`{clause.text}` is not understood here",
        clause.span(),
        why="after the condition of an argument stands at most one reason, in quotes.",
        fix=below or 'write `, because "…"` once.',
    )
