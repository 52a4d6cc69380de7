"""Parsing one phrase with the guideline's grammar; a phrase that does not fit becomes one problem at the exact column.

ANC is belwo 1.0 x10^9/L
       ^ not-understood: did you mean "below"?
"""

from __future__ import annotations

import re
from typing import Any

from caretree.guideline.types import COURSE_STATUSES, Course
from caretree.problems.problem import Problem
from caretree.resolve.grammar.grammar import THE_END, Form, Grammar, Stopped, build_grammar, parse
from caretree.resolve.grammar.tokens import A_NAME, STOP
from caretree.resolve.habits import meant
from caretree.resolve.lookup import labels_of, nearest, report_unknown_name
from caretree.resolve.reading import DeclaredInput, Names, Reading
from caretree.syntax.tree import Phrase

MOST_OPERATORS = 100
"""A formula with more operators than this is refused: nobody can check it by reading."""

HABIT = "the notation says it in words, so that every line can be read aloud."
LISTED = "what is counted stands line by line, so that nothing is left out of the count unseen."
MISSPELLED = "only the words of the notation are understood; a word that is nearly one could mean something else."

_ARITHMETIC = ("`*`", "`/`", "`+`", "`-`", "`to the power`", "`start`", "`in` and a unit", "`rounded to`",
               "`rounded up to`", "`rounded down to`", "`rounded half-up to`")  # fmt: skip
"""What could go on a formula: not said where a comparison can begin, for that is what was meant."""
_OPERATORS = re.compile(r" [-+*/×÷−] ")
_LISTED = re.compile(r"(?P<group>(?:at least|exactly) \d+ of|any of|all of):? (?P<rest>.+)")
_WORDS = re.compile(rf"(?:(?!{STOP})[^\W\d][\w'/-]*)(?: (?!{STOP})[\w'/-]+)*")
_REST_OF_NAME = re.compile(r"(?:(?!(?:is|are|and|or|not|have|has|to)\b)[\w'/-]+ ?)+")
_BEFORE_LABEL = re.compile(r"(?P<subject>.+?) (?:is|are)(?: not)?(?: one of| at least| at most)?(?: (?:[^,]+, *)*)?")


def parse_phrase(form: Form, phrase: Phrase, reading: Reading, labels: tuple[str, ...] = ()) -> list[Any] | None:
    """What the phrase says, names not yet looked up; ``None`` after one problem.

    ``labels`` are the values that can stand alone in it, where it is about a choice.
    """
    if len(_OPERATORS.findall(phrase.text)) > MOST_OPERATORS:
        _report_too_long(phrase, reading)
        return None
    found = parse(grammar_of(reading), form, phrase.text)
    if not isinstance(found, Stopped):
        return found
    _report_stopped(found, phrase, reading, labels)
    return None


def _report_too_long(phrase: Phrase, reading: Reading) -> None:
    reading.report(
        Problem(
            "formula-too-long",
            f"this formula has more than {MOST_OPERATORS} operators",
            phrase.span(),
            why="nobody can check such a formula by reading it.",
            fix="give its parts names in `definitions`.",
        )
    )


def grammar_of(reading: Reading) -> Grammar:
    """The guideline's grammar, built when first needed and again when names were added."""
    names, grammar = reading.names, reading.grammar
    if grammar is None or grammar.sizes != _sizes(names):
        grammar = build_grammar((*names.data, *_labels(names)), (*names.actions, *names.options))
        grammar.sizes = _sizes(names)
        reading.grammar = grammar
    return grammar


def _sizes(names: Names) -> tuple[int, ...]:
    return len(names.data), len(names.actions), len(names.options)


def _labels(names: Names) -> tuple[str, ...]:
    labels = [label for declared in names.data.values() for label in labels_of(declared)]
    inputs = (declared for declared in names.data.values() if isinstance(declared, DeclaredInput))
    courses = any(isinstance(declared.type, Course) for declared in inputs)
    return (*labels, *(COURSE_STATUSES if courses else ()))


def _report_stopped(stopped: Stopped, phrase: Phrase, reading: Reading, values: tuple[str, ...]) -> None:
    words = _WORDS.match(phrase.text, stopped.place)
    found = words.group() if words else ""
    labels = values or _labels_expected(phrase.text[: stopped.place], reading)
    word = _misspelled_word(found, stopped.expected)
    habit = meant(phrase.text[: stopped.place], phrase.text[stopped.place :])
    listed = _LISTED.match(phrase.text, stopped.place)
    if listed:
        below = ", ".join(f"`{each}`" for each in re.split(r", *(?:or |and )?| or | and ", listed["rest"]))
        fix = f"write `{listed['group']}:` and below it a line for each: {below}."
        _report_not_understood(stopped, phrase, reading, fix, LISTED)
    elif habit:
        _report_not_understood(stopped, phrase, reading, f"write `{habit}`.", HABIT)
    elif word:
        _report_not_understood(stopped, phrase, reading, f'did you mean "{word}"?', MISSPELLED)
    elif labels and found and (A_NAME in stopped.expected):
        report_unknown_label(phrase.part(stopped.place, stopped.place + len(found)), labels, reading)
    elif found and A_NAME in stopped.expected:
        _report_unknown_data(phrase.part(stopped.place, stopped.place + len(found)), reading)
    else:
        _report_longer_name(stopped, found, phrase, reading)


def _labels_expected(before: str, reading: Reading) -> tuple[str, ...]:
    """The labels of the choice whose value would stand next."""
    found = _BEFORE_LABEL.fullmatch(re.split(r"\b(?:and|or) ", before.rstrip())[-1].strip())
    declared = reading.names.data.get(found["subject"]) if found else None
    if declared is None:
        return ()
    if isinstance(declared, DeclaredInput) and isinstance(declared.type, Course):
        return COURSE_STATUSES
    return labels_of(declared)


def report_unknown_label(phrase: Phrase, labels: tuple[str, ...], reading: Reading) -> None:
    """A word that is none of the labels of the choice it is compared with."""
    near = nearest(phrase.text, labels)
    listed = ", ".join(labels)
    reading.report(
        Problem(
            "unknown-label",
            f'"{phrase.text}" is not one of the values {listed}',
            phrase.span(),
            why="a value nobody can have would never apply, or always.",
            fix=f'did you mean "{near}"?' if near else f"use one of {listed}.",
        )
    )


def _report_unknown_data(phrase: Phrase, reading: Reading) -> None:
    report_unknown_name(phrase, reading, reading.names.data, "input or definition")


def _report_longer_name(stopped: Stopped, found: str, phrase: Phrase, reading: Reading) -> None:
    """Reading stopped after a name that is the beginning of something: ``fever presnt`` after ``fever``."""
    name = _name_before(phrase.text[: stopped.place].rstrip(), reading)
    start = stopped.place - len(name) - 1
    rest = _REST_OF_NAME.match(phrase.text, stopped.place)
    longer = phrase.part(start, rest.end()) if name and rest else None
    near = nearest(longer.text, reading.names.data) if longer else None
    if longer and near and near != name:
        _report_unknown_data(longer, reading)
        return
    negated = phrase.text.startswith("not ") and found == "" and phrase.text[stopped.place :].startswith("is ")
    fix = f"`not` stands only before a yes/no name: write `{name} is not …`." if negated else ""
    _report_not_understood(stopped, phrase, reading, fix)


def _name_before(text: str, reading: Reading) -> str:
    """The longest declared name that the text ends with."""
    ends = [name for name in reading.names.data if text == name or text.endswith(f" {name}")]
    return max(ends, key=len, default="")


def _misspelled_word(found: str, expected: tuple[str, ...]) -> str | None:
    """The word of the notation that the next word is nearly, where one of them could stand."""
    first = found.split(" ")[0]
    words = [word for one in expected for word in re.findall(r"`([a-z -]+)`", one)]
    if not first or first in words or len(first) < 4:
        return None
    return nearest(first, [word for word in words if " " not in word]) or nearest(found[:10], words)


def _report_not_understood(stopped: Stopped, phrase: Phrase, reading: Reading, fix: str, why: str = "") -> None:
    end = stopped.place >= len(phrase.text)
    rest = phrase.text[stopped.place :]
    shown = rest.split(" ")[0][:40]
    message = "the sentence stops too early" if end else f"reading stopped at `{shown}`"
    place = phrase.span(len(phrase.text)) if end else phrase.span(stopped.place, stopped.place + len(shown))
    expected = _in_words(stopped.expected)
    reading.report(
        Problem(
            "not-understood",
            message,
            place,
            why=why or (f"here could stand {expected}." if expected else ""),
            fix=fix or "write the sentence in one of the forms of the language reference.",
        )
    )


def _in_words(expected: tuple[str, ...]) -> str:
    """The possibilities as one list, the end of the sentence last, formulas and series named once."""
    plain: list[str] = []
    compares = "`is`" in expected or "`are`" in expected
    for one in expected:
        if compares and one in _ARITHMETIC:
            continue
        shown = "a measurement such as `the latest …`" if one.startswith("`the latest") else one
        shown = "a time between dates" if one.startswith(("`time since", "`time from")) else shown
        shown = "a formula" if one in ("`(`", "`square root of`, `log`") or one.startswith("`the lower") else shown
        if shown not in plain:
            plain.append(shown)
    plain = [one for one in plain if one != THE_END] + ([THE_END] if THE_END in plain else [])
    return plain[0] if len(plain) == 1 else ", ".join(plain[:-1]) + (f" or {plain[-1]}" if plain else "")
