"""The feature of a set of options: a rule for every option with each argument's patients.

options ongoing treatments      rituximab: ruled out when rituximab used up · romiplostim: preferred when …
"""

from __future__ import annotations

from caretree.decisions.graph import GraphArgument, GraphOption, NodeId, OptionSet
from caretree.guideline.names import slug
from caretree.scenarios.composing import Composing, Setting, limit_tables, missing_tables, pair_tables, shown_parts
from caretree.scenarios.junctions import choice_places
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Feature, Rule
from caretree.solver.paths import Path


def option_feature(composing: Composing, options: OptionSet, ways: dict[NodeId, Path]) -> Feature | None:
    """Every option of a set, shown where the set is first offered; ``None`` where it never is."""
    names = {action.name.id: action.name.long for action in composing.graph.guideline.actions}
    for place, way in choice_places(composing.graph, options.id, ways):
        view: View = ("decision", place.partition("/")[0])
        if composing.search.find(way) is None:
            continue
        rules = []
        for option in options.options:
            name = names.get(option.action, option.action)
            rules.append(_offered(composing, option, name, way, view))
            rules += [_rule(composing, option, argument, name, way, view, ways) for argument in option.arguments]
        return Feature(f"options-{options.id}", f"options {options.name}", tuple(rule for rule in rules if rule.tables))
    return None


def _offered(composing: Composing, option: GraphOption, name: str, way: Path, view: View) -> Rule:
    """A patient to whom the option is open."""
    goals = way if option.out is None else (*way, (option.out, False))
    record = composing.look(option.id, f"a patient for {name}", goals)
    rows = [] if record is None else [composing.row(record, view, covers=(option.id,))]
    return Rule(option.id, name, option.cites, view, tuple(composing.table(f"{name}: a typical patient", rows)))


def argument_id(option: GraphOption, argument: GraphArgument) -> str:
    """An argument's identity: ``options/ongoing-treatments/rituximab/ruled-out-when-rituximab-used-up``."""
    return f"{option.id}/{slug(argument.text)}"


def _rule(
    composing: Composing,
    option: GraphOption,
    argument: GraphArgument,
    name: str,
    way: Path,
    view: View,
    ways: dict[NodeId, Path],
) -> Rule:
    node = argument_id(option, argument)
    title = f"{name}, {argument.text}"
    elsewhere = [
        (other, ("decision", place.partition("/")[0]))
        for place, other in choice_places(composing.graph, option.id.split("/")[1], ways)
    ]
    for path, shown in elsewhere:
        if composing.search.find((*path, (argument.condition, True))) is not None:
            way, view = path, shown
            break
    if argument.kind == "preferred" and option.out is not None:
        way = (*way, (option.out, False))
    setting = Setting(node, title, way, view)
    record = composing.look(node, f"a patient for {title}", (*way, (argument.condition, True)))
    typical = [] if record is None else [composing.row(record, view, covers=(node, option.id))]
    tables = composing.table(f"{title}: a typical patient", typical)
    parts = shown_parts(composing, setting, argument.condition)
    tables += pair_tables(composing, setting, parts)
    tables += limit_tables(composing, setting, parts)
    tables += missing_tables(composing, setting, parts)
    return Rule(node, title, argument.cites or option.cites, view, tuple(tables))
