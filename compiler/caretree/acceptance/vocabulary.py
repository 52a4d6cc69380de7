"""What the sentences of a guideline's scenarios can name, by name, whichever engine decides.

vocabulary.action("G-CSF")        "g-csf"
vocabulary.action("G-CSX")        UnknownName: the guideline has no action called "G-CSX"; did you mean "G-CSF"?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct, field

from caretree.guideline.names import slug
from caretree.problems.suggestions import did_you_mean

Found = TypeVar("Found")


class UnknownName(AssertionError):
    """A scenario names something the guideline does not have."""


class Data(Struct, frozen=True):
    """An input or a definition: its identity, its kind (``yes or no``, ``choice``, ``number``, ``date``, ``series``,
    ``course``) and a number's unit."""

    id: str
    kind: str
    unit: str = ""


class Vocabulary(Struct, frozen=True):
    """Identities by name, one dictionary a kind. Gaps and conflicts may be known by their identities alone."""

    inputs: dict[str, Data] = field(default_factory=dict)
    definitions: dict[str, Data] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    gaps: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    pathways: dict[str, str] = field(default_factory=dict)
    phases: dict[str, str] = field(default_factory=dict)

    def input(self, name: str) -> Data:
        """The input called so. Raises ``UnknownName``."""
        return _found(name, self.inputs, "input")

    def data(self, name: str) -> Data:
        """The input or definition called so. Raises ``UnknownName``."""
        return _found(name, {**self.inputs, **self.definitions}, "input or definition")

    def action(self, name: str) -> str:
        """The action called so. Raises ``UnknownName``."""
        return _found(name, self.actions, "action")

    def silence(self, kind: str, name: str) -> str:
        """The gap or conflict called so. Raises ``UnknownName``."""
        return _found(name, self.gaps if kind == "gap" else self.conflicts, kind)

    def pathway(self, name: str) -> str:
        """The pathway called so. Raises ``UnknownName``."""
        return _found(name, self.pathways, "pathway")

    def phase(self, name: str) -> str:
        """The phase called so. Raises ``UnknownName``."""
        return _found(name, self.phases, "phase")

    def anything(self, name: str) -> str:
        """What is called so and can be undecided; actions first. Raises ``UnknownName``."""
        definitions = {text: one.id for text, one in self.definitions.items()}
        everything = {**definitions, **self.conflicts, **self.gaps, **self.options, **self.actions}
        return _found(name, everything, "action, option, gap, conflict or definition")


def by_name(named: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Identities by long name, short name and identity, from ``(id, long, short)``."""
    return {text: id for id, long, short in named for text in (id, short, long) if text}


def _found(name: str, known: Mapping[str, Found], kind: str) -> Found:
    if name in known:
        return known[name]
    same = [value for text, value in known.items() if slug(text.rpartition("/")[2]) == slug(name) != ""]
    if same:
        return same[0]
    guess = did_you_mean(name, known)
    hint = f'; did you mean "{guess}"?' if guess else ""
    raise UnknownName(f'the guideline has no {kind} called "{name}"{hint}')
