"""The names people know things by, from the identities the graph uses.

Names.of(graph).action("g-csf")    "G-CSF"
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.citation import Cite
from caretree.guideline.names import Name
from caretree.targets.site.escape import anchor, statement_anchor
from caretree.targets.site.measure import Run


class Named(Protocol):
    """Anything declared with a name."""

    @property
    def name(self) -> Name:
        """Its name."""


class Names(Struct, frozen=True):
    """Names by kind and identity; ``sources`` are the letters of the sources; ``page`` is the page that links go to,
    empty on the page itself."""

    known: dict[tuple[str, str], str]
    sources: tuple[str, ...]
    page: str = ""

    @staticmethod
    def of(graph: DecisionGraph, page: str = "") -> Names:
        """The names of a graph's guideline."""
        guideline = graph.guideline
        kinds: tuple[tuple[str, Iterable[Named]], ...] = (
            ("action", guideline.actions),
            ("input", guideline.inputs),
            ("definition", guideline.definitions),
            ("decision", guideline.decisions),
            ("options", guideline.options),
            ("gap", guideline.gaps),
            ("conflict", guideline.conflicts),
        )
        known = {(kind, each.name.id): each.name.long for kind, things in kinds for each in things}
        return Names(known, tuple(source.letter for source in guideline.sources), page)

    def get(self, kind: str, identity: str) -> str:
        """The long name of a thing; its identity in words where nothing declares it."""
        return self.known.get((kind, identity), identity.rsplit("/", 1)[-1].replace("-", " "))

    def link(self, where: str) -> str:
        """A link to a place on the guideline's page."""
        return f"{self.page}#{where}"

    def action(self, identity: str) -> str:
        """The name of an action."""
        return self.get("action", identity)

    def value(self, identity: str) -> tuple[str, str]:
        """The kind (``definition`` or ``input``) and the name of something with a value."""
        kind = "definition" if ("definition", identity) in self.known else "input"
        return kind, self.get(kind, identity)

    def caveat(self, see: str) -> tuple[str, str, str]:
        """Kind, name and anchor of ``gap:<id>`` or ``conflict:<id>``."""
        kind, _, identity = see.partition(":")
        return kind, self.get(kind, identity), anchor(kind, identity)

    def cite_text(self, cite: Cite) -> str:
        """``6.6 ref 4``; with several sources ``B 6.6 ref 4``."""
        return str(cite) if len(self.sources) > 1 else str(cite).removeprefix(f"{cite.source} ")

    def cites(self, cites: tuple[Cite, ...]) -> tuple[Run, ...]:
        """Citations as links to the evidence ledger."""
        return tuple(Run(self.cite_text(c), href=self.link(statement_anchor(c.source, c.statement))) for c in cites)
