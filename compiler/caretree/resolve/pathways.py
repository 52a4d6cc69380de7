"""Pathways: phases, the decisions that run in them, their assess windows and their transitions.

phase response check:                     Phase(Name("response check"), ("blood-counts",), (
  decide blood counts
  assess response from 2 to 4 weeks       Assess("response", 14 to 28 days)
  go to maintenance when response           Transition("go", "maintenance", Fact("response")),))
"""

from __future__ import annotations

from typing import Literal as OneOf

from msgspec import Struct, field

from caretree.guideline.citation import Cite
from caretree.guideline.decisions import Assess, Pathway, Phase, Transition
from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words
from caretree.resolve.conditions import read_condition
from caretree.resolve.headings import declared_name
from caretree.resolve.literals import read_time_range
from caretree.resolve.lookup import did_you_mean, find
from caretree.resolve.outcomes import not_attached
from caretree.resolve.phases import phases_of
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence

TransitionKind = OneOf["go", "stay", "end", "gap"]

_TRANSITIONS: tuple[tuple[str, TransitionKind], ...] = (
    ("go to", "go"),
    ("stay", "stay"),
    ("end", "end"),
    ("gap", "gap"),
)
_OPENINGS = ("decide", "assess", "go to", "stay", "end", "gap", "see gap", "see conflict", "note")


class _Lines(Struct):
    """What the lines of one phase have said so far."""

    decides: list[str] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    assess: Assess | None = None


def read_pathway(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> Pathway | None:
    """The pathway of ``pathway X:`` with its phases in order; ``None`` when its name was not declared.

    Problems: ``empty-block``, ``not-understood``, ``two-assess-windows``, ``unknown-name``.
    """
    name = declared_name(sentence.phrase.part(len("pathway")), reading.names.pathways)
    below = block_cites(sentence, reading, inherited)
    attached = read_attachments(sentence.children, reading)
    phases: list[Phase] = []
    for line in attached.rest:
        if line.opens_block and line.text.startswith("phase "):
            phase = _read_phase(line, name, reading, below)
            phases += [phase] if phase else []
        else:
            reading.report(_not_a_phase(line))
    if not attached.rest and sentence.children:
        reading.report(_no_phases(sentence))
    own = cites(sentence, reading)
    return Pathway(name, tuple(phases), own, attached.notes, sentence.span) if name else None


def _phase_names(pathway: Name | None, reading: Reading) -> dict[str, Name]:
    return {text: phase.name for text, phase in phases_of(pathway, reading).items()}


def _read_phase(
    sentence: Sentence, pathway: Name | None, reading: Reading, inherited: tuple[Cite, ...]
) -> Phase | None:
    name = declared_name(sentence.phrase.part(len("phase")), _phase_names(pathway, reading))
    below = block_cites(sentence, reading, inherited)
    attached = read_attachments(sentence.children, reading)
    lines = _Lines()
    for line in attached.rest:
        _read_line(line, lines, pathway, reading, below)
    own = cites(sentence, reading)
    if name is None:
        return None
    decides, transitions = tuple(lines.decides), tuple(lines.transitions)
    return Phase(name, decides, transitions, lines.assess, attached.see, own, attached.notes, sentence.span)


def _read_line(
    sentence: Sentence, lines: _Lines, pathway: Name | None, reading: Reading, inherited: tuple[Cite, ...]
) -> None:
    if (rest := after_words(sentence.phrase, "decide")) is not None:
        _only(sentence, reading)
        decision = find(reading.names.decisions, rest, reading, "decision")
        lines.decides += [decision.id] if decision else []
    elif (rest := after_words(sentence.phrase, "assess")) is not None:
        _only(sentence, reading)
        if lines.assess is not None:
            reading.report(_two_windows(sentence))
        lines.assess = _read_assess(rest, cites(sentence, reading, inherited), reading) or lines.assess
    else:
        transition = _read_transition(sentence, pathway, reading, inherited)
        lines.transitions += [transition] if transition else []


def _read_assess(rest: Phrase, cited: tuple[Cite, ...], reading: Reading) -> Assess | None:
    cut = rest.text.rfind(" from ")
    if cut < 0:
        reading.report(_no_window(rest))
        return None
    window = read_time_range(rest.part(cut + len(" from ")), reading)
    return Assess(rest.part(0, cut).text, window, cited, rest.span()) if window else None


def _read_transition(
    sentence: Sentence, pathway: Name | None, reading: Reading, inherited: tuple[Cite, ...]
) -> Transition | None:
    cut = _end_of_target(sentence, pathway, reading)
    head = sentence.phrase.part(0, cut) if cut >= 0 else sentence.phrase
    found = next(((kind, rest) for words, kind in _TRANSITIONS if (rest := after_words(head, words)) is not None), None)
    if found is None:
        reading.report(_not_a_phase_line(sentence))
        return None
    target = _read_target(found[0], found[1], sentence, pathway, reading)
    condition = read_condition(sentence.phrase.part(cut + len(" when ")), reading) if cut >= 0 else None
    attached = read_attachments(sentence.children, reading)
    for line in attached.rest:
        reading.report(not_attached(line))
    own = cites(sentence, reading, inherited)
    if target is None or (condition is None and cut >= 0):
        return None
    return Transition(found[0], target, condition, own, attached.see, sentence.text, sentence.phrase.span())


def _end_of_target(sentence: Sentence, pathway: Name | None, reading: Reading) -> int:
    """Where ``when <condition>`` starts (-1: nowhere); a declared gap or phase may itself hold the word ``when``."""
    targets = {"go to": _phase_names(pathway, reading), "gap": reading.names.gaps}
    for words, names in targets.items():
        known = [name for name in names if f"{sentence.text} ".startswith(f"{words} {name} ")]
        if known:
            return sentence.text.find(" when ", len(words) + 1 + max(map(len, known)))
    return sentence.text.find(" when ")


def _read_target(
    kind: TransitionKind, rest: Phrase, sentence: Sentence, pathway: Name | None, reading: Reading
) -> str | None:
    if kind == "go":
        phase = find(phases_of(pathway, reading), rest, reading, "phase")
        return phase.name.id if phase else None
    if kind == "gap":
        gap = find(reading.names.gaps, rest, reading, "gap")
        return gap.id if gap else None
    if rest.text:
        reading.report(_not_a_phase_line(sentence))
        return None
    return ""


def _only(sentence: Sentence, reading: Reading) -> None:
    """Nothing may hang below the line."""
    for line in sentence.children:
        reading.report(not_attached(line))


def _not_a_phase(sentence: Sentence) -> Problem:
    return Problem(
        "not-understood",
        f"`{sentence.text}` is not a phase",
        sentence.phrase.span(),
        why="a pathway is a list of phases.",
        fix="write `phase <name>:` and put what belongs to the phase below it.",
    )


def _no_phases(sentence: Sentence) -> Problem:
    return Problem(
        "empty-block",
        f"no phase stands in `{sentence.text}`",
        sentence.phrase.span(),
        why="a patient on a pathway is always in one of its phases.",
        fix="write `phase <name>:` for each phase.",
    )


def _not_a_phase_line(sentence: Sentence) -> Problem:
    guess = did_you_mean(sentence.text.split(" ")[0], _OPENINGS)
    return Problem(
        "not-understood",
        f"`{sentence.text}` is not understood in a phase",
        sentence.phrase.span(),
        why="a phase names its decisions, when it is assessed, and where the patient goes next.",
        fix=guess
        or "write `decide …`, `assess … from … to …`, `go to … when …`, `stay when …`, `end when …` or `gap … when …`.",
    )


def _two_windows(sentence: Sentence) -> Problem:
    return Problem(
        "two-assess-windows",
        f"`{sentence.text}` is the second assessment of this phase",
        sentence.phrase.span(),
        why="the assessment owns the clock of its phase; two would disagree about when a move is open.",
        fix="keep one, or split the phase in two.",
    )


def _no_window(rest: Phrase) -> Problem:
    return Problem(
        "not-understood",
        f"`assess {rest.text}` does not say when",
        rest.span(),
        why="the window says from when a move is open and by when it is due.",
        fix="write `assess <what> from 2 to 4 weeks`.",
    )
