"""Lowering doses: amount, then rounding, then caps; raising widens the dose to the cap."""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions import expressions as exp
from caretree.decisions.graph import DecisionGraph, DoseFork, DoseStep
from caretree.decisions.invariants import verify
from caretree.decisions.lower import lower
from caretree.decisions.reads import inputs_of_dose
from caretree.guideline.blocks import Branch, Fork
from caretree.guideline.decisions import SafetyRule
from caretree.guideline.doses import Adjustment, Amount, Cap, Dose, DosePlan, DoseRounding, DoseTree, Frequency
from guidelines_by_hand import HEIGHT, WEIGHT, action, fact, guideline, literal, unit, value_of, yes_no

WEEKLY = Frequency("once weekly", 1, Fraction(7))
THREE_TIMES_DAILY = Frequency("3 times daily", 3, Fraction(1))


def test_a_dose_per_weight_is_a_product_with_its_cap() -> None:
    """1 mcg/kg of weight is the weight in mcg; 10 mcg/kg a week is the most one weekly dose can be raised to."""
    plan = DosePlan(
        dose=Dose(_per_kg(1), "subcutaneously", frequency=WEEKLY, text="1 mcg/kg of weight subcutaneously once weekly"),
        adjustments=(Adjustment("raise", _per_kg(1), None, "raise by 1 mcg/kg of weight"),),
        caps=(Cap(_per_kg(10), "week", "10 mcg/kg of weight per week"),),
    )
    graph, step = _step(plan)
    low = graph.numbers[step.low]
    assert isinstance(low, exp.Extreme) and low.which == "lowest"
    assert graph.numbers[low.of[0]] == exp.InputValue("weight") and graph.number_units[low.of[0]] == "mcg"
    assert step.limit_high == low.of[1] and not step.unbounded
    assert (step.unit, step.route, step.frequency, step.every_days) == (
        "mcg",
        "subcutaneously",
        "once weekly",
        Fraction(7),
    )
    assert graph.dosing["drug"].texts == ("raise by 1 mcg/kg of weight", "at most 10 mcg/kg of weight per week")
    assert inputs_of_dose(graph, step) == ("weight",)
    assert _value(graph, step.low, weight=70) == 70
    assert step.limit_high is not None and _value(graph, step.limit_high, weight=70) == 700


def test_rounding_comes_first_and_a_capped_amount_goes_down_to_the_step() -> None:
    """0.3 mg/kg rounded to 5 mg, at most 32 mg per dose: 60 kg gives 20 mg, 200 kg gives 30 mg and not 32."""
    plan = DosePlan(
        dose=Dose(_amount("0.3", "mg", WEIGHT, "kg")),
        rounding=DoseRounding(literal(5, "mg"), "half-up", "round to 5 mg"),
        caps=(Cap(_plain(32, "mg"), "dose", "at most 32 mg per dose"),),
    )
    graph, step = _step(plan)
    assert _value(graph, step.high, weight=60) == 20
    assert _value(graph, step.high, weight=200) == 30


def test_a_cap_per_day_is_shared_by_the_doses_of_a_day() -> None:
    """20 mg/kg three times daily with at most 3 g per day is at most 1000 mg each time."""
    plan = DosePlan(
        dose=Dose(_amount(20, "mg", WEIGHT, "kg"), frequency=THREE_TIMES_DAILY),
        caps=(Cap(_plain(3, "g"), "day", "at most 3 g per day"),),
    )
    graph, step = _step(plan)
    assert _value(graph, step.high, weight=40) == 800
    assert _value(graph, step.high, weight=90) == 1000


def test_a_cap_per_day_does_not_swell_a_weekly_dose() -> None:
    """A period shorter than the time between doses holds one dose: a weekly dose stays below a cap per day."""
    plan = DosePlan(dose=Dose(_plain(40, "mg"), frequency=WEEKLY), caps=(Cap(_plain(30, "mg"), "day", "at most"),))
    graph, step = _step(plan)
    assert _value(graph, step.high) == 30


def test_raising_without_a_usable_cap_is_unbounded() -> None:
    """A raise is unbounded without a cap, and where a cap per week meets a frequency nobody stated."""
    raise_by = Adjustment("raise", _plain(10, "mg"), None, "raise by 10 mg")
    for caps in ((), (Cap(_plain(90, "mg"), "week", "at most 90 mg per week"),)):
        _, step = _step(DosePlan(dose=Dose(_plain(40, "mg")), adjustments=(raise_by,), caps=caps))
        assert step.unbounded and step.limit_high is None


def test_ranges_and_lowering_have_two_ends() -> None:
    """2 to 3 g is a low and a high number; a dose that may be lowered can come down to nothing."""
    two, three = literal(2, "g"), literal(3, "g")
    lower_by = Adjustment("lower", _plain(1, "g"), None, "lower by 1 g")
    graph, step = _step(DosePlan(dose=Dose(Amount(two, three, unit("g"))), adjustments=(lower_by,)))
    assert [_value(graph, step.low), _value(graph, step.high)] == [2, 3]
    assert step.limit_low is not None and _value(graph, step.limit_low) == 0


def test_doses_can_be_decided_by_a_fork() -> None:
    """Each branch of a forked dose is a dose of its own, `otherwise` being none of the others."""
    tree: DoseTree = Fork(
        "when",
        "",
        (Branch("a", fact("a"), Dose(_plain(1, "mg"))), Branch("otherwise", None, Dose(_plain(2, "mg")))),
    )
    graph = _lowered(DosePlan(dose=tree))
    dose = graph.dosing["drug"].dose
    assert isinstance(dose, DoseFork)
    assert [label for label, _, _ in dose.branches] == ["a", "otherwise"]
    assert inputs_of_dose(graph, dose) == ("a",)


def test_a_rule_carries_its_cap_as_a_number() -> None:
    """``never exceed 10 mcg/kg of weight per week of X`` has the cap as a number in mcg."""
    rule = SafetyRule("never-exceed", "never exceed", "drug", cap=Cap(_per_kg(10), "week", "10 mcg/kg per week"))
    graph = lower(guideline(inputs=[WEIGHT], actions=[action("drug")], rules=[rule]))
    cap = graph.rules[0].cap
    assert cap is not None and (cap.period, cap.unit) == ("week", "mcg")
    assert _value(graph, cap.amount, weight=50) == 500


def _amount(value: object, symbol: str, per: object, per_symbol: str) -> Amount:
    assert per is WEIGHT
    written = literal(value, symbol)
    return Amount(written, written, unit(symbol), value_of(WEIGHT), unit(per_symbol))


def _per_kg(value: object) -> Amount:
    return _amount(value, "mcg", WEIGHT, "kg")


def _plain(value: object, symbol: str) -> Amount:
    written = literal(value, symbol)
    return Amount(written, written, unit(symbol))


def _lowered(plan: DosePlan) -> DecisionGraph:
    graph = lower(guideline(inputs=[WEIGHT, HEIGHT, yes_no("a")], actions=[action("drug", plan=plan)]))
    assert verify(graph) == []
    return graph


def _step(plan: DosePlan) -> tuple[DecisionGraph, DoseStep]:
    graph = _lowered(plan)
    dose = graph.dosing["drug"].dose
    assert isinstance(dose, DoseStep)
    return graph, dose


def _value(graph: DecisionGraph, number: str, **inputs: int) -> Fraction:
    """The number for complete inputs, read off the table the plain way."""
    match graph.numbers[number]:
        case exp.ConstantNumber(value=value):
            return value
        case exp.InputValue(input=name):
            return Fraction(inputs[name])
        case exp.Arithmetic(operator=operator, left=left, right=right):
            one, two = _value(graph, left, **inputs), _value(graph, right, **inputs)
            return one * two if operator == "*" else one / two
        case exp.Extreme(which="lowest", of=of):
            return min(_value(graph, part, **inputs) for part in of)
        case exp.Rounded(of=part, step=step, mode=mode):
            steps = _value(graph, part, **inputs) / step + (Fraction(1, 2) if mode == "half-up" else 0)
            return step * (steps.numerator // steps.denominator)
        case other:
            raise AssertionError(other)
