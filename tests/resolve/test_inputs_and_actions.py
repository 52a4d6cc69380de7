"""Inputs and actions: every sentence of their tables, and what is wrong with the others."""

from __future__ import annotations

from fractions import Fraction

import pytest
from caretree.guideline.inputs import Input
from caretree.guideline.types import Choice, Course, Date, InputType, Number, Plausible, Series, YesNo
from caretree.resolve.codes import is_code
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER, Unit
from resolved import names_of, resolve_text, sound
from small_guideline import FILES, guideline


def unit(text: str) -> Unit:
    """A unit that must exist."""
    found = find_unit(text)
    assert found is not None
    return found


def with_input(*lines: str) -> str:
    """The guideline with an input ``thing`` of these lines."""
    return guideline(inputs='  thing:\n    asks "?"\n' + "".join(f"    {line}\n" for line in lines))


def thing(*lines: str) -> Input:
    """That input, read without problems."""
    return next(item for item in sound(with_input(*lines), FILES).inputs if item.name.long == "thing")


@pytest.mark.parametrize(
    ("sentence", "type"),
    [
        ("is yes or no", YesNo()),
        (
            "is a quantity in g/dL, plausible 2 to 25",
            Number("quantity", unit("g/dL"), Plausible(Fraction(2), Fraction(25))),
        ),
        (
            "is a quantity in g/dL, plausible 2 to 25, to 1 decimal",
            Number("quantity", unit("g/dL"), Plausible(Fraction(2), Fraction(25)), 1),
        ),
        ("is a number, plausible 6.5 to 8", Number("number", NUMBER, Plausible(Fraction(13, 2), Fraction(8)))),
        ("is a number, plausible -30 to 30", Number("number", NUMBER, Plausible(Fraction(-30), Fraction(30)))),
        (
            "is a whole number in /min, plausible 0 to 20",
            Number("whole number", unit("/min"), Plausible(Fraction(0), Fraction(20))),
        ),
        ("is a whole number, plausible 0 to 20", Number("whole number", NUMBER, Plausible(Fraction(0), Fraction(20)))),
        (
            "is a duration in weeks, plausible 0 to 520",
            Number("duration", unit("weeks"), Plausible(Fraction(0), Fraction(520))),
        ),
        ("is a date", Date()),
        ("is a date and time", Date(with_time=True)),
        (
            "is a series of quantities in x10^9/L, plausible 0 to 3,000",
            Series(Number("quantity", unit("x10^9/L"), Plausible(Fraction(0), Fraction(3000)))),
        ),
        (
            "is a series of whole numbers, plausible 0 to 5",
            Series(Number("whole number", NUMBER, Plausible(Fraction(0), Fraction(5)))),
        ),
        ("is a course of rituximab", Course("rituximab")),
    ],
)
def test_each_sentence_of_the_table_is_a_type(sentence: str, type: InputType) -> None:
    """The sentence says exactly which values are accepted."""
    assert thing(sentence).type == type


def test_an_assumption_may_stand_beside_the_type() -> None:
    """``when not recorded, assume …`` is a line of the input, and stands once."""
    line = "when not recorded, assume no, decided by the ward"
    note = '  note "Our choice."'
    assumed = thing("is yes or no", line, note).assume
    assert assumed is not None and assumed.value is False and assumed.decided_by == "the ward"
    twice = with_input("is yes or no", line, note, line, note)
    assert names_of(resolve_text(twice, FILES)[1]) == ["duplicate-line"]


def test_choices_keep_their_order() -> None:
    """Labels stand in the order written; ``in rising order`` makes them comparable."""
    assert thing("is one of:", "  red", "  blue").type == Choice(("red", "blue"))
    assert thing("is one of, in rising order:", "  none", "  much").type == Choice(("none", "much"), ordered=True)


def test_the_other_lines_of_an_input_are_read() -> None:
    """Questions, codes, costs, conversions, caveats and notes land in their fields."""
    lines = (
        'asks patients "And you?"',
        "is a quantity in mg/dL, plausible 10 to 1000",
        "code LOINC 2345-7 unverified",
        "may be unknown",
        "costs laboratory",
        "converts 1 mmol/L = 18.016 mg/dL",
        'note "Fasting."',
        "[1.1]",
    )
    found = thing(*lines)
    assert (found.asks_patients, found.may_be_unknown, found.costs) == ("And you?", True, "laboratory")
    assert (found.codes[0].value, found.codes[0].verified) == ("2345-7", False)
    assert (found.conversions[0].unit, found.conversions[0].factor) == (unit("mmol/L"), Fraction("18.016"))
    assert found.notes == ("Fasting.",)
    assert [cite.statement for cite in found.cites] == ["1.1"]


def test_a_declared_factor_lets_conditions_use_the_other_unit() -> None:
    """What ``converts`` declares is known before any condition is read, wherever the line stands."""
    lines = ("is a quantity in mg/dL, plausible 10 to 1000", "converts 1 mmol/L = 18.016 mg/dL", "may be unknown")
    sound(with_input(*lines).replace("when fever:", "when fever and thing is above 7 mmol/L:"), FILES)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("is a quantity in g/dL", "missing-plausible-range"),
        ("is a quantity, plausible 2 to 25", "missing-unit"),
        ("is a quantity in gdl, plausible 2 to 25", "unknown-unit"),
        ("is a quantity in g/dL, plausible 25 to 2", "backwards-range"),
        ("is a quantity in weeks, plausible 0 to 9", "wrong-dimension"),
        ("is a duration in kg, plausible 0 to 9", "wrong-dimension"),
        ("is a whole number, plausible 0.5 to 9", "not-understood"),
        ("is one of:", "missing-labels"),
        ("is yes or maybe", "unknown-type"),
        ("is a quantum in g/dL", "unknown-type"),
    ],
)
def test_wrong_types_are_reported(line: str, name: str) -> None:
    """A type that cannot be checked at the door is refused."""
    assert name in names_of(resolve_text(with_input(line), FILES)[1])


def test_values_behind_the_type_are_told_where_they_belong() -> None:
    """Who writes the values of a choice behind ``is one of`` is shown where each of them goes."""
    problems = resolve_text(with_input("is one of none, low or high"), FILES)[1]
    (told,) = (problem for problem in problems if problem.name == "unknown-type")
    assert told.fix == "write `is one of:` and below it a line for each value: `none`, `low`, `high`."


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("costs money", "unknown-cost"),
        ("code LOINC 718-8", "bad-code"),
        ("code ICD 123", "unknown-code-system"),
        ("converts 1 mmol/L = 2 mmol/L", "bad-conversion"),
        ("converts something", "not-understood"),
        ("may be unknown sometimes", "not-understood"),
        ("is yes or no", "duplicate-line"),
        ("see gap nowhere", "unknown-name"),
    ],
)
def test_wrong_lines_of_an_input_are_reported(line: str, name: str) -> None:
    """Each line takes only what it can mean."""
    text = with_input("is a quantity in mg/dL, plausible 10 to 1000", line)
    assert name in names_of(resolve_text(text, FILES)[1])


def test_check_digits_of_codes_are_verified() -> None:
    """A LOINC or SNOMED CT code with a wrong check digit is no code."""
    assert is_code("LOINC", "718-7") and not is_code("LOINC", "718-6")
    assert is_code("SNOMED", "386661006") and not is_code("SNOMED", "386661007")
    assert is_code("RxNorm", "805452") and not is_code("RxNorm", "80A452")


ACTIONS = """\
  counts (CBC):
    is a test
    urgent
    repeat every 1 week until ANC is above 1.74 x10^9/L
    then every 2 to 4 weeks for 3 months
    for at least 1 year from remission
    for clinicians "Blood count." [1.1 ref 2]
    for patients "A blood test."
  frequent counts:
    is a test
    repeat more often than every 1 week
  drinks together:
    combines cold drinks, possibly paracetamol
  comfort covers cold drinks, rest in bed
"""


def test_the_lines_of_an_action_are_read() -> None:
    """Tests, schedules, wording, parts and classes land in their fields."""
    found = {action.name.shown: action for action in sound(guideline(actions=ACTIONS), FILES).actions}
    counts = found["CBC"]
    assert (counts.is_test, counts.urgent, counts.for_patients[0].text) == (True, True, "A blood test.")
    assert [(step.at_least, step.start) for step in counts.schedule] == [(False, ""), (False, ""), (True, "remission")]
    assert counts.schedule[0].until is not None and counts.schedule[1].during is not None
    assert counts.for_clinicians[0].cites[0].references == ("2",)
    assert found["frequent counts"].schedule[0].more_often
    assert (found["drinks together"].combines, found["drinks together"].possibly) == (
        ("cold-drinks",),
        ("shared/paracetamol",),
    )
    assert found["comfort"].covers == ("cold-drinks", "shared/rest-in-bed")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("  x:\n    combines hot drinks\n", "unknown-name"),
        ("  x:\n    combines x\n", "bad-class"),
        ("  x:\n    covers cold drinks\n    dose 5 mg once\n", "bad-class"),
        ("  x:\n    is test\n", "unknown-line"),
        ("  x:\n    not stated: rout\n", "not-understood"),
        ("  x:\n    repeat every blue moon\n", "not-understood"),
        ("  x:\n    then 5 mg once\n", "missing-line"),
        ("  x:\n    drug\n", "not-understood"),
    ],
)
def test_wrong_lines_of_an_action_are_reported(lines: str, name: str) -> None:
    """Each line takes only what it can mean."""
    assert name in names_of(resolve_text(guideline(actions=lines), FILES)[1])
