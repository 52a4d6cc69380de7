"""A cohort report as one page: no script, nothing loaded from elsewhere, plain SVG bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from caretree.cohort.counted import ColumnCount, Counts, word_of
from caretree.decisions.graph import DecisionGraph

WIDTH = 320
"""Units of a whole bar."""
SECTIONS = (
    ("Recommended", ("offer", "choice"), "Patients to whom each is offered."),
    ("Advised against", ("against",), "Patients for whom the guideline advises against it."),
    ("Options", ("option",), "Among patients to whom the choice is offered: in, undecided, or ruled out."),
    ("Where the source is silent", ("gap",), "Patients whom the source does not speak about."),
    ("Where the source contradicts itself", ("conflict",), "Patients for whom it says two things."),
    ("Next steps on the pathway", ("move",), "Patients for whom a move holds."),
    ("What to record better", ("waits",), "Patients for whom something stays undecided because this is not known."),
    ("Assumed", ("assumed",), "Patients for whom this was not recorded and assumed."),
)


def page(graph: DecisionGraph, counts: Counts, notice: str, notes: Sequence[str]) -> str:
    """The page. Texts of the guideline and of the table are escaped by the template."""
    environment = Environment(
        loader=PackageLoader("caretree.cohort"), undefined=StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    header = graph.guideline.header
    return environment.get_template("report.html.j2").render(
        title=header.title,
        version=header.version,
        notice=notice,
        notes=notes,
        counts=counts,
        total=counts.decided + counts.refused,
        scope=_scope(counts),
        sections=[section for section in _sections(counts) if section["rows"]],
        width=WIDTH,
        number=shown_number,
    )


def shown_number(value: int) -> str:
    """1 234 567: thin spaces between thousands read the same everywhere."""
    return f"{value:,}".replace(",", "\u2009")


def _scope(counts: Counts) -> list[tuple[str, int]]:
    found = [one for one in counts.columns if one.column.kind == "scope"]
    return [(word_of(one.column, value), count) for one in found for value, count in one.patients]


def _sections(counts: Counts) -> Iterable[dict[str, object]]:
    for title, kinds, about in SECTIONS:
        rows = [_row(one, counts.decided) for one in counts.columns if one.column.kind in kinds and one.any]
        yield {"title": title, "about": about, "rows": sorted(rows, key=lambda row: -int(str(row["any"])))}


def _row(one: ColumnCount, decided: int) -> dict[str, object]:
    parts, start = [], 0.0
    for value, count in one.patients:
        if count:
            width = WIDTH * count / max(decided, 1)
            word = word_of(one.column, value)
            parts.append({"word": word, "count": count, "start": round(start, 2), "width": round(max(width, 0.5), 2)})
            start += width
    return {"name": one.column.text, "cites": one.column.cites, "parts": parts, "any": one.any}
