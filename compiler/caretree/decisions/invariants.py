"""What must be true of every decision graph; checked in tests after each lowering.

verify(graph)    []                                   a sound graph
                 ["c7 mentions the number n99, which is missing", …]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from caretree.decisions import expressions as exp
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    DoseFork,
    DoseNode,
    ForkNode,
    GapNode,
    GraphNode,
)
from caretree.decisions.reads import Expression, dose_expressions, reached, references
from caretree.decisions.walk import below, children, dose_steps, node_expressions

_WELL_FORMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")


def verify(graph: DecisionGraph) -> list[str]:
    """Every broken invariant as a sentence; empty for a sound graph."""
    missing = [*_missing_expressions(graph), *_missing_roots(graph), *_missing_nodes(graph)]
    if missing:
        return missing
    checks = (_circles, _units, _identities, _reachability, _shapes, _names)
    return [finding for check in checks for finding in check(graph)]


def roots(graph: DecisionGraph) -> Iterator[tuple[str, Expression]]:
    """Every expression mentioned outside the tables, with who mentions it."""
    for node in graph.nodes.values():
        for expression in node_expressions(node):
            yield node.id, expression
    for name, expression in graph.defined.items():
        yield f"definition {name}", expression
    for fact, text in graph.impossible:
        yield f"impossible {text}", ("condition", fact)
    for who, condition in _single_conditions(graph):
        if condition is not None:
            yield who, ("condition", condition)
    for action, dosing in graph.dosing.items():
        trees = (() if dosing.dose is None else (dosing.dose,)) + dosing.steps
        for tree in trees:
            for expression in dose_expressions(tree):
                yield f"dose of {action}", expression
        for cap in dosing.caps:
            yield f"cap of {action}", ("number", cap.amount)
    for rule in graph.rules:
        if rule.cap is not None:
            yield f"rule {rule.id}", ("number", rule.cap.amount)


def _single_conditions(graph: DecisionGraph) -> Iterator[tuple[str, exp.ConditionId | None]]:
    yield "applies when", graph.applies_when
    for name, (_, unless) in graph.assumptions.items():
        yield f"assumption {name}", unless
    for run in graph.runs:
        yield f"run {run.decision}", run.condition
    for rule in graph.rules:
        yield f"rule {rule.id}", rule.condition
        yield f"rule {rule.id}", rule.forbidden_when
    for options in graph.options.values():
        for option in options.options:
            for condition in (option.out, option.preferred, *(a.condition for a in option.arguments)):
                yield option.id, condition
    for pathway in graph.pathways:
        for phase in pathway.phases:
            for transition in phase.transitions:
                yield transition.id, transition.condition
    for condition in graph.condition_texts:
        yield "condition texts", condition


def _table(graph: DecisionGraph, expression: Expression) -> bool:
    kind, name = expression
    if kind == "condition":
        return name in graph.conditions
    return name in (graph.numbers if kind == "number" else graph.labels)


def _all_expressions(graph: DecisionGraph) -> Iterator[Expression]:
    yield from (("condition", name) for name in graph.conditions)
    yield from (("number", name) for name in graph.numbers)
    yield from (("label", name) for name in graph.labels)


def _missing_expressions(graph: DecisionGraph) -> Iterator[str]:
    inputs = {given.name.id for given in graph.guideline.inputs}
    pathways = {pathway.id for pathway in graph.pathways}
    for expression in _all_expressions(graph):
        mentioned = references(graph, expression)
        for child in _children(graph, expression):
            if not _table(graph, child):
                yield f"{expression[1]} mentions the {child[0]} {child[1]}, which is missing"
        for kind, names, known in (("input", mentioned.inputs, inputs), ("pathway", mentioned.pathways, pathways)):
            for name in names:
                if name not in known:
                    yield f"{expression[1]} mentions the {kind} {name}, which is missing"


def _missing_roots(graph: DecisionGraph) -> Iterator[str]:
    for who, expression in roots(graph):
        if not _table(graph, expression):
            yield f"{who} mentions the {expression[0]} {expression[1]}, which is missing"
    for number in graph.numbers:
        if number not in graph.number_units:
            yield f"{number} has no unit"


def _missing_nodes(graph: DecisionGraph) -> Iterator[str]:
    for node in graph.nodes.values():
        for child in children(node):
            if child not in graph.nodes:
                yield f"{node.id} mentions the node {child}, which is missing"
    for run in graph.runs:
        if run.node not in graph.nodes:
            yield f"run {run.decision} mentions the node {run.node}, which is missing"


def _children(graph: DecisionGraph, expression: Expression) -> list[Expression]:
    mentioned = references(graph, expression)
    found: list[Expression] = [("condition", name) for name in mentioned.conditions]
    found += [("number", name) for name in mentioned.numbers]
    found += [("label", name) for name in mentioned.labels]
    return found


def _circles(graph: DecisionGraph) -> Iterator[str]:
    """Depth first with an explicit stack: an expression met again while still open is part of a circle."""
    done: set[Expression] = set()
    opened: set[Expression] = set()
    stack: list[tuple[Expression, bool]] = [(expression, False) for expression in _all_expressions(graph)]
    while stack:
        expression, leaving = stack.pop()
        if leaving:
            opened.discard(expression)
            done.add(expression)
        elif expression in opened:
            yield f"{expression[1]} is built from itself"
        elif expression not in done:
            opened.add(expression)
            stack.append((expression, True))
            stack += [(child, False) for child in _children(graph, expression)]


def _units(graph: DecisionGraph) -> Iterator[str]:
    for name, condition in graph.conditions.items():
        if isinstance(condition, exp.Compare) and isinstance(condition.right, str):
            yield from _same_unit(graph, name, (condition.left, condition.right))
    for name, number in graph.numbers.items():
        yield from _same_unit(graph, name, (name, *_same_as_result(graph, number)))
    for action, dosing in graph.dosing.items():
        for step in dose_steps(dosing):
            for amount in (step.low, step.high, step.limit_high, step.limit_low):
                if amount is not None and graph.number_units[amount] != step.unit:
                    yield f"the dose of {action} is in {step.unit}, {amount} is not"


def _same_as_result(graph: DecisionGraph, number: exp.NumberNode) -> tuple[exp.NumberId, ...]:
    """The parts of a number that must stand in its own unit."""
    match number:
        case exp.Arithmetic(operator="+" | "-", left=left, right=right):
            return () if graph.number_units[left] == graph.number_units[right] == "date" else (left, right)
        case exp.Extreme(of=of):
            return of
        case exp.Rounded(of=of) | exp.ShiftedDate(of=of):
            return (of,)
        case exp.Score(add=add):
            return add
        case exp.NumberFork(branches=branches):
            return tuple(leaf for _, leaf in branches)
        case _:
            return ()


def _same_unit(graph: DecisionGraph, name: str, numbers: tuple[exp.NumberId, ...]) -> Iterator[str]:
    units = dict.fromkeys(graph.number_units[number] for number in numbers)
    if len(units) > 1:
        yield f"{name} mixes the units {', '.join(unit or 'bare number' for unit in units)}"


def _identities(graph: DecisionGraph) -> Iterator[str]:
    for key, node in graph.nodes.items():
        if key != node.id:
            yield f"{node.id} is filed under {key}"
    names = [*graph.nodes]
    names += [option.id for options in graph.options.values() for option in options.options]
    names += [t.id for pathway in graph.pathways for phase in pathway.phases for t in phase.transitions]
    seen: set[str] = set()
    for name in names:
        if not _WELL_FORMED.fullmatch(name):
            yield f"`{name}` is not a well-formed identity"
        if name in seen:
            yield f"two things are called {name}"
        seen.add(name)


def _reachability(graph: DecisionGraph) -> Iterator[str]:
    found = set(below(graph.nodes, [run.node for run in graph.runs]))
    yield from (f"{name} is reached by no decision" for name in graph.nodes if name not in found)
    parents = [child for node in graph.nodes.values() for child in children(node)]
    yield from (f"{name} stands below two nodes" for name in dict.fromkeys(parents) if parents.count(name) > 1)


def _shapes(graph: DecisionGraph) -> Iterator[str]:
    for node in graph.nodes.values():
        if isinstance(node, ForkNode) and not node.branches:
            yield f"{node.id} is a fork without branches"
        if isinstance(node, BlockNode) and sum(isinstance(graph.nodes[item], ForkNode) for item in node.of) > 1:
            yield f"{node.id} has two forks"
    for number, value in graph.numbers.items():
        if isinstance(value, exp.NumberFork) and not value.branches:
            yield f"{number} is a fork without branches"
    for label, form in graph.labels.items():
        if isinstance(form, exp.LabelFork):
            yield from _label_shape(label, form)
    for action, dosing in graph.dosing.items():
        for tree in (() if dosing.dose is None else (dosing.dose,)) + dosing.steps:
            yield from _dose_shape(action, tree)


def _label_shape(label: str, form: exp.LabelFork) -> Iterator[str]:
    if not form.branches:
        yield f"{label} is a fork without branches"
    for _, leaf, nested in form.branches:
        if nested is None and leaf not in form.labels:
            yield f"{label} decides on `{leaf}`, which is not among its labels"


def _dose_shape(action: str, tree: DoseNode) -> Iterator[str]:
    if isinstance(tree, DoseFork):
        if not tree.branches:
            yield f"the dose of {action} is a fork without branches"
        for _, _, then in tree.branches:
            yield from _dose_shape(action, then)


def _names(graph: DecisionGraph) -> Iterator[str]:
    guideline = graph.guideline
    known = {
        "action": {action.name.id for action in guideline.actions},
        "options block": set(graph.options),
        "gap": {gap.name.id for gap in guideline.gaps},
        "conflict": {conflict.name.id for conflict in guideline.conflicts},
    }
    for who, kind, name in _mentioned_names(graph):
        if name not in known[kind]:
            yield f"{who} mentions the {kind} {name}, which is missing"


def _mentioned_names(graph: DecisionGraph) -> Iterator[tuple[str, str, str]]:
    for node in graph.nodes.values():
        yield from ((node.id, kind, name) for kind, name in _node_names(node))
    for options in graph.options.values():
        yield from ((option.id, "action", option.action) for option in options.options)
    for rule in graph.rules:
        yield from ((f"rule {rule.id}", "action", action) for action in (*rule.x, *rule.y))
    for name, members in graph.members.items():
        yield from ((name, "action", member) for member in members)
    for expression in reached(graph, (("condition", name) for name in graph.conditions)):
        yield from ((expression[1], "action", action) for action in references(graph, expression).actions)


def _node_names(node: GraphNode) -> tuple[tuple[str, str], ...]:
    match node:
        case AdviceNode(action=action, after=after):
            return (("action", action), ("action", after)) if after else (("action", action),)
        case ChoiceNode(options=options):
            return (("options block", options),)
        case GapNode(gap=gap):
            return (("gap", gap),)
        case ConflictNode(conflict=conflict):
            return (("conflict", conflict),)
        case _:
            return ()
