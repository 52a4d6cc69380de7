"""The care blocks of a Markdown file, with the problems stated on their lines.

```care part                                        Block("part", …, (
decision anaemia:                                     Mark(2, "error", "missing-unit", ""),))
  when Hb is below 8:  # error: [missing-unit]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
_FENCE = re.compile(r"```care ?(?P<kind>part|given|file)?(?: (?P<path>\S+))?")
_MARK = re.compile(r' +# (?P<severity>error|warning|note): \[(?P<name>[a-z-]+)\](?: "(?P<says>[^"]*)")?')
_MARKS = re.compile(r'(?: +# (?:error|warning|note): \[[a-z-]+\](?: "[^"]*")?)+$')

NUMBERS = range(1, 10)
HEADER = """\
guideline "A part of a guideline":
  id part
  version 0.1.0
  notation 1
  status draft

"""
LEDGER = (
    'source "An article":\n'
    + "".join(
        f'  section {section} "Section {section}":\n'
        + "".join(f'    {number} "Statement {section}.{number}"\n' for number in NUMBERS)
        for section in NUMBERS
    )
    + "  references 1 to 9 unresolved\n\n"
)
NOT_ENCODED = "\nnot encoded:\n" + "".join(
    f'  "it is only here to be cited" [{section}.{number}]\n' for section in NUMBERS for number in NUMBERS
)
LIBRARY = """\
library "What this page takes as given":
  id given
  version 0.1.0

"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One stated problem: its line in the block from 1, and a piece of what it says."""

    line: int
    severity: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block: a whole file, a ``part`` of a guideline, what is ``given`` to the parts, or a ``file`` they use."""

    kind: str
    path: str
    text: str
    marks: tuple[Mark, ...]
    page: str
    line: int

    @property
    def title(self) -> str:
        """Where the block stands."""
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """Every Markdown page of the language."""
    return sorted(FOLDER.glob("*.md"))


def blocks_of(page: Path) -> list[Block]:
    """The care blocks of one page in order."""
    return list(_read(page.name, page.read_text(encoding="utf-8").splitlines()))


def _read(page: str, lines: list[str]) -> Iterator[Block]:
    number = 0
    while number < len(lines):
        fence = _FENCE.fullmatch(lines[number])
        number += 1
        if fence is None:
            continue
        end = lines.index("```", number)
        body = lines[number:end]
        text = "".join(f"{_MARKS.sub('', line)}\n" for line in body)
        marks = tuple(mark for at, line in enumerate(body, start=1) for mark in _marks(at, line))
        yield Block(fence["kind"] or "whole", fence["path"] or "", text, marks, page, number)
        number = end + 1


def _marks(at: int, line: str) -> Iterator[Mark]:
    tail = _MARKS.search(line)
    for found in _MARK.finditer(tail[0] if tail else ""):
        yield Mark(at, found["severity"], found["name"], found["says"] or "")


def file_of(block: Block, has_given: bool) -> tuple[str, int]:
    """The whole text that is compiled for a block, and how many lines stand before the block's own."""
    if block.kind == "given":
        return LIBRARY + block.text, LIBRARY.count("\n")
    if block.kind != "part":
        return block.text, 0
    own_source = any(line.startswith("source ") for line in block.text.splitlines())
    before = HEADER + ("" if own_source else LEDGER) + ('use "given"\n\n' if has_given else "")
    left_out = own_source or "\nnot encoded:\n" in f"\n{block.text}"
    return before + block.text + ("" if left_out else NOT_ENCODED), before.count("\n")
