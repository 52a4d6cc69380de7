"""Blocks become nodes, each with its readable identity.

severe:                                   neutrophils/severe                             BlockNode
  when evidence of infection:             neutrophils/severe/when                        ForkNode
    consider G-CSF                        neutrophils/severe/evidence-of-infection/consider-g-csf   AdviceNode
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from msgspec import Struct, field

from caretree.decisions import graph as to
from caretree.decisions.identities import block_text, branch_text, canonical_text, item_text, parts
from caretree.decisions.lower_conditions import lower_condition
from caretree.decisions.lower_dates import time_unit
from caretree.decisions.lower_forks import branch_conditions, is_ordered
from caretree.decisions.lower_reports import lower_report
from caretree.decisions.lower_units import by_size
from caretree.decisions.tables import LoweringError, Tables
from caretree.guideline.blocks import (
    OFFERS,
    Block,
    Branch,
    Caveat,
    ChoiceLine,
    ConflictLine,
    Extra,
    Fork,
    GapLine,
    NothingFurther,
    Recommendation,
    Report,
    Timing,
)
from caretree.guideline.terms import Literal


class Nodes(Struct):
    """The nodes lowered so far, and the tables their expressions are in."""

    tables: Tables
    nodes: dict[to.NodeId, to.GraphNode] = field(default_factory=dict)
    open_conflicts: list[str] = field(default_factory=list)

    def add(self, node: to.GraphNode) -> to.NodeId:
        """Keep a node; its identity must be new."""
        if node.id in self.nodes:
            raise LoweringError(f"two nodes are called `{node.id}`")
        self.nodes[node.id] = node
        return node.id


def lower_block(block: Block, identity: to.NodeId, nodes: Nodes, below: str = "") -> to.NodeId:
    """A block as a union; ``below`` is the prefix of what stands in it, where that is not its own identity."""
    prefix = below or identity
    taken = ["then"] if below else []
    wanted = [(item_text(item), canonical_text(item)) for item in block.items]
    branches = _fork_of(block)
    wanted += [(branch_text(b.label, b.condition is None), f"{b.label}: {block_text(b.then)}") for b in branches]
    names = parts(wanted, taken)
    own, for_branches = names[: len(block.items)], names[len(block.items) :]
    of = tuple(
        lower_fork(item, f"{prefix}/{name}", [f"{prefix}/{part}" for part in for_branches], nodes)
        if isinstance(item, Fork)
        else _lower_item(item, f"{prefix}/{name}", nodes)
        for item, name in zip(block.items, own, strict=True)
    )
    return nodes.add(to.BlockNode(identity, of, caveats(block.see), block.notes, block.span))


def lower_fork(fork: Fork[Block], identity: to.NodeId, branch_ids: list[to.NodeId], nodes: Nodes) -> to.NodeId:
    """A fork and the blocks of its branches, whose identities are given."""
    branches = tuple(
        to.GraphBranch(
            label=branch.label or "otherwise",
            condition=condition,
            then=lower_block(branch.then, branch_id, nodes),
            cites=branch.cites,
            span=branch.span,
            otherwise=branch.condition is None,
        )
        for branch, condition, branch_id in zip(
            fork.branches, branch_conditions(fork, nodes.tables), branch_ids, strict=True
        )
    )
    return nodes.add(to.ForkNode(identity, is_ordered(fork), fork.kind, fork.subject, branches, fork.cites, fork.span))


def caveats(see: tuple[Caveat, ...]) -> tuple[str, ...]:
    """``gap:<id>`` and ``conflict:<id>``."""
    return tuple(f"{caveat.kind}:{caveat.id}" for caveat in see)


def _fork_of(block: Block) -> list[Branch[Block]]:
    """The branches of the block's forks (resolving allows one fork a block)."""
    return [branch for item in block.items if isinstance(item, Fork) for branch in item.branches]


def _lower_item(
    item: Recommendation | ChoiceLine | GapLine | ConflictLine | NothingFurther | Report | Extra,
    identity: to.NodeId,
    nodes: Nodes,
) -> to.NodeId:
    match item:
        case Recommendation():
            return nodes.add(_advice(item, identity, nodes.tables))
        case ChoiceLine(strength=strength, mode=mode, options=options):
            see = caveats(item.see)
            return nodes.add(to.ChoiceNode(identity, strength, mode, options, item.cites, see, item.notes, item.span))
        case GapLine(gap=gap):
            return nodes.add(to.GapNode(identity, gap, item.cites, item.span))
        case ConflictLine():
            return _lower_conflict(item, identity, nodes)
        case NothingFurther():
            return nodes.add(to.NothingNode(identity, item.cites, item.span))
        case Report():
            return nodes.add(lower_report(item, identity, nodes.tables))
        case Extra():
            return _lower_extra(item, identity, nodes)
        case _:
            assert_never(item)


def _lower_conflict(line: ConflictLine, identity: to.NodeId, nodes: Nodes) -> to.NodeId:
    """The conflict and the lines that count. Named inside its own lines it adds nothing: they count already."""
    conflict = next(each for each in nodes.tables.guideline.conflicts if each.name.id == line.conflict)
    then = None
    if conflict.then.items and line.conflict not in nodes.open_conflicts:
        nodes.open_conflicts.append(line.conflict)
        then = lower_block(conflict.then, f"{identity}/then", nodes, below=identity)
        nodes.open_conflicts.pop()
    return nodes.add(to.ConflictNode(identity, line.conflict, then, line.cites, line.span))


def _lower_extra(extra: Extra, identity: to.NodeId, nodes: Nodes) -> to.NodeId:
    condition = lower_condition(extra.condition, nodes.tables)
    then = lower_block(extra.then, f"{identity}/then", nodes, below=identity)
    return nodes.add(to.ExtraNode(identity, condition, then, extra.waiting, extra.label, extra.cites, extra.span))


def _advice(line: Recommendation, identity: to.NodeId, tables: Tables) -> to.AdviceNode:
    until = next((timing.until for timing in line.timing if timing.until is not None), None)
    return to.AdviceNode(
        id=identity,
        direction="offer" if line.strength in OFFERS else "against",
        strength=line.strength,
        action=line.action,
        timing=", ".join(timing.text for timing in line.timing),
        timing_days=next((days for days in map(_timing_days, line.timing) if days is not None), None),
        until=None if until is None else lower_condition(until, tables),
        after=line.after,
        because=line.because,
        certainty=line.certainty,
        cites=line.cites,
        see=caveats(line.see),
        notes=line.notes,
        span=line.span,
    )


def _timing_days(timing: Timing) -> tuple[Fraction, Fraction] | None:
    """From when to when, in days: ``within 1 hour`` begins at once."""
    if timing.low is None and timing.high is None:
        return None
    low, high = timing.low or timing.high, timing.high or timing.low
    assert low is not None and high is not None
    return Fraction(0) if timing.kind == "within" else _days(low), _days(high)


def _days(length: Literal) -> Fraction:
    found = by_size(length.unit, time_unit("days"))
    if found is None:
        raise LoweringError(f"`{length.text}` is not a time")
    return length.value * found[0]
