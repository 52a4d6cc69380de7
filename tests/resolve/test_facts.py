"""Facts of patients: every kind of value, read exactly, and refused with a reason."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from caretree.guideline.patients import Ago, CourseFact, Quantity
from caretree.resolve.facts import read_fact
from caretree.resolve.patients import read_patient
from caretree.units.find import find_unit
from lupus_names import new_reading, phrase_of, problem_names, sentence_of


def value_of(text: str) -> object:
    reading = new_reading()
    fact = read_fact(phrase_of(text), reading)
    assert reading.problems == []
    assert fact is not None
    return fact.value


def quantity(value: str, unit: str) -> Quantity:
    found = find_unit(unit)
    assert found is not None
    return Quantity(Fraction(value), found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fever is yes", True),
        ("fever is no", False),
        ("fever is not known", None),
        ("bleeding is minor", "minor"),
        ("diagnosis date is 2025-06-01", date(2025, 6, 1)),
        ("diagnosis date is 3 weeks ago", Ago(3, "weeks")),
        ("diagnosis date is 1 month ago", Ago(1, "months")),
        ("diagnosis date is today", Ago(0, "days")),
        ("admission is 2025-06-01T10:30", datetime(2025, 6, 1, 10, 30)),
        ("admission is 2 hours ago", Ago(2, "hours")),
        ("rituximab course is not tried", CourseFact("not tried")),
        ("rituximab course is failed, started 2025-06-01", CourseFact("failed", date(2025, 6, 1))),
        ("rituximab course is under way, started 3 months ago", CourseFact("under way", None, Ago(3, "months"))),
        ("platelets are none", ()),
    ],
)
def test_values_that_are_no_numbers(text: str, value: object) -> None:
    """Each type has its own way of being stated; not known is not the same as no, none or not tried."""
    assert value_of(text) == value


def test_a_quantity_keeps_the_unit_it_was_reported_in() -> None:
    """A dual cut-off depends on the reported unit, so nothing is converted when a fact is read."""
    assert value_of("ANC is 1.74 x10^9/L") == quantity("1.74", "x10^9/L")
    assert value_of("ANC is 1,740 /uL") == quantity("1740", "/uL")
    assert value_of("age is 18 months") == quantity("18", "months")


def test_a_series_written_in_one_line_ends_today() -> None:
    """`33, 51, 86 …, every 1 week` is oldest first, the last one measured today."""
    values = value_of("platelets are 33, 51, 86 x10^9/L, every 1 week")
    assert isinstance(values, tuple)
    assert [(one.value, one.days_ago) for one in values] == [(33, 14), (51, 7), (86, 0)]


def test_minutes_between_measurements_stay_exact() -> None:
    """Readings minutes apart are fractions of a day, never rounded to the same moment."""
    values = value_of("platelets are 150, 144 x10^9/L, every 2 minutes")
    assert isinstance(values, tuple)
    assert [one.days_ago for one in values] == [Fraction(1, 720), 0]


def test_dated_lines_of_a_series_join_oldest_first() -> None:
    """One line a dated value is the other way to write a series; the order of the lines does not matter."""
    reading = new_reading()
    patient = read_patient(
        sentence_of(
            "patient index patient:\n"
            "  platelets are 51 x10^9/L on 2025-08-08\n"
            "  platelets are 33 x10^9/L on 2025-08-01\n"
            "  at 2025-09-08\n"
        ),
        reading,
    )
    assert reading.problems == []
    assert patient is not None
    assert patient.at == date(2025, 9, 8)
    (fact,) = patient.facts
    assert isinstance(fact.value, tuple)
    assert [(one.value, one.on) for one in fact.value] == [(33, date(2025, 8, 1)), (51, date(2025, 8, 8))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("fever", "not-a-fact"),
        ("fevr is yes", "unknown-name"),
        ("adult is yes", "not-an-input"),
        ("fever is maybe", "bad-yes-no"),
        ("bleeding is heavy", "unknown-label"),
        ("ANC is 1.74", "missing-unit"),
        ("ANC is 1.74 kg", "wrong-dimension"),
        ("diagnosis date is 01/06/2025", "bad-date"),
        ("diagnosis date is 2025-02-30", "bad-date"),
        ("diagnosis date is 2 hours ago", "bad-date"),
        ("rituximab course is faild", "bad-status"),
        ("rituximab course is not tried, started 2025-06-01", "unknown-clause"),
        ("platelets are 33, 51 x10^9/L", "missing-interval"),
        ("platelets are 33 x10^9/L on monday", "bad-date"),
    ],
)
def test_a_fact_that_cannot_be_read_is_one_problem(text: str, name: str) -> None:
    """A bad fact is refused by name; it never becomes another value, and one mistake is one problem."""
    reading = new_reading()
    assert read_fact(phrase_of(text), reading) is None
    assert problem_names(reading) == [name]


def test_a_problem_points_at_the_words_that_are_wrong() -> None:
    """The span covers the value, not the whole line."""
    reading = new_reading()
    read_fact(phrase_of("bleeding is heavy"), reading)
    span = reading.problems[0].span
    assert (span.column, span.end_column) == (13, 18)


def test_a_fact_stated_twice_is_reported() -> None:
    """Two facts about one input could differ; a guideline never picks one silently."""
    reading = new_reading()
    read_patient(sentence_of("patient index patient:\n  fever is yes\n  fever is no\n"), reading)
    assert problem_names(reading) == ["said-twice"]
