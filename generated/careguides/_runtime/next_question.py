# Copied by Caretree from its runtime; generated, do not edit.
"""Which unknown input to ask for: the one that settles most of what is still open, even in its worst case.

What is open waits for inputs. Each candidate is tried with one value of every region the guideline can tell apart; it
scores how many open results that settles, first in the worst region, then on average. Then the cheaper one is asked,
then the first in the guideline's order. What the dose of a certain offer lacks, then that of an option which is in,
is asked for last.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .answer import Answer
from .decide import refusals, with_assumptions
from .doses import needs_of
from .evaluate import CERTAIN, UNDECIDED, Statuses, evaluate
from .facts import COURSE_STATUSES, PossibleFacts
from .outline import Place
from .pathways import window_of
from .tree import Report, Transition
from .truth import Truth
from .values import CourseFact, InputDescription, Measured

if TYPE_CHECKING:
    from .reading import Value

COSTS = ("bedside", "laboratory", "procedure", "")
SCOPE = "scope"
Waiting = dict[str, tuple[str, ...]]
"""Each open result with the unknown inputs it waits for."""


def open_moves(p: PossibleFacts) -> dict[str, Transition]:
    """The transitions of known phases whose condition is unknown, unless it is certainly too early."""
    found: dict[str, Transition] = {}
    for pathway in p._model.pathways:
        fact = p._phases.get(pathway.id)
        for phase in pathway.phases:
            if fact and phase.id == fact.phase and window_of(phase, pathway, p) != ("early",):
                moves = {f"move:{pathway.id}:{move.id}": move for move in phase.transitions}
                found.update({key: move for key, move in moves.items() if move.test(p) is None})
    return found


def _without_value(report: Report, p: PossibleFacts) -> bool:
    from .assemble import value_of_report

    return value_of_report(report, p)[0] is None


def open_results(p: PossibleFacts, in_scope: Truth, found: Statuses) -> set[str]:
    """What is not settled for these facts."""
    outline = p._model.outline()
    still = {SCOPE} if in_scope is None else set()
    for kind in (outline.advice, outline.choices, outline.gaps, outline.conflicts):
        still.update(key for key in kind if found.get(key) == UNDECIDED)
    for key, places in outline.choices.items():
        if key in found:
            block = p._model.options[places[0].item.options]  # type: ignore[union-attr]
            outs = {f"option:{block.id}:{one.action}": one.out for one in block.options if one.out is not None}
            still.update(option for option, out in outs.items() if out(p) is None)
    for key, places in outline.reports.items():
        report = places[0].item
        if found.get(key) == UNDECIDED or (key in found and isinstance(report, Report) and _without_value(report, p)):
            still.add(key)
    still.update(open_moves(p))
    return still


class _Asking:
    """One answer while its question is looked for."""

    __slots__ = ("answer", "facts", "waiting")

    def __init__(self, answer: Answer, facts: PossibleFacts) -> None:
        self.answer = answer
        self.facts = facts
        self.waiting: Waiting = {}

    def unknown(self, names: set[str]) -> tuple[str, ...]:
        """The unknown ones of some inputs, in the guideline's order."""
        return tuple(
            input.id for input in self.facts._model.inputs if input.id in names and input.id not in self.facts._known
        )


def _waits(asking: _Asking, key: str, found: Statuses) -> tuple[str, ...]:
    """The unknown inputs an open result waits for."""
    from .assemble import waits_for_key

    p, model = asking.facts, asking.facts._model
    if key == SCOPE:
        return asking.unknown(set(model.applies_when[1] if model.applies_when else ()))
    if key.startswith("option:"):
        _, block, action = key.split(":", 2)
        options = [one for one in model.options[block].options if one.action == action]
        unknown_out = (one for one in options if one.out is not None and one.out(p) is None)
        return asking.unknown({name for one in unknown_out for name in one.reads})
    if key.startswith("move:"):
        return asking.unknown(set(open_moves(p)[key].reads))
    waits = set(waits_for_key(asking.answer, key)) if found[key] else set()
    for place in _report_places(p, key):
        waits.update(place.item.reads)  # type: ignore[union-attr]
    return asking.unknown(waits)


def _report_places(p: PossibleFacts, key: str) -> list[Place]:
    return p._model.outline().reports.get(key, [])[:1]


def _candidates(asking: _Asking) -> tuple[str, ...]:
    actions = asking.facts._model.actions
    urgent = [key for key in asking.waiting if key.startswith("offer:") and actions[key[6:]].urgent]
    for keys in ([SCOPE], urgent, list(asking.waiting)):
        names = {name for key in keys for name in asking.waiting.get(key, ())}
        if names:
            return asking.unknown(names)
    return ()


def _regions(input: InputDescription, p: PossibleFacts) -> list[Value]:
    """One value for each way the guideline can read an input; none for dates and series."""
    if input.kind == "yes or no":
        return [True, False]
    if input.kind == "choice":
        return list(input.labels)
    if input.kind == "course":
        return [CourseFact(status, None) for status in COURSE_STATUSES]
    return [Measured(value, input.ucum) for value in p._model.regions.get(input.id, ())]


def _settled(asking: _Asking, input: InputDescription, value: Value) -> int | None:
    """How many open results a value settles; ``None`` for a patient who would be refused."""
    patient = asking.answer._patient
    assert patient is not None, "what all patients share has no question"
    known = {**patient.known, input.id: value}
    p = with_assumptions(patient.model.facts(patient.model, known, dict(patient.phases), patient.at))
    in_scope, found = evaluate(p)
    if refusals(p):
        return None
    still = set() if in_scope is False else open_results(p, in_scope, found)
    return len(asking.waiting.keys() - still)


def _score(asking: _Asking, input: InputDescription) -> tuple[Fraction, Fraction]:
    """What asking settles in the worst region, and on average."""
    if input.kind in ("date", "series"):
        alone = Fraction(sum(waits == (input.id,) for waits in asking.waiting.values()))
        return alone, alone
    settled = [_settled(asking, input, value) for value in _regions(input, asking.facts)]
    scores = [score for score in settled if score is not None]
    if not scores:
        return Fraction(0), Fraction(0)
    return Fraction(min(scores)), Fraction(sum(scores), len(scores))


def _dose_question(answer: Answer, p: PossibleFacts, found: Statuses) -> str | None:
    outline = p._model.outline()
    offers = [
        places[0].item
        for key, places in outline.advice.items()
        if key.startswith("offer:") and found.get(key) == CERTAIN
    ]
    chosen = [places[0].item for key, places in outline.choices.items() if found.get(key) == CERTAIN]
    options = [one for choice in chosen for one in p._model.options[choice.options].options]  # type: ignore[union-attr]
    still_in = [one.action for one in options if one.out is None or one.out(p) is False]
    for action in (*(one.action for one in offers), *still_in):  # type: ignore[union-attr]
        needs = needs_of(p._model.actions[action], p)
        if needs:
            return needs[0]
    return None


def next_question(answer: Answer, p: PossibleFacts, in_scope: Truth, found: Statuses) -> str | None:
    """The identity of the input to ask for, or nothing."""
    if in_scope is False:
        return None
    asking = _Asking(answer, p)
    asking.waiting = {key: _waits(asking, key, found) for key in open_results(p, in_scope, found)}
    candidates = _candidates(asking)
    if not candidates:
        return _dose_question(answer, p, found)
    if len(candidates) == 1:
        return candidates[0]
    inputs, best = p._model.inputs_by_id(), []
    for place, id in enumerate(candidates):
        worst, mean = _score(asking, inputs[id])
        best.append((-worst, -mean, COSTS.index(inputs[id].costs), place))
    return candidates[min(best)[3]]
