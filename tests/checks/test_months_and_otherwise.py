"""Which limits in months are told about, and what ``otherwise`` is said to take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Caretree = Callable[..., Result]

GUIDELINE = """\
guideline "Follow-up":
  id follow-up
  version 0.1.0
  notation 1
  status draft

source "A made-up article":
  section 1 "All":
    1 "Everything the guideline says"

inputs:
  remission:
    is a duration in {unit}, plausible 0 to 3000
    asks "How long has the patient been in remission?"
  remission date:
    is a date
    asks "Since when has the patient been in remission?"
  fever:
    is one of, in rising order:
      none
      low
      high
    asks "What kind of fever has the patient?"
  glucose:
    is a quantity in mmol/L, plausible 1 to 60
    asks "What is the glucose?"
  tired:
    is yes or no
    asks "Is the patient tired?"
  platelets:
    is a series of quantities in x10^9/L, plausible 0 to 3000
    asks "What were the platelets?"

actions:
  follow-up visit

decision visits:
{branches}
"""


@pytest.fixture
def told(tmp_path: Path, caretree: Caretree) -> Callable[..., list[str]]:
    """The heads of the messages about a guideline with these ``when`` conditions and a final ``otherwise``."""

    def check(*conditions: str, unit: str = "days") -> list[str]:
        branches = [f"  when {condition}:\n    recommend follow-up visit [1.1]" for condition in conditions]
        branches.append("  otherwise:\n    nothing further [1.1]")
        file = tmp_path / "follow-up.care"
        file.write_text(GUIDELINE.format(unit=unit, branches="\n".join(branches)), encoding="utf-8")
        lines = caretree("check", "--no-proofs", str(file)).stdout.splitlines()
        return [line for line in lines if line.startswith(("error", "warning", "note")) and "unused" not in line]

    return check


@pytest.mark.parametrize(
    ("unit", "condition", "message"),
    [
        ("days", "remission is at least 3 months", "3 months as a number are 91.3125 days, on the calendar 89 to 92"),
        ("weeks", "remission is below 1 year", "1 year as a number is 365.25 days, on the calendar 365 to 366"),
        ("months", "remission is above 28 days", "1 month as a number is 30.4375 days, on the calendar 28 to 31"),
        (
            "months",
            "time since remission date is above remission",
            "1 month as a number is 30.4375 days, on the calendar",
        ),
    ],
)
def test_months_beside_days_are_told(told: Callable[..., list[str]], unit: str, condition: str, message: str) -> None:
    """Either way round, and between a number of months and the time since a date."""
    (head,) = told(condition, unit=unit)
    assert head.startswith(f"warning[two-calendars]: {message}")


@pytest.mark.parametrize(
    ("unit", "condition"),
    [
        ("days", "remission is at least 90 days"),
        ("days", "platelets have been below 30 x10^9/L for at least 8 weeks"),
        ("days", "remission is at least 12 weeks"),
        ("years", "remission is at least 18 months"),
        ("days", "time since remission date is at least 3 months"),
        ("days", "time since remission date is at least 90 days"),
        ("days", "time since remission date is above remission"),
    ],
)
def test_one_way_of_counting_is_not_told(told: Callable[..., list[str]], unit: str, condition: str) -> None:
    """Days with weeks, months with years, and times between dates on the calendar have one reading."""
    assert told(condition, unit=unit) == []


@pytest.mark.parametrize(
    ("conditions", "taken"),
    [
        (["fever is high"], "`none` and `low`"),
        (["fever is none or fever is high"], ""),
        (["fever is at least low"], ""),
        (["glucose is from 4 to 6 mmol/L"], ""),
        (["glucose is 4 mmol/L or 6 mmol/L"], ""),
        (["glucose is from 4 to below 6 mmol/L", "glucose is from 6 to 8 mmol/L"], ""),
        (
            ["glucose is from 4 to 6 mmol/L", "glucose is above 8 mmol/L"],
            "`below 4 mmol/L` and `above 6 to 8 mmol/L`",
        ),
        (["glucose is above 4 mmol/L and tired"], ""),
        (["glucose is above 4 mmol/L"], ""),
        (["glucose is below 4 mmol/L", "glucose is above 4 mmol/L"], ""),
        (["glucose is below 4 mmol/L", "glucose is above 90.08 mg/dL"], ""),
        (
            ["glucose is below 4 mmol/L", "glucose is from 5 to below 6 mmol/L"],
            "`from 4 to below 5 mmol/L` and `at least 6 mmol/L`",
        ),
        (["glucose is above 5 mmol/L", "fever is high"], ""),
        (["tired"], ""),
    ],
)
def test_what_otherwise_takes(told: Callable[..., list[str]], conditions: list[str], taken: str) -> None:
    """Labels of the one thing that is asked about, and what lies between two branches; one rest is not worth a word."""
    heads = [head for head in told(*conditions) if "otherwise" in head]
    assert heads == ([f"note[otherwise-takes-several]: `otherwise` takes {taken}"] if taken else [])
