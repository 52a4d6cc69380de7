"""Actions: noun phrases said once, with what the source says about drug, dose, schedule and wording.

romiplostim:                                        Action(Name("romiplostim"),
  drug romiplostim, RxNorm 805452 unverified          drug=Drug("romiplostim", (Code("RxNorm", …),)),
  dose 1 mcg/kg of weight once weekly [3.2 ref 2]     plan=DosePlan(dose=Dose(…)))
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.guideline.actions import Action, Drug, Texts
from caretree.guideline.citation import Cite
from caretree.guideline.doses import NOT_STATED
from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import split_at
from caretree.resolve.codes import read_code
from caretree.resolve.dose_plan import DOSE_LINES, check_plan, read_dose_fork, unstated, with_dose_line
from caretree.resolve.forks import fork_length
from caretree.resolve.lines import (
    Line,
    duplicate_line,
    not_understood,
    read_bare,
    read_line,
    read_text,
    suggestion,
    unknown_line,
)
from caretree.resolve.lookup import find, read_name
from caretree.resolve.reading import Reading
from caretree.resolve.schedules import is_schedule, read_schedule
from caretree.syntax.tree import Phrase, Sentence

LINES = (
    "drug",
    "code",
    *DOSE_LINES,
    "not stated:",
    "combines",
    "covers",
    "is a test",
    "urgent",
    "repeat",
    "for",
    "for clinicians",
    "for patients",
    "see",
    "note",
)
ONCE = ("drug", "dose", "give", "reduce to at most", "round to", "round up to", "round down to", "not stated:",
        "combines", "covers", "is a test", "urgent", "repeat")  # fmt: skip


def action_name(sentence: Sentence) -> Phrase:
    """The part of an action's heading that names it: all but ``covers …``."""
    found = sentence.text.find(" covers ")
    return sentence.phrase.part(0, found) if found > 0 else sentence.phrase


def declare_action(sentence: Sentence, reading: Reading, library: str = "") -> Name | None:
    """Pass 1: the name of one action; ``None`` after a ``bad-name`` problem."""
    return read_name(action_name(sentence), reading, library)


def read_actions(
    block: Sentence, reading: Reading, library: str = "", inherited: tuple[Cite, ...] = ()
) -> tuple[Action, ...]:
    """Pass 2: every action of an ``actions:`` block that was declared."""
    below = block_cites(block, reading, inherited)
    actions = (read_action(sentence, reading, library, below) for sentence in block.children)
    return tuple(action for action in actions if action is not None)


def read_action(
    sentence: Sentence, reading: Reading, library: str = "", inherited: tuple[Cite, ...] = ()
) -> Action | None:
    """Pass 2: one action; ``None`` when pass 1 could not declare it (its lines are read all the same)."""
    written = read_name(action_name(sentence), Reading(reading.names), library)
    name = reading.names.actions.get(written.long) if written else None
    declared = written is not None and name is not None and name.span == written.span
    below = block_cites(sentence, reading, inherited)
    action = Action(name or Name(sentence.text), cites=cites(sentence, reading, below), span=sentence.span)
    covered = action_name(sentence).text
    if covered != sentence.text:
        action = replace(action, covers=_members(sentence.phrase.part(len(covered) + 8), reading)[0])
    before = len(reading.problems)
    action = _with_lines(action, sentence.children, reading, below)
    if len(reading.problems) == before:  # what could not be read may be what is missing
        check_plan(action.plan, action.span, reading)
        _check_stated(action, reading)
    _check_class(action, reading)
    if not declared:
        return None
    _remember(action, reading)
    return action


def _remember(action: Action, reading: Reading) -> None:
    """What decisions need to know of an action: whether it is a class, and whether it has a schedule of its own."""
    reading.names.action_classes |= {action.name.id} if action.covers else set()
    reading.names.scheduled_actions |= {action.name.id} if action.schedule else set()


def _with_lines(action: Action, sentences: tuple[Sentence, ...], reading: Reading, below: tuple[Cite, ...]) -> Action:
    first: dict[str, Sentence] = {}
    index = 0
    while index < len(sentences):
        sentence = sentences[index]
        length = fork_length(sentences[index:])
        line = Line("dose", sentence.phrase, sentence) if length else read_line(sentence, LINES)
        index += max(1, length)
        if line is None:
            reading.report(unknown_line(sentence, LINES, "an action"))
        elif line.words in ONCE and line.words in first:
            reading.report(duplicate_line(line, first[line.words]))
        elif length:
            first[line.words] = sentence
            tree = read_dose_fork(sentences[index - length : index], reading, below)
            action = replace(action, plan=replace(action.plan, dose=tree))
        else:
            first.setdefault(line.words, sentence)
            action = _with_line(action, line, reading, below)
    return action


def _with_line(action: Action, line: Line, reading: Reading, below: tuple[Cite, ...]) -> Action:
    words, sentence = line.words, line.sentence
    if words in ("repeat", "for") or (words == "then" and is_schedule(sentence.phrase)):
        step = read_schedule(sentence.phrase, reading, cites(sentence, reading, below))
        return replace(action, schedule=(*action.schedule, step)) if step else action
    if words in DOSE_LINES:
        return replace(action, plan=with_dose_line(action.plan, line, reading, below))
    match words:
        case "drug":
            return replace(action, drug=_drug(line, reading))
        case "code":
            code = read_code(line.rest, reading)
            return replace(action, codes=(*action.codes, code)) if code else action
        case "combines":
            parts, possibly = _members(line.rest, reading)
            return replace(action, combines=parts, possibly=possibly)
        case "covers":
            return replace(action, covers=action.covers + _members(line.rest, reading)[0])
        case "not stated:":
            return replace(action, not_stated=_not_stated(line, reading))
    return _with_word(action, line, reading, below)


def _with_word(action: Action, line: Line, reading: Reading, below: tuple[Cite, ...]) -> Action:
    match line.words:
        case "is a test":
            read_bare(line, reading)
            return replace(action, is_test=True)
        case "urgent":
            read_bare(line, reading)
            return replace(action, urgent=True)
        case "for clinicians":
            text = Texts(read_text(line, reading), cites(line.sentence, reading, below))
            return replace(action, for_clinicians=(*action.for_clinicians, text))
        case "for patients":
            text = Texts(read_text(line, reading), cites(line.sentence, reading, below))
            return replace(action, for_patients=(*action.for_patients, text))
    attached = read_attachments((line.sentence,), reading)
    return replace(action, see=action.see + attached.see, notes=action.notes + attached.notes)


def _drug(line: Line, reading: Reading) -> Drug | None:
    name, *codes = split_at(line.rest, ",") or (line.rest,)
    if not name.text:
        reading.report(not_understood(line.sentence.phrase, "the drug's name, as in `drug romiplostim, RxNorm 805452`"))
        return None
    found = tuple(code for phrase in codes if (code := read_code(phrase, reading)))
    return Drug(name.text, found, line.sentence.span)


def _members(phrase: Phrase, reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Identities of the actions in ``A, B, possibly C``: the certain ones and the possible ones."""
    certain: list[str] = []
    possible: list[str] = []
    for part in split_at(phrase, ","):
        perhaps = part.text.startswith("possibly ")
        found = find(reading.names.actions, part.part(9) if perhaps else part, reading, "action")
        if found:
            (possible if perhaps else certain).append(found.id)
    return tuple(certain), tuple(possible)


def _not_stated(line: Line, reading: Reading) -> tuple[str, ...]:
    words = split_at(line.rest, ",")
    for word in words:
        if word.text not in NOT_STATED:
            reading.report(replace(not_understood(word, "route"), fix=suggestion(word.text, NOT_STATED)))
    return tuple(part for part in NOT_STATED if part in {word.text for word in words})


def _check_stated(action: Action, reading: Reading) -> None:
    """A drug with a dose states or declares each of route, frequency, duration and maximum."""
    if action.drug is None or action.plan.dose is None:
        return
    missing = unstated(action.plan)
    silent = tuple(part for part in missing if part not in action.not_stated)
    stated = tuple(part for part in action.not_stated if part not in missing)
    if silent:
        reading.report(_silent(action, silent))
    if stated:
        reading.report(_stated(action, stated))


def _check_class(action: Action, reading: Reading) -> None:
    members = (*action.covers, *action.combines, *action.possibly)
    own = action.drug or action.plan.dose
    if action.name.id in members or (action.covers and (own or action.combines)):
        reading.report(_bad_class(action))


def _silent(action: Action, parts: tuple[str, ...]) -> Problem:
    return Problem(
        "unstated-dose-part",
        f"the dose of `{action.name.shown}` does not say its {' or '.join(parts)}",
        action.span,
        why="nothing is filled in for the reader, so what the source leaves out must be visible.",
        fix=f"state it if the source does; otherwise add `not stated: {', '.join(parts)}`.",
    )


def _stated(action: Action, parts: tuple[str, ...]) -> Problem:
    return Problem(
        "stated-after-all",
        f"`{action.name.shown}` says its {' and '.join(parts)} and declares it as not stated",
        action.span,
        why="only one of the two can be true.",
        fix=f"leave {' and '.join(parts)} out of `not stated:`.",
    )


def _bad_class(action: Action) -> Problem:
    return Problem(
        "bad-class",
        f"`{action.name.shown}` cannot be made of these actions",
        action.span,
        why="a class is never offered itself, so it has no drug or dose; and nothing holds itself as a part.",
        fix="give drug and dose to the members, and name only other actions after `covers` or `combines`.",
    )
