"""How far each result holds when facts may be unknown: may, at least provisionally, must.

    when fever: recommend cultures, consider G-CSF      cultures  may TRUE, must TRUE (in both open branches)
    otherwise: recommend cultures                       G-CSF     may "open …", must only that branch is open

From the top down: whether a block may be reached. From below: whether every open branch holds a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import BlockNode, ConflictNode, ExtraNode, ForkNode, NodeId
from caretree.decisions.outline import Key, Outcome, OutcomeNode, key_of, outline
from caretree.decisions.reads import Expression, reached, read
from caretree.targets.sql.leaves import only_open
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.truths import YES, Truth
from caretree.targets.sql.words import (
    Make,
    Sql,
    all_of,
    any_of,
    case,
    cast,
    column,
    compared,
    constant,
    negated,
    truth,
    unknown,
    whole,
)


@dataclass(frozen=True, slots=True)
class Level:
    """Trees: at least provisional, and certain."""

    provisional: Sql
    certain: Sql


@dataclass(slots=True)
class Levels:
    """What a query knows of results. ``reach`` says of each block whether it may be reached, ``lines`` of each line,
    ``opened`` of each fork which branches are open."""

    meaning: Meaning
    scope: Truth
    reach: dict[NodeId, Sql] = field(default_factory=dict)
    lines: dict[NodeId, Sql] = field(default_factory=dict)
    opened: dict[NodeId, list[Sql]] = field(default_factory=dict)
    keys: dict[Key, Level] = field(default_factory=dict)
    status: dict[Key, Make] = field(default_factory=dict)
    torn: list[Sql] = field(default_factory=list)


def levels_of(meaning: Meaning) -> Levels:
    """Every result's level, in columns."""
    graph = meaning.graph
    scope = YES if graph.applies_when is None else meaning.kept("scope", meaning.truth(graph.applies_when))
    found = Levels(meaning, scope)
    for run in graph.runs:
        starts = YES if run.condition is None else meaning.truth(run.condition)
        _reach(found, run.node, all_of([scope.may(), starts.may()]))
        for key, level in _levels(found, run.node).items():
            sure = [scope.yes(), starts.yes()]
            _join(found.keys, key, Level(all_of([*sure, level.provisional]), all_of([*_copied(sure), level.certain])))
    for key, outcomes in outline(graph).items():
        found.status[key] = _status(found, key, outcomes)
    _note_torn_labels(found)
    return found


def _copied(of: Iterable[Sql]) -> list[Sql]:
    return [each.copy() for each in of]


def _status(found: Levels, key: Key, outcomes: Sequence[Outcome]) -> Make:
    level = found.keys[key]
    may = any_of(found.lines[one.node.id].copy() for one in outcomes)
    tree = case([(level.certain.copy(), whole(3)), (level.provisional.copy(), whole(2)), (may, whole(1))], whole(0))
    if constant(level.provisional) is False or level.provisional == level.certain:
        tree = case([(level.certain.copy(), whole(3)), (may.copy(), whole(1))], whole(0))
    return found.meaning.sheet.column(" ".join(("status", *key)), cast(tree, "TINYINT"))


def _reach(found: Levels, name: NodeId, above: Sql) -> None:
    """From the top down; a fork's open branches get columns."""
    meaning, graph = found.meaning, found.meaning.graph
    node = graph.nodes[name]
    kept = meaning.sheet.keep(f"reach {name}", above)
    found.reach[name] = kept()
    match node:
        case BlockNode(of=of):
            for part in of:
                _reach(found, part, kept())
        case ForkNode(branches=branches, ordered=ordered):
            opened = meaning.branches(name, [branch.condition for branch in branches], ordered)
            found.opened[name] = [
                meaning.sheet.keep(f"open {branch.then}", tree)() for tree, branch in zip(opened, branches, strict=True)
            ]
            if name in meaning.torn:
                found.torn.append(all_of([kept(), meaning.torn.pop(name)()]))
            for tree, branch in zip(found.opened[name], branches, strict=True):
                _reach(found, branch.then, all_of([kept(), tree.copy()]))
        case ExtraNode(condition=condition, then=then):
            _reach(found, then, all_of([kept(), meaning.truth(condition).may()]))
        case ConflictNode(then=then):
            found.lines[name] = kept()
            if then is not None:
                _reach(found, then, kept())
        case _:
            found.lines[name] = kept()


def _levels(found: Levels, name: NodeId) -> dict[Key, Level]:
    """From below: what holds at least provisionally, and for certain, wherever the node is reached."""
    node = found.meaning.graph.nodes[name]
    match node:
        case BlockNode(of=of):
            union: dict[Key, Level] = {}
            for part in of:
                for key, level in _levels(found, part).items():
                    _join(union, key, level)
            return union
        case ForkNode():
            return _fork(found, node)
        case ExtraNode(condition=condition, then=then, waiting=waiting):
            truth_of = found.meaning.truth(condition)
            inside = _levels(found, then)
            return {key: _extra(truth_of, level, waiting) for key, level in inside.items()}
        case ConflictNode(then=then):
            own = {key_of(node): _certain()}
            for key, level in ({} if then is None else _levels(found, then)).items():
                _join(own, key, level)
            return own
        case _ if isinstance(node, OutcomeNode):
            return {key_of(node): _certain()}
        case _:
            return {}


def _certain() -> Level:
    return Level(truth(True), truth(True))


def _extra(condition: Truth, level: Level, waiting: bool) -> Level:
    certain = truth(False) if waiting else all_of([condition.yes(), level.certain])
    return Level(all_of([condition.yes(), level.provisional]), certain)


def _fork(found: Levels, node: ForkNode) -> dict[Key, Level]:
    opened = found.opened[node.id]
    inside = [_levels(found, branch.then) for branch in node.branches]
    truths = [found.meaning.truth(branch.condition) for branch in node.branches]
    keys = dict.fromkeys(key for levels in inside for key in levels)
    joined: dict[Key, Level] = {}
    for key in keys:
        places = [at for at, levels in enumerate(inside) if key in levels]
        if len(places) == 1:
            only = only_open(truths, places[0], node.ordered)
            level = inside[places[0]][key]
            joined[key] = Level(all_of([only, level.provisional]), all_of([only.copy(), level.certain]))
        else:
            joined[key] = Level(*(_in_every_open(opened, inside, key, which) for which in ("provisional", "certain")))
    return joined


def _in_every_open(opened: Sequence[Sql], inside: Sequence[dict[Key, Level]], key: Key, which: str) -> Sql:
    parts = []
    for tree, levels in zip(opened, inside, strict=True):
        holds = getattr(levels[key], which).copy() if key in levels else truth(False)
        parts.append(any_of([negated(tree.copy()), holds]))
    return all_of(parts)


def _join(into: dict[Key, Level], key: Key, level: Level) -> None:
    if key in into:
        level = Level(
            any_of([into[key].provisional, level.provisional.copy()]), any_of([into[key].certain, level.certain.copy()])
        )
    into[key] = level


def _note_torn_labels(found: Levels) -> None:
    """A label that no value is left for contradicts itself where something that is reached reads it."""
    meaning = found.meaning
    for name in list(meaning.torn):
        if not name.startswith("label "):
            continue
        label: Expression = ("label", name.removeprefix("label "))
        readers = [tree for conditions, tree in _readers(found) if label in reached(meaning.graph, conditions)]
        found.torn.append(all_of([meaning.torn.pop(name)(), any_of(_copied(readers))]))


def _readers(found: Levels) -> list[tuple[list[Expression], Sql]]:
    graph = found.meaning.graph
    readers: list[tuple[list[Expression], Sql]] = []
    if graph.applies_when is not None:
        readers.append(([("condition", graph.applies_when)], truth(True)))
    readers += [([("condition", condition)], truth(True)) for condition, _ in graph.impossible]
    readers += [([("condition", run.condition)], found.scope.may()) for run in graph.runs if run.condition is not None]
    for name, tree in found.reach.items():
        node = graph.nodes[name]
        if isinstance(node, ForkNode):
            readers.append(([("condition", branch.condition) for branch in node.branches], tree))
        elif isinstance(node, ExtraNode):
            readers.append(([("condition", node.condition)], tree))
    return readers


def waits(found: Levels, name: str) -> Sql:
    """Whether an unknown input is what some undecided (or provisional) result other than a report waits for."""
    meaning = found.meaning
    reads: dict[ConditionId, bool] = {}

    def reads_it(condition: ConditionId) -> bool:
        if condition not in reads:
            reads[condition] = name in read(meaning.graph, [("condition", condition)]).inputs
        return reads[condition]

    waiting: dict[ConditionId, list[Sql]] = {}
    until: dict[ConditionId, list[Sql]] = {}
    for key, outcomes in outline(meaning.graph).items():
        for one in () if key[0] == "report" else outcomes:
            for condition in filter(reads_it, one.conditions):
                waiting.setdefault(condition, []).append(_pending(found, key, one, 1))
            for condition in filter(reads_it, one.waiting):
                until.setdefault(condition, []).append(_pending(found, key, one, 2))
    parts = [all_of([_undecided(meaning.truth(one)), any_of(_copied(pending))]) for one, pending in waiting.items()]
    parts += [all_of([meaning.truth(one).yes(), any_of(_copied(pending))]) for one, pending in until.items()]
    own = unknown(meaning.value(name)) if meaning.has(name) else truth(True)
    return all_of([own, any_of(parts)])


def _undecided(of: Truth) -> Sql:
    return truth(False) if of.definite else all_of([negated(of.yes()), negated(of.no())])


def _pending(found: Levels, key: Key, outcome: Outcome, level: int) -> Sql:
    """Whether a place may hold while its result is undecided (or provisional); each place in a column of its own."""
    name = f"pending {level} {outcome.node.id}"
    tree = all_of([compared(found.status[key](), "eq", whole(level)), found.lines[outcome.node.id].copy()])
    if name not in found.meaning.sheet.level:
        found.meaning.sheet.column(name, tree)
    return column(name)
