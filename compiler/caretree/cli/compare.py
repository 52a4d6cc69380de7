"""``caretree compare``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import click

from caretree.cli.compiling import FINDINGS, compile_paths, the_graph
from caretree.cli.project import files_named, the_project
from caretree.cli.streams import with_progress
from caretree.decisions.graph import AdviceNode, ChoiceNode, DecisionGraph
from caretree.guideline.header import not_approved

if TYPE_CHECKING:
    from caretree.solver.compare import Compared


@click.command()
@click.argument("first", required=False)
@click.argument("second", required=False)
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people, or for programs (format caretree-comparison/1).",
)  # fmt: skip
def command(first: str | None, second: str | None, shape: str) -> None:
    """Find one patient to whom two guidelines give contradictory advice. FIRST and SECOND are ids or paths.

    Contradictory is an offer in one and advice against the same thing in the other: the same action of a library, one
    code, a member of a class, a part of a combination, or the same name. Both must apply to the patient. Inputs of a
    library both use are one; all others are kept apart. Nothing is merged: which advice wins is for people to decide.
    Without names every pair of the project's guidelines is compared, a JSON document a pair. Exit code 1 when a
    contradiction is found, or could not be ruled out.

    \b
    caretree compare itp-after-ivig post-rituximab-cytopenia
    caretree compare itp-after-ivig post-rituximab-cytopenia --format json
    caretree compare
    """
    if first is not None:
        if second is None:
            raise click.UsageError("name two guidelines, or none to compare every pair of the project")
        pairs = [(the_graph(first), the_graph(second))]
    else:
        pairs = list(combinations(_every_graph(), 2))
    found = [_compared(pair, shape) for pair in with_progress(pairs, "Comparing pair", _names)]
    if any(found):
        sys.exit(FINDINGS)


def _names(pair: tuple[DecisionGraph, DecisionGraph]) -> str:
    return " and ".join(graph.guideline.header.id for graph in pair)


def _every_graph() -> list[DecisionGraph]:
    """The guidelines of the project, in the order of their files."""
    compiled = compile_paths(files_named(()), the_project(), proofs=False)
    return [the_graph(one.path) for one in compiled if not one.library]


def _compared(pair: tuple[DecisionGraph, DecisionGraph], shape: str) -> bool:
    """Print what came of one pair; whether anything was found."""
    from caretree.solver.compare import compare

    graphs = {graph.guideline.header.id: graph for graph in pair}
    if len(graphs) == 1:
        raise click.UsageError("name two guidelines; one guideline is held against itself by 'caretree check'")
    compared = compare(*graphs.values())
    text = _json(graphs, compared) if shape == "json" else f"{_names(pair)}\n{_text(graphs, compared)}\n"
    click.echo(text, nl=False)
    return any(one.result != "compatible" for one in compared)


def _text(graphs: dict[str, DecisionGraph], compared: Sequence[Compared]) -> str:
    lines = [line for one in compared if one.result != "compatible" for line in (*_finding(graphs, one), "")]
    counts = [
        f"{sum(one.result == result for one in compared)} {result}" for result in ("contradictory", "not settled")
    ]
    pairs = "1 pair" if len(compared) == 1 else f"{len(compared)} pairs"
    notices = [f"{graph.guideline.header.id}: {_notice(graph)}" for graph in graphs.values() if _notice(graph)]
    return (
        "\n".join([*notices, *([""] if notices else []), *lines, f"{pairs} of opposed advice: {', '.join(counts)}"])
        + "\n"
    )


def _notice(graph: DecisionGraph) -> str:
    return not_approved(graph.guideline.header)


def _finding(graphs: dict[str, DecisionGraph], one: Compared) -> list[str]:
    avoided, offered = _said(graphs[one.against], one.line), _said(graphs[one.offering], one.offer.node)
    words = {"contradictory": "Contradictory advice", "not settled": "Not settled"}[one.result]
    part = "" if one.offer.option is None else f", among them {_name(graphs[one.offering], one.offered)}"
    names = f"{_name(graphs[one.against], one.avoided)} and {_name(graphs[one.offering], one.offered)}"
    found = [
        f"{words}: {names} ({one.why})",
        f"  {one.against} says: {avoided}",
        f"    {one.line.span}",
        f"  {one.offering} says: {offered}{part}",
        f"    {one.offer.node.span}",
    ]
    if one.patient:
        found += ["  for example:", *(f"    {fact}" for fact in one.patient)]
    return [*found, f"  {one.reason}"] if one.reason else found


def _said(graph: DecisionGraph, node: AdviceNode | ChoiceNode) -> str:
    cites = "; ".join(str(cite) for cite in node.cites)
    what = _name(graph, node.action) if isinstance(node, AdviceNode) else f"one of {graph.options[node.options].name}"
    if isinstance(node, ChoiceNode) and node.mode != "one":
        what = f"{node.mode} of {graph.options[node.options].name}"
    return f"{node.strength} {what}" + (f" [{cites}]" if cites else "")


def _name(graph: DecisionGraph, action: str) -> str:
    from caretree.solver.advice import name_of

    return name_of(graph, action)


def _json(graphs: dict[str, DecisionGraph], compared: Sequence[Compared]) -> str:
    content = {
        "format": "caretree-comparison/1",
        "guidelines": [
            {"id": name, "version": graph.guideline.header.version, "graph_hash": graph.hash}
            | {"status": graph.guideline.header.status, "notice": _notice(graph)}
            for name, graph in graphs.items()
        ],
        "compared": [_as_data(graphs, one) for one in compared],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _as_data(graphs: dict[str, DecisionGraph], one: Compared) -> dict[str, object]:
    nodes = ((one.against, one.avoided, one.line), (one.offering, one.offered, one.offer.node))
    avoided, offered = (
        {"guideline": guideline, "action": action, "says": _said(graphs[guideline], node), "node": node.id}
        | {"place": str(node.span)}
        for guideline, action, node in nodes
    )
    shown: dict[str, object] = {"result": one.result, "why": one.why, "against": avoided, "offer": offered}
    facts = {witness_of: list(witness.lines) for witness_of, witness in zip(
        (one.against, one.offering), one.witnesses, strict=False)}  # fmt: skip
    return shown | ({"patient": facts} if facts else {}) | ({"reason": one.reason} if one.reason else {})
