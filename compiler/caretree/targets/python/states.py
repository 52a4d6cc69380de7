"""Every way through a tree as one number, so that what follows from it is worked out once.

A block's forks and extras are counted one after the other, like the digits of a number: a fork has as many states as
its branches have together, an extra one more than its block. The library's runtime counts in the same way.

    when fever: …  otherwise: …             fork   0 or 1         the block's number is fork + 2 * extra
    also when bleeding: …                   extra  0 or 1
"""

from __future__ import annotations

from msgspec import Struct, field

from caretree.decisions.graph import BlockNode, ConflictNode, DecisionGraph, ExtraNode, ForkNode, NodeId

Moving = ForkNode | ExtraNode


class States(Struct):
    """The sizes of a graph's blocks, counted once."""

    graph: DecisionGraph
    sizes: dict[NodeId, int] = field(default_factory=dict)

    def moving(self, node: NodeId) -> tuple[Moving, ...]:
        """The forks and extras that a block holds directly."""
        found = self.graph.nodes[node]
        match found:
            case BlockNode(of=of):
                return tuple(one for inner in of for one in self.moving(inner))
            case ForkNode() | ExtraNode():
                return (found,)
            case ConflictNode(then=then):
                return () if then is None else self.moving(then)
            case _:
                return ()

    def of_block(self, node: NodeId) -> int:
        """How many ways lead through a block."""
        if node not in self.sizes:
            size = 1
            for one in self.moving(node):
                size *= self.of(one)
            self.sizes[node] = size
        return self.sizes[node]

    def of(self, one: Moving) -> int:
        """How many ways lead through a fork or an extra."""
        if isinstance(one, ExtraNode):
            return 1 + self.of_block(one.then)
        return sum(self.of_block(branch.then) for branch in one.branches)
