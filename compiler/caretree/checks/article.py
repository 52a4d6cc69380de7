"""The ledger against the article it was made from."""

from __future__ import annotations

import hashlib

from caretree.checks.check import CheckInput
from caretree.guideline.header import Source
from caretree.problems.problem import Problem


def article_matches(given: CheckInput) -> list[Problem]:
    """The article changed since the ledger was made, or has lines that no section covers (``article-changed``,
    ``article-lines-uncovered``, ``article-missing``).

    What: The article's sha256 differs from the one in the source block; a non-blank line of the article belongs to no
    section and is not listed as ``not clinical``; or a section names lines the article does not have.
    Why: A statement may have been missed, or the source may now say something else.
    Fix: Read the article again, correct the line ranges and statements, then update sha256.
    Example: The article ``fever.txt`` has a second line, ``Not in liver failure.``, that it had not when its sha256 was
    written down; ``pain.txt`` is not in the folder of articles (``a-changed-article.care --sources articles``).
    """
    if given.article is None:
        return []
    return [problem for source in given.guideline.sources for problem in _source(source, given)]


def _source(source: Source, given: CheckInput) -> list[Problem]:
    if not source.file or given.article is None:
        return []
    data = given.article(source.file)
    if data is None:
        return [_problem("article-missing", source, f"the article {source.file} is not in the folder given", "warning")]
    lines = data.decode("utf-8", errors="replace").splitlines()
    return _drift(source, data) + _uncovered(source, lines) + _beyond(source, len(lines))


def _problem(name: str, source: Source, message: str, severity: str = "error") -> Problem:
    return Problem(
        name,
        message,
        source.span,
        why="a statement may have been missed, or the source may now say something else.",
        fix="read the article again, then correct the line ranges, the statements and sha256.",
        severity="warning" if severity == "warning" else "error",
    )


def _drift(source: Source, data: bytes) -> list[Problem]:
    found = hashlib.sha256(data).hexdigest()
    if not source.sha256 or found == source.sha256:
        return []
    return [_problem("article-changed", source, f"the article {source.file} has changed: its sha256 is now {found}")]


def _uncovered(source: Source, lines: list[str]) -> list[Problem]:
    ranges = [(s.first_line, s.last_line) for s in source.sections if s.first_line and s.last_line]
    covered = {n for first, last in [*ranges, *source.not_clinical] for n in range(first, last + 1)}
    missing = [number for number, line in enumerate(lines, 1) if line.strip() and number not in covered]
    if not missing:
        return []
    shown = ", ".join(str(number) for number in missing[:10]) + (" and more" if len(missing) > 10 else "")
    return [_problem("article-lines-uncovered", source, f"no section covers line {shown} of {source.file}")]


def _beyond(source: Source, count: int) -> list[Problem]:
    ends = [(f"section {one.number}", one.last_line) for one in source.sections]
    ends += [(f"what is not clinical from line {first}", last) for first, last in source.not_clinical]
    return [
        _problem("article-lines-beyond-end", source, f"{what} ends at line {last}, the article at {count}")
        for what, last in ends
        if last and last > count
    ]
