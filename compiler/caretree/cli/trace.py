"""``caretree trace``."""

from __future__ import annotations

import csv
import io
from textwrap import wrap

import click

from caretree.checks.ledger import Placement, placements
from caretree.cli.compiling import the_graph
from caretree.cli.streams import text_width
from caretree.decisions.answer_text import WIDTH, one_line

PLACED = ("encoded", "noted", "not encoded", "missing")


@click.command()
@click.argument("guideline")
@click.option(
    "--format", "shape", type=click.Choice(["text", "csv"]), default="text", show_default=True,
    help="For people, or for a spreadsheet.",
)  # fmt: skip
def command(guideline: str, shape: str) -> None:
    """List every statement of the sources and where it went: encoded, noted, not encoded or missing.

    Encoded means that a branch, an action or a rule reads it; noted that only a gap, a conflict or a note names it.
    Below each statement stand the places that cite it, the examples last.

    \b
    caretree trace itp-after-ivig
    caretree trace itp-after-ivig --format csv > ledger.csv
    """
    rows = placements(the_graph(guideline).guideline)
    click.echo(_as_csv(rows) if shape == "csv" else _as_text(rows), nl=False)


def _as_csv(rows: tuple[Placement, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["statement", "text", "placed", "where", "examples"])
    writer.writerows([r.statement, r.text, r.placed, "; ".join(r.where), "; ".join(r.examples)] for r in rows)
    return out.getvalue()


def _as_text(rows: tuple[Placement, ...]) -> str:
    """Three columns, as wide as what stands in them; statements come from a file and never steer the terminal."""
    wide = max((len(row.statement) for row in rows), default=0)
    lines = []
    for row in rows:
        lines += _wrapped(f"{row.statement:{wide}}  {row.placed:11}  ", row.text)
        for where in (*row.where, *(f"example: {example}" for example in row.examples)):
            lines += _wrapped(" " * (wide + 15) + "- ", where)
    counts = [f"{sum(1 for row in rows if row.placed == placed)} {placed}" for placed in PLACED]
    lines.append(f"{len(rows)} statements: {', '.join(counts)}")
    return "\n".join(lines) + "\n"


def _wrapped(lead: str, text: str) -> list[str]:
    below = " " * len(lead)
    return wrap(
        one_line(text), text_width(WIDTH), initial_indent=lead, subsequent_indent=below, break_long_words=False
    ) or [lead]
