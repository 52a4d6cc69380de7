"""``caretree ask``: one question after another until nothing is undecided."""

from __future__ import annotations

from typing import Any

import click

from caretree.cli.compiling import the_graph
from caretree.cli.patient_file import read_patient_file
from caretree.cli.patients import decide, refuse, with_date
from caretree.cli.project import fail
from caretree.cli.streams import text_width
from caretree.decisions.answer import Answer
from caretree.decisions.answer_text import WIDTH, answer_text
from caretree.decisions.asking import find_input, question_text, value_of_reply
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import missing_inputs, read_patient


@click.command()
@click.argument("guideline")
@click.option("--patient", "file", metavar="FILE", help="Start from what is known already (a JSON file, see run).")
def command(guideline: str, file: str | None) -> None:
    """Ask the next question until nothing is undecided, then print the advice with its citations.

    Only what can still change the advice is asked. An empty reply or ? means that it is not known; the end of input
    (Ctrl-D) stops the questions and prints what can be said so far. Nothing about the patient is stored or sent.

    \b
    caretree ask itp-after-ivig
    caretree ask itp-after-ivig --patient known.json
    """
    if file == "-":
        raise fail("the replies come from standard input, so --patient needs a file")
    graph = the_graph(guideline, proofs=True)
    mapping = with_date(read_patient_file(file) if file else {})
    click.echo(f"{graph.guideline.header.title}\nReply ? for what is not known, Ctrl-D to stop.")
    for name in _needed_first(graph, mapping):
        if not _ask(graph, name, mapping, set()):
            shown = find_input(graph, name).name.shown
            raise fail(f'the questions ended before "{shown}" was answered, and it may not be unknown')
    answer = _answered(graph, mapping)
    click.echo()
    click.echo(answer_text(graph, answer, text_width(WIDTH)), nl=False)


def _answered(graph: DecisionGraph, mapping: dict[str, Any]) -> Answer:
    """The answer after every question that still matters; the mapping grows with the replies."""
    not_known: set[str] = set()
    while True:
        answer = decide(graph, mapping, not_asked=frozenset(not_known))
        if answer.next_question is None or not _ask(graph, answer.next_question, mapping, not_known):
            return answer


def _needed_first(graph: DecisionGraph, mapping: dict[str, Any]) -> list[str]:
    """The inputs that may not be unknown and are still missing."""
    record, problems = read_patient(graph, mapping, allow_missing=True)
    if record is None:
        refuse(problems)
    return [given.name.id for given in missing_inputs(graph, record)]


def _ask(graph: DecisionGraph, name: str, mapping: dict[str, Any], not_known: set[str]) -> bool:
    """Ask for one input until the reply can be read; the mapping or the set of unknown inputs grows.

    ``False`` when the replies have ended.
    """
    may_be_unknown = find_input(graph, name).may_be_unknown
    while True:
        reply = _reply(question_text(graph, name))
        if reply is None:
            return False
        if reply in ("", "?"):
            if may_be_unknown:
                not_known.add(name)
                return True
            click.echo("This guideline cannot be used without it.", err=True)
            continue
        value, problem = value_of_reply(graph, name, reply, mapping)
        if problem is None:
            mapping[name] = value
            return True
        click.echo(f"{problem.message} {problem.fix}".strip(), err=True)


def _reply(question: str) -> str | None:
    click.echo()
    try:
        return str(click.prompt(question, default="", show_default=False, prompt_suffix="\n> ")).strip()
    except click.Abort:
        click.echo()
        return None
