"""Examples: what is given, what differs, what is expected; tables of examples."""

from datetime import date
from fractions import Fraction

import pytest
from caretree.guideline.patients import (
    ExpectAdvice,
    ExpectDoseUnknown,
    ExpectNextQuestion,
    ExpectNoOffer,
    ExpectNothingElse,
    ExpectOption,
    ExpectPhase,
    ExpectScope,
    ExpectSilence,
    ExpectUndecided,
    ExpectValue,
    Patient,
    PatientFact,
)
from caretree.resolve.examples import read_examples
from caretree.resolve.expectations import read_expectation
from caretree.resolve.phases import read_phase_fact
from caretree.resolve.reading import Reading
from lupus_names import new_reading, phrase_of, problem_names, sentence_of


def index_patient(reading: Reading) -> Patient:
    return Patient(
        reading.names.patients["index patient"],
        (PatientFact("fever", False, "fever is no"), PatientFact("age", None, "age is not known")),
    )


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("consider G-CSF", ExpectAdvice, ("consider", "g-csf", None, None, "")),
        ("do not use G-CSF", ExpectAdvice, ("do not use", "g-csf", None, None, "")),
        ("offer of G-CSF", ExpectAdvice, ("", "g-csf", None, None, "")),
        ("no offer of G-CSF", ExpectNoOffer, ("g-csf",)),
        ("neutropenia is mild", ExpectValue, ("neutropenia", "mild")),
        ("neutropenia is not known", ExpectValue, ("neutropenia", None)),
        ("adult is yes", ExpectValue, ("adult", True)),
        ("preferred G-CSF", ExpectOption, ("preferred", "g-csf")),
        ("option G-CSF", ExpectOption, ("in", "g-csf")),
        ("ruled out G-CSF", ExpectOption, ("out", "g-csf")),
        ("gap who needs it", ExpectSilence, ("gap", "who-needs-it")),
        ("conflict which dose", ExpectSilence, ("conflict", "which-dose")),
        ("go to maintenance", ExpectPhase, ("go", "maintenance")),
        ("stay", ExpectPhase, ("stay", "")),
        ("end of lupus care", ExpectPhase, ("end", "lupus-care")),
        ("undecided G-CSF", ExpectUndecided, ("g-csf",)),
        ("undecided second line", ExpectUndecided, ("second-line",)),
        ("undecided gap who needs it", ExpectUndecided, ("who-needs-it",)),
        ("next question ANC", ExpectNextQuestion, ("neutrophil-count",)),
        ("no next question", ExpectNextQuestion, ("",)),
        ("out of scope", ExpectScope, (False,)),
        ("in scope", ExpectScope, (True,)),
        ("dose not known", ExpectDoseUnknown, ("",)),
        ("dose of prednisone not known", ExpectDoseUnknown, ("prednisone",)),
        ("nothing else", ExpectNothingElse, ()),
    ],
)
def test_every_expectation(text: str, kind: type, fields: tuple[object, ...]) -> None:
    """Every form of the language reference is read as exactly one kind of expectation."""
    reading = new_reading()
    names = tuple(name for name in kind.__struct_fields__ if name not in ("text", "span"))  # type: ignore[attr-defined]
    expectation = read_expectation(phrase_of(text), reading)
    assert reading.problems == []
    assert isinstance(expectation, kind)
    assert tuple(getattr(expectation, name) for name in names) == fields


def test_an_expected_dose_is_an_exact_amount_with_its_period() -> None:
    """`at 2 to 3 g per day` expects both ends; the unit of the second number counts for the first."""
    reading = new_reading()
    expected = read_expectation(phrase_of("recommend prednisone at 2 to 3 g per day"), reading)
    assert isinstance(expected, ExpectAdvice)
    assert expected.dose_low is not None
    assert expected.dose_high is not None
    assert (expected.dose_low.value, expected.dose_high.value, expected.per) == (2, 3, "day")
    assert expected.dose_low.unit.symbol == "g"
    assert reading.problems == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("consider G-CFS", "unknown-name"),
        ("neutropenia is light", "unknown-label"),
        ("gap who need it", "unknown-name"),
        ("recomend G-CSF", "not-understood"),
        ("go to maintenence", "unknown-name"),
        ("diagnosis date is 2025-06-01", "not-understood"),
    ],
)
def test_an_expectation_that_cannot_be_read_is_one_problem(text: str, name: str) -> None:
    """An expectation that means nothing would be a test that cannot fail."""
    reading = new_reading()
    assert read_expectation(phrase_of(text), reading) is None
    assert problem_names(reading) == [name]


@pytest.mark.parametrize(
    ("text", "place", "days", "since"),
    [
        ("maintenance", ("lupus-care", "maintenance"), None, None),
        ("maintenance of lupus care", ("lupus-care", "maintenance"), None, None),
        ("maintenance for 5 weeks", ("lupus-care", "maintenance"), Fraction(35), None),
        ("maintenance, since 2025-06-01", ("lupus-care", "maintenance"), None, date(2025, 6, 1)),
        ("not started", ("lupus-care", "not started"), None, None),
        ("ended of lupus care", ("lupus-care", "ended"), None, None),
    ],
)
def test_phases(text: str, place: tuple[str, str], days: Fraction | None, since: date | None) -> None:
    """A phase is told with how long it has lasted or since when; with one pathway its name may be left out."""
    reading = new_reading()
    fact = read_phase_fact(phrase_of(text), reading)
    assert reading.problems == []
    assert fact is not None
    assert ((fact.pathway, fact.phase), fact.days_ago, fact.since) == (place, days, since)


def test_but_lines_replace_the_given_facts() -> None:
    """An example's facts are the patient's, with the changed ones in place of the old."""
    reading = new_reading()
    (example,) = read_examples(
        sentence_of(
            "example feverish [6.8]:\n"
            "  given index patient\n"
            "    but fever is yes\n"
            "    but ANC is 0.3 x10^9/L\n"
            "  in phase maintenance\n"
            "  expect consider G-CSF\n"
        ),
        reading,
        (index_patient(reading),),
    )
    assert reading.problems == []
    assert [(fact.input, fact.value is None) for fact in example.facts] == [
        ("fever", False),
        ("age", True),
        ("neutrophil-count", False),
    ]
    assert example.facts[0].value is True
    assert [fact.input for fact in example.changes] == ["fever", "neutrophil-count"]
    assert (example.given, example.table, example.row) == ("index-patient", "", 0)
    assert [str(cite) for cite in example.cites] == ["A 6.8"]
    assert [phase.phase for phase in example.phases] == ["maintenance"]


def test_each_row_of_a_table_is_an_example() -> None:
    """Headings name inputs, with a unit where the cells have none; several expectations may share a cell."""
    reading = new_reading()
    examples = read_examples(
        sentence_of(
            "examples bands:\n"
            "  given index patient\n"
            "    but age is 40 years\n"
            "  | ANC in x10^9/L | fever | phase       | expect                                |\n"
            "  | 0.49           | yes   | maintenance | consider G-CSF; no offer of pulses    |\n"
            "  | 1.0            |       |             | recommend observation                 |\n"
        ),
        reading,
        (index_patient(reading),),
    )
    assert reading.problems == []
    assert [(example.table, example.row, example.name.long) for example in examples] == [
        ("bands", 1, "bands: 0.49 · yes · maintenance"),
        ("bands", 2, "bands: 1.0"),
    ]
    first, second = examples
    assert [fact.text for fact in first.changes] == ["age is 40 years", "ANC is 0.49 x10^9/L", "fever is yes"]
    assert [type(expected) for expected in first.expects] == [ExpectAdvice, ExpectNoOffer]
    assert [phase.phase for phase in first.phases] == ["maintenance"]
    assert {fact.input: fact.value for fact in second.facts}["fever"] is False


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("example E:\n  expect consider G-CSF\n", "missing-line"),
        ("example E:\n  given index patient\n", "missing-line"),
        ("example E:\n  given index patent\n  expect consider G-CSF\n", "unknown-name"),
        ("example E:\n  given index patient\n  expects consider G-CSF\n", "unknown-line"),
        ("examples E:\n  given index patient\n  | fever |\n  | yes   |\n", "missing-column"),
        ("examples E:\n  given index patient\n  | fever | expect |\n  | yes   |        |\n", "missing-line"),
        ("examples E:\n  given index patient\n", "missing-line"),
    ],
)
def test_an_example_that_would_test_nothing_is_reported(text: str, name: str) -> None:
    """No example is dropped silently, and none can pass by saying nothing."""
    reading = new_reading()
    assert read_examples(sentence_of(text), reading, (index_patient(reading),)) == ()
    assert problem_names(reading) == [name]


def test_one_bad_row_leaves_the_others() -> None:
    """One row that cannot be read never hides the rest of the table."""
    reading = new_reading()
    examples = read_examples(
        sentence_of(
            "examples bands:\n"
            "  given index patient\n"
            "  | fever | expect                |\n"
            "  | maybe | consider G-CSF        |\n"
            "  | yes   | consider G-CSF        |\n"
        ),
        reading,
        (index_patient(reading),),
    )
    assert [example.row for example in examples] == [2]
    assert problem_names(reading) == ["bad-yes-no"]
