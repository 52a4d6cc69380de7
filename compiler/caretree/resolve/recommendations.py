"""Recommendations and choices: one sentence of advice.

recommend prednisone, within 1 hour, after pulses, because "…", low certainty
strength  action      timing         after          because      certainty
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from caretree.guideline.blocks import OFFERS, STRENGTHS, ChoiceLine, Recommendation, Timing
from caretree.guideline.citation import Cite
from caretree.problems.problem import Problem
from caretree.resolve.attachments import Attachments
from caretree.resolve.clauses import after_words, quoted_text, split_clauses
from caretree.resolve.doses import dose_at_recommendation, find_dose
from caretree.resolve.lookup import find
from caretree.resolve.reading import Reading
from caretree.resolve.timings import TIMING_WORDS, read_timing
from caretree.syntax.tree import Phrase

CERTAINTIES = ("high", "moderate", "low", "very low")

_CLAUSE = re.compile(rf"({'|'.join(TIMING_WORDS)}|after|because|see)\s|\"|({'|'.join(CERTAINTIES)}) certainty\s*(,|\Z)")
_CHOICE = re.compile(r"(one|any|[1-9]\d*) of ")


class _Clauses(Struct):
    """What the clauses of one recommendation have said so far."""

    timing: list[Timing] = field(default_factory=list)
    after: str = ""
    because: str = ""
    certainty: str = ""
    said: set[str] = field(default_factory=set)


def strength_of(phrase: Phrase) -> tuple[str, Phrase] | None:
    """The strength a sentence starts with, and the rest; ``None`` when it starts with none."""
    for strength in sorted(STRENGTHS, key=len, reverse=True):
        rest = after_words(phrase, strength)
        if rest is not None:
            return strength, rest
    return None


def read_advice(
    phrase: Phrase, reading: Reading, cites: tuple[Cite, ...], attached: Attachments
) -> Recommendation | ChoiceLine | None:
    """The recommendation or choice of a sentence that starts with a strength."""
    found = strength_of(phrase)
    if found is None:
        raise ValueError(f"not a recommendation: {phrase.text}")
    strength, rest = found
    choice = _CHOICE.match(rest.text)
    if choice and rest.text not in reading.names.actions:
        return _read_choice(phrase, strength, choice[1], rest.part(choice.end()), reading, cites, attached)
    return _read_recommendation(phrase, strength, rest, reading, cites, attached)


def _read_choice(
    phrase: Phrase,
    strength: str,
    mode: str,
    rest: Phrase,
    reading: Reading,
    cites: tuple[Cite, ...],
    attached: Attachments,
) -> ChoiceLine | None:
    head, *clauses = split_clauses(rest, _CLAUSE)
    for clause in clauses:
        reading.report(_clause_on_choice(clause))
    name = find(reading.names.options, head, reading, "options block")
    if strength not in OFFERS:
        reading.report(_choice_against(phrase, strength))
        return None
    if name is None or clauses:
        return None
    return ChoiceLine(strength, mode, name.id, cites, attached.see, attached.notes, phrase.text, phrase.span())


def _read_recommendation(
    phrase: Phrase,
    strength: str,
    rest: Phrase,
    reading: Reading,
    cites: tuple[Cite, ...],
    attached: Attachments,
) -> Recommendation | None:
    head, *clauses = _head_and_clauses(rest, reading)
    action = _read_action(head, strength, reading)
    said = _Clauses()
    good = [_read_clause(clause, said, reading) for clause in clauses]
    if action is None or not all(good):
        return None
    _check_schedule(action, said, phrase, reading)
    return Recommendation(
        strength,
        action,
        tuple(said.timing),
        said.after,
        said.because,
        said.certainty,
        cites,
        attached.see,
        attached.notes,
        phrase.text,
        phrase.span(),
    )


def _head_and_clauses(rest: Phrase, reading: Reading) -> tuple[Phrase, ...]:
    """The longest declared action wins, even where its name has a comma that would open a clause."""
    for name in sorted(reading.names.actions, key=len, reverse=True):
        if rest.text == name:
            return (rest,)
        if rest.text.startswith(f"{name},"):
            return (rest.part(0, len(name)), *split_clauses(rest.part(len(name) + 1), _CLAUSE))
    return split_clauses(rest, _CLAUSE)


def _read_action(head: Phrase, strength: str, reading: Reading) -> str | None:
    if head.text in reading.names.options and head.text not in reading.names.actions:
        reading.report(_options_as_action(head, strength))
        return None
    dose = None if head.text in reading.names.actions else find_dose(head)
    if dose is not None:
        reading.report(dose_at_recommendation(dose))
        return None
    if strength in OFFERS:
        return read_offered_action(head, reading)
    name = find(reading.names.actions, head, reading, "action")
    return name.id if name else None


def read_offered_action(phrase: Phrase, reading: Reading) -> str | None:
    """The identity of an action that can be offered. Problems: ``unknown-name``, ``class-offered``."""
    name = find(reading.names.actions, phrase, reading, "action")
    if name is not None and name.id in reading.names.action_classes:
        reading.report(_class_offered(phrase))
        return None
    return name.id if name else None


def _read_clause(clause: Phrase, said: _Clauses, reading: Reading) -> bool:
    kind = _kind_of(clause)
    if kind in said.said:
        reading.report(_said_twice(clause, kind))
        return False
    said.said.add(kind)
    if kind == "timing":
        timing = read_timing(clause, reading)
        said.timing += [timing] if timing else []
        return timing is not None
    return _read_other_clause(clause, kind, said, reading)


def _read_other_clause(clause: Phrase, kind: str, said: _Clauses, reading: Reading) -> bool:
    if kind == "after":
        name = find(reading.names.actions, clause.part(len("after")), reading, "action")
        said.after = name.id if name else ""
        return name is not None
    if kind == "because":
        text = because_text(clause)
        said.because = text or ""
        if text is None:
            reading.report(_unknown_clause(clause))
        return text is not None
    if kind == "certainty":
        said.certainty = clause.text.removesuffix(" certainty")
        return True
    dose = find_dose(clause)
    reading.report(_unknown_clause(clause) if dose is None else dose_at_recommendation(dose))
    return False


def because_text(clause: Phrase) -> str | None:
    """The reason of ``because "…"`` or of a quoted text standing alone."""
    rest = after_words(clause, "because")
    return quoted_text(rest if rest is not None else clause)


def _kind_of(clause: Phrase) -> str:
    word = clause.text.split(" ", 1)[0]
    if word in TIMING_WORDS:
        return "timing"
    if clause.text.removesuffix(" certainty") in CERTAINTIES and clause.text.endswith(" certainty"):
        return "certainty"
    if clause.text.startswith('"'):
        return "because"
    return clause.text if word == "see" or word not in ("after", "because") else word


def _check_schedule(action: str, said: _Clauses, phrase: Phrase, reading: Reading) -> None:
    if action in reading.names.scheduled_actions and any(timing.kind == "until" for timing in said.timing):
        reading.report(
            Problem(
                "two-schedules",
                f"`{phrase.text}` says until when, but the action has a schedule of its own",
                phrase.span(),
                why="two schedules for one action can contradict each other.",
                fix="leave `until …` out here, or take the schedule out of the action.",
            )
        )


def _class_offered(head: Phrase) -> Problem:
    return Problem(
        "class-offered",
        f"`{head.text}` is a class of actions and cannot be offered itself",
        head.span(),
        why="a class stands for its members in rules and in advice against them; nobody can give a class.",
        fix="recommend one of its members, or offer a choice among them with an options block.",
    )


def _options_as_action(head: Phrase, strength: str) -> Problem:
    return Problem(
        "options-as-action",
        f"`{head.text}` is an options block, not an action",
        head.span(),
        why="a choice has to say how many of the options are meant.",
        fix=f"write `{strength} one of {head.text}`, `{strength} 2 of …` or `{strength} any of …`.",
    )


def _choice_against(phrase: Phrase, strength: str) -> Problem:
    return Problem(
        "choice-against",
        f"a choice cannot be advised against: `{phrase.text}`",
        phrase.span(),
        why=f"`{strength}` one of several leaves open which of them.",
        fix="advise against each action by itself, or against a class of actions.",
    )


def _clause_on_choice(clause: Phrase) -> Problem:
    return Problem(
        "clause-on-choice",
        f"a choice takes no `{clause.text}`",
        clause.span(),
        why="timing, reasons and certainty belong to one action; a choice offers several.",
        fix="write it at the options, or as a note below the choice.",
    )


def _said_twice(clause: Phrase, kind: str) -> Problem:
    return Problem(
        "said-twice",
        f"the {kind} of this recommendation is said twice: `{clause.text}`",
        clause.span(),
        why="two of them can contradict each other.",
        fix="keep one, or make two recommendations.",
    )


def _unknown_clause(clause: Phrase) -> Problem:
    return Problem(
        "unknown-clause",
        f"`{clause.text}` is not understood here",
        clause.span(),
        why="after the action come timing, `after`, `because` and certainty, separated by commas.",
        fix=_see_below(clause) or 'write `, within 1 hour`, `, after <action>`, `, because "…"` or `, low certainty`.',
    )


def _see_below(clause: Phrase) -> str:
    return f"put `{clause.text}` on a line of its own below." if clause.text.startswith("see ") else ""
