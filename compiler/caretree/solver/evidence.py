"""The results of proofs as JSON: what a reader, a reviewer or another program can hold us to.

proofs_json(graph, obligations)      {"format": "caretree-proofs/1", "solver": "z3-solver 5.4.0.0", "obligations": […]}

No dates, and no times but where somebody measured them (``caretree prove``): a build gives the same bytes on every
machine.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from caretree import __version__
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.header import not_approved
from caretree.solver.obligation import Flip, Obligation

SOLVER = "z3-solver 5.4.0.0"
"""The solver and its version, pinned in pyproject.toml."""

RESULTS = ("proved", "failed", "not proved")


def proofs_json(graph: DecisionGraph, obligations: Sequence[Obligation]) -> str:
    """Every obligation with its result and what it trusts, and what stays open beside the proofs."""
    header = graph.guideline.header
    content = {
        "format": "caretree-proofs/1",
        "guideline": {"id": header.id, "version": header.version, "status": header.status, "graph_hash": graph.hash},
        "notice": not_approved(header),
        "caretree": __version__,
        "solver": SOLVER,
        "counts": {result: sum(one.result == result for one in obligations) for result in RESULTS},
        "trusted": sorted({trust for one in obligations for trust in one.trusts}),
        "open": left_open(graph),
        "obligations": [_obligation(one) for one in obligations],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def left_open(graph: DecisionGraph) -> dict[str, list[str]]:
    """Assumptions, conflicts and unresolved references, by their identities: settled by people, not by proofs."""
    guideline = graph.guideline
    assumed = [one.name.id for one in guideline.inputs if one.assume]
    assumed += [one.name.id for one in guideline.definitions if one.assume]
    return {
        "assumptions": assumed,
        "conflicts": [conflict.name.id for conflict in guideline.conflicts],
        "unresolved_references": [
            f"{source.letter} {reference.number}"
            for source in guideline.sources
            for reference in source.references
            if not reference.resolved
        ],
    }


def _flip(flip: Flip) -> dict[str, object]:
    change = "given, and would not be" if flip.given else "not given, and would be"
    return {"result": flip.result, "while_assumed": change, "patient": list(flip.patient)}


def _obligation(one: Obligation) -> dict[str, object]:
    shown: dict[str, object] = {"kind": one.kind, "subject": one.subject, "what": one.what, "result": one.result}
    optional = {
        "partial": one.partial,
        "reason": one.reason,
        "wrong": one.wrong,
        "trusts": list(one.trusts),
        "patient": list(one.witness.lines) if one.witness else [],
        "seconds": None if one.seconds is None else round(one.seconds, 4),
        "flips": [_flip(flip) for flip in one.flips],
    }
    return shown | {name: value for name, value in optional.items() if value}
