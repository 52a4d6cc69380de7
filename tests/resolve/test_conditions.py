"""Conditions: names resolved, units checked, each mistake one problem at its exact place."""

from fractions import Fraction

import pytest
from caretree.guideline.conditions import (
    AllOf,
    AnyOf,
    Condition,
    CourseIs,
    DateWithin,
    Defined,
    DualCutoff,
    Fact,
    LabelIs,
    Not,
    NotKnown,
    Offered,
    Sustained,
    Trend,
    Within,
)
from caretree.guideline.terms import (
    Calculation,
    CompletedYears,
    CourseStart,
    DateInput,
    DateShift,
    InputNumber,
    Literal,
    SeriesDate,
    SeriesTerm,
    TimeBetween,
    Today,
)
from caretree.resolve.conditions import read_condition, read_not_known
from caretree.source.span import Span
from clinic_names import clinic_reading, condition, marked, phrase, problem


def bounds(text: str) -> list[tuple[str, bool, str, bool]]:
    """Each range of a condition as low, included, high, included; an open end is empty."""
    found = condition(text)
    assert isinstance(found, Within)
    ends = [(one.low, one.high) for one in found.ranges]
    return [(shown(low), bool(low and low.included), shown(high), bool(high and high.included)) for low, high in ends]


def shown(end: object) -> str:
    value = getattr(end, "value", None)
    return f"{value.value} {value.unit.symbol}" if isinstance(value, Literal) else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ANC is below 1.0 x10^9/L", ("", False, "1 x10^9/L", False)),
        ("ANC is at most 1.74 x10^9/L", ("", False, "87/50 x10^9/L", True)),
        ("ANC is above 20,000 /uL", ("20000 /uL", False, "", False)),
        ("ANC is at least ×10⁹/L", None),
        ("ANC is at least 1 ×10⁹/L", ("1 x10^9/L", True, "", False)),
        ("age is from 18 to below 65 years", ("18 years", True, "65 years", False)),
        ("age is above 6 months to 2 years", ("6 months", False, "2 years", True)),
        ("doses given is 0", ("0 ", True, "0 ", True)),
        ("temperature is at least 100.4 °F", ("502/5 °F", True, "", False)),
        ("weight is at least 2500 g", ("2500 g", True, "", False)),
    ],
)
def test_bounds_keep_the_written_number_and_unit(text: str, expected: tuple[str, bool, str, bool] | None) -> None:
    """A threshold keeps its literal and its unit exactly as written; only ``from … to`` shares a unit."""
    if expected is None:
        assert problem(text).name == "not-understood"
    else:
        assert bounds(text) == [expected]


def test_ranges_joined_by_or_are_one_condition() -> None:
    """``below 7 g or above 10 g`` is one question about one number."""
    assert bounds("weight is below 7 kg or above 10 kg") == [("", False, "7 kg", False), ("10 kg", False, "", False)]


def test_yes_no_names_stand_bare() -> None:
    """``X``, ``not X``, ``X is yes`` and ``X is no`` say the same as the bare forms."""
    fever = condition("fever")
    assert fever == Fact("fever", "fever", Span("f.care", 1, 1, 1, 6))
    assert condition("fever is yes") == fever
    assert condition("adult") == Defined("adult", "adult", Span("f.care", 1, 1, 1, 6))
    for text in ("not fever", "fever is no", "fever is not yes"):
        found = condition(text)
        assert isinstance(found, Not)
        assert isinstance(found.of, Fact)
        assert found.text == text


def test_the_longest_declared_name_wins() -> None:
    """``fever at night`` is one name although ``fever`` is one too."""
    found = condition("fever at night and fever")
    assert isinstance(found, AllOf)
    assert [one.input for one in found.of if isinstance(one, Fact)] == ["fever-at-night", "fever"]


def test_and_and_or_join_clauses_with_their_places() -> None:
    """Every part of a joined condition has its own words and columns."""
    text = "fever and ANC is below 1 x10^9/L and not adult"
    found = condition(text)
    assert isinstance(found, AllOf)
    assert [marked(text, part) for part in found.of] == ["fever", "ANC is below 1 x10^9/L", "not adult"]  # type: ignore[arg-type]
    assert isinstance(condition("fever or adult or infection found"), AnyOf)


def labels(text: str) -> tuple[str, ...]:
    found = condition(text)
    found = found.of if isinstance(found, Not) else found
    assert isinstance(found, LabelIs)
    return found.labels


def test_labels_are_spelled_out() -> None:
    """Comparisons of ordered labels become the labels they mean."""
    assert labels("bleeding is at least minor") == ("minor", "significant")
    assert labels("bleeding is below significant") == ("none", "minor")
    assert labels("bleeding is from minor to significant") == ("minor", "significant")
    assert labels("stage is one of chronic, persistent") == ("persistent", "chronic")
    assert labels("stage is not newly diagnosed") == ("newly diagnosed",)
    assert isinstance(condition("stage is not newly diagnosed"), Not)


def test_a_course_has_statuses() -> None:
    """``not tried`` is a status, not the opposite of ``tried``."""
    found = condition("rituximab course is not tried")
    assert isinstance(found, CourseIs)
    assert found.statuses == ("not tried",)
    found = condition("rituximab course is one of not tolerated, failed")
    assert isinstance(found, CourseIs)
    assert found.statuses == ("failed", "not tolerated")


def test_numbers_compare_with_numbers() -> None:
    """A name or a formula can be the bound, when its dimension is the same."""
    found = condition("visit SBP is above home SBP + 20 mmHg")
    assert isinstance(found, Within)
    low = found.ranges[0].low
    assert low is not None
    assert isinstance(low.value, Calculation)
    assert low.value.unit.symbol == "mmHg"


def test_series_conditions() -> None:
    """Each reading of a series says which values it looks at."""
    found = condition("the average platelets in the last 24 hours is below 10 x10^9/L")
    assert isinstance(found, Within)
    assert isinstance(found.of, SeriesTerm)
    assert (found.of.which, found.of.within, found.of.last) == ("average", Fraction(1), None)
    found = condition("the lowest of the last 2 platelets is below 10 x10^9/L")
    assert isinstance(found, Within)
    assert isinstance(found.of, SeriesTerm)
    assert (found.of.which, found.of.last) == ("lowest", 2)
    found = condition("number of platelets is at least 2")
    assert isinstance(found, Within)
    assert found.of.unit.symbol == ""
    assert isinstance(condition("the last 3 platelets are rising"), Trend)
    sustained = condition("platelets have been below 30 x10^9/L for at least 2 weeks")
    assert isinstance(sustained, Sustained)
    assert sustained.days.text == "2 weeks"


def test_a_rise_is_the_latest_value_minus_the_earlier_one() -> None:
    """``has risen by at least`` subtracts the earlier value, ``has fallen by`` the later one."""
    rise = condition("platelets has risen by at least 30 x10^9/L since the earliest platelets")
    fall = condition("platelets have fallen by above 30 x10^9/L since the highest platelets")
    for found, first, second in ((rise, "latest", "earliest"), (fall, "highest", "latest")):
        assert isinstance(found, Within)
        assert isinstance(found.of, Calculation)
        assert (getattr(found.of.left, "which", ""), getattr(found.of.right, "which", "")) == (first, second)


def test_dates_and_times_between_them() -> None:
    """Dates compare with dates; times since dates are durations that keep the written unit of their bound."""
    found = condition("time since diagnosis date is at least 3 months")
    assert isinstance(found, Within)
    assert isinstance(found.of, TimeBetween)
    assert found.of.end == Today(with_time=False)
    low = found.ranges[0].low
    assert low is not None
    assert low.value.unit.symbol == "months"
    timed = condition("time since admission is below 2 hours")
    assert isinstance(timed, Within)
    assert isinstance(timed.of, TimeBetween)
    assert timed.of.end == Today(with_time=True)
    shifted = condition("today is at least 4 weeks after diagnosis date")
    assert isinstance(shifted, DateWithin)
    assert isinstance(shifted.bound, DateShift)
    assert (shifted.bound.amount, shifted.bound.unit) == (4, "weeks")
    before = condition("diagnosis date is before 2 days before today")
    assert isinstance(before, DateWithin)
    assert (before.word, before.bound) == ("below", DateShift(Today(), -2, "days"))
    years = condition("completed years from diagnosis date to today is at least 18 years")
    assert isinstance(years, Within)
    assert isinstance(years.of, CompletedYears)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("time since the latest platelets is below 2 days", SeriesDate),
        ("time since rituximab course start is above 2 weeks", CourseStart),
        ("time since diagnosis date in months is below 3", DateInput),
    ],
)
def test_times_start_at_measurements_courses_and_dates(text: str, kind: type) -> None:
    """A measurement and a course each have a date to count from."""
    found = condition(text)
    assert isinstance(found, Within)
    term = getattr(found.of, "of", found.of)
    assert isinstance(term, TimeBetween)
    assert isinstance(term.start, kind)


def test_a_published_pair_of_cut_offs_stands_together() -> None:
    """Both numbers are kept; the value meets the one of its reported unit."""
    found = condition("glucose is at least 5.1 mmol/L or 92 mg/dL and fever")
    assert isinstance(found, AllOf)
    dual = found.of[0]
    assert isinstance(dual, DualCutoff)
    assert [cutoff.text for cutoff in dual.cutoffs] == ["5.1 mmol/L", "92 mg/dL"]
    between = condition("glucose is from 5.1 mmol/L or 92 mg/dL to below 7 mmol/L or 126 mg/dL")
    assert isinstance(between, AllOf)
    assert [part.word for part in between.of if isinstance(part, DualCutoff)] == ["at least", "below"]


def test_offered_only_where_it_may_stand() -> None:
    """``X is offered`` is for safety rules."""
    reading = clinic_reading()
    found = read_condition(phrase("G-CSF is offered and fever"), reading, offered=True)
    assert isinstance(found, AllOf)
    assert isinstance(found.of[0], Offered)
    assert problem("G-CSF is offered").message.endswith("it is an action")


def test_waiting_names_what_is_not_known() -> None:
    """``until X and Y are known`` waits for both; a name holding `and` would be found first."""
    reading = clinic_reading()
    found = read_not_known(phrase("ANC and neutropenia are known"), reading)
    assert isinstance(found, NotKnown)
    assert found.inputs == ("neutrophil-count", "neutropenia")
    assert read_not_known(phrase("ANC is measured"), reading) is None
    assert [one.name for one in reading.problems] == ["not-understood"]


@pytest.mark.parametrize(
    ("text", "name", "at"),
    [
        ("fevr", "unknown-name", "fevr"),
        ("Fever", "unknown-name", "Fever"),
        ("fever at nite", "unknown-name", "fever at nite"),
        ("ANC is below 1.0", "missing-unit", "1.0"),
        ("age is from 18 to below 65", "missing-unit", None),
        ("ANC is below 1.0 mmHg", "wrong-dimension", "1.0 mmHg"),
        ("doses given is 3 mg", "wrong-dimension", "3 mg"),
        ("visit SBP is above weight", "wrong-dimension", "weight"),
        ("visit SBP is above home SBP + 20", "wrong-dimension", "home SBP + 20"),
        ("creatinine is above 2 mg/dL", "wrong-dimension", "2 mg/dL"),
        ("D-dimer is above 500 ng/mL", "wrong-dimension", "500 ng/mL"),
        ("ANC is below 1.0 x109/L", "unknown-unit", "x109/L"),
        ("ANC is below 1,74 x10^9/L", "bad-number", "1,74"),
        ("ANC is below .5 x10^9/L", "bad-number", ".5"),
        ("ANC is below 7-8 x10^9/L", "threshold-is-a-range", "7-8 x10^9/L"),
        ("ANC is below 7–8 x10^9/L", "threshold-is-a-range", "7–8 x10^9/L"),
        ("ANC is 7 to 8 x10^9/L", "threshold-is-a-range", "7 to 8 x10^9/L"),
        ("age is from 65 to below 18 years", "backwards-range", "65 to below 18 years"),
        ("age is above 2 to 2 years", "backwards-range", "2 to 2 years"),
        ("fever and adult or infection found", "mixed-and-or", "or"),
        ("weight is below 7 kg or above 9 kg and fever", "mixed-and-or", "and"),
        ("stage is cronic", "unknown-label", "cronic"),
        ("stage is significant", "unknown-label", "significant"),
        ("rituximab course is faild", "unknown-label", "faild"),
        ("stage is at least chronic", "labels-without-order", "at least chronic"),
        ("stage is persistent or chronic", "wrong-kind", "chronic"),
        ("platelets is below 3 x10^9/L", "wrong-kind", "platelets"),
        ("not ANC", "wrong-kind", "ANC"),
        ("ANC is minor", "wrong-kind", "minor"),
        ("fever is at least 3", "wrong-kind", "fever is at least 3"),
        ("time since fever is below 3 days", "wrong-kind", "fever"),
        ("ANC is not known", "missing-data-looked-at", "ANC is not known"),
        ("ANC is belwo 1.0 x10^9/L", "not-understood", "belwo"),
        ("ANC is below", "not-understood", ""),
        ("fever and", "not-understood", ""),
        ("not ANC is below 1 x10^9/L", "not-understood", "is"),
        ("today is 1.5 months after diagnosis date", "bad-date-shift", "1.5 months"),
        ("the average platelets is below 5 x10^9/L or 6 /uL", "dual-cutoff", "below 5 x10^9/L or 6 /uL"),
        ("platelets have been below home SBP for at least 2 weeks", "wrong-dimension", "home SBP"),
        (" + ".join(["1"] * 200) + " is above 3", "formula-too-long", None),
    ],
)
def test_each_mistake_is_one_problem_at_its_place(text: str, name: str, at: str | None) -> None:
    """A mistake is named, and points at exactly the words that are wrong."""
    found = problem(text)
    assert found.name == name
    if at is not None:
        assert marked(text, found) == at


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("fevr", 'did you mean "fever"?'),
        (
            "at least 2 of: fever, fever at night and not fever",
            "write `at least 2 of:` and below it a line for each: `fever`, `fever at night`, `not fever`.",
        ),
        ("any of fever or fever at night", "write `any of:` and below it a line for each: `fever`, `fever at night`."),
        ("stage is cronic", 'did you mean "chronic"?'),
        ("ANC is belwo 1.0 x10^9/L", 'did you mean "below"?'),
        ("ANC is below 1.0 x109/L", 'did you mean "x10^9/L"?'),
        ("ANC is below 1.0", "write `1.0 x10^9/L`, or the number and the unit of the source."),
    ],
)
def test_a_near_miss_is_proposed(text: str, fix: str) -> None:
    """The editor is told what was most likely meant."""
    assert problem(text).fix == fix


def test_body_mass_and_drug_mass_have_their_own_words() -> None:
    """The confusion that has killed patients gets its own explanation."""
    found = problem("weight is above 70 mg")
    assert "neither converts into the other" in found.why


def test_what_could_stand_there_is_listed_in_plain_words() -> None:
    """A sentence that stops too early says how it could go on."""
    found = problem("ANC is at least")
    assert "a number" in found.why
    assert "a declared name" in found.why
    assert "Regex" not in found.why


def test_every_clause_of_a_joined_condition_is_checked() -> None:
    """One bad clause does not hide the next."""
    reading = clinic_reading()
    assert read_condition(phrase("ANC is below 1.0 and weight is above 3 mmHg"), reading) is None
    assert [one.name for one in reading.problems] == ["missing-unit", "wrong-dimension"]


def test_the_grammar_follows_names_added_later() -> None:
    """Reading a phrase before all names are declared does not freeze the grammar."""
    reading = clinic_reading()
    late = reading.names.data.pop("home SBP")
    assert read_condition(phrase("home SBP is above 3 mmHg"), reading) is None
    reading.names.data["home SBP"] = late
    found: Condition | None = read_condition(phrase("home SBP is above 3 mmHg"), reading)
    assert isinstance(found, Within)
    assert isinstance(found.of, InputNumber)
