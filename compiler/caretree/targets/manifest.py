"""The manifest: which files a build owns, and what they were made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from caretree import __version__
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.header import not_approved


def manifest(graphs: Sequence[DecisionGraph], files: Mapping[str, bytes]) -> str:
    """The manifest's text: no dates, no durations, no paths of a machine."""
    content = {
        "format": "caretree-manifest/1",
        "caretree": __version__,
        "guidelines": [_guideline(graph) for graph in graphs],
        "files": {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _guideline(graph: DecisionGraph) -> dict[str, object]:
    header = graph.guideline.header
    references = [r.number for s in graph.guideline.sources for r in s.references if not r.resolved]
    return {
        "id": header.id,
        "version": header.version,
        "status": header.status,
        "notice": not_approved(header),
        "graph_hash": graph.hash,
        "conflicts": [conflict.name.id for conflict in graph.guideline.conflicts],
        "gaps": [gap.name.id for gap in graph.guideline.gaps],
        "unresolved_references": references,
    }
