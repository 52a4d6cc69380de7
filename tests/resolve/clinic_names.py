"""More declared names than the small set: two pressures, a temperature, glucose in two units, an unordered choice."""

from caretree.guideline.conditions import Condition
from caretree.guideline.definitions import Definition
from caretree.guideline.names import Name
from caretree.guideline.types import Choice, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.conditions import read_condition
from caretree.resolve.definitions import circular_definitions, declare, read_definitions
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, Reading
from caretree.syntax.tree import Phrase, Piece
from caretree.units.find import find_unit
from caretree.units.unit import Unit
from lupus_names import new_reading, number, sentence_of


def unit(text: str) -> Unit:
    found = find_unit(text)
    assert found is not None
    return found


def clinic_reading() -> Reading:
    """The names of a made-up clinic; the clinical content means nothing."""
    reading = new_reading()
    data = reading.names.data
    stage = Choice(("newly diagnosed", "persistent", "chronic"))
    for declared in (
        DeclaredInput(Name("height"), number("cm")),
        DeclaredInput(Name("visit SBP"), number("mmHg")),
        DeclaredInput(Name("home SBP"), number("mmHg")),
        DeclaredInput(Name("temperature"), number("°C")),
        DeclaredInput(Name("glucose"), number("mmol/L"), (unit("mg/dL"),)),
        DeclaredInput(Name("creatinine"), number("mmol/L")),
        DeclaredInput(Name("D-dimer"), number("ng/mL FEU")),
        DeclaredInput(Name("stage"), stage),
        DeclaredInput(Name("fever at night"), YesNo()),
    ):
        data[declared.name.long] = declared
    reading.names.gaps["stage terms"] = Name("stage terms")
    return reading


def phrase(text: str) -> Phrase:
    return Phrase(text, "f.care", (Piece(0, 1, 1),))


def condition(text: str) -> Condition:
    """The condition of a text that reads without problems."""
    reading = clinic_reading()
    found = read_condition(phrase(text), reading)
    assert reading.problems == []
    assert found is not None
    return found


def problem(text: str, offered: bool = False) -> Problem:
    """The one problem of a condition that cannot be read."""
    reading = clinic_reading()
    assert read_condition(phrase(text), reading, offered) is None
    (found,) = reading.problems
    return found


def marked(text: str, found: Problem) -> str:
    """The part of a one-line text that a problem points at."""
    return text[found.span.column - 1 : found.span.end_column - 1]


def definitions(lines: str) -> tuple[dict[str, Definition], dict[str, DeclaredDefinition], list[Problem]]:
    """What the lines of a ``definitions:`` block mean and declare, by name, and all problems."""
    reading = clinic_reading()
    indented = "".join(f"  {line}\n" for line in lines.strip("\n").split("\n"))
    block = sentence_of(f"definitions:\n{indented}")
    declared = [one for one in (declare(sentence, reading) for sentence in block.children) if one is not None]
    for one in declared:
        reading.names.data |= {name: one for name in (one.name.long, one.name.short) if name}
    read = read_definitions(block, reading)
    circular_definitions(read, reading)
    return {one.name.long: one for one in read}, {one.name.long: one for one in declared}, reading.problems


def sound(lines: str) -> dict[str, Definition]:
    """Definitions that read without problems."""
    read, _, problems = definitions(lines)
    assert [(one.name, one.message, str(one.span)) for one in problems] == []
    return read
