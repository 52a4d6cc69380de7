"""``caretree schema``."""

from __future__ import annotations

import click

from caretree.cli.compiling import the_graph
from caretree.decisions.patient_schema import patient_schema_json


@click.command()
@click.argument("guideline")
def command(guideline: str) -> None:
    """Print the JSON Schema of a guideline's patients. GUIDELINE is an id or a path.

    It names every input with its type, unit and plausible range. Values may also come in another unit of the same kind.

    \b
    caretree schema itp-after-ivig > patient.schema.json
    """
    click.echo(patient_schema_json(the_graph(guideline)), nl=False)
