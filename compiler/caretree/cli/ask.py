"""``caretree ask``: one question after another until nothing is undecided."""

from __future__ import annotations

from typing import Any

import click

from caretree.cli.compiling import the_graph
from caretree.cli.patients import decide, read_patient_file, refuse, with_date
from caretree.decisions.answer_text import answer_text
from caretree.decisions.asking import question_text, value_of_reply
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import missing_inputs, read_patient


@click.command()
@click.argument("guideline")
@click.option("--patient", "file", metavar="FILE|-", help="Start from what is known already (JSON).")
def command(guideline: str, file: str | None) -> None:
    """Ask the next question until nothing is undecided, then print the advice with its citations.

    An empty reply or ? means not known. Only questions that can still change the advice are asked.
    """
    graph = the_graph(guideline)
    mapping = with_date(read_patient_file(file) if file else {})
    not_known: set[str] = set()
    for name in _needed_first(graph, mapping):
        _ask(graph, name, mapping, not_known, required=True)
    answer = decide(graph, mapping)
    while answer.next_question and answer.next_question not in not_known:
        _ask(graph, answer.next_question, mapping, not_known, required=False)
        answer = decide(graph, mapping)
    click.echo()
    click.echo(answer_text(graph, answer), nl=False)


def _needed_first(graph: DecisionGraph, mapping: dict[str, Any]) -> list[str]:
    """The inputs that may not be unknown and are still missing."""
    record, problems = read_patient(graph, mapping, allow_missing=True)
    if record is None:
        refuse(problems)
    return [given.name.id for given in missing_inputs(graph, record)]


def _ask(graph: DecisionGraph, name: str, mapping: dict[str, Any], not_known: set[str], *, required: bool) -> None:
    """Ask for one input until the reply can be read; the mapping or the set of unknown inputs grows."""
    while True:
        click.echo()
        reply = click.prompt(question_text(graph, name), default="", show_default=False, prompt_suffix="\n> ").strip()
        if reply in ("", "?") and not required:
            not_known.add(name)
            return
        value, problem = value_of_reply(graph, name, reply, mapping)
        if problem is None:
            mapping[name] = value
            return
        click.echo(f"{problem.message} {problem.fix}".strip(), err=True)
