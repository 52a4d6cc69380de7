"""The feature of a pathway: for every phase the days around its window, and every move out of it.

phase response check, assess from 2 to 4 weeks      13, 14, 15 days · 28, 29 days · go to maintenance when response
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from caretree.decisions.graph import GraphPathway, GraphPhase, GraphTransition
from caretree.decisions.patient_record import PatientRecord, PhaseValue
from caretree.decisions.phases import ENDED, NOT_STARTED
from caretree.scenarios.composing import Composing, Setting, limit_tables, missing_tables, pair_tables, shown_parts
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Feature, Row, Rule, Table
from caretree.scenarios.variation import Key, changed, day_of


def pathway_feature(composing: Composing, pathway: GraphPathway) -> Feature:
    """Where patients are on a pathway and where they go."""
    view: View = ("pathway", pathway.id)
    key: Key = ("phase", pathway.id)
    base = composing.search.base
    ends = [composing.row(changed(base, key, PhaseValue(one, None)), view) for one in (NOT_STARTED, ENDED)]
    rules = [
        Rule(f"pathways/{pathway.id}", "before and after", pathway.cites, view, tuple(_ends(composing, ends, view)))
    ]
    for phase in pathway.phases:
        rules.append(
            Rule(_phase_id(pathway, phase), phase.name, phase.cites, view, tuple(_days(composing, pathway, phase)))
        )
        rules += [_move(composing, pathway, phase, one) for one in phase.transitions]
    return Feature(f"pathway-{pathway.id}", f"pathway {pathway.name}", tuple(rule for rule in rules if rule.tables))


def _ends(composing: Composing, ends: list[Row], view: View) -> list[Table]:
    return composing.table("not started, ended, not known", [*ends, composing.row(composing.search.base, view)])


def _phase_id(pathway: GraphPathway, phase: GraphPhase) -> str:
    return f"pathways/{pathway.id}/{phase.id}"


def _since(composing: Composing, pathway: GraphPathway, phase: GraphPhase, days: Fraction | None) -> PatientRecord:
    since = None if days is None else day_of(composing.search.base) - days
    return changed(composing.search.base, ("phase", pathway.id), PhaseValue(phase.id, since))


def _days(composing: Composing, pathway: GraphPathway, phase: GraphPhase) -> list[Table]:
    """The window's edges; without a window, any day."""
    low, high = phase.window or (Fraction(0), Fraction(0))
    days = [low - 1, low, low + 1, high - 1, high, high + 1] if phase.window else [Fraction(0)]
    patients = [_since(composing, pathway, phase, day) for day in dict.fromkeys(days) if day >= 0]
    patients.append(_since(composing, pathway, phase, None))
    view: View = ("pathway", pathway.id)
    covers = (_phase_id(pathway, phase),)
    rows = [composing.row(one, view, covers=covers) for one in patients if composing.search.acceptable(one)]
    return composing.table(f"{phase.name}: days in the phase", rows)


def _move(composing: Composing, pathway: GraphPathway, phase: GraphPhase, move: GraphTransition) -> Rule:
    view: View = ("pathway", pathway.id)
    days = Fraction(7) if phase.window is None else Fraction(floor(sum(phase.window) / 2))
    start = _since(composing, pathway, phase, days)
    keep: frozenset[Key] = frozenset({("phase", pathway.id)})
    title = f"{phase.name}, {move.kind} {move.target}".strip() + (f" when {move.label}" if move.label else "")
    setting = Setting(move.id, title, (), view, start, keep)
    record = composing.look(move.id, f"a patient for {title}", ((move.condition, True),), start, keep)
    typical = [] if record is None else [composing.row(record, view, covers=(move.id,))]
    tables = composing.table(f"{title}: a typical patient", typical)
    parts = shown_parts(composing, setting, move.condition)
    tables += pair_tables(composing, setting, parts)
    tables += limit_tables(composing, setting, parts)
    tables += missing_tables(composing, setting, parts)
    return Rule(move.id, title, move.cites, view, tuple(tables))
