"""An answer as text for a terminal: advice first, then what is open, what the source leaves open, and what to ask.

Advice
  should use romiplostim
    dose: 70 mcg subcutaneously once weekly
    raise by 1 mcg/kg of weight until platelet count is at least 50 x10^9/L
    the source is silent on: when romiplostim is lowered or withheld
    [A 8.2 ref 2]
Not decided yet
  consider G-CSF
    waits for: ANC
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from caretree.decisions.answer import (
    Answer,
    ChoiceAnswer,
    DoseAnswer,
    NextPhase,
    OptionAnswer,
    RecommendationAnswer,
    ReportAnswer,
    Status,
)
from caretree.decisions.answer_details import action_details, caveats
from caretree.decisions.graph import ChoiceNode, DecisionGraph, ReportNode

Lines = list[str]

WIDTH = 100
"""Columns of a line; longer ones go on below, indented further."""


def one_line(text: str) -> str:
    """Text from a guideline on one line, without control characters that could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def answer_text(graph: DecisionGraph, answer: Answer, width: int = WIDTH) -> str:
    """The whole answer, ending with a line break; no line is longer than ``width``, but for a longer word."""
    names = _names(graph)
    blocks = [
        _heading(graph, answer),
        _scope(answer),
        _block("Advice", _advice(graph, answer, names, ("certain", "provisional"))),
        _block("Not decided yet", _advice(graph, answer, names, ("undecided",))),
        _block("The source is silent", _gaps(answer, names)),
        _block("The source contradicts itself", _conflicts(graph, answer, names)),
        _block("Values", [_report(graph, report) for report in answer.reports]),
        _block("Pathway", _phases(answer, names)),
        _block(
            "Assumed, because it is not recorded", [_assumed(each.id, each.value, names) for each in answer.assumed]
        ),
        _block("Next question", _question(graph, answer)),
        _block("How this was decided", _trace(answer)),
    ]
    return "\n\n".join("\n".join(_wrapped(block, width)) for block in blocks if block) + "\n"


def _wrapped(lines: Lines, width: int) -> Lines:
    """The lines with long ones broken between words; what goes on is indented four columns more."""
    wrapped: Lines = []
    for line in lines:
        indent = len(line) - len(line.lstrip())
        below = " " * (indent + 4)
        wrapped += wrap(line, width, subsequent_indent=below, break_long_words=False, break_on_hyphens=False)
    return wrapped


def _names(graph: DecisionGraph) -> dict[str, str]:
    guideline = graph.guideline
    names = [each.name for each in guideline.inputs] + [each.name for each in guideline.definitions]
    names += [each.name for each in guideline.actions] + [each.name for each in guideline.gaps]
    names += [each.name for each in guideline.conflicts] + [each.name for each in guideline.pathways]
    phases = {phase.id: phase.name for pathway in graph.pathways for phase in pathway.phases}
    rules = {rule.id: rule.text for rule in guideline.rules}
    return phases | rules | {name.id: name.shown for name in names}


def _block(title: str, lines: Sequence[str]) -> Lines:
    return [title, *(f"  {line}" for line in lines)] if lines else []


def _heading(graph: DecisionGraph, answer: Answer) -> Lines:
    header = graph.guideline.header
    title = f"{one_line(header.title)} {header.version}".strip()
    return [title, one_line(answer.notice)] if answer.notice else [title]


def _scope(answer: Answer) -> Lines:
    match answer.in_scope:
        case "no":
            return ["Out of scope: this guideline does not apply to this patient."]
        case "unknown":
            return ["It is not known yet whether this guideline applies: nothing below is certain."]
        case "yes":
            return [] if _says_something(answer) else ["Nothing is recommended for this patient."]


def _says_something(answer: Answer) -> bool:
    parts = (answer.recommendations, answer.choices, answer.gaps, answer.conflicts, answer.reports, answer.phases)
    return any(parts)


def _advice(graph: DecisionGraph, answer: Answer, names: dict[str, str], statuses: tuple[Status, ...]) -> Lines:
    lines: Lines = []
    for one in answer.recommendations:
        if one.status in statuses:
            lines += _recommendation(graph, one, names)
    for choice in answer.choices:
        if choice.status in statuses:
            lines += _choice(graph, choice, names)
    return lines


def _recommendation(graph: DecisionGraph, one: RecommendationAnswer, names: dict[str, str]) -> Lines:
    timing = f", {one_line(one.timing.removeprefix(', '))}" if one.timing else ""
    because = [f"because {one_line(line.because)}" for line in one.lines if line.because]
    after = [f"after {_named(line.after, names)}" for line in one.lines if line.after]
    certainty = [f"{line.certainty} certainty" for line in one.lines if line.certainty]
    details = [
        *dict.fromkeys((*after, *because, *certainty)),
        *_dose(one.dose, names),
        *_beside(graph, one.action, one.direction == "offer" and one.status != "undecided"),
        *_open_at(graph, one.action, [each for line in one.lines for each in line.see], one.direction == "offer"),
        *_provisional(one.status, one.waits_for, names),
        *(f"ruled out by the safety rule: {_named(rule, names)}" for rule in one.ruled_out_by),
        *([f"uses the assumption about {_listed(one.assumed, names)}"] if one.assumed else []),
        *_cited(one.citations),
    ]
    return [f"{' or '.join(one.strengths)} {one_line(one.text)}{timing}", *(f"  {line}" for line in details)]


def _provisional(status: Status, waits_for: tuple[str, ...], names: dict[str, str]) -> Lines:
    if not waits_for:
        return []
    waits = _listed(waits_for, names)
    return [f"provisional, until {waits} is known" if status == "provisional" else f"waits for: {waits}"]


def _dose(dose: DoseAnswer | None, names: dict[str, str]) -> Lines:
    if dose is None:
        return []
    lines = [f"dose: {one_line(dose.text)}"]
    if dose.needs:
        lines.append(f"to compute the dose: {_listed(dose.needs, names)}")
    if dose.limit is not None:
        lines.append(f"at most {dose.limit} {dose.unit} a dose")
    lines += [f"then {one_line(step.removeprefix('then '))}" for step in dose.then]
    return lines + ([f"not stated by the source: {', '.join(dose.not_stated)}"] if dose.not_stated else [])


def _beside(graph: DecisionGraph, action: str, told: bool) -> Lines:
    return [one_line(line) for line in action_details(graph, action)] if told else []


def _open_at(graph: DecisionGraph, action: str, see: Sequence[str], offered: bool) -> Lines:
    """What the source leaves open about a recommendation; about its action only where it is offered."""
    return [one_line(line) for line in caveats(graph, action if offered else "", see)]


def _choice(graph: DecisionGraph, choice: ChoiceAnswer, names: dict[str, str]) -> Lines:
    lines = [f"{' or '.join(choice.strengths)} {choice.mode} of {one_line(choice.text)}"]
    for option in choice.options:
        lines += [f"  {line}" for line in _option(graph, choice, option, names)]
    node = graph.nodes[choice.node]
    details = [
        *_open_at(graph, "", node.see if isinstance(node, ChoiceNode) else (), False),
        *_provisional(choice.status, choice.waits_for, names),
        *_cited(choice.citations),
    ]
    return lines + [f"  {line}" for line in details]


def _option(graph: DecisionGraph, choice: ChoiceAnswer, option: OptionAnswer, names: dict[str, str]) -> Lines:
    states = {"in": "", "out": " (ruled out)", "undecided": " (not decided yet)"}
    preferred = " (preferred)" if option.preferred else ""
    lines = [f"- {one_line(option.text)}{preferred}{states[option.status]}"]
    details = [f"for: {one_line(text)}" for text in option.in_favour]
    details += [f"against: {one_line(text)}" for text in option.against]
    if option.status != "out":
        details += _dose(option.dose, names) + _beside(graph, option.action, option.status == "in")
        details += _open_at(graph, option.action, _see_of(graph, choice, option.action), True)
    return lines + [f"    {line}" for line in (*details, *_cited(option.citations))]


def _see_of(graph: DecisionGraph, choice: ChoiceAnswer, action: str) -> list[str]:
    """What stands at an option, wherever the choice is offered."""
    node = graph.nodes[choice.node]
    options = graph.options[node.options].options if isinstance(node, ChoiceNode) else ()
    return [see for option in options if option.action == action for see in option.see]


def _gaps(answer: Answer, names: dict[str, str]) -> Lines:
    lines: Lines = []
    for gap in answer.gaps:
        lines.append(f"{_named(gap.id, names)}: the source {one_line(gap.text)}")
        lines += [f"  {line}" for line in _open(gap.status, gap.waits_for, names)]
    return lines


def _open(status: Status, waits_for: tuple[str, ...], names: dict[str, str]) -> Lines:
    if status == "certain":
        return []
    undecided = ["not decided yet"] if status == "undecided" else []
    return undecided + _provisional(status, waits_for, names)


def _conflicts(graph: DecisionGraph, answer: Answer, names: dict[str, str]) -> Lines:
    because = {each.name.id: each.because for each in graph.guideline.conflicts}
    lines: Lines = []
    for conflict in answer.conflicts:
        lines.append(_named(conflict.id, names))
        labels = ("one reading", "other reading")
        lines += [f"  {label}: {one_line(text)}" for label, text in zip(labels, conflict.readings, strict=False)]
        reason = f", because {one_line(because[conflict.id])}" if because.get(conflict.id) else ""
        lines.append(f"  until resolved follow {conflict.follow}{reason}")
        lines += [f"  {line}" for line in _open(conflict.status, conflict.waits_for, names)]
    return lines


def _report(graph: DecisionGraph, report: ReportAnswer) -> str:
    if report.value is None:
        shown = f"not known{_left(graph, report)}"
    else:
        shown = report.value if isinstance(report.value, str) else "yes" if report.value else "no"
    unit = f" {report.unit}" if report.unit and report.unit != "date" else ""
    return f"{one_line(report.text)}: {one_line(shown)}{unit}"


def _left(graph: DecisionGraph, report: ReportAnswer) -> str:
    """What a value that is not known can still be: an interval of numbers, or labels."""
    node = graph.nodes[report.node]
    if isinstance(node, ReportNode) and node.kind == "number" and any(report.possible):
        low, high = report.possible
        return f": {low or 'any'} to {high or 'any'}"
    return f": {' or '.join(report.possible)}" if report.possible else ""


def _phases(answer: Answer, names: dict[str, str]) -> Lines:
    lines: Lines = []
    for phase in answer.phases:
        now = " or ".join(_named(one, names) for one in phase.now) if len(phase.now) == 1 else "phase not known"
        window = f", window {' or '.join(phase.window)}" if phase.window else ""
        lines.append(f"{_named(phase.pathway, names)}: {now}{window}")
        lines += [f"  {line}" for move in phase.next for line in _move(move, names)]
    return lines


def _move(move: NextPhase, names: dict[str, str]) -> Lines:
    words = {"go": f"go to {_named(move.target, names)}", "stay": "stay", "end": "end of the pathway"}
    text = words.get(move.kind, f"gap: {_named(move.target, names)}")
    cites = f" [{'; '.join(move.citations)}]" if move.citations else ""
    return [f"{text}{cites}" + (" (not decided yet)" if move.status == "undecided" else "")]


def _question(graph: DecisionGraph, answer: Answer) -> Lines:
    given = next((one for one in graph.guideline.inputs if one.name.id == answer.next_question), None)
    return [] if given is None else [one_line(f"{given.asks or given.name.long + '?'} ({given.name.shown})")]


def _trace(answer: Answer) -> Lines:
    return [
        f"{step.node} ({step.kind}): " + ", ".join(f"{one_line(label)} {state}" for label, state in step.branches)
        for step in answer.trace
    ]


def _assumed(name: str, value: str, names: dict[str, str]) -> str:
    return f"{_named(name, names)} is {one_line(value)}"


def _cited(citations: tuple[str, ...]) -> Lines:
    return [f"[{'; '.join(citations)}]"] if citations else []


def _named(name: str, names: dict[str, str]) -> str:
    return one_line(names.get(name, name))


def _listed(items: Iterable[str], names: dict[str, str]) -> str:
    return ", ".join(_named(item, names) for item in items)
