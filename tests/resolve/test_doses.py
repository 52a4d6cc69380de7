"""Dose sentences: read in one fixed order, and every known slip is caught with the safe form in its fix."""

from __future__ import annotations

from fractions import Fraction

import pytest
from caretree.guideline.actions import Action
from caretree.guideline.blocks import Fork
from caretree.guideline.doses import Dose, Frequency, TimeRange
from caretree.guideline.terms import Literal
from caretree.problems.problem import Problem
from caretree.resolve.doses import find_dose
from caretree.syntax.tree import Phrase, Piece
from resolved import names_of, resolve_text, sound
from small_guideline import FILES, guideline, with_dose


def medicine(*lines: str, drug: bool = False) -> Action:
    """The action of a guideline without problems."""
    actions = sound(with_dose(*lines, drug=drug), FILES).actions
    return next(action for action in actions if action.name.long == "medicine")


def dose_of(line: str) -> Dose:
    """The one dose of an action."""
    dose = medicine(line).plan.dose
    assert isinstance(dose, Dose)
    return dose


def problems_of(*lines: str, drug: bool = False) -> list[Problem]:
    """What is found wrong with an action of these lines."""
    return resolve_text(with_dose(*lines, drug=drug), FILES)[1]


def literal(dose: Dose) -> tuple[Fraction, Fraction, str]:
    """Both ends of a written amount and its unit."""
    low, high = dose.amount.low, dose.amount.high
    assert isinstance(low, Literal) and isinstance(high, Literal)
    return low.value, high.value, dose.amount.unit.symbol


def test_a_dose_sentence_keeps_each_of_its_parts() -> None:
    """Amount, mass, rate, route, time given over, frequency and duration land in their own fields."""
    dose = dose_of("dose 2 to 3 mcg/kg of weight per hour intravenously over 30 minutes every 8 hours for 3 to 4 weeks")
    assert literal(dose) == (2, 3, "mcg")
    assert dose.amount.per_unit is not None and dose.amount.per_unit.symbol == "kg"
    assert (dose.amount.rate, dose.route) == ("hour", "intravenously")
    assert dose.over == TimeRange(Fraction(1, 48), Fraction(1, 48), "30 minutes")
    assert dose.frequency == Frequency("every 8 hours", 1, Fraction(1, 3))
    assert dose.duration == TimeRange(Fraction(21), Fraction(28), "3 to 4 weeks")


@pytest.mark.parametrize(
    ("words", "times", "days"),
    [
        ("once", 1, None),
        ("once daily", 1, Fraction(1)),
        ("twice daily", 2, Fraction(1)),
        ("three times daily", 3, Fraction(1)),
        ("once weekly", 1, Fraction(7)),
        ("every 2 weeks", 1, Fraction(14)),
        ("every other day", 1, Fraction(2)),
        ("every 4 to 6 hours", 1, Fraction(1, 6)),
        ('"with each meal"', None, None),
    ],
)
def test_frequencies_are_exact(words: str, times: int | None, days: Fraction | None) -> None:
    """A frequency is a number of doses in a number of days; of a range the shorter interval counts."""
    frequency = dose_of(f"dose 40 mg orally {words}").frequency
    assert frequency == Frequency(words.strip('"'), times, days)


@pytest.mark.parametrize(
    "route", ["orally", "by mouth", "intramuscularly", "inhaled", "rectally", "topically", "under the tongue"]
)
def test_routes_are_a_closed_list(route: str) -> None:
    """A route of the list is read as written."""
    assert dose_of(f"dose 40 mg {route} once daily").route == route


def test_an_area_and_a_named_quantity_can_carry_a_dose() -> None:
    """``/m2 of`` takes a named area, and a named mass of drug can be the amount itself."""
    per = dose_of("dose 375 mg/m2 of BSA once weekly").amount
    assert per.per is not None and per.per_unit is not None and per.per_unit.symbol == "m2"
    inputs = '  planned amount:\n    asks "How much?"\n    is a quantity in mg, plausible 0 to 100\n'
    actions = "  medicine:\n    dose planned amount orally once daily\n"
    action = next(a for a in sound(guideline(inputs=inputs, actions=actions), FILES).actions if a.plan.dose)
    assert isinstance(action.plan.dose, Dose) and action.plan.dose.amount.unit.symbol == "mg"


@pytest.mark.parametrize(
    ("line", "name", "fix"),
    [
        ("dose 5.0 mg orally once daily", "trailing-zero", "write 5."),
        ("dose 5 mg orally 4 times daily", "not-understood", "write `four times daily`."),
        ("dose 5 mg orally 3x per day", "not-understood", "write `three times daily`."),
        ("dose 5 mg orally 8 times a day", "not-understood", "write `every … hours`"),
        ("dose .5 mg orally once daily", "naked-decimal", "write 0.5."),
        ("dose 50 µg orally once daily", "unsafe-unit", "write mcg."),
        ("dose 50 U subcutaneously once daily", "unsafe-unit", "write IU or units"),
        ("dose 40 orally", "missing-unit", "write the unit"),
        ("dose 40 migs orally", "unknown-unit", ""),
        ("dose 3 to 2 g once daily", "backwards-range", "lower amount first"),
        ("dose 1 mg/kg once daily", "missing-per", "`mg/kg of weight`"),
        ("dose 1 mg/kg of wieght once daily", "unknown-name", "weight"),
        ("dose 1 mg/kg/day orally", "not-understood", "`mg/kg of weight per day`"),
        ("dose 1 mg/kg of height once daily", "wrong-dimension", "the weight"),
        ("dose 375 mg/m2 of weight once weekly", "wrong-dimension", "the body surface area"),
        ("dose 1 kg orally once", "wrong-dimension", "g, mg, mcg"),
        ("dose weight orally once", "wrong-dimension", "g, mg, mcg"),
        ("dose 40 mg IV once", "not-understood", 'did you mean "intravenously"?'),
        ("dose 40 mg oraly once", "not-understood", 'did you mean "orally"?'),
        ("dose 40 mg tds", "not-understood", 'did you mean "three times daily"?'),
        ("dose 40 mg once daily orally", "dose-order", "amount, per kg or m2"),
        ("dose 0 mg once", "bad-number", "do not use"),
        ("at most 10 mg", "missing-period", "`per dose`"),
        ("at most 5 to 10 mg per day", "not-understood", "one amount"),
        ("raise by 1 mg when fever", "not-understood", "`until`"),
        ("round to 0.1", "not-understood", "step above zero"),
        ("give 10 % over 30 minutes", "shares-incomplete", "the rest"),
    ],
)
def test_slips_in_a_dose_are_caught(line: str, name: str, fix: str) -> None:
    """Each of these could harm a patient when read wrongly; the message offers the safe form."""
    found = problems_of(line)
    assert names_of(found)[0] == name
    assert fix in found[0].fix
    assert found[0].span.line == with_dose(line).split(f"    {line}")[0].count("\n") + 1


def test_a_cap_in_another_kind_of_unit_is_caught() -> None:
    """A cap in mL says nothing about a dose in mg, and one per body mass in kg of drug is refused."""
    assert names_of(problems_of("dose 40 mg orally once daily", "at most 5 mL per day")) == ["wrong-dimension"]
    assert names_of(problems_of("dose 40 mg orally once daily", "at most 1 kg per day")) == ["wrong-dimension"]
    assert names_of(problems_of("dose 40 mg orally once daily", "round to 1 mL")) == ["wrong-dimension"]


def test_a_slip_between_mg_and_mcg_against_the_cap_is_caught() -> None:
    """A dose above its own cap is an error: one of the two has the wrong unit."""
    assert names_of(problems_of("dose 1 mg/kg of weight once weekly", "at most 10 mcg/kg of weight per week")) == [
        "dose-above-cap"
    ]
    assert medicine("dose 1 mcg/kg of weight once weekly", "at most 10 mcg/kg of weight per week").plan.caps


def test_steps_splits_adjustments_tapers_and_rounding_are_read() -> None:
    """Every dosing line of an action is kept in its place."""
    plan = medicine(
        "dose 0.9 mg/kg of weight intravenously once",
        "then 40 mg orally once daily for 4 days",
        "give 10 % over 30 minutes, then the rest over 5 hours",
        "raise by 1 mg until ANC is at least 1 x10^9/L",
        "reduce to at most 7.5 mg per day by 3 to 6 months",
        "at most 90 mg per dose",
        "round down to 0.1 mg",
    ).plan
    assert [step.route for step in plan.steps if isinstance(step, Dose)] == ["orally"]
    assert [share.percent for share in plan.shares] == [10, None]
    assert plan.adjustments[0].until is not None
    assert plan.taper is not None and plan.taper.to.rate == "day"
    assert plan.caps[0].period == "dose"
    assert plan.rounding is not None and (plan.rounding.step.value, plan.rounding.mode) == (Fraction(1, 10), "down")


def test_a_fork_may_stand_inside_an_action() -> None:
    """Each branch of a fork inside an action holds one dose."""
    dose = medicine(
        "depending on age in years:",
        "  below 18:",
        "    dose 10 mg orally once daily",
        "  at least 18:",
        "    dose 20 mg orally once daily",
    ).plan.dose
    assert isinstance(dose, Fork)
    assert [branch.then.text for branch in dose.branches] == ["10 mg orally once daily", "20 mg orally once daily"]


def test_a_branch_without_exactly_one_dose_is_refused() -> None:
    """Nothing else than a dose can be what a branch inside an action decides."""
    lines = ("depending on age in years:", "  below 18:", "    urgent", "  at least 18:", "    dose 20 mg once")
    assert names_of(problems_of(*lines)) == ["not-understood"]


def test_a_drug_with_a_dose_says_or_declares_each_part() -> None:
    """What the source leaves out of a dose must be declared; what is said must not be declared as missing."""
    assert names_of(problems_of("dose 40 mg once daily for 4 days", drug=True)) == ["unstated-dose-part"]
    declared = ("dose 40 mg once daily for 4 days", "not stated: route, maximum")
    assert medicine(*declared, drug=True).not_stated == ("route", "maximum")
    said = ("dose 40 mg orally once daily for 4 days", "not stated: route, maximum")
    assert names_of(problems_of(*said, drug=True)) == ["stated-after-all"]


def test_a_dose_at_a_recommendation_is_found() -> None:
    """An amount of a drug anywhere in a sentence is found, an ordinary number is not."""

    def found(text: str) -> str | None:
        dose = find_dose(Phrase(text, "f.care", (Piece(0, 1, 1),)))
        return dose and dose.text

    assert found("recommend paracetamol 500 mg") == "500 mg"
    assert found("recommend paracetamol at 10 to 15 mg/kg of weight") == "10 to 15 mg/kg"
    assert found("recommend vitamin B12 within 1 hour") is None
