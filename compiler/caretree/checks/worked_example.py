"""The worked example of a check: a guideline that the check refuses, with all that ``caretree check`` prints about it.

"… Example: A made-up table … (``hole-in-a-table.care``)."
    WorkedExample("caretree check hole-in-a-table.care", "A made-up table … .", "guideline …", "error[…")

Both texts are files of the folder ``worked_examples``; a test compiles each guideline and compares what is printed.
"""

from __future__ import annotations

import inspect
import re
from importlib.resources import files

from msgspec import Struct

from caretree.checks.check import Check
from caretree.problems.explain import sentences

FILE = re.compile(r"\s*\(`(([a-z-]+)\.care[^`]*)`\)")


class WorkedExample(Struct, frozen=True):
    """A file that a check refuses: the command, what is wrong in it as a sentence, its text, and what is printed."""

    command: str
    told: str
    guideline: str
    printed: str


def worked_example(check: Check) -> WorkedExample:
    """The example that the check's docstring names. ``ValueError`` if it names none."""
    _, parts = sentences(inspect.cleandoc(check.__doc__ or ""))
    named = FILE.search(parts.get("Example", ""))
    if named is None:
        raise ValueError(f"the docstring of {check.__name__} names no example")
    folder = files("caretree.checks").joinpath("worked_examples")
    guideline, printed = (folder.joinpath(f"{named[2]}.{end}").read_text(encoding="utf-8") for end in ("care", "txt"))
    return WorkedExample(f"caretree check {named[1]}", FILE.sub("", parts["Example"]), guideline, printed)
