"""The feature of the safety rules: for each, the patients at the edge of what it forbids or demands.

never offer G-CSF unless ANC is below 0.5 and infection found      ANC 0.49 and 0.5 with infection; 0.2 without
"""

from __future__ import annotations

from caretree.decisions.expressions import IsOffered
from caretree.decisions.graph import GraphRule
from caretree.decisions.reads import reached
from caretree.scenarios.composing import Composing, Setting, limit_tables, pair_tables, shown_parts
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Feature, Rule


def safety_feature(composing: Composing) -> Feature:
    """A rule for every safety rule that has a condition."""
    rules = [_rule(composing, rule) for rule in composing.graph.rules]
    return Feature("safety-rules", "safety rules", tuple(rule for rule in rules if rule.tables))


def _rule(composing: Composing, rule: GraphRule) -> Rule:
    view: View = ("offers", ", ".join(dict.fromkeys((*rule.x, *rule.y))))
    tables = []
    condition = rule.condition if rule.condition is not None else rule.forbidden_when
    if condition is not None and not _reads_offers(composing, condition):
        setting = Setting(rule.id, rule.text, (), view)
        parts = shown_parts(composing, setting, condition)
        tables = pair_tables(composing, setting, parts) + limit_tables(composing, setting, parts)
    else:
        tables = composing.table(
            f"{rule.text}: the base patient", [composing.row(composing.search.base, view, covers=(rule.id,))]
        )
    return Rule(rule.id, rule.text, rule.cites, view, tuple(tables))


def _reads_offers(composing: Composing, condition: str) -> bool:
    below = reached(composing.graph, [("condition", condition)])
    return any(kind == "condition" and isinstance(composing.graph.conditions[name], IsOffered) for kind, name in below)
