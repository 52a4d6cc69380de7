"""Inputs: what is asked about a patient.

haemoglobin (Hb):                                  Input(Name("haemoglobin", "Hb"),
  asks "Latest haemoglobin?"                         asks="Latest haemoglobin?",
  is a quantity in g/dL, plausible 2 to 25           type=Number("quantity", g/dL, Plausible(2, 25)),
  may be unknown                                     may_be_unknown=True)
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.guideline.citation import Cite
from caretree.guideline.inputs import Conversion, Input
from caretree.guideline.names import Name
from caretree.guideline.types import Date, InputType, Number, Series, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.assume import is_assumption, read_assumption
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.codes import read_code
from caretree.resolve.input_types import read_type
from caretree.resolve.lines import (
    Line,
    duplicate_line,
    missing_line,
    not_understood,
    read_bare,
    read_line,
    read_lines,
    read_text,
    suggestion,
)
from caretree.resolve.literals import read_number_literal, read_unit
from caretree.resolve.lookup import read_name
from caretree.resolve.reading import DeclaredInput, Names, Reading
from caretree.syntax.tree import Sentence
from caretree.units.unit import Unit

LINES = (
    "asks",
    "asks patients",
    "is",
    "code",
    "may be unknown",
    "costs",
    "converts",
    "see",
    "note",
    "when not recorded,",
)
ONCE = ("asks", "asks patients", "is", "may be unknown", "costs", "when not recorded,")
COSTS = ("bedside", "laboratory", "procedure")


def declare_input(sentence: Sentence, reading: Reading, library: str = "") -> DeclaredInput | None:
    """Pass 1: the name and type of one input; ``None`` after problems.

    Problems: ``bad-name``, ``missing-line`` (no type), ``duplicate-line`` (two), and those of ``read_type``.
    """
    name = read_name(sentence.phrase, reading, library)
    lines = [line for child in sentence.children if (line := _type_line(child))]
    if not lines:
        reading.report(missing_line(sentence, "is …", "an input without a type cannot be checked.", "is yes or no"))
        return None
    for line in lines[1:]:
        reading.report(duplicate_line(line, lines[0].sentence))
    type = read_type(lines[0].sentence, reading)
    return DeclaredInput(name, type, _converted(sentence, type)) if name and type else None


def read_inputs(
    block: Sentence, reading: Reading, library: str = "", inherited: tuple[Cite, ...] = ()
) -> tuple[Input, ...]:
    """Pass 2: every input of an ``inputs:`` block that was declared."""
    below = block_cites(block, reading, inherited)
    inputs = (read_input(sentence, reading, library, below) for sentence in block.children)
    return tuple(item for item in inputs if item is not None)


def read_input(
    sentence: Sentence, reading: Reading, library: str = "", inherited: tuple[Cite, ...] = ()
) -> Input | None:
    """Pass 2: one input; ``None`` when pass 1 could not declare it (lines that need no type are read all the same)."""
    declared = _declared(sentence, reading, library)
    cited = cites(sentence, reading, block_cites(sentence, reading, inherited))
    lines = read_lines(sentence.children, LINES, ONCE, reading, "an input")
    if declared is None:
        result = Input(Name(sentence.text), YesNo(), cites=cited, span=sentence.span)
        lines = tuple(line for line in lines if line.words not in ("is", "converts", "when not recorded,"))
    else:
        result = Input(declared.name, declared.type, cites=cited, span=sentence.span)
    for line in lines:
        result = _with_line(result, line, reading)
    return _checked(result, sentence, reading) if declared else None


def _declared(sentence: Sentence, reading: Reading, library: str) -> DeclaredInput | None:
    name = read_name(sentence.phrase, Reading(reading.names), library)
    declared = reading.names.data.get(name.long) if name else None
    own = isinstance(declared, DeclaredInput) and declared.name.span == (name and name.span)
    return declared if isinstance(declared, DeclaredInput) and own else None


def _converted(sentence: Sentence, type: InputType) -> tuple[Unit, ...]:
    """The units its ``converts`` lines declare a factor for; pass 2 says what is wrong with the lines."""
    silent = Reading(Names())
    lines = (read_line(child, ("converts",)) for child in sentence.children)
    found = (_conversion(line, type, silent) for line in lines if line)
    return tuple(conversion.unit for conversion in found if conversion)


def _type_line(sentence: Sentence) -> Line | None:
    words, _, rest = sentence.text.partition(" ")
    return Line("is", sentence.phrase.part(len(words)), sentence) if words == "is" and rest else None


def _with_line(result: Input, line: Line, reading: Reading) -> Input:
    match line.words:
        case "asks":
            return replace(result, asks=read_text(line, reading))
        case "asks patients":
            return replace(result, asks_patients=read_text(line, reading))
        case "code":
            code = read_code(line.rest, reading)
            return replace(result, codes=(*result.codes, code)) if code else result
        case "may be unknown":
            read_bare(line, reading)
            return replace(result, may_be_unknown=True)
        case "costs":
            return replace(result, costs=_costs(line, reading))
        case "converts":
            conversion = _conversion(line, result.type, reading)
            return replace(result, conversions=(*result.conversions, conversion)) if conversion else result
        case "when not recorded,":
            return replace(result, assume=read_assumption(line.sentence, reading, result.type, result.cites))
        case "see" | "note":
            attached = read_attachments((line.sentence,), reading)
            return replace(result, see=result.see + attached.see, notes=result.notes + attached.notes)
    return _below_type(result, line, reading)


def _below_type(result: Input, line: Line, reading: Reading) -> Input:
    """Lines attached below the type (``see``, ``note``, ``when not recorded``) belong to the input."""
    if line.sentence.opens_block:
        return result
    for child in line.sentence.children:
        words = "when not recorded," if is_assumption(child) else child.text.split(" ", 1)[0]
        if words not in ("see", "note", "when not recorded,"):
            reading.report(not_understood(child.phrase, "a line of an input one level further out"))
        elif words != "when not recorded," or result.assume is None:
            result = _with_line(result, Line(words, child.phrase.part(len(words)), child), reading)
        else:
            reading.report(duplicate_line(Line(words, child.phrase, child), line.sentence))
    return result


def _costs(line: Line, reading: Reading) -> str:
    if line.rest.text in COSTS:
        return line.rest.text
    fix = suggestion(line.rest.text, COSTS)
    why = "the next question is chosen by what an answer settles and what it costs."
    message = f"`{line.rest.text}` is not a cost"
    reading.report(Problem("unknown-cost", message, line.rest.span(), why=why, fix=fix))
    return ""


def _conversion(line: Line, type: InputType, reading: Reading) -> Conversion | None:
    """``1 mmol/L = 18.016 mg/dL``: either side may stand in the declared unit; the factor leads to it."""
    left, equals, _ = line.rest.text.partition("=")
    scalar = type.of if isinstance(type, Series) else type
    if not equals or not isinstance(scalar, Number):
        reading.report(not_understood(line.rest, "`converts 1 mmol/L = 18.016 mg/dL`, on an input with a unit"))
        return None
    sides = (line.rest.part(0, len(left)), line.rest.part(len(left) + 1))
    numbers = [read_number_literal(side.part(0, _number_end(side.text)), reading) for side in sides]
    units = [read_unit(side.part(_number_end(side.text)), reading) for side in sides]
    if None in numbers or None in units:
        return None
    (first, second), (from_unit, to_unit) = numbers, units
    if not first or not second or first <= 0 or second <= 0 or scalar.unit not in (from_unit, to_unit):
        reading.report(_bad_conversion(line, scalar))
        return None
    if from_unit is None or to_unit is None or from_unit == to_unit:
        reading.report(_bad_conversion(line, scalar))
        return None
    if to_unit == scalar.unit:
        return Conversion(from_unit, second / first, line.rest.text, line.sentence.span)
    return Conversion(to_unit, first / second, line.rest.text, line.sentence.span)


def _number_end(text: str) -> int:
    space = text.find(" ")
    return len(text) if space < 0 else space


def _bad_conversion(line: Line, scalar: Number) -> Problem:
    return Problem(
        "bad-conversion",
        f"`{line.rest.text}` does not convert a second unit into {scalar.unit.symbol or 'the declared unit'}",
        line.rest.span(),
        why="a conversion leads from one other unit to the declared one by a number above zero.",
        fix="write both sides with a number and a unit, one of them the declared unit, as in "
        "`converts 1 mmol/L = 18.016 mg/dL`.",
    )


def _checked(result: Input, sentence: Sentence, reading: Reading) -> Input:
    if not result.asks:
        reading.report(missing_line(sentence, "asks", "nobody could be asked for it.", 'asks "Latest haemoglobin?"'))
    if isinstance(result.type, Date) and result.conversions:
        reading.report(not_understood(sentence.phrase, "`converts` only on an input with a unit"))
    return result
