"""The feature of the patients: for whom the guideline is, which values it accepts, what it cannot do without.

ANC is plausible from 0 to 60 x10^9/L      -0.01 refused, 0 and 60 accepted, 60.01 refused
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from caretree.decisions.patient_record import MeasuredValue, PatientRecord, ScalarValue
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number, Series
from caretree.scenarios.composing import Composing, Setting, limit_tables, missing_tables, pair_tables, shown_parts
from caretree.scenarios.precision import number_of
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Feature, Row, Rule, Table
from caretree.scenarios.search import Search
from caretree.scenarios.variation import Key, Value, changed, day_of

VIEW: View = ("guideline", "")


def patient_feature(composing: Composing) -> Feature:
    """The scope, the facts no patient can have, and every input."""
    rules = [_scope(composing), *_impossible(composing)]
    rules += [_input(composing, given) for given in composing.graph.guideline.inputs]
    return Feature("patients", "patients", tuple(rule for rule in rules if rule.tables))


def _scope(composing: Composing) -> Rule:
    applies = composing.graph.applies_when
    if applies is None:
        return Rule("scope", "the guideline applies", (), VIEW, ())
    setting = Setting("scope", "the guideline applies", (), VIEW)
    unscoped = Composing(composing.graph, _without_scope(composing), composing.unreachable)
    parts = shown_parts(unscoped, setting, applies)
    tables = pair_tables(composing, setting, parts) + limit_tables(composing, setting, parts)
    tables += missing_tables(composing, setting, parts)
    return Rule("scope", "the guideline applies", (), VIEW, tuple(tables))


def _without_scope(composing: Composing) -> Search:
    graph = replace(composing.graph, applies_when=None)
    return Search(graph, composing.search.base, composing.search.values)


def _impossible(composing: Composing) -> list[Rule]:
    """Patients on both sides of every fact that no patient can have."""
    rules = []
    for condition, text in composing.graph.impossible:
        node = f"impossible/{text}"
        possible = replace(composing.graph, impossible=())
        search = Search(possible, composing.search.base, composing.search.values)
        loose = Composing(composing.graph, search, composing.unreachable)
        setting = Setting(node, f"impossible: {text}", (), VIEW)
        parts = shown_parts(loose, setting, condition)
        tables = pair_tables(loose, setting, parts) + limit_tables(loose, setting, parts)
        rules.append(Rule(node, f"impossible: {text}", (), VIEW, tuple(tables)))
    return rules


def _input(composing: Composing, given: Input) -> Rule:
    node = f"inputs/{given.name.id}"
    rows = [*_range(composing, given), *_absent(composing, given)]
    tables: list[Table] = composing.table(f"{given.name.long}: what is accepted", rows)
    return Rule(node, given.name.long, given.cites, VIEW, tuple(tables))


def _range(composing: Composing, given: Input) -> list[Row]:
    number = number_of(given)
    if number is None:
        return []
    values = [
        *_around(number, composing.search.values.step[given.name.id]),
        *_finer(number, composing.search.values.step[given.name.id]),
    ]
    patients = [_with(composing, given, ScalarValue(one, one, number.unit.ucum)) for one in values]
    covers = (f"inputs/{given.name.id}",)
    return [composing.row(patient, VIEW, covers=covers) for patient in patients]


def _around(number: Number, step: Fraction) -> tuple[Fraction, ...]:
    low, high = number.plausible.low, number.plausible.high
    return (low - step, low, high, high + step)


def _finer(number: Number, step: Fraction) -> tuple[Fraction, ...]:
    """The finest value that is accepted, and a finer one, where a precision is declared."""
    declared = number.decimals is not None or number.whole
    return (number.plausible.low + step, number.plausible.low + step / 10) if declared else ()


def _with(composing: Composing, given: Input, value: ScalarValue) -> PatientRecord:
    key: Key = ("input", given.name.id)
    measured: Value = value
    if isinstance(given.type, Series):
        measured = (MeasuredValue(value, day_of(composing.search.base)),)
    return changed(composing.search.base, key, measured)


def _absent(composing: Composing, given: Input) -> list[Row]:
    """Without a value that may not be missing a patient is refused; any other may be missing."""
    without = changed(composing.search.base, ("input", given.name.id), None)
    return [composing.row(without, VIEW, covers=(f"inputs/{given.name.id}",))]
