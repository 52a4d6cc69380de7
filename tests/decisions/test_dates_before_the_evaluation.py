"""Dates stated from the evaluation: `3 months ago` is a calendar date once the evaluation's day is known."""

from datetime import date
from fractions import Fraction

import pytest
from caretree.decisions.dates import days_of
from caretree.decisions.patient_facts import fact_value
from caretree.guideline.patients import Ago, CourseFact

AT = Fraction(days_of(date(2025, 5, 31)))


@pytest.mark.parametrize(
    ("ago", "day"),
    [
        (Ago(0, "days"), "2025-05-31"),
        (Ago(3, "weeks"), "2025-05-10"),
        (Ago(3, "months"), "2025-02-28"),
        (Ago(1, "years"), "2024-05-31"),
    ],
)
def test_a_date_before_the_evaluation_is_a_calendar_date(ago: Ago, day: str) -> None:
    """Months and years are calendar ones; a missing day becomes the month's last."""
    assert fact_value(ago, AT) == day


def test_the_start_of_a_course_may_be_stated_either_way() -> None:
    """A course started on a date, or so long before the evaluation, or at a time not stated."""
    assert fact_value(CourseFact("failed", date(2025, 1, 2)), AT) == {"status": "failed", "started": "2025-01-02"}
    assert fact_value(CourseFact("failed", None, Ago(1, "weeks")), AT) == {"status": "failed", "started": "2025-05-24"}
    assert fact_value(CourseFact("failed"), AT) == {"status": "failed", "started": None}
