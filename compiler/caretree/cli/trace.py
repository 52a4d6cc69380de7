"""``caretree trace``."""

from __future__ import annotations

import csv
import io

import click

from caretree.checks.ledger import Placement, placements
from caretree.cli.compiling import the_graph


@click.command()
@click.argument("guideline")
@click.option("--format", "shape", type=click.Choice(["text", "csv"]), default="text", show_default=True)
def command(guideline: str, shape: str) -> None:
    """List every statement of the sources and where it went: encoded, noted, not encoded or missing.

    Encoded means that a branch, an action or a rule reads it; noted that only a gap, a conflict or a note names it.
    The last column names the examples that cite it.
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
    lines = []
    for row in rows:
        lines.append(f"{row.statement:8} {row.placed:12} {row.text}")
        lines += [f"{'':22}{where}" for where in row.where]
        lines += [f"{'':22}example: {example}" for example in row.examples]
    counts = {
        placed: sum(1 for r in rows if r.placed == placed) for placed in ("encoded", "noted", "not encoded", "missing")
    }
    lines.append(", ".join(f"{count} {placed}" for placed, count in counts.items()) + f" of {len(rows)} statements")
    return "\n".join(lines) + "\n"
