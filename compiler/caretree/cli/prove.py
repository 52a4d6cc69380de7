"""``caretree prove``."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import count

import click

from caretree.cli.compiling import FINDINGS, compile_paths, exit_code, show
from caretree.cli.project import fail, find_project, guideline_file
from caretree.cli.streams import progress_line
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.header import not_approved
from caretree.problems.problem import has_errors
from caretree.solver.obligation import Flip, Obligation


@click.command()
@click.argument("guideline")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--examples", is_flag=True, help="Show each patient that was found as an example block to paste.")
def command(guideline: str, shape: str, examples: bool) -> None:
    """List everything that must hold of every patient, and what came of it. GUIDELINE is an id or a path.

    Each line says what was proved and how long it took; a failure comes with a patient. What could not be proved is
    said with its reason and ends with exit code 1, like a failure.

    \b
    caretree prove itp-after-ivig
    caretree prove itp-after-ivig --format json
    """
    graph = _graph(guideline)
    obligations = _proved(graph)
    if shape == "json":
        from caretree.solver.evidence import proofs_json

        click.echo(proofs_json(graph, obligations), nl=False)
    else:
        click.echo(_text(graph, obligations, examples), nl=False)
    if any(one.result != "proved" for one in obligations):
        sys.exit(FINDINGS)


def _graph(name: str) -> DecisionGraph:
    """The graph, whatever other checks find; without one, the problems and their exit code."""
    project = find_project()
    compiled = compile_paths([guideline_file(name, project)], project, proofs=False)[0]
    if compiled.library:
        raise fail(f"{compiled.path} is a library; name a guideline")
    if compiled.graph is None:
        show([p for p in compiled.problems if has_errors([p])], compiled.sources, err=True)
        sys.exit(exit_code([compiled]) or FINDINGS)
    return compiled.graph


def _proved(graph: DecisionGraph) -> tuple[Obligation, ...]:
    from caretree.solver.prove import prove

    with progress_line() as tell:
        done = count(1)
        return prove(graph, clock=time.perf_counter, told_of=lambda one: tell(f"Proving {next(done)}: {one.what}"))


def _text(graph: DecisionGraph, obligations: Sequence[Obligation], examples: bool) -> str:
    header = graph.guideline.header
    lines = [f"{header.id} {header.version}", *(text for text in (not_approved(header),) if text), ""]
    for one in obligations:
        took = "" if one.seconds is None else f"{one.seconds * 1000:6.1f} ms"
        lines.append(f"{one.result:10} {took:9}  {one.kind}: {one.what}")
        lines += [f"{'':22}{words}" for words in _details(one)]
        if examples and one.witness is not None:
            lines += [f"{'':22}{line}" for line in one.witness.example]
    counts = {result: sum(one.result == result for one in obligations) for result in ("proved", "failed", "not proved")}
    lines += ["", ", ".join(f"{number} {result}" for result, number in counts.items()), *_left_open(graph)]
    return "\n".join(lines) + "\n"


def _left_open(graph: DecisionGraph) -> list[str]:
    """What no proof settles: people must."""
    from caretree.solver.evidence import left_open

    shown = {name.replace("_", " "): names for name, names in left_open(graph).items()}
    return [f"open {name}: {', '.join(names)}" for name, names in shown.items() if names]


def _flip(flip: Flip) -> str:
    change = "is given, and would not be" if flip.given else "is not given, and would be"
    return f"{flip.result} {change}; for example: {', '.join(flip.patient)}"


def _details(one: Obligation) -> list[str]:
    details = []
    if one.wrong:
        details.append(one.wrong)
    if one.witness is not None:
        details.append(f"for example: {', '.join(one.witness.lines)}")
    if one.reason:
        details.append(one.reason)
    details += [_flip(flip) for flip in one.flips]
    if one.trusts:
        details.append(f"trusts: {', '.join(one.trusts)}")
    return details
