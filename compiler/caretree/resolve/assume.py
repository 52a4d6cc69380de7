"""Assumptions: ``when not recorded, assume no, unless C, decided by R``.

when not recorded, assume no, unless fever, decided by J. Doe
→ Assumption(False, Fact("fever"), "J. Doe")
"""

from __future__ import annotations

import re
from fractions import Fraction

from caretree.guideline.citation import Cite
from caretree.guideline.inputs import Assumption
from caretree.guideline.types import Choice, InputType, Number, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import cites
from caretree.resolve.clauses import after_words, quoted_text, split_clauses
from caretree.resolve.conditions import read_condition
from caretree.resolve.literals import read_literal
from caretree.resolve.measures import fits
from caretree.resolve.phrases import report_unknown_label
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence
from caretree.units.convert import convert

_CLAUSES = re.compile(r"unless |decided by ")


def is_assumption(sentence: Sentence) -> bool:
    """Whether the line starts with ``when not recorded``."""
    return sentence.text.startswith("when not recorded") and not sentence.opens_block


def read_assumption(
    sentence: Sentence, reading: Reading, type: InputType, inherited: tuple[Cite, ...] = ()
) -> Assumption | None:
    """The assumption of an input of that type (a yes/no definition: ``YesNo()``); ``None`` after problems.

    Problems: ``not-understood``, ``cannot-be-assumed`` (a date, series or course), ``uncited-assumption``, and those of
    the value and the condition.
    """
    assumed = after_words(sentence.phrase, "when not recorded, assume")
    if assumed is None:
        _report_form(sentence, reading)
        return None
    head, *clauses = split_clauses(assumed, _CLAUSES)
    value = _value(head, type, reading)
    unless = next((rest for one in clauses if (rest := after_words(one, "unless")) is not None), None)
    decided = next((rest for one in clauses if (rest := after_words(one, "decided by")) is not None), None)
    condition = read_condition(unless, reading) if unless else None
    attached = read_attachments(sentence.children, reading)
    cited = cites(sentence, reading, inherited)
    if not cited and not attached.notes:
        _report_uncited(sentence, reading)
    if value is None or (unless and condition is None):
        return None
    by = (quoted_text(decided) or decided.text) if decided else ""
    return Assumption(value, condition, by, cited, attached.notes, sentence.text, sentence.span)


def _value(phrase: Phrase, type: InputType, reading: Reading) -> bool | str | Fraction | None:
    match type:
        case YesNo():
            if phrase.text not in ("yes", "no"):
                report_unknown_label(phrase, ("yes", "no"), reading)
                return None
            return phrase.text == "yes"
        case Choice(labels=labels):
            if phrase.text not in labels:
                report_unknown_label(phrase, labels, reading)
                return None
            return phrase.text
        case Number():
            return _number(phrase, type, reading)
        case _:
            _report_cannot(phrase, reading)
            return None


def _number(phrase: Phrase, type: Number, reading: Reading) -> Fraction | None:
    literal = read_literal(phrase, reading)
    if literal is None or not fits(literal, type.unit, "this input", reading):
        return None
    return convert(literal.value, literal.unit, type.unit)


def _report_form(sentence: Sentence, reading: Reading) -> None:
    reading.report(
        Problem(
            "not-understood",
            "an assumption does not say what is assumed",
            sentence.phrase.span(),
            fix="write `when not recorded, assume <value>`, then perhaps `, unless <condition>`.",
        )
    )


def _report_cannot(phrase: Phrase, reading: Reading) -> None:
    reading.report(
        Problem(
            "cannot-be-assumed",
            "only a yes/no, a choice or a number can be assumed",
            phrase.span(),
            why="an assumed date, series or treatment history would be an invented record.",
            fix="leave the assumption out.",
        )
    )


def _report_uncited(sentence: Sentence, reading: Reading) -> None:
    reading.report(
        Problem(
            "uncited-assumption",
            "this assumption has neither a citation nor a note",
            sentence.phrase.span(),
            why="whoever reads a result must be able to see who allowed the assumption and why.",
            fix='add the statement it comes from, or `note "…"` below it.',
        )
    )
