"""Proofs as text that may be kept, and read again only for the very same question.

remembered(key, obligations)      {"format": "caretree-proof-cache/2", "key": "5f…", "sum": "a0…", "obligations": […]}
read_remembered(other key, …)     None: proved again

The key is a hash of everything a proof depends on: the text of every file read, the graph, the version of the solver
and the code that proved it. What does not fit its key or its own sum is no proof. Nothing that failed is
kept: a patient is always found anew. Values only; whoever calls decides where texts are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from caretree.solver.obligation import Flip, Obligation
from caretree.source.span import Span

if TYPE_CHECKING:
    from caretree.decisions.graph import DecisionGraph

FORMAT = "caretree-proof-cache/2"


class ProofStore(Struct, frozen=True):
    """Where proofs are kept. ``made_by`` names the exact code and solver: proofs of another are never read. ``load``
    gives the text kept under a key, ``save`` keeps one; both may fail silently, a proof is then made again."""

    made_by: str
    load: Callable[[str], str | None]
    save: Callable[[str, str], None]


def proof_key(graph: DecisionGraph, sources: Mapping[str, str], made_by: str) -> str:
    """The hash of everything the proofs of a guideline depend on; ``sources`` are the texts of its files by path."""
    parts = [FORMAT, made_by, graph.hash]
    parts += [part for path in sorted(sources) for part in (path, sources[path])]
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(framed.encode("utf-8", "surrogatepass")).hexdigest()


def proved_or_remembered(
    graph: DecisionGraph,
    sources: Mapping[str, str],
    store: ProofStore,
    prove: Callable[[], tuple[Obligation, ...]],
) -> tuple[Obligation, ...]:
    """The obligations kept for this very question; otherwise proved now, and kept."""
    key = proof_key(graph, sources, store.made_by)
    kept = store.load(key)
    known = None if kept is None else read_remembered(key, kept)
    if known is not None:
        return known
    obligations = prove()
    text = remembered(key, obligations)
    if text is not None:
        store.save(key, text)
    return obligations


def remembered(key: str, obligations: Sequence[Obligation]) -> str | None:
    """What may be kept; ``None`` where something failed or was not proved, or would not be read again as it was."""
    if any(one.result != "proved" for one in obligations):
        return None
    data = [_as_data(one) for one in obligations]
    content = {"format": FORMAT, "key": key, "sum": _sum(key, data), "obligations": data}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text if read_remembered(key, text) == tuple(obligations) else None


def read_remembered(key: str, text: str) -> tuple[Obligation, ...] | None:
    """The obligations of a text kept under ``key``; ``None`` if it is damaged, or the text of another key."""
    try:
        content = json.loads(text)
        data = content["obligations"]
        if (content["format"], content["key"], content["sum"]) != (FORMAT, key, _sum(key, data)):
            return None
        return tuple(_from_data(one) for one in data)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _sum(key: str, data: object) -> str:
    shown = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{key} {shown}".encode("utf-8", "surrogatepass")).hexdigest()


def _as_data(one: Obligation) -> list[Any]:
    span = one.span
    place = [span.file, span.line, span.column, span.end_line, span.end_column]
    flips = [[flip.result, flip.given, list(flip.patient)] for flip in one.flips]
    return [one.kind, one.subject, one.what, one.part, one.wrong, one.partial, list(one.trusts), place, flips]


def _from_data(data: list[Any]) -> Obligation:
    kind, subject, what, part, wrong, partial, trusts, place, flips = data
    return Obligation(
        kind,
        subject,
        what,
        Span(*place),
        part=part,
        wrong=wrong,
        partial=partial,
        trusts=tuple(trusts),
        flips=tuple(Flip(result, given, tuple(patient)) for result, given, patient in flips),
    )
