"""Every condition of the articles taken out of its guideline, one at a time, and what turns red then.

    when infection found:           the branch is kept for everybody, the other branches go
    also when fever:                the extra is kept for everybody
    fever and ANC is below 1.0      either half alone
    all of: … / any of: …           one line less
    ruled out when not adult        the option is never ruled out
    at most 10 mcg/kg … per week    the dose has no cap
    should use blood cultures       not advised, where a rule wants it always offered

A removal is one change of the text. What it breaks is found by compiling and proving the changed text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planted_faults import OFFER, Spec, headed

BLOCKS = ("definitions", "actions", "decision", "options", "pathway")
ARGUMENTS = ("ruled out when ", "preferred when ", "in favour when ", "against when ")
SENTENCE = re.compile(r"(.*?(?:\bwhen|\bmeans) )([^\[\"]*?)((?:, because .*?)?:?(?: \[.*\])?)$")


@dataclass(frozen=True, slots=True)
class Removal:
    """A condition removed. ``line`` is where it stood (from 1), ``last`` the last line it governed; ``what`` says it in
    words, ``text`` is the changed guideline."""

    path: str
    line: int
    last: int
    what: str
    text: str


def removals(spec: Spec) -> list[Removal]:
    """All of them, in the order of the file; a sentence over several lines is not split."""
    found = [
        one
        for at, _ in enumerate(spec.lines)
        if spec.lines[at].startswith(" ") and spec.section(at) in BLOCKS
        for one in _at(spec, at)
    ]
    unique = {one.text: one for one in reversed(found)}
    return sorted(unique.values(), key=lambda one: (one.line, one.what))


def _at(spec: Spec, at: int) -> Iterator[Removal]:
    line = spec.lines[at].strip()
    if spec.section(at) == "decision" and line.endswith(":"):
        if line.startswith("also when "):
            yield _kept(spec, at, at, spec.end(at), spec.end(at), line)
        elif line.startswith("when "):
            first, end = _fork(spec, at)
            yield _kept(spec, first, at, spec.end(at), end, line)
        elif line == "otherwise:":
            first, end = _fork(spec, at)
            yield _kept(spec, first, at, spec.end(at), end, f"otherwise, after {spec.lines[first].strip()}")
        elif spec.lines[spec.parent(at)].strip().startswith("depending on "):
            yield _every_label(spec, spec.parent(at), at)
    if (match := SENTENCE.match(line)) and not line.startswith(("gap ", "conflict ", "see ", "note ", "at most ")):
        yield from _halves(spec, at, match)
    if re.search(r" means (all|any) of:$", spec.lines[spec.parent(at)]) and not line.startswith(("see ", "note ", "[")):
        yield _changed(spec, at, at + 1, [], f"{spec.lines[spec.parent(at)].strip()} {line}")
    if spec.section(at) == "options" and line.startswith(ARGUMENTS):
        yield _argument(spec, at)
    if (offer := OFFER.match(line)) and spec.section(at) == "decision" and offer[2] in _promised(spec):
        yield _changed(spec, at, spec.end(at), [" " * spec.indent(at) + "nothing further"], line)
    if spec.section(at) == "actions" and line.startswith("at most "):
        yield _uncapped(spec, at)


def _argument(spec: Spec, at: int) -> Removal:
    """An argument of an option; the only line under an option takes the colon above it along."""
    above = spec.parent(at)
    alone = spec.end(above) == above + 2
    head = [spec.lines[above].replace(":", "", 1) if spec.lines[above].endswith(":") else spec.lines[above]]
    first, new = (above, head) if alone else (at, [])
    return _changed(spec, first, at + 1, new, spec.lines[at].strip(), at)


def _uncapped(spec: Spec, at: int) -> Removal:
    """A dose without its cap, which is then declared as not stated, as the notation asks."""
    end = spec.end(spec.parent(at))
    below = list(spec.lines[at + 1 : end])
    new = [f"{line}, maximum" if line.strip().startswith("not stated: ") else line for line in below]
    return _changed(spec, at, end, new, spec.lines[at].strip(), at)


def _promised(spec: Spec) -> set[str]:
    """The actions that some rule wants offered."""
    text = " ".join(spec.lines[at].strip() for at in headed(spec, ".", "safety"))
    return {found for pair in re.findall(r"always offer (.*?)(?= when| \[)|without (.*?) \[", text) for found in pair}


def _fork(spec: Spec, at: int) -> tuple[int, int]:
    """The first line of the fork a branch stands in, and the first line after it."""
    depth, first, end = spec.indent(at), at, spec.end(at)
    while spec.lines[first].strip() == "otherwise:" or _is_branch(spec, _before(spec, first), depth):
        first = _before(spec, first)
    while end < len(spec.lines) and spec.indent(end) == depth and spec.lines[end].strip().startswith(_BRANCHES):
        end = spec.end(end)
    return first, end


_BRANCHES = ("when ", "otherwise:")


def _before(spec: Spec, at: int) -> int:
    """The line beside it that stands before a line, or the line it stands under."""
    return next(above for above in range(at - 1, -1, -1) if spec.lines[above].strip() and
                spec.indent(above) <= spec.indent(at))  # fmt: skip


def _is_branch(spec: Spec, at: int, depth: int) -> bool:
    return spec.indent(at) == depth and spec.lines[at].strip().startswith("when ")


def _kept(spec: Spec, first: int, at: int, end: int, last: int, what: str) -> Removal:
    """Lines ``first`` to ``last`` replaced by what stands under line ``at``, up to ``end``."""
    body = [line[2:] for line in spec.lines[at + 1 : end]]
    return _changed(spec, first, last, body, what, at)


def _every_label(spec: Spec, fork: int, at: int) -> Removal:
    """One branch of a fork by value, kept for every label or range; those of the others go."""
    places = [one for one in range(fork + 1, spec.end(fork)) if spec.indent(one) == spec.indent(at)]
    heads = [one for one in places if spec.lines[one].endswith(":")]
    names = " or ".join(spec.lines[one].strip().rstrip(":") for one in heads)
    new = [spec.lines[fork], f"{' ' * spec.indent(at)}{names}:", *spec.lines[at + 1 : spec.end(at)]]
    what = f"{spec.lines[fork].strip()} {spec.lines[at].strip()}"
    return _changed(spec, fork, spec.end(fork), new, what, at)


def _halves(spec: Spec, at: int, match: re.Match[str]) -> Iterator[Removal]:
    for word in (" and ", " or "):
        parts = match[2].split(word)
        for gone, part in enumerate(parts if len(parts) > 1 else []):
            kept = word.join(parts[:gone] + parts[gone + 1 :])
            new = " " * spec.indent(at) + match[1] + kept + match[3]
            yield _changed(spec, at, at + 1, [new], f"{spec.lines[at].strip()} without {part}")


def _changed(spec: Spec, first: int, last: int, new: list[str], what: str, at: int | None = None) -> Removal:
    lines = [*spec.lines[:first], *new, *spec.lines[last:]]
    what = re.sub(r" \[[^\]]*\]", "", what)
    return Removal(
        spec.path, (first if at is None else at) + 1, max(last, first + len(new)), what, "\n".join(lines) + "\n"
    )
