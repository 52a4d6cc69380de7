"""Whether SQL's columns say what an example expects: the answer as far as SQL gives it, read as any other answer.

it advises: consider "G-CSF"      offer_g_csf = 3, and the leaf's line says "consider"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, cast

from caretree.acceptance.compared import compared, not_compared
from caretree.acceptance.sql_row import SqlRow
from caretree.acceptance.sql_values import differs
from caretree.decisions.answer import (
    Answer,
    ChoiceAnswer,
    ConflictAnswer,
    DoseAnswer,
    GapAnswer,
    Line,
    NextPhase,
    OptionAnswer,
    PhaseAnswer,
    RecommendationAnswer,
    Status,
    Truth,
)
from caretree.decisions.decimals import decimal_text
from caretree.decisions.expectations import BesideAnswer, unmet_in_answer
from caretree.decisions.expected_doses import DoseFound, amount_found_instead
from caretree.decisions.graph import AdviceNode, ChoiceNode, DoseStep, ReportNode
from caretree.decisions.outline import outline
from caretree.decisions.walk import dose_steps
from caretree.guideline.patients import (
    ExpectAdvice,
    Expectation,
    ExpectNextQuestion,
    ExpectPhase,
    ExpectUndecided,
    ExpectValue,
    Quantity,
)
from caretree.scenarios.says import words
from caretree.units.convert import convert
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER

STATUSES: dict[int, Status] = {1: "undecided", 2: "provisional", 3: "certain"}
SCOPES: dict[int, Truth] = {3: "yes", 1: "unknown", 0: "no"}


class _NotGiven(Exception):
    """SQL does not give what is expected."""


def unmet_expectation(row: SqlRow, expected: Expectation, others: Sequence[Expectation]) -> str | None:
    """``None`` where SQL agrees or gives nothing to compare (counted), else what it says."""
    if row.refused:
        return f"SQL's quarantine: {', '.join(row.refused)}"
    try:
        _refuse_what_is_not_given(row, expected)
        found = unmet_in_answer(_answer(row), expected, others, _beside(row))
    except _NotGiven as what:
        not_compared(str(what))
        return None
    compared("expectations of examples")
    return found


def _refuse_what_is_not_given(row: SqlRow, expected: Expectation) -> None:
    match expected:
        case ExpectNextQuestion():
            raise _NotGiven("next questions")
        case ExpectPhase(kind="stay") if not any(level for level in row.kinds("move").values()):
            raise _NotGiven("phases and windows")
        case ExpectUndecided(what=what) if what in row.graph.defined:
            raise _NotGiven("values of definitions that are not reported")
        case ExpectAdvice(strength=strength, action=action) if strength and _open(row, action):
            not_compared("strengths while a leaf is open")


def _open(row: SqlRow, action: str) -> bool:
    return any(row.holds(name) is None for name in _places(row, action))


def _places(row: SqlRow, action: str) -> Iterator[str]:
    for key, places in outline(row.graph).items():
        if key[0] == "advice" and key[2] == action:
            yield from (one.node.id for one in places)


def _answer(row: SqlRow) -> Answer:
    """The answer without texts, timing and citations."""
    names = {one.name.id: one.name.long for one in row.graph.guideline.actions}
    gaps, conflicts = (_met(row, kind) for kind in ("gap", "conflict"))
    return Answer(
        {},
        "",
        SCOPES[row.level("scope")],
        tuple(_recommendations(row, names)),
        tuple(_choices(row, names)),
        tuple(GapAnswer(one, "", status, (), "") for one, status in gaps.items()),
        tuple(ConflictAnswer(one, (), "", status, (), "") for one, status in conflicts.items()),
        phases=tuple(_phases(row)),
    )


def _met(row: SqlRow, kind: str) -> dict[str, Status]:
    return {key[0]: STATUSES[level] for key, level in row.kinds(kind).items() if level}


def _recommendations(row: SqlRow, names: dict[str, str]) -> Iterator[RecommendationAnswer]:
    for direction in ("offer", "against"):
        for (action,), level in row.kinds(direction).items():
            if level:
                lines = tuple(_lines(row, direction, action, STATUSES[level]))
                strengths = tuple(dict.fromkeys(one.strength for one in lines))
                waits = tuple(words(key[0]) for key, waiting in row.kinds("waits").items() if waiting)
                yield RecommendationAnswer(
                    f"{direction}:{action}", action, names.get(action, action), cast(Any, direction), strengths,
                    STATUSES[level], waits, (), (), "", _dose_answer(row, action), (), "", lines,
                )  # fmt: skip


def _lines(row: SqlRow, direction: str, action: str, status: Status) -> Iterator[Line]:
    """The lines of the leaves; while a leaf is open, every line that may hold."""
    for name in _places(row, action):
        node = row.graph.nodes[name]
        if isinstance(node, AdviceNode) and node.direction == direction and row.holds(name) is not False:
            yield Line(name, node.strength, status, "", "", "", "", (), ())


def _choices(row: SqlRow, names: dict[str, str]) -> Iterator[ChoiceAnswer]:
    for (options, mode), level in row.kinds("choice").items():
        if level:
            nodes = [one.node for one in outline(row.graph)["choice", options, mode]]
            strengths = dict.fromkeys(one.strength for one in nodes if isinstance(one, ChoiceNode))
            own = tuple(_options(row, options, mode, names))
            name = row.graph.options[options].name
            yield ChoiceAnswer(options, name, mode, tuple(strengths), STATUSES[level], (), (), "", own)


def _options(row: SqlRow, options: str, mode: str, names: dict[str, str]) -> Iterator[OptionAnswer]:
    status = {3: "in", 1: "undecided", 0: "out"}
    for one in row.graph.options[options].options:
        level, preferred = (row.value(kind, options, mode, one.action) for kind in ("option", "preferred"))
        text, word = names.get(one.action, one.action), cast(Any, status[int(level or 0)])
        dose = _dose_answer(row, one.action)
        yield OptionAnswer(one.action, text, word, bool(preferred), (), (), dose, ())


def _phases(row: SqlRow) -> Iterator[PhaseAnswer]:
    for way in row.graph.pathways:
        moves = {move.id: move for phase in way.phases for move in phase.transitions}
        next_: list[NextPhase] = []
        for (pathway, phase, *rest), level in row.kinds("move").items():
            if pathway == way.id and level:
                kind, target = (
                    ("go", way.phases[0].id) if phase == "start" else (moves[rest[0]].kind, moves[rest[0]].target)
                )
                next_.append(NextPhase(kind, target, STATUSES[level], ()))
        yield PhaseAnswer(way.id, (), tuple(next_), ())


# --- beside the answer -----------------------------------------------------------------------------------------------
def _beside(row: SqlRow) -> BesideAnswer:
    def value(expected: ExpectValue) -> str | None:
        return _value_found_instead(row, expected)

    return BesideAnswer(value, lambda expected: _dose_found_instead(row, expected), lambda what: None, lambda of: ())


def _value_found_instead(row: SqlRow, expected: ExpectValue) -> str | None:
    shown = [
        node.id
        for node in row.graph.nodes.values()
        if isinstance(node, ReportNode)
        and node.of == expected.of
        and any(row.value(kind, node.id) is not None for kind in ("report", "low", "high"))
    ]
    value = expected.value
    if not shown or value is None:
        raise _NotGiven("values of definitions that are not reported")
    return differs(row, shown[0], _shown(row, shown[0], value))


def _shown(row: SqlRow, node: str, value: bool | str | Quantity) -> str:
    """An expected value as a report writes it, in the report's unit."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    report = row.graph.nodes[node]
    assert isinstance(report, ReportNode)
    unit = find_unit(row.graph.number_units.get(report.value, "")) or NUMBER
    number = convert(value.value, value.unit, unit)
    return "of another unit" if number is None else decimal_text(number)


def _step(row: SqlRow, action: str) -> DoseStep | None:
    dosing = row.graph.dosing.get(action)
    if dosing is None or dosing.dose is None:
        return None
    steps = list(dose_steps(dosing))
    branch = row.value("dose branch", action)
    return steps[(branch or 1) - 1]


def _dose_answer(row: SqlRow, action: str) -> DoseAnswer | None:
    step = _step(row, action)
    if step is None:
        return None
    low, high = (row.value(f"dose {end}", action) for end in ("low", "high"))
    texts = [None if one is None else repr(one) for one in (low, high)]
    return DoseAnswer(texts[0], texts[1], step.unit, step.rate, "", "", "", (), (), "")


def _dose_found_instead(row: SqlRow, expected: ExpectAdvice) -> str | None:
    step = _step(row, expected.action)
    low, high = (row.value(f"dose {end}", expected.action) for end in ("low", "high"))
    if step is None or low is None or high is None:
        return "the dose is not known"
    found = DoseFound(
        Fraction(repr(low)),
        Fraction(repr(high)),
        step.unit,
        step.rate,
        step.times,
        step.every_days,
        step.duration_days,
    )
    compared("doses")
    return amount_found_instead(found, expected)
