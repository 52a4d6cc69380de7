"""Citations: every recommendation has one, and every one points at something that exists."""

from __future__ import annotations

from collections.abc import Iterator

from caretree.checks.check import CheckInput
from caretree.checks.placed import uses
from caretree.guideline.blocks import Block, ChoiceLine, Extra, Fork, Recommendation
from caretree.guideline.citation import Cite
from caretree.guideline.guideline import Guideline
from caretree.problems.problem import Problem
from caretree.problems.suggestions import did_you_mean


def cited_statements_exist(given: CheckInput) -> list[Problem]:
    """A citation points at a statement or a reference that the source's ledger does not have
    (``unknown-statement``, ``unknown-reference``).

    What: ``[6.9]`` is cited and section 6 of the ledger has no statement 9; or ``ref 9`` and the source lists none.
    Why: The advice would look sourced without a source.
    Fix: Correct the number, or add the statement (paraphrased) to the ledger.
    Example: One citation has a number too high, another a reference that the source does not list
    (``citations-to-nowhere.care``).
    """
    statements = {(s.letter, t.number) for s in given.guideline.sources for c in s.sections for t in c.statements}
    references = {(s.letter, r.number) for s in given.guideline.sources for r in s.references}
    problems = []
    for cite in _every_cite(given.guideline):
        if (cite.source, cite.statement) not in statements:
            problems.append(_no_statement(cite, [number for letter, number in statements if letter == cite.source]))
        problems += [_no_reference(cite, r) for r in cite.references if (cite.source, r) not in references]
    return problems


def _every_cite(guideline: Guideline) -> Iterator[Cite]:
    seen = [use.cite for use in uses(guideline)]
    seen += [cite for line in guideline.not_encoded for cite in line.cites]
    seen += [cite for example in guideline.examples for cite in example.cites]
    return iter(dict.fromkeys(seen))


def _no_statement(cite: Cite, known: list[str]) -> Problem:
    suggestion = did_you_mean(cite.statement, sorted(known))
    return Problem(
        "unknown-statement",
        f"source {cite.source} has no statement {cite.statement}",
        cite.span,
        why="the advice would look sourced without a source.",
        fix=(f"did you mean {suggestion}? " if suggestion else "")
        + "correct the number, or add the statement to the ledger.",
    )


def _no_reference(cite: Cite, reference: str) -> Problem:
    return Problem(
        "unknown-reference",
        f"source {cite.source} has no reference {reference}",
        cite.span,
        why="nobody could follow the reference.",
        fix=f"correct the number, or declare it in the source: `reference {reference} unresolved`.",
    )


def recommendations_are_cited(given: CheckInput) -> list[Problem]:
    """A recommendation, a choice or a safety rule cites no statement of its source (``uncited-recommendation``).

    What: A line gives advice without ``[section.statement]``, neither on the line nor at the end of its block.
    Why: Clinical content is never invented; advice without a source is invented.
    Fix: Cite the statement it comes from, or remove the line.
    Example: A recommendation without a citation (``advice-without-a-source.care``).
    """
    guideline = given.guideline
    lines = [line for decision in guideline.decisions for line in _advice(decision.body)]
    lines += [line for conflict in guideline.conflicts for line in _advice(conflict.then)]
    problems = [_uncited(line.text, line) for line in lines if not line.cites]
    problems += [_uncited(rule.text, rule) for rule in guideline.rules if not rule.cites]
    return problems


def _advice(block: Block) -> Iterator[Recommendation | ChoiceLine]:
    for item in block.items:
        match item:
            case Recommendation() | ChoiceLine():
                yield item
            case Fork():
                for branch in item.branches:
                    yield from _advice(branch.then)
            case Extra():
                yield from _advice(item.then)
            case _:
                pass


def _uncited(text: str, line: object) -> Problem:
    return Problem(
        "uncited-recommendation",
        f"`{text}` cites no statement of a source",
        line.span,  # type: ignore[attr-defined]
        why="advice without a source is invented.",
        fix="cite the statement it comes from, such as [6.1], or remove the line.",
    )
