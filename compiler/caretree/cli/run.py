"""``caretree run``."""

from __future__ import annotations

import json

import click

from caretree.cli.compiling import the_graph
from caretree.cli.patient_file import read_patient_file
from caretree.cli.patients import decide
from caretree.cli.streams import text_width
from caretree.decisions.answer_json import answer_json
from caretree.decisions.answer_text import WIDTH, answer_text


@click.command()
@click.argument("guideline")
@click.option("--patient", "file", required=True, metavar="FILE|-", help="The patient as JSON; - is standard input.")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people, or for programs (format caretree-answer/1).",
)  # fmt: skip
@click.option("--trace", is_flag=True, help="Add every branch that was looked at and what became of it.")
def command(guideline: str, file: str, shape: str, trace: bool) -> None:
    """Decide for one patient. GUIDELINE is an id or a path.

    What is not given is unknown: advice that depends on it is undecided, and the next question says what to ask.
    Nothing about the patient is stored or sent. `caretree schema GUIDELINE` lists what a patient may have.

    \b
    patient.json:
      {"ITP": true, "IVIG failed": true, "age": {"value": 40, "unit": "years"},
       "platelet count": {"value": "20000", "unit": "/uL"}, "bleeding": "minor", "at": "2025-10-16"}

    \b
    caretree run itp-after-ivig --patient patient.json
    caretree run itp-after-ivig --patient - --format json < patient.json
    """
    graph = the_graph(guideline, proofs=True)
    answer = decide(graph, read_patient_file(file), trace=trace)
    if shape == "json":
        click.echo(json.dumps(answer_json(answer), indent=2, ensure_ascii=False))
    else:
        click.echo(answer_text(graph, answer, text_width(WIDTH)), nl=False)
