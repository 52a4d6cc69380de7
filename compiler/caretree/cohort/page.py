"""A cohort report as one page: no script, nothing loaded from elsewhere, plain SVG bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from caretree.cohort.counted import ColumnCount, Counts, word_of
from caretree.decisions.graph import DecisionGraph

WIDTH = 320
"""Units of a whole bar."""
SECTIONS = (
    ("Recommended", ("offer", "choice"), "offer", "Patients to whom each is offered."),
    ("Advised against", ("against",), "against", "Patients for whom the guideline advises against it."),
    (
        "Options", ("option",), "choice",
        "Among patients to whom the choice is offered: still in, undecided, or ruled out.",
    ),
    ("Where the source is silent", ("gap",), "silent", "Patients whom the source does not speak about."),
    ("Where the source contradicts itself", ("conflict",), "conflict", "Patients for whom it says two things."),
    ("Next steps on the pathway", ("move",), "offer", "Patients for whom a move holds."),
    (
        "What to record better", ("waits",), "choice",
        "Patients for whom something stays undecided because this is not known.",
    ),
    ("Assumed", ("assumed",), "silent", "Patients for whom this was not recorded and assumed."),
)  # fmt: skip
"""Title, kinds of columns, colour, and what a bar means."""


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
    """1 234 567: narrow spaces between thousands read the same everywhere, and lines do not break there."""
    return f"{value:,}".replace(",", "\u202f")


def _scope(counts: Counts) -> list[tuple[str, int]]:
    found = [one for one in counts.columns if one.column.kind == "scope"]
    return [(word_of(one.column, value), count) for one in found for value, count in one.patients]


def _sections(counts: Counts) -> Iterable[dict[str, object]]:
    for title, kinds, colour, about in SECTIONS:
        rows = [_row(one, counts.decided) for one in counts.columns if one.column.kind in kinds and one.any]
        rows.sort(key=lambda row: -int(str(row["any"])))
        yield {"title": title, "about": about, "colour": colour, "rows": rows}


def _row(one: ColumnCount, decided: int) -> dict[str, object]:
    parts, start = [], 0.0
    for value, count in one.patients:
        if count:
            width = WIDTH * count / max(decided, 1)
            kind = word_of(one.column, value)
            parts.append(
                {
                    "kind": kind, "word": "" if value is True else kind, "count": count,
                    "share": share(count, decided), "start": round(start, 2), "width": round(max(width, 0.5), 2),
                }
            )  # fmt: skip
            start += width
    return {"name": one.column.text, "cites": one.column.cites, "parts": parts, "any": one.any}


def share(count: int, of: int) -> str:
    """``12 %``; what is not nothing and not all is never shown as if it were."""
    percent = round(100 * count / max(of, 1))
    if count and not percent:
        return "<1\u00a0%"
    if count < of and percent == 100:
        return ">99\u00a0%"
    return f"{percent}\u00a0%"
