"""What follows from a graph alone, the same for every patient: worked out once a graph, when it is first wanted.

    @once_a_graph
    def outline(graph): …          outline(graph) walks the graph; asked again, it gives what it found

It is kept in the graph itself (``DecisionGraph.worked_out``) and goes with it. A graph does not change once it is made;
a changed copy begins with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar, cast

from caretree.decisions.graph import DecisionGraph

Found = TypeVar("Found")
Key = TypeVar("Key", bound=Hashable)
_NOT_YET = object()


def once_a_graph(work_out: Callable[[DecisionGraph], Found]) -> Callable[[DecisionGraph], Found]:
    """The function of a graph, which does its work once for each graph."""

    @wraps(work_out)
    def look_up(graph: DecisionGraph) -> Found:
        found = graph.worked_out.get(work_out, _NOT_YET)
        if found is _NOT_YET:
            found = graph.worked_out[work_out] = work_out(graph)
        return cast(Found, found)

    return look_up


def once_a_graph_each(work_out: Callable[[DecisionGraph, Key], Found]) -> Callable[[DecisionGraph, Key], Found]:
    """The function of a graph and something of it (a name, an expression), which does its work once for each pair."""

    @wraps(work_out)
    def look_up(graph: DecisionGraph, of: Key) -> Found:
        found = graph.worked_out.get((work_out, of), _NOT_YET)
        if found is _NOT_YET:
            found = graph.worked_out[work_out, of] = work_out(graph, of)
        return cast(Found, found)

    return look_up
