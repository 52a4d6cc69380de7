"""``caretree schema``."""

from __future__ import annotations

import click

from caretree.cli.compiling import the_graph
from caretree.decisions.patient_schema import patient_schema_json


@click.command()
@click.argument("guideline")
def command(guideline: str) -> None:
    """Print the JSON Schema of a guideline's patients. GUIDELINE is an id or a path."""
    click.echo(patient_schema_json(the_graph(guideline)), nl=False)
