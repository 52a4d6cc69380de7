"""Safety rules: names spelled out as actions, and the condition under which an offer breaks the rule.

never offer splenectomy unless chronic      x ("splenectomy",)   forbidden_when Not(chronic)
never offer both splenectomy and danazol    x ("splenectomy",)   y ("danazol",)
"""

from __future__ import annotations

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import GraphRule
from caretree.decisions.lower_conditions import lower_condition
from caretree.decisions.lower_doses import lower_cap
from caretree.decisions.offers import named_actions, offering_actions, possible_offers
from caretree.decisions.tables import Tables
from caretree.guideline.decisions import SafetyRule


def lower_rule(rule: SafetyRule, tables: Tables) -> GraphRule:
    """One rule. A ``never`` rule also speaks of combinations that may contain X; ``always X`` and ``without Y`` are
    kept by a combination only if it surely contains it; ``never exceed`` is about the named actions' own doses."""
    condition = None if rule.condition is None else lower_condition(rule.condition, tables)
    return GraphRule(
        id=rule.id,
        kind=rule.kind,
        text=rule.text,
        x=_actions_of_x(rule, tables),
        y=_actions_of_y(rule, tables),
        condition=condition,
        forbidden_when=_forbidden_when(rule, condition, tables),
        cap=None if rule.cap is None else lower_cap(rule.cap, tables),
        cites=rule.cites,
        span=rule.span,
        notes=rule.notes,
    )


def _actions_of_x(rule: SafetyRule, tables: Tables) -> tuple[str, ...]:
    match rule.kind:
        case "always":
            return offering_actions(tables.guideline, rule.x)
        case "never exceed":
            return named_actions(tables.guideline, rule.x)
        case _:
            return possible_offers(tables.guideline, rule.x)


def _actions_of_y(rule: SafetyRule, tables: Tables) -> tuple[str, ...]:
    if not rule.y:
        return ()
    if rule.kind == "never both":
        return possible_offers(tables.guideline, rule.y)
    return offering_actions(tables.guideline, rule.y)


def _forbidden_when(rule: SafetyRule, condition: ConditionId | None, tables: Tables) -> ConditionId | None:
    if rule.kind == "never":
        return tables.constant(True)
    if condition is not None and rule.kind == "never when":
        return condition
    if condition is not None and rule.kind == "never unless":
        return tables.opposite(condition)
    return None
