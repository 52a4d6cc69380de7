"""What a reader of the main branches would miss: extras, assumptions, the editor's readings, what no branch acts on.

also when fever: …                Consideration("neutrophils: also when fever", "#node/…", (link to advice, …))
when not recorded, assume no      Consideration("chronic kidney disease: no", "#input/…")
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph, ExtraNode
from caretree.decisions.walk import below
from caretree.targets.site.escape import anchor, node_anchor, statement_anchor
from caretree.targets.site.evidence import SourceView
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names
from caretree.targets.site.outline import answer_rows, extra_words
from caretree.targets.site.words import assumption_words


class Consideration(Struct, frozen=True):
    """One line: what it is about, where it stands, and what follows from it."""

    text: str
    href: str
    follows: tuple[Run, ...] = ()
    cites: tuple[Run, ...] = ()


class Considerations(Struct, frozen=True):
    """The four kinds, each in the order of the file."""

    extras: tuple[Consideration, ...]
    assumptions: tuple[Consideration, ...]
    readings: tuple[Consideration, ...]
    noted: tuple[Consideration, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.extras or self.assumptions or self.readings or self.noted)


def considerations(graph: DecisionGraph, names: Names, sources: tuple[SourceView, ...]) -> Considerations:
    """The special considerations of a guideline."""
    return Considerations(
        tuple(_extras(graph, names)),
        tuple(_assumptions(graph, names)),
        tuple(_readings(graph)),
        tuple(_noted(sources)),
    )


def _extras(graph: DecisionGraph, names: Names) -> Iterator[Consideration]:
    for run in graph.runs:
        rows = {row.node: row for row in answer_rows(graph, run, names)}
        for identity in below(graph.nodes, [run.node]):
            node = graph.nodes[identity]
            if isinstance(node, ExtraNode):
                inside = below(graph.nodes, [node.then])
                answers = [rows[each] for each in inside if each in rows]
                follows = tuple(Run(" ".join(run.text for run in row.text), href=row.href) for row in answers)
                words = f"{run.name}: {extra_words(node.label, node.waiting)}"
                yield Consideration(words, f"#{node_anchor(node.then)}", follows, names.cites(node.cites))


def _assumptions(graph: DecisionGraph, names: Names) -> Iterator[Consideration]:
    guideline = graph.guideline
    things = (("input", guideline.inputs), ("definition", guideline.definitions))
    for kind, each in ((kind, each) for kind, group in things for each in group):
        if each.assume is not None:
            words = f"{each.name.long}: {assumption_words(each.assume)}"
            yield Consideration(words, f"#{anchor(kind, each.name.id)}", (), names.cites(each.assume.cites))


def _readings(graph: DecisionGraph) -> Iterator[Consideration]:
    guideline = graph.guideline
    things = (("input", guideline.inputs), ("definition", guideline.definitions))
    for kind, each in ((kind, each) for kind, group in things for each in group):
        notes = each.notes + (each.assume.notes if each.assume else ())
        for note in notes:
            yield Consideration(f"{each.name.long}: {note}", f"#{anchor(kind, each.name.id)}")


def _noted(sources: tuple[SourceView, ...]) -> Iterator[Consideration]:
    for view in sources:
        for statement in view.statements:
            if statement.placed == "noted":
                where = statement_anchor(view.source.letter, statement.number)
                yield Consideration(statement.text, f"#{where}")
