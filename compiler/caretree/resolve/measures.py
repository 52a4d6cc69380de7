"""Numbers and their units: reading them, and saying in plain words when two cannot be compared."""

from __future__ import annotations

from caretree.guideline.terms import Literal
from caretree.problems.problem import Problem
from caretree.resolve.grammar.written import WrittenNumber
from caretree.resolve.reading import Reading
from caretree.source.span import Span
from caretree.syntax.tree import Phrase
from caretree.units.convert import convertible
from caretree.units.describe import describe_dimension
from caretree.units.find import find_unit, find_unit_for, suggest_unit
from caretree.units.number import DIGIT_LIMIT, read_number, too_long
from caretree.units.unit import NUMBER, Unit


def literal_of(
    written: WrittenNumber, phrase: Phrase, reading: Reading, default: Unit = NUMBER, like: Unit | None = None
) -> Literal | None:
    """The literal of a written number; without a unit it takes ``default``. ``like`` settles ``g`` of a body mass."""
    text = phrase.text[written.start : written.end]
    span = phrase.span(written.start, written.end)
    if written.upper:
        report_range(f"{written.number} to {written.upper} {written.unit}".strip(), text, phrase, written, reading)
        return None
    value = read_number(written.number)
    if value is None:
        _report_bad_number(written.number, phrase, written, reading)
        return None
    unit = default
    if written.unit:
        place = (written.unit_start, written.unit_start + len(written.unit))
        found = unit_of_text(written.unit, phrase, place, reading, like)
        if found is None:
            return None
        unit = found
    return Literal(value, unit, text, span)


def unit_of_text(
    text: str, phrase: Phrase, place: tuple[int, int], reading: Reading, like: Unit | None = None
) -> Unit | None:
    """The unit of that spelling at that place in the phrase. Problem: ``unknown-unit``."""
    unit = find_unit_for(text, like) if like is not None else find_unit(text)
    if unit is None:
        near = suggest_unit(text)
        reading.report(
            Problem(
                "unknown-unit",
                f'"{text}" is not a unit',
                phrase.span(*place),
                why="a number is only safe to compare in a unit that is known exactly.",
                fix=f'did you mean "{near}"?' if near else "use one of the units in the language reference.",
            )
        )
    return unit


def report_range(shown: str, text: str, phrase: Phrase, place: WrittenNumber, reading: Reading) -> None:
    """``7-8`` as a threshold: nobody can say on which side 7.5 lies."""
    number, _, rest = shown.partition(" to ")
    reading.report(
        Problem(
            "threshold-is-a-range",
            f"`{text}` is a range, and a threshold is one number",
            phrase.span(place.start, place.end),
            why="a patient between the two numbers would be on neither side, or on both.",
            fix=f"write `from {number} to {rest}` for the range, or choose one number and add a `gap` for the doubt.",
        )
    )


def _report_bad_number(number: str, phrase: Phrase, place: WrittenNumber, reading: Reading) -> None:
    span = phrase.span(place.start, place.start + len(number))
    if too_long(number):
        message = f"a number of more than {DIGIT_LIMIT} digits is not read"
        why = "no measurement has so many, and a slip of the keyboard often has."
        reading.report(Problem("too-many-digits", message, span, why=why, fix="write the digits that were measured."))
        return
    reading.report(
        Problem(
            "bad-number",
            f"`{number}` is not a number that can be read in only one way",
            span,
            why="a decimal comma, a naked decimal or odd grouping has caused tenfold errors.",
            fix="write it with a point for decimals and groups of three digits: `0.5`, `1.74`, `20,000`.",
        )
    )


def fits(literal: Literal, unit: Unit, subject: str, reading: Reading, also: tuple[Unit, ...] = ()) -> bool:
    """Whether a literal can be compared with something in ``unit`` (or in the units ``also`` declared for it).

    Problems: ``missing-unit``, ``wrong-dimension``.
    """
    if any(convertible(literal.unit, known) for known in (unit, *also)):
        return True
    if literal.unit == NUMBER:
        reading.report(
            Problem(
                "missing-unit",
                f"`{literal.text}` has no unit, and {subject} is measured in {unit.symbol}",
                literal.span,
                why="the same number in another unit is another patient.",
                fix=f"write `{literal.text} {unit.symbol}`, or the number and the unit of the source.",
            )
        )
        return False
    report_wrong_dimension(literal.span, f"`{literal.text}`", literal.unit, subject, unit, reading)
    return False


def report_wrong_dimension(
    span: Span, left: str, left_unit: Unit, right: str, right_unit: Unit, reading: Reading
) -> None:
    """Says in plain words what both sides measure."""
    message = f"{left} is {_measured(left_unit)}, and {right} is {_measured(right_unit)}"
    why, fix = _reason(left_unit, right_unit)
    whole = _with_denominator(left_unit, right_unit)
    if whole and left.startswith("`"):
        fix = f"did you mean `{left.strip('`')}{whole.symbol[len(left_unit.symbol) :]}`?"
    reading.report(Problem("wrong-dimension", message, span, why=why, fix=fix))


def _with_denominator(unit: Unit, like: Unit) -> Unit | None:
    """``mg/dL`` for ``mg`` beside ``g/dL``: what is missing is only what stands below the line."""
    above, line, below = like.symbol.partition("/")
    found = find_unit(f"{unit.symbol}/{below}") if line and above else None
    return found if found is not None and convertible(found, like) else None


def _measured(unit: Unit) -> str:
    if unit.kind:
        return f"{describe_dimension(unit.dimension)} of the kind {unit.kind}"
    return describe_dimension(unit.dimension)


def _reason(left: Unit, right: Unit) -> tuple[str, str]:
    if left.dimension == right.dimension:
        return (
            "quantities of different kinds, such as FEU and DDU, do not convert by size.",
            "write the threshold in the kind of unit that is measured, or declare the factor on the input.",
        )
    bases = {name for name, _ in left.dimension} ^ {name for name, _ in right.dimension}
    if bases == {"body mass", "drug mass"}:
        return (
            "kg and lb weigh a patient; g, mg, mcg and ng weigh a drug, and neither converts into the other.",
            "check which of the two is meant.",
        )
    if bases == {"drug mass", "substance"}:
        return (
            "mass and molar concentrations convert only by a factor that belongs to the substance.",
            f"add `converts 1 {left.symbol} = … {right.symbol}` to the input.",
        )
    return ("only like can be compared with like, added or subtracted.", "check the name and the unit.")
