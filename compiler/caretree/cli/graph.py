"""``caretree graph``."""

from __future__ import annotations

import click

from caretree.cli.compiling import the_graph
from caretree.decisions.export import graph_json


@click.command()
@click.argument("guideline")
@click.option(
    "--format", "shape", type=click.Choice(["json", "mermaid", "dot"]), default="json", show_default=True,
    help="The whole meaning, or a picture.",
)  # fmt: skip
def command(guideline: str, shape: str) -> None:
    """Print a guideline's decision graph. GUIDELINE is an id or a path.

    json is the whole meaning (format caretree-graph/1); mermaid and dot are pictures to paste elsewhere.

    \b
    caretree graph itp-after-ivig > graph.json
    caretree graph itp-after-ivig --format dot | dot -Tsvg > graph.svg
    """
    graph = the_graph(guideline)
    if shape == "json":
        click.echo(graph_json(graph), nl=False)
        return
    from caretree.decisions.pictures import dot, mermaid

    click.echo(mermaid(graph) if shape == "mermaid" else dot(graph), nl=False)
