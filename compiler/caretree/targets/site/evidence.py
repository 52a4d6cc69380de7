"""The evidence ledger for a page: every statement of every source, and where it went.

statement A 6.6     encoded · decision neutrophils: severe; safety rule: never offer G-CSF unless …
"""

from __future__ import annotations

from msgspec import Struct

from caretree.checks.ledger import Placement, placements
from caretree.guideline.guideline import Guideline
from caretree.guideline.header import Reference, Section, Source
from caretree.targets.site.escape import anchor, statement_anchor
from caretree.targets.site.measure import Run

PLACED = {
    "encoded": "encoded",
    "noted": "noted, not acted on",
    "not encoded": "left out on purpose",
    "missing": "placed nowhere",
}


class StatementView(Struct, frozen=True):
    """One statement and where it went."""

    anchor: str
    number: str
    text: str
    references: tuple[str, ...]
    placed: str
    placed_words: str
    where: tuple[Run, ...]
    examples: tuple[str, ...]


class SectionView(Struct, frozen=True):
    """A section of a source with its statements."""

    title: str
    statements: tuple[StatementView, ...]


class SourceView(Struct, frozen=True):
    """A source with its ledger; ``counts`` say how many statements went where."""

    source: Source
    sections: tuple[SectionView, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def statements(self) -> tuple[StatementView, ...]:
        """Every statement, in order."""
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def resolved(self) -> tuple[Reference, ...]:
        """The source's own references that are known."""
        return tuple(reference for reference in self.source.references if reference.resolved)

    @property
    def unresolved(self) -> tuple[str, ...]:
        """The numbers of its references that nobody has found yet."""
        return tuple(reference.number for reference in self.source.references if not reference.resolved)


def source_views(guideline: Guideline, actions: dict[str, str]) -> tuple[SourceView, ...]:
    """The ledgers of a guideline; ``actions`` says where the actions' cards stand."""
    placed = {row.statement: row for row in placements(guideline)}
    links = actions | _links(guideline)
    reasons = {(cite.source, cite.statement): line.text for line in guideline.not_encoded for cite in line.cites}
    views = []
    for source in guideline.sources:
        sections = tuple(_section(source, section, placed, links, reasons) for section in source.sections)
        every = [statement.placed for section in sections for statement in section.statements]
        counts = tuple((words, every.count(kind)) for kind, words in PLACED.items() if kind in every)
        views.append(SourceView(source, sections, counts))
    return tuple(views)


def _section(
    source: Source,
    section: Section,
    placed: dict[str, Placement],
    links: dict[str, str],
    reasons: dict[tuple[str, str], str],
) -> SectionView:
    statements = []
    for statement in section.statements:
        row = placed[f"{source.letter} {statement.number}"]
        where = tuple(Run(text, href=_link(text, links)) for text in row.where)
        reason = reasons.get((source.letter, statement.number))
        where += (Run(reason),) if reason and row.placed == "not encoded" else ()
        statements.append(
            StatementView(
                statement_anchor(source.letter, statement.number),
                statement.number,
                statement.text,
                statement.references,
                row.placed,
                PLACED[row.placed],
                where,
                row.examples,
            )
        )
    return SectionView(f"{section.number} {section.title}".strip(), tuple(statements))


def _link(where: str, links: dict[str, str]) -> str:
    return links.get(where) or links.get(where.split(": ", 1)[0], "")


def _links(guideline: Guideline) -> dict[str, str]:
    """Where the things that carry citations stand on the page, by what ``checks.placed`` calls them."""
    kinds = (
        ("input", guideline.inputs),
        ("definition", guideline.definitions),
        ("decision", guideline.decisions),
        ("options", guideline.options),
        ("pathway", guideline.pathways),
        ("gap", guideline.gaps),
        ("conflict", guideline.conflicts),
    )
    links = {f"{kind} {each.name.long}": f"#{anchor(kind, each.name.id)}" for kind, things in kinds for each in things}
    links |= {f"assumption on {i.name.long}": f"#{anchor('input', i.name.id)}" for i in guideline.inputs}
    links |= {f"safety rule: {rule.text}": f"#{anchor('rule', rule.id)}" for rule in guideline.rules}
    for pathway in guideline.pathways:
        links |= {f"phase {phase.name.long}": f"#{anchor('pathway', pathway.name.id)}" for phase in pathway.phases}
    return links
