# Copied by Caretree from its runtime; generated, do not edit.
"""The parts of an answer, put together from how far each outcome of the tree holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from .answer import (
    Answer,
    AssumedAnswer,
    ChoiceAnswer,
    ConflictAnswer,
    GapAnswer,
    Line,
    OptionAnswer,
    Recommendation,
    ReportAnswer,
)
from .calendar_days import moment_text, read_moment
from .decide import with_assumptions
from .doses import dose_of
from .evaluate import CERTAIN, PROVISIONAL, STATUS, UNDECIDED, Statuses, holds
from .exact import decimal_text
from .facts import PossibleFacts
from .outline import Outline, Place
from .pathways import PhaseAnswer, answer_pathway
from .tree import Advice, Choice, ConflictText, Extra, Option, Report

if TYPE_CHECKING:
    from .intervals import Interval

T = TypeVar("T")

MOST_KEPT = 4096
"""How many different results are kept; no patient's value is among them."""

STRENGTHS = ("recommend", "should use", "consider", "may use", "avoid", "do not use")


def _facts(answer: Answer) -> PossibleFacts:
    if answer._facts is None:
        answer._facts = with_assumptions(answer._patient.facts())
        answer._facts._offered = _found(answer)
    return answer._facts


def _outline(answer: Answer) -> Outline:
    return answer._patient.model.outline()


def _found(answer: Answer) -> Statuses:
    """How far each outcome holds; for a complete patient every line that was reached is certain."""
    if answer._found is None:
        outcomes = _outline(answer).outcomes
        answer._found = {}
        for line in answer._lines or ():
            answer._found[line] = CERTAIN
            answer._found[outcomes.get(line, line)] = CERTAIN
    return answer._found


def _holding(answer: Answer, places: list[Place]) -> list[Place]:
    found = _found(answer)
    return [place for place in places if found.get(place.item.id)]


def _strongest(answer: Answer, places: list[Place]) -> Place:
    found = _found(answer)
    return max(places, key=lambda place: found[place.item.id])


def _unknown(answer: Answer, names: set[str]) -> tuple[str, ...]:
    known = _facts(answer)._known
    return tuple(input.id for input in answer._patient.model.inputs if input.id in names and input.id not in known)


def _waits_for(answer: Answer, places: list[Place], status: int) -> tuple[str, ...]:
    """The unknown inputs read by conditions on the way that are still open; for what is provisional, the awaited."""
    if status == CERTAIN:
        return ()
    p = _facts(answer)
    steps = {id(step): step for place in places for step in place.above}.values()
    if status == PROVISIONAL:
        awaited = [step for step in steps if isinstance(step, Extra) and step.waiting and holds(step, p)]
        return _unknown(answer, {name for step in awaited for name in step.reads})
    names = {name for step in steps if holds(step, p) is None for name in step.reads}
    applies = answer._patient.model.applies_when
    if applies is not None and answer._in_scope is None:
        names.update(applies[1])
    return _unknown(answer, names)


def waits_for_key(answer: Answer, key: str) -> tuple[str, ...]:
    """What an open recommendation, choice, gap, conflict or report waits for."""
    outline = _outline(answer)
    every = next(kind[key] for kind in outline[:5] if key in kind)
    return _waits_for(answer, _holding(answer, every), _found(answer)[key])


def _assumed_on_the_way(answer: Answer, places: list[Place]) -> tuple[str, ...]:
    applied = [one.id for one in answer.assumed]
    if not applied:
        return ()
    read = {name for place in places for step in place.above for name in step.reads}
    applies = answer._patient.model.applies_when
    if applies is not None:
        read.update(applies[1])
    return tuple(name for name in applied if name in read)


def _cited(cites: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for some in cites for cite in some))


def _strengths(lines: Iterable[Advice | Choice]) -> tuple[str, ...]:
    found = {line.strength for line in lines}
    return tuple(strength for strength in STRENGTHS if strength in found)


def notice(answer: Answer) -> str:
    """What must be shown beside the answer."""
    of = answer._patient.model.guideline
    said = []
    if of.status != "approved":
        said.append(f"Not approved: status is {of.status}. For review and testing only, not for the care of patients.")
    due = read_moment(of.review_by) if of.review_by else None
    if due is not None and due < answer._patient.at // 1:
        said.append(f"Review was due on {of.review_by}.")
    return " ".join(said)


def _kept(answer: Answer, name: str, make: Callable[[Answer], tuple[T, ...]]) -> tuple[T, ...]:
    """What depends only on the lines that hold is put together once for all complete patients who reach them."""
    model = answer._patient.model
    assumes = model.assumed_definitions or any(input not in answer._patient.known for input in model.assumptions)
    if answer._lines is None or assumes:
        return make(answer)
    key = (name, answer._lines)
    if key not in model.kept:
        if len(model.kept) >= MOST_KEPT:
            model.kept.clear()
        model.kept[key] = make(answer)
    kept: tuple[T, ...] = model.kept[key]
    return kept


def recommendations(answer: Answer) -> tuple[Recommendation, ...]:
    """One entry an action and direction."""
    said = _kept(answer, "recommendations", _without_doses)
    actions = answer._patient.model.actions
    if not any(one.direction == "offer" and actions[one.action].dose for one in said):
        return said
    p = _facts(answer)
    return tuple(
        one._replace(dose=dose_of(actions[one.action], p)) if one.direction == "offer" else one for one in said
    )


def _without_doses(answer: Answer) -> tuple[Recommendation, ...]:
    found = _found(answer)
    return tuple(
        _recommendation(answer, key, places) for key, places in _outline(answer).advice.items() if found.get(key)
    )


def _recommendation(answer: Answer, key: str, every: list[Place]) -> Recommendation:
    found = _found(answer)
    places, status = _holding(answer, every), found[key]
    lines = [place.item for place in places if isinstance(place.item, Advice)]
    main = max(lines, key=lambda line: found[line.id])
    action = answer._patient.model.actions[main.action]
    offered = main.direction == "offer"
    return Recommendation(
        id=key,
        action=main.action,
        text=action.name,
        direction=main.direction,
        strengths=_strengths(lines),
        status=STATUS[status],
        waits_for=_waits_for(answer, places, status),
        ruled_out_by=_ruled_out_by(answer, main.action) if offered and status == UNDECIDED else (),
        assumed=_assumed_on_the_way(answer, places),
        timing=main.timing,
        dose=None,
        citations=_cited(line.cites for line in lines),
        node=main.id,
        lines=tuple(_line(line, found[line.id]) for line in lines),
    )


def _line(line: Advice, status: int) -> Line:
    return Line(
        line.id,
        line.strength,
        STATUS[status],
        line.timing,
        line.after,
        line.because,
        line.certainty,
        _cited([line.cites]),
        line.see,
    )


def _ruled_out_by(answer: Answer, action: str) -> tuple[str, ...]:
    p = _facts(answer)
    return tuple(rule.id for rule in p._model.rules if action in rule.actions and rule.forbidden_when(p))


def choices(answer: Answer) -> tuple[ChoiceAnswer, ...]:
    """One entry a choice."""
    found = _found(answer)
    return tuple(_choice(answer, key, places) for key, places in _outline(answer).choices.items() if found.get(key))


def _choice(answer: Answer, key: str, every: list[Place]) -> ChoiceAnswer:
    places, status = _holding(answer, every), _found(answer)[key]
    lines = [place.item for place in places if isinstance(place.item, Choice)]
    options = answer._patient.model.options[lines[0].options]
    return ChoiceAnswer(
        id=options.id,
        text=options.name,
        mode=lines[0].mode,
        strengths=_strengths(lines),
        status=STATUS[status],
        waits_for=_waits_for(answer, places, status),
        citations=_cited(line.cites for line in lines),
        node=_strongest(answer, places).item.id,
        options=tuple(_option(answer, option) for option in options.options),
    )


def _option(answer: Answer, option: Option) -> OptionAnswer:
    p = _facts(answer)
    action = p._model.actions[option.action]
    out = False if option.out is None else option.out(p)
    preferred = option.preferred is not None and out is False and option.preferred(p) is True
    arguments = [argument for argument in option.arguments if argument.test(p)]
    return OptionAnswer(
        action=option.action,
        text=action.name,
        status="undecided" if out is None else "out" if out else "in",
        preferred=preferred,
        in_favour=tuple(argument.text for argument in arguments if argument.kind == "in favour"),
        against=tuple(argument.text for argument in arguments if argument.kind == "against"),
        dose=dose_of(action, p),
        citations=_cited([option.cites]),
    )


def gaps(answer: Answer) -> tuple[GapAnswer, ...]:
    """Where the source is silent."""
    return _kept(answer, "gaps", _gaps)


def _gaps(answer: Answer) -> tuple[GapAnswer, ...]:
    texts = answer._patient.model.gaps
    entries = []
    for key, every in _outline(answer).gaps.items():
        status = _found(answer).get(key)
        if status:
            places, id = _holding(answer, every), key.removeprefix("gap:")
            node = _strongest(answer, places).item.id
            text = texts[id].text if id in texts else ""
            entries.append(GapAnswer(id, text, STATUS[status], _waits_for(answer, places, status), node))
    return tuple(entries)


def conflicts(answer: Answer) -> tuple[ConflictAnswer, ...]:
    """Where the source contradicts itself."""
    return _kept(answer, "conflicts", _conflicts)


def _conflicts(answer: Answer) -> tuple[ConflictAnswer, ...]:
    texts = answer._patient.model.conflicts
    entries = []
    for key, every in _outline(answer).conflicts.items():
        status = _found(answer).get(key)
        if status:
            places, id = _holding(answer, every), key.removeprefix("conflict:")
            node = _strongest(answer, places).item.id
            waits = _waits_for(answer, places, status)
            text = texts.get(id, ConflictText(id, (), ""))
            entries.append(ConflictAnswer(id, text.readings, text.follow, STATUS[status], waits, node))
    return tuple(entries)


def reports(answer: Answer) -> tuple[ReportAnswer, ...]:
    """Every value that may be reported."""
    held = [place.item for places in _outline(answer).reports.values() for place in _holding(answer, places)]
    return tuple(_report(answer, report) for report in held if isinstance(report, Report))


def value_of_report(report: Report, p: PossibleFacts) -> tuple[str | bool | None, tuple[str, ...]]:
    """A reported value, or nothing and what it can still be."""
    found: Any = report.value(p)
    if report.kind == "condition":
        return (None, ("yes", "no")) if found is None else (found is True, ())
    if report.kind == "label":
        return (found[0], ()) if len(found) == 1 else (None, found)
    return _number(found, report.kind == "date")


def _report(answer: Answer, report: Report) -> ReportAnswer:
    value, possible = value_of_report(report, _facts(answer))
    return ReportAnswer(report.of, report.text, value, report.unit, possible, _cited([report.cites]), report.id)


def _number(found: Interval, date: bool) -> tuple[str | None, tuple[str, ...]]:
    """A number is known when both ends of its interval read the same."""
    show = moment_text if date else decimal_text
    low, high = ("" if end is None else show(end) for end in found)
    return (low, ()) if low and low == high else (None, (low, high))


def phases(answer: Answer) -> tuple[PhaseAnswer, ...]:
    """Where the patient is on each pathway; nothing for a patient out of scope."""
    if answer._in_scope is False:
        return ()
    pathways = answer._patient.model.pathways
    return tuple(answer_pathway(pathway, _facts(answer), answer._in_scope) for pathway in pathways)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else decimal_text(value)  # type: ignore[arg-type]


def assumptions(answer: Answer) -> tuple[AssumedAnswer, ...]:
    """The assumptions that were applied: inputs, then definitions, each in the guideline's order."""
    model = answer._patient.model
    if not model.assumptions and not model.assumed_definitions:
        return ()
    p = _facts(answer)
    applied = [
        AssumedAnswer(input, _shown(value), model.assumptions[input].text) for input, value in p._assumed.items()
    ]
    for definition in model.assumed_definitions:
        unless = False if definition.unless is None else definition.unless(p)
        if definition.of(p) is None and unless is False:
            applied.append(AssumedAnswer(definition.id, _shown(definition.value), definition.text))
    return tuple(applied)


def next_question(answer: Answer) -> str | None:
    """The identity of the input to ask for next."""
    from .next_question import next_question as ask

    return ask(answer, _facts(answer), answer._in_scope, _found(answer))
