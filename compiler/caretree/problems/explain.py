"""What every problem means, in the words of the files in ``explanations``.

missing-unit                                   Explanation("missing-unit", "A number … has none.",
  A number that needs a unit has none.            why="Numbers wear units; …", fix="Write the unit …",
  Why: Numbers wear units; …                      topic="Inputs, numbers, units and definitions")
  Fix: Write the unit after the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from msgspec import Struct


class Explanation(Struct, frozen=True):
    """A problem explained to an editor: ``summary`` and the parts are sentences; code stands in backquotes.

    ``what`` says more than the summary where there is more to say; ``topic`` is the heading it is listed under;
    ``check`` is the page of the check that finds it, which has a worked example, where a check finds it.
    """

    name: str
    summary: str
    why: str
    fix: str
    what: str = ""
    example: str = ""
    topic: str = ""
    check: str = ""

    @property
    def page(self) -> str:
        """Where the site explains it, from the site's root: the page of the check that finds it, with its worked
        example, or else its heading in the list of all problems."""
        return f"checks/{self.check}.html" if self.check else f"problems/index.html#{self.name}"


@cache
def written() -> tuple[Explanation, ...]:
    """The explanations of every problem that is found while a file or a patient is read, in the order of the files."""
    folder = files("caretree.problems").joinpath("explanations")
    texts = sorted((each.name, each.read_text(encoding="utf-8")) for each in folder.iterdir())
    return tuple(each for name, text in texts if name.endswith(".txt") for each in _read(text))


def _read(text: str) -> Iterator[Explanation]:
    topic = ""
    for block in re.split(r"\n\s*\n", text.strip()):
        if block.startswith("# "):
            topic = block.removeprefix("# ").strip()
            continue
        name, *lines = block.splitlines()
        summary, parts = sentences(" ".join(line.strip() for line in lines))
        yield Explanation(
            name,
            summary,
            parts.get("Why", ""),
            parts.get("Fix", ""),
            what=parts.get("What", ""),
            example=parts.get("Example", ""),
            topic=topic,
        )


def sentences(text: str) -> tuple[str, dict[str, str]]:
    """A text's first part and, by their words, the parts that start with ``What:``, ``Why:``, ``Fix:``, ``Example:``.
    Double backquotes become single ones."""
    summary, *rest = re.split(r"(?:^|\s)(What|Why|Fix|Example):\s", " ".join(text.replace("``", "`").split()))
    return summary.strip(), dict(zip(rest[::2], (part.strip() for part in rest[1::2]), strict=True))
