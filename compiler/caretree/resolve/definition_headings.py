"""The heading of a definition: its name, its form, its unit, and what the rest of the line says.

body surface area (BSA) in m2 is calculated as:     Heading(BSA, "calculated", m2)
bleeding risk is graded, in rising order, by ANC:   Heading(bleeding risk, "graded", ordered, about "ANC")
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct

from caretree.guideline.names import Name
from caretree.problems.problem import Problem
from caretree.resolve.lookup import read_name
from caretree.resolve.name_rules import bad_name, why_bad
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence
from caretree.units.find import find_unit, suggest_unit
from caretree.units.unit import Unit

Form = Literal["means", "calculated", "sum", "graded", "table", "decided"]

_VERB = re.compile(r" (?:means|is)(?= |\Z)")
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("means", re.compile(r"means (?P<about>.+)")),
    ("graded", re.compile(r"is graded(?P<ordered>, in rising order,)? by (?P<about>.+)")),
    ("table", re.compile(r"is by table")),
    ("sum", re.compile(r"is the sum of")),
    ("calculated", re.compile(r"is calculated as(?: (?P<about>.+))?")),
    ("decided", re.compile(r"is decided by")),
)
_OPENS_BLOCK = {"graded": True, "table": True, "sum": True, "decided": True}
assert {form for form, _ in _FORMS} == set(get_args(Form))


class Heading(Struct, frozen=True):
    """What the first line of a definition says. ``units`` has two units for a published pair of cut-offs."""

    name: Name
    form: Form
    units: tuple[Unit, ...] = ()
    ordered: bool = False
    about: Phrase | None = None


def read_heading(sentence: Sentence, reading: Reading, library: str) -> Heading | None:
    """The heading of one line of ``definitions:``. Problems: ``not-understood``, ``bad-name``, ``unknown-unit``."""
    phrase = sentence.phrase
    verb = _VERB.search(phrase.text)
    found = _form(phrase.part(verb.start()).text) if verb else None
    if verb is None or found is None:
        _report_no_form(phrase, reading)
        reading.names.unread.append(_name_before_form(phrase.text))
        return None
    form, match = found
    if form in _OPENS_BLOCK and not sentence.opens_block:
        _report_no_block(phrase, reading)
        return None
    named, units = _name_and_units(phrase.part(0, verb.start()), form, reading)
    name = read_name(named, reading, library)
    if name is None:
        return None
    groups = match.groupdict()
    start = verb.start() + 1
    about = phrase.part(start + match.start("about"), start + match.end("about")) if groups.get("about") else None
    return Heading(name, form, units, bool(groups.get("ordered")), about)


def _form(text: str) -> tuple[Form, re.Match[str]] | None:
    matches = ((form, pattern.fullmatch(text)) for form, pattern in _FORMS)
    return next(((form, match) for form, match in matches if match), None)


def _name_and_units(phrase: Phrase, form: Form, reading: Reading) -> tuple[Phrase, tuple[Unit, ...]]:
    """``clinic band`` alone, or a name and the unit or units after its last ``in``."""
    at = phrase.text.rfind(" in ")
    if at < 0:
        return phrase, ()
    texts = phrase.text[at + 4 :].split(" or ")
    units = tuple(unit for text in texts if (unit := find_unit(text.strip())) is not None)
    if len(units) == len(texts) <= 2:
        if len(units) == 2 and form != "graded":
            _report_two_units(phrase, at, reading)
        return phrase.part(0, at), units
    rest = phrase.text[at + 4 :]
    near = suggest_unit(rest)
    if form in ("calculated", "graded") and (near or re.search(r"[\d/^]", rest)):
        fix = f'did you mean "{near}"?' if near else "use one of the units in the language reference."
        reading.report(Problem("unknown-unit", f'"{rest}" is not a unit', phrase.span(at + 4), fix=fix))
        return phrase.part(0, at), ()
    return phrase, ()


def _name_before_form(text: str) -> str:
    """``iron is low`` of ``iron is low means …``: what stands before the last words that begin a form; else empty."""
    ends = [verb.start() for verb in _VERB.finditer(text) if _form(text[verb.start() + 1 :])]
    return text[: ends[-1]] if ends else ""


def _report_no_form(phrase: Phrase, reading: Reading) -> None:
    name = _name_before_form(phrase.text)
    if name:
        reading.report(bad_name(name, phrase.span(0, len(name)), why_bad(name)))
        return
    reading.report(
        Problem(
            "not-understood",
            f"`{phrase.text}` does not say what it defines",
            phrase.span(),
            why=(
                "a definition is a name and one of `means …`, `is graded by …:`, `is calculated as:`, "
                "`is the sum of:`, `is by table:` or `is decided by:`."
            ),
            fix="write the name first, then one of these.",
        )
    )


def _report_no_block(phrase: Phrase, reading: Reading) -> None:
    message = f"`{phrase.text}` is a heading with nothing below it"
    fix = "end the line with a colon and write its lines below, two spaces deeper."
    reading.report(Problem("not-understood", message, phrase.span(), fix=fix))


def _report_two_units(phrase: Phrase, at: int, reading: Reading) -> None:
    message = "only a grade can have two units in its heading"
    why = "its lines then give a cut-off for each; a number stands in one unit."
    reading.report(Problem("two-units", message, phrase.span(at + 4), why=why, fix="name one unit."))
