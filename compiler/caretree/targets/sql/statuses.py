"""How far each result holds when facts may be unknown: may, at least provisionally, must.

    when fever: recommend cultures, consider G-CSF      cultures  may and must: in both open branches
    otherwise: recommend cultures                       G-CSF     may; must only where that branch alone is open

From the top down: whether a block may be reached. From below: whether every open branch holds a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from caretree.decisions.graph import BlockNode, ConflictNode, ExtraNode, ForkNode, NodeId
from caretree.decisions.outline import Key, OutcomeNode, key_of
from caretree.decisions.reads import Expression, reached
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.opened import Opened
from caretree.targets.sql.truths import YES, Truth
from caretree.targets.sql.words import Make, Sql, all_of, any_of, case, cast, constant, truth, whole


class Level(Struct, frozen=True):
    """Trees, never null: may hold; at least provisional; certain."""

    may: Sql
    provisional: Sql
    certain: Sql

    def capped(self, truth_of: Truth, waiting: bool = False) -> Level:
        """As far as it holds inside an extra: ``waiting`` ones are provisional at most."""
        certain = truth(False) if waiting else all_of([truth_of.yes(), self.certain])
        return Level(all_of([truth_of.may(), self.may]), all_of([truth_of.yes(), self.provisional]), certain)


CERTAIN = Level(truth(True), truth(True), truth(True))


class Levels(Struct):
    """What a query knows of results. ``reach`` says of each fork and extra whether it may be reached, ``opened`` which
    branches of a fork are open, ``status`` reads a result's status column."""

    meaning: Meaning
    scope: Truth
    reach: dict[NodeId, Sql] = field(default_factory=dict)
    opened: dict[NodeId, Opened] = field(default_factory=dict)
    status: dict[Key, Make] = field(default_factory=dict)
    torn: list[Sql] = field(default_factory=list)


def levels_of(meaning: Meaning) -> Levels:
    """Every result's level, in columns."""
    graph = meaning.graph
    scope = YES if graph.applies_when is None else meaning.kept("scope", meaning.truth(graph.applies_when))
    found = Levels(meaning, scope)
    keys: dict[Key, Level] = {}
    for run in graph.runs:
        starts = YES if run.condition is None else meaning.truth(run.condition)
        _reach(found, run.node, all_of([scope.may(), starts.may()]))
        for key, level in _levels(found, run.node).items():
            _join(keys, key, level.capped(starts).capped(scope))
    for key, level in keys.items():
        found.status[key] = _status(meaning, key, level)
    _note_torn_labels(found)
    return found


def _status(meaning: Meaning, key: Key, level: Level) -> Make:
    branches = [(level.certain, whole(3)), (level.provisional, whole(2)), (level.may, whole(1))]
    if level.provisional == level.certain or constant(level.certain) is True:
        del branches[1]
    if level.may == level.certain:
        del branches[1:]
    return meaning.sheet.column(" ".join(("status", *key)), cast(case(branches, whole(0)), "TINYINT"))


def _reach(found: Levels, name: NodeId, above: Sql) -> None:
    """From the top down: whether each fork and extra may be reached, and which branches are open."""
    meaning, node = found.meaning, found.meaning.graph.nodes[name]
    match node:
        case BlockNode(of=of):
            for part in of:
                _reach(found, part, above.copy())
        case ForkNode(branches=branches, ordered=ordered):
            kept = meaning.sheet.keep(f"reach {name}", above)
            found.reach[name] = kept()
            opened = meaning.opened(name, [branch.condition for branch in branches], ordered)
            found.opened[name] = opened
            if name in meaning.torn:
                found.torn.append(all_of([kept(), meaning.torn.pop(name)()]))
            for place, branch in enumerate(branches):
                _reach(found, branch.then, all_of([kept(), opened.any_of([place])]))
        case ExtraNode(condition=condition, then=then):
            kept = meaning.sheet.keep(f"reach {name}", above)
            found.reach[name] = kept()
            _reach(found, then, all_of([kept(), meaning.truth(condition).may()]))
        case ConflictNode(then=then) if then is not None:
            _reach(found, then, above)
        case _:
            pass


def _levels(found: Levels, name: NodeId) -> dict[Key, Level]:
    """From below: what may hold, at least provisionally holds and is certain, wherever the node is reached."""
    node = found.meaning.graph.nodes[name]
    match node:
        case BlockNode(of=of):
            union: dict[Key, Level] = {}
            for part in of:
                for key, level in _levels(found, part).items():
                    _join(union, key, level)
            return union
        case ForkNode():
            inside = [_levels(found, branch.then) for branch in node.branches]
            keys = dict.fromkeys(key for levels in inside for key in levels)
            return {key: _in_fork(found.opened[node.id], inside, key) for key in keys}
        case ExtraNode(condition=condition, then=then, waiting=waiting):
            holds = found.meaning.truth(condition)
            return {key: level.capped(holds, waiting) for key, level in _levels(found, then).items()}
        case ConflictNode(then=then):
            own = {key_of(node): CERTAIN}
            for key, level in ({} if then is None else _levels(found, then)).items():
                _join(own, key, level)
            return own
        case _ if isinstance(node, OutcomeNode):
            return {key_of(node): CERTAIN}
        case _:
            return {}


def _in_fork(opened: Opened, inside: Sequence[Mapping[Key, Level]], key: Key) -> Level:
    """May: in some open branch. Must: in every one; branches without it must be closed."""
    parts = {place: levels[key] for place, levels in enumerate(inside) if key in levels}
    return Level(
        _in_some(opened, {place: level.may for place, level in parts.items()}),
        _in_every(opened, {place: level.provisional for place, level in parts.items()}),
        _in_every(opened, {place: level.certain for place, level in parts.items()}),
    )


def _in_some(opened: Opened, parts: Mapping[int, Sql]) -> Sql:
    always = [place for place, tree in parts.items() if constant(tree) is True]
    rest = [all_of([opened.any_of([place]), tree.copy()]) for place, tree in parts.items() if constant(tree) is None]
    return any_of([opened.any_of(always), *rest])


def _in_every(opened: Opened, parts: Mapping[int, Sql]) -> Sql:
    never = [place for place in range(opened.count) if place not in parts or constant(parts[place]) is False]
    rest = [any_of([opened.none_of([place]), tree.copy()]) for place, tree in parts.items() if constant(tree) is None]
    return all_of([opened.none_of(never), *rest])


def _join(into: dict[Key, Level], key: Key, level: Level) -> None:
    if key in into:
        other = into[key]
        level = Level(
            any_of([other.may.copy(), level.may.copy()]),
            any_of([other.provisional.copy(), level.provisional.copy()]),
            any_of([other.certain.copy(), level.certain.copy()]),
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
        found.torn.append(all_of([meaning.torn.pop(name)(), any_of(tree.copy() for tree in readers)]))


def _readers(found: Levels) -> Iterable[tuple[list[Expression], Sql]]:
    graph = found.meaning.graph
    if graph.applies_when is not None:
        yield [("condition", graph.applies_when)], truth(True)
    for condition, _ in graph.impossible:
        yield [("condition", condition)], truth(True)
    for run in graph.runs:
        if run.condition is not None:
            yield [("condition", run.condition)], found.scope.may()
    for name, tree in found.reach.items():
        node = graph.nodes[name]
        if isinstance(node, ForkNode):
            yield [("condition", branch.condition) for branch in node.branches], tree
        elif isinstance(node, ExtraNode):
            yield [("condition", node.condition)], tree
