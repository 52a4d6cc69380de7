"""The parts of an answer, put together from how far each outcome of the tree holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

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
from .doses import DoseAnswer, dose_of, same_for_all
from .evaluate import CERTAIN, PROVISIONAL, STATUS, UNDECIDED
from .exact import decimal_text
from .facts import PossibleFacts
from .findings import MOST_KEPT, Findings
from .outline import Outline, Place
from .pathways import PhaseAnswer, answer_pathway
from .patient import GENERALLY
from .tree import Advice, Choice, ConflictText, Extra, GapText, Report

if TYPE_CHECKING:
    from .findings import Own
    from .intervals import Interval
    from .model import Model
    from .tree import Action, Option, Options, Test
    from .truth import Truth

STRENGTHS = ("recommend", "should use", "consider", "may use", "avoid", "do not use")
DOSE = Recommendation._fields.index("dose")
OPTIONS = ChoiceAnswer._fields.index("options")
OPTION_DOSE = OptionAnswer._fields.index("dose")

_new = tuple.__new__


def _outline(findings: Findings) -> Outline:
    return findings.model.outline()


def _holding(findings: Findings, places: list[Place]) -> list[Place]:
    return [place for place in places if findings.found.get(place.item.id)]


def _strongest(findings: Findings, places: list[Place]) -> Place:
    return max(places, key=lambda place: findings.found[place.item.id])


def _waits_for(findings: Findings, places: list[Place], status: int) -> tuple[str, ...]:
    """The unknown inputs read by conditions on the way that are still open; for what is provisional, the awaited."""
    if status == CERTAIN:
        return ()
    steps = {id(step): step for place in places for step in place.above}.values()
    awaited = status == PROVISIONAL
    names = {
        name for step in steps if (isinstance(step, Extra) and step.waiting) == awaited for name in findings.waits(step)
    }
    applies = findings.model.applies_when
    if not awaited and applies is not None and findings.in_scope is None:
        names.update(findings.scope_waits)
    return tuple(input.id for input in findings.model.inputs if input.id in names)


def waits_for_key(answer: Answer, key: str) -> tuple[str, ...]:
    """What an open recommendation, choice, gap, conflict or report waits for."""
    findings = answer._findings
    every = next(kind[key] for kind in _outline(findings)[:5] if key in kind)
    return _waits_for(findings, _holding(findings, every), findings.found[key])


def _assumed_on_the_way(findings: Findings, places: list[Place]) -> tuple[str, ...]:
    if not findings.assumed:
        return ()
    read = {name for place in places for step in place.above for name in step.reads}
    applies = findings.model.applies_when
    if applies is not None:
        read.update(applies[1])
    return tuple(name for name in findings.assumed if name in read)


def _cited(cites: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for some in cites for cite in some))


def _strengths(lines: Iterable[Advice | Choice]) -> tuple[str, ...]:
    found = {line.strength for line in lines}
    return tuple(strength for strength in STRENGTHS if strength in found)


def notice(answer: Answer) -> str:
    """What must be shown beside the answer."""
    of = answer._findings.model.guideline
    said = []
    if of.status != "approved":
        said.append(f"Not approved: status is {of.status}. For review and testing only, not for the care of patients.")
    due = read_moment(of.review_by) if of.review_by else None
    if due is not None and answer._patient is not None and due < answer._patient.at // 1:
        said.append(f"Review was due on {of.review_by}.")
    return " ".join(said)


def own_recommendations(answer: Answer) -> tuple[Recommendation, ...]:
    """The recommendations where some depend on the patient: on a dose, or on a rule that may forbid an offer."""
    found: tuple[Recommendation, ...] = ()
    findings = answer._findings
    for before, head, action, tail in findings.own:
        one = _new(Recommendation, (*head, dose_of(action, answer._patient, findings), *tail))
        if one.status == STATUS[UNDECIDED]:
            one = one._replace(ruled_out_by=_ruled_out_by(answer, one))
        found += (*before, one)
    return found + findings.after


def put_together(findings: Findings) -> None:
    """Put together what does not depend on the patient, and note where something does; done once for a way."""
    found, model = findings.found, findings.model
    advice = _outline(findings).advice
    shared = tuple(_recommendation(findings, key, places) for key, places in advice.items() if found.get(key))
    own: list[Own] = []
    start = 0
    for at, one in enumerate(shared):
        action = model.actions[one.action]
        ruled = one.status == STATUS[UNDECIDED] and any(one.action in rule.actions for rule in model.rules)
        if one.direction == "offer" and (not same_for_all(action) or ruled):
            own.append((shared[start:at], one[:DOSE], action, one[DOSE + 1 :]))
            start = at + 1
    if not own:
        findings.shared = shared
        return
    findings.own, findings.after = tuple(own), shared[start:]
    if len(own) == 1 and own[0][2].dose is not None and shared[len(own[0][0])].status != STATUS[UNDECIDED]:
        findings.single = (*own[0], findings.after)


def _recommendation(findings: Findings, key: str, every: list[Place]) -> Recommendation:
    found = findings.found
    places, status = _holding(findings, every), found[key]
    lines = [place.item for place in places if isinstance(place.item, Advice)]
    main = max(lines, key=lambda line: found[line.id])
    return Recommendation(
        id=key,
        action=main.action,
        text=findings.model.actions[main.action].name,
        direction=main.direction,
        strengths=_strengths(lines),
        status=STATUS[status],
        waits_for=_waits_for(findings, places, status),
        ruled_out_by=(),
        assumed=_assumed_on_the_way(findings, places),
        timing=main.timing,
        dose=_dose_for_all(findings, main),
        citations=_cited(line.cites for line in lines),
        node=main.id,
        lines=tuple(_line(line, found[line.id]) for line in lines),
    )


def _dose_for_all(findings: Findings, main: Advice) -> DoseAnswer | None:
    """The dose of an offer where it is the same for every patient."""
    action = findings.model.actions[main.action]
    offered = main.direction == "offer" and same_for_all(action)
    return dose_of(action, None, findings) if offered else None


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


def _ruled_out_by(answer: Answer, one: Recommendation) -> tuple[str, ...]:
    rules = [rule for rule in answer._findings.model.rules if one.action in rule.actions]
    return tuple(rule.id for rule in rules if rule.forbidden_when(answer.facts())) if rules else ()


def choices(answer: Answer) -> tuple[ChoiceAnswer, ...]:
    """One entry a choice."""
    findings = answer._findings
    shared = findings.kept.get("choices")
    if shared is None:
        outline, found = _outline(findings).choices, findings.found
        shared = tuple(_choice(findings, key, places) for key, places in outline.items() if found.get(key))
        findings.kept["choices"] = shared
    entries = ((*one[:OPTIONS], _options(answer, one.id), *one[OPTIONS + 1 :]) for one in shared)
    return tuple([_new(ChoiceAnswer, entry) for entry in entries])


def _choice(findings: Findings, key: str, every: list[Place]) -> ChoiceAnswer:
    places, status = _holding(findings, every), findings.found[key]
    lines = [place.item for place in places if isinstance(place.item, Choice)]
    options = findings.model.options[lines[0].options]
    return ChoiceAnswer(
        id=options.id,
        text=options.name,
        mode=lines[0].mode,
        strengths=_strengths(lines),
        status=STATUS[status],
        waits_for=_waits_for(findings, places, status),
        citations=_cited(line.cites for line in lines),
        node=_strongest(findings, places).item.id,
        options=(),
    )


def _options(answer: Answer, id: str) -> tuple[OptionAnswer, ...]:
    """The options of a block; those with the same truths are put together once."""
    model, patient = answer._findings.model, answer._patient
    block = model.options[id]
    if block.truths is not None and patient is not None and patient._way != GENERALLY:
        digits = block.truths(patient)
    else:
        p = answer.facts()
        digits = tuple(DIGITS[test(p)] for option in block.options for test in _tests(option))
    shared = model.options_kept.get((id, digits))
    if shared is None:
        if len(model.options_kept) >= MOST_KEPT:
            model.options_kept.clear()
        shared = model.options_kept[id, digits] = _shared_options(model, block, digits)
    return tuple([_with_dose(answer, one, model.actions[one.action]) for one in shared])


def _with_dose(answer: Answer, one: OptionAnswer, action: Action) -> OptionAnswer:
    if action.dose is None:
        return one
    dose = dose_of(action, answer._patient, answer._findings)
    return _new(OptionAnswer, (*one[:OPTION_DOSE], dose, *one[OPTION_DOSE + 1 :]))


DIGITS: dict[Truth, int] = {False: 0, None: 1, True: 2}


def _tests(option: Option) -> list[Test]:
    """Every condition of an option, in the order of its digits."""
    ends = [test for test in (option.out, option.preferred) if test is not None]
    return ends + [argument.test for argument in option.arguments]


def _shared_options(model: Model, block: Options, digits: tuple[int, ...]) -> tuple[OptionAnswer, ...]:
    rest, found = iter(digits), []
    for option in block.options:
        out = 0 if option.out is None else next(rest)
        preferred = option.preferred is not None and next(rest) == 2
        arguments = [argument for argument in option.arguments if next(rest) == 2]
        found.append(
            OptionAnswer(
                action=option.action,
                text=model.actions[option.action].name,
                status=("in", "undecided", "out")[out],
                preferred=preferred and out == 0,
                in_favour=tuple(argument.text for argument in arguments if argument.kind == "in favour"),
                against=tuple(argument.text for argument in arguments if argument.kind == "against"),
                dose=None,
                citations=_cited([option.cites]),
            )
        )
    return tuple(found)


def gaps(answer: Answer) -> tuple[GapAnswer, ...]:
    """Where the source is silent."""
    findings = answer._findings
    if "gaps" not in findings.kept:
        found, texts = findings.found, findings.model.gaps
        outline = _outline(findings).gaps
        findings.kept["gaps"] = tuple(_gap(findings, key, outline[key], texts) for key in outline if found.get(key))
    entries: tuple[GapAnswer, ...] = findings.kept["gaps"]
    return entries


def _gap(findings: Findings, key: str, every: list[Place], texts: dict[str, GapText]) -> GapAnswer:
    places, id, status = _holding(findings, every), key.removeprefix("gap:"), findings.found[key]
    node = _strongest(findings, places).item.id
    text = texts[id].text if id in texts else ""
    return GapAnswer(id, text, STATUS[status], _waits_for(findings, places, status), node)


def conflicts(answer: Answer) -> tuple[ConflictAnswer, ...]:
    """Where the source contradicts itself."""
    findings = answer._findings
    if "conflicts" not in findings.kept:
        outline, found = _outline(findings).conflicts, findings.found
        findings.kept["conflicts"] = tuple(_conflict(findings, key, outline[key]) for key in outline if found.get(key))
    entries: tuple[ConflictAnswer, ...] = findings.kept["conflicts"]
    return entries


def _conflict(findings: Findings, key: str, every: list[Place]) -> ConflictAnswer:
    places, id, status = _holding(findings, every), key.removeprefix("conflict:"), findings.found[key]
    node = _strongest(findings, places).item.id
    waits = _waits_for(findings, places, status)
    text = findings.model.conflicts.get(id, ConflictText(id, (), ""))
    return ConflictAnswer(id, text.readings, text.follow, STATUS[status], waits, node)


def reports(answer: Answer) -> tuple[ReportAnswer, ...]:
    """Every value that may be reported."""
    findings = answer._findings
    held = findings.kept.get("reports")
    if held is None:
        places = [place for every in _outline(findings).reports.values() for place in _holding(findings, every)]
        held = findings.kept["reports"] = tuple(place.item for place in places if isinstance(place.item, Report))
    return tuple([_report(answer, report) for report in held])


def _report(answer: Answer, report: Report) -> ReportAnswer:
    patient = answer._patient
    if report.plain is not None and patient is not None and patient._way != GENERALLY:
        value, possible = _shown_value(report, report.plain(patient))
    else:
        value, possible = value_of_report(report, answer.facts())
    return ReportAnswer(report.of, report.text, value, report.unit, possible, _cited([report.cites]), report.id)


def value_of_report(report: Report, p: PossibleFacts) -> tuple[str | bool | None, tuple[str, ...]]:
    """A reported value, or nothing and what it can still be."""
    return _shown_value(report, report.value(p))


def _shown_value(report: Report, found: Any) -> tuple[str | bool | None, tuple[str, ...]]:
    if report.kind == "condition":
        return (None, ("yes", "no")) if found is None else (found is True, ())
    if report.kind == "label":
        return (found[0], ()) if len(found) == 1 else (None, found)
    return _number(found, report.kind == "date")


def _number(found: Interval, date: bool) -> tuple[str | None, tuple[str, ...]]:
    """A number is known when both ends of its interval read the same."""
    show = moment_text if date else decimal_text
    low, high = ("" if end is None else show(end) for end in found)
    return (low, ()) if low and low == high else (None, (low, high))


def phases(answer: Answer) -> tuple[PhaseAnswer, ...]:
    """Where the patient is on each pathway; nothing for a patient out of scope."""
    findings = answer._findings
    if findings.in_scope is False or not findings.model.pathways:
        return ()
    return tuple(answer_pathway(pathway, answer.facts(), findings.in_scope) for pathway in findings.model.pathways)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else decimal_text(value)  # type: ignore[arg-type]


def assumptions(answer: Answer) -> tuple[AssumedAnswer, ...]:
    """The assumptions that were applied: inputs, then definitions, each in the guideline's order."""
    findings, model = answer._findings, answer._findings.model
    definitions = {one.id: one for one in model.assumed_definitions}
    applied: list[AssumedAnswer] = []
    for id in findings.assumed:
        one = model.assumptions.get(id) or definitions[id]
        applied.append(AssumedAnswer(id, _shown(one.value), one.text))
    return tuple(applied)


def next_question(answer: Answer) -> str | None:
    """The identity of the input to ask for next."""
    from .next_question import next_question as ask

    findings = answer._findings
    if answer._patient is None:
        return None
    return ask(answer, answer.facts(), findings.in_scope, findings.found)
