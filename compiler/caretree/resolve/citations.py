"""Citations: which statement of which source stands behind a line.

[6.6 ref 4]     Cite("A", "6.6", ("4",)) when A is the only source
"""

from __future__ import annotations

from caretree.guideline.citation import Cite
from caretree.problems.problem import Problem
from caretree.resolve.lookup import did_you_mean
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Citation, Sentence


def cites(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[Cite, ...]:
    """The sentence's own citations, or, when it has none, the inherited ones (see ``block_cites``).

    Problems: ``unknown-source`` (a letter no source has), ``missing-source-letter`` (several sources).
    """
    return resolved(sentence.citations, reading) if sentence.citations else inherited


def block_cites(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[Cite, ...]:
    """What the lines in the block below ``sentence`` inherit: the block's closing citation, else ``inherited``."""
    return resolved(sentence.block_citations, reading) if sentence.block_citations else inherited


def resolved(citations: tuple[Citation, ...], reading: Reading) -> tuple[Cite, ...]:
    """The citations with the letter of their source; those whose source is not clear are left out."""
    found = (_cite(citation, reading) for citation in citations)
    return tuple(cite for cite in found if cite is not None)


def _cite(citation: Citation, reading: Reading) -> Cite | None:
    letters = reading.names.sources
    letter = citation.source or (letters[0] if len(letters) == 1 else "")
    if letter in letters:
        return Cite(letter, citation.statement, citation.references, citation.span)
    if letters or not any(problem.name == "unknown-source" for problem in reading.problems):  # no source: said once
        reading.report(_unclear(citation, letters))
    return None


def _unclear(citation: Citation, letters: tuple[str, ...]) -> Problem:
    if not letters:
        return Problem(
            "unknown-source",
            f"statement {citation.statement} is cited, but the file declares no source",
            citation.span,
            fix="declare the source with a `source` block.",
        )
    if citation.source is None:
        return Problem(
            "missing-source-letter",
            f"statement {citation.statement} could be of any of the sources {', '.join(letters)}",
            citation.span,
            why="a reader must find the statement in one step.",
            fix=f"write `[{letters[0]} {citation.statement}]` with the letter of its source.",
        )
    fix = did_you_mean(citation.source, letters) or f"the sources are {', '.join(letters)}."
    return Problem("unknown-source", f'there is no source "{citation.source}"', citation.span, fix=fix)
