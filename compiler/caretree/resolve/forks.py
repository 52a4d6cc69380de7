"""Forks: ``when … / otherwise``, ``depending on``, ``the first that applies``, ``by table``, with any kind of leaf.

depending on Hb in g/dL:        Fork("depending on", "Hb in g/dL", (
  below 7:                        Branch("below 7", Within(Hb, …), leaf),
    …                             …))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, get_args

from caretree.guideline.blocks import Branch, Fork, ForkKind
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Condition
from caretree.guideline.terms import NumberTerm
from caretree.problems.problem import Problem
from caretree.resolve.attachments import is_attachment
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words
from caretree.resolve.conditions import read_condition
from caretree.resolve.reading import Reading
from caretree.resolve.subjects import read_subject, read_value
from caretree.resolve.tables import read_table
from caretree.syntax.tree import Sentence

Leaf = TypeVar("Leaf")
LeafReader = Callable[[Sentence, Reading, tuple[Cite, ...]], Leaf | None]
"""Reads what a branch decides: the branch's sentence (read its ``children``), and what its lines inherit.

A table row comes as such a sentence too: its children are the texts of its ``do`` cells (cut at ``;``), each carrying
the row's ``from`` citations.
"""
ConditionReader = Callable[[Sentence], Condition | None]


def fork_length(sentences: Sequence[Sentence]) -> int:
    """How many of the first sentences form a fork: a run of ``when``/``otherwise``, 1 for the other kinds, or 0."""
    if not sentences:
        return 0
    first = sentences[0]
    if first.opens_block and _starts(first, "depending on", "the first that applies", "by table"):
        return 1
    length = int(_is_meant_first(sentences))
    while length < len(sentences) and (_is_branch(sentences[length]) or (length and _is_meant(sentences[length]))):
        length += 1
    return length


def _starts(sentence: Sentence, *words: str) -> bool:
    return any(after_words(sentence.phrase, word) is not None for word in words)


def _is_branch(sentence: Sentence) -> bool:
    return sentence.opens_block and (sentence.text == "otherwise" or _starts(sentence, "when"))


def _is_meant(sentence: Sentence) -> bool:
    """``otherwise when …:`` and ``else:``: meant as a branch of the fork they stand in, and no branch."""
    return sentence.opens_block and sentence.text.startswith(("otherwise when ", "otherwise if ", "else", "elif "))


def _is_meant_first(sentences: Sequence[Sentence]) -> bool:
    """``if …:`` above another branch."""
    first, after = sentences[0], sentences[1:2]
    is_if = first.opens_block and first.text.startswith("if ")
    return is_if and any(_is_branch(one) or _is_meant(one) for one in after)


def read_fork(
    sentences: Sequence[Sentence],
    reading: Reading,
    read_leaf: LeafReader[Leaf],
    inherited: tuple[Cite, ...] = (),
    outcome: str = "do",
) -> Fork[Leaf] | None:
    """The fork that the sentences (as many as ``fork_length`` says) form; ``None`` when no branch could be read.

    ``outcome`` is the heading of a table's result columns. A branch that cannot be read is left out after its problems.
    """
    first = sentences[0]
    below = block_cites(first, reading, inherited)
    if _is_branch(first) or _is_meant_first(sentences):
        return _whens("when", tuple(sentences), first, reading, read_leaf, inherited)
    if first.text == "the first that applies":
        return _whens("first that applies", first.children, first, reading, read_leaf, below)
    if _starts(first, "depending on"):
        return _depending_on(first, reading, read_leaf, below)
    if first.text == "by table":
        return read_table(first, reading, read_leaf, below, (outcome,))
    _report_not_a_fork(first, reading)
    return None


def _whens(
    kind: ForkKind,
    sentences: tuple[Sentence, ...],
    first: Sentence,
    reading: Reading,
    read_leaf: LeafReader[Leaf],
    inherited: tuple[Cite, ...],
) -> Fork[Leaf] | None:
    _check_otherwise(kind, sentences, reading)

    def when(sentence: Sentence) -> Condition | None:
        condition = after_words(sentence.phrase, "when")
        if condition is not None and sentence.opens_block:
            return read_condition(condition, reading)
        _report_no_branch(sentence, "`when …:` or `otherwise:`", reading)
        return None

    branches = _branches(sentences, when, reading, read_leaf, inherited)
    span = first.span.to(sentences[-1].span) if sentences else first.span
    own = cites(first, reading) if kind != "when" else ()
    return Fork(kind, "", branches, own, span) if branches else None


def _depending_on(
    sentence: Sentence, reading: Reading, read_leaf: LeafReader[Leaf], inherited: tuple[Cite, ...]
) -> Fork[Leaf] | None:
    about = sentence.phrase.part(len("depending on"))
    subject = read_subject(about, reading)

    def value(branch: Sentence) -> Condition | None:
        if not branch.opens_block:
            _report_no_branch(branch, "a value or a range, and a colon", reading)
            return None
        return read_value(branch.phrase, subject, reading) if subject else None

    _check_otherwise("depending on", sentence.children, reading)
    branches = _branches(sentence.children, value, reading, read_leaf, inherited)
    return Fork("depending on", about.text, branches, cites(sentence, reading), sentence.span) if branches else None


def _branches(
    sentences: tuple[Sentence, ...],
    read: ConditionReader,
    reading: Reading,
    read_leaf: LeafReader[Leaf],
    inherited: tuple[Cite, ...],
) -> tuple[Branch[Leaf], ...]:
    branches = [_branch(sentence, read, reading, read_leaf, inherited) for sentence in sentences]
    known = [branch for branch in branches if branch is not None]
    return tuple(sorted(known, key=lambda branch: branch.condition is None))


def _branch(
    sentence: Sentence,
    read: ConditionReader,
    reading: Reading,
    read_leaf: LeafReader[Leaf],
    inherited: tuple[Cite, ...],
) -> Branch[Leaf] | None:
    otherwise = sentence.text == "otherwise" and sentence.opens_block
    condition = None if otherwise else read(sentence)
    below = block_cites(sentence, reading, inherited)
    then = read_leaf(sentence, reading, below) if sentence.opens_block else None
    if then is None or (condition is None and not otherwise):
        return None
    label = (after_words(sentence.phrase, "when") or sentence.phrase).text
    own = cites(sentence, reading)
    if isinstance(then, (str, *get_args(NumberTerm))):
        own = tuple(dict.fromkeys((*own, *_leaf_cites(sentence, reading, below))))
    return Branch(label, condition, then, own, (), sentence.span)


def _leaf_cites(branch: Sentence, reading: Reading, below: tuple[Cite, ...]) -> tuple[Cite, ...]:
    """The citations of the one line that gives a value: a label or a formula has no place of its own for them."""
    return tuple(cite for line in branch.children if not is_attachment(line) for cite in cites(line, reading, below))


def _check_otherwise(kind: ForkKind, sentences: tuple[Sentence, ...], reading: Reading) -> None:
    """One ``otherwise``, after some other branch, and last in a fork that is read in order."""
    found = [sentence for sentence in sentences if sentence.text == "otherwise"]
    for extra in found[1:]:
        _report_otherwise(extra, "a fork has one `otherwise`, and this is another", "join the two blocks.", reading)
    if found and len(found) == len(sentences):
        fix = "put a `when …:` branch before it, with nothing between the two."
        _report_otherwise(found[0], "`otherwise` stands without a `when`", fix, reading)
    elif found and kind == "first that applies" and sentences[-1].text != "otherwise":
        message = "branches after `otherwise` are never reached"
        _report_otherwise(found[0], message, "move `otherwise` to the end.", reading)


def _report_otherwise(sentence: Sentence, message: str, fix: str, reading: Reading) -> None:
    why = "`otherwise` is what is left when no other branch fits."
    reading.report(Problem("misplaced-otherwise", message, sentence.phrase.span(), why=why, fix=fix))


def _report_no_branch(sentence: Sentence, expected: str, reading: Reading) -> None:
    message = f"`{sentence.text}` is not a branch of the fork it stands in"
    fix = "write `otherwise:`." if sentence.text == "else" else ""
    if sentence.text.startswith("if "):
        fix = f"write `when {sentence.text[3:]}:`."
    if _is_meant(sentence) and not fix:
        fix = "write `when …:` with all that must hold, or `the first that applies:` if the source asks one by one."
    reading.report(Problem("not-understood", message, sentence.phrase.span(), why=f"here stands {expected}.", fix=fix))


def _report_not_a_fork(sentence: Sentence, reading: Reading) -> None:
    message = f"`{sentence.text}` is not the heading of a fork"
    fix = "write `depending on X:`, `the first that applies:` or `by table:`."
    reading.report(Problem("not-understood", message, sentence.phrase.span(), fix=fix))
