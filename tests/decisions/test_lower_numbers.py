"""Lowering numbers: exact conversions, calendar comparisons, formulas, scores and number forks."""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions import expressions as exp
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.invariants import verify
from caretree.decisions.lower import lower
from caretree.guideline.blocks import Branch, Fork, LabelTree, NumberTree
from caretree.guideline.conditions import Condition, DateWithin, DualCutoff, Sustained
from caretree.guideline.definitions import Calculated, Definition, Graded, GradeRow, Labelled, Score, ScoreItem
from caretree.guideline.inputs import Conversion, Input
from caretree.guideline.names import Name
from caretree.guideline.terms import (
    Calculation,
    CompletedYears,
    DateInput,
    DateShift,
    DefinedNumber,
    NumberTerm,
    SeriesTerm,
    SquareRoot,
    TimeBetween,
    Today,
    WithoutUnit,
    WithUnit,
)
from caretree.guideline.types import Number, Plausible, Series
from caretree.units.unit import NUMBER
from guidelines_by_hand import (
    HEIGHT,
    WEIGHT,
    at_least,
    below,
    between,
    date_input,
    fact,
    guideline,
    literal,
    means,
    quantity,
    unit,
    value_of,
    within,
    yes_no,
)
from msgspec.structs import replace

ONSET = date_input("onset")
SINCE_ONSET = TimeBetween(DateInput("onset"), Today(), unit("days"), "time since onset")


def test_thresholds_are_converted_exactly() -> None:
    """A threshold in another unit becomes the exact fraction in the compared input's unit."""
    assert _only(within(value_of(WEIGHT), at_least(literal(100, "lb"))), WEIGHT) == exp.Compare(
        "ge", "n1", Fraction(45359237, 1000000)
    )


def test_inputs_in_two_units_meet_in_the_left_one() -> None:
    """Two inputs with different units are compared after an explicit conversion of the right one."""
    other = quantity("usual weight", "lb", 1, 900)
    graph = _graph(within(value_of(WEIGHT), below(value_of(other))), WEIGHT, other)
    compare = _root(graph)
    assert isinstance(compare, exp.Compare) and isinstance(compare.right, str)
    converted = graph.numbers[compare.right]
    assert isinstance(converted, exp.Arithmetic) and converted.operator == "*"
    assert graph.numbers[converted.right] == exp.ConstantNumber(Fraction(45359237, 100000000))
    assert graph.number_units[compare.right] == "kg"
    assert verify(graph) == []


def test_declared_factors_join_molar_and_mass_units() -> None:
    """A threshold in mg/dL meets an input in mmol/L by the factor the input declares, and by nothing else."""
    glucose = quantity(
        "glucose", "mmol/L", 0, 100, conversions=(Conversion(unit("mg/dL"), Fraction(1000, 18016), "as declared"),)
    )
    compare = _only(within(value_of(glucose), at_least(literal("0.18016", "g/dL"))), glucose)
    assert compare == exp.Compare("ge", "n1", Fraction(10))


def test_ranges_joined_by_or_are_any_of() -> None:
    """``from 1 to below 2 or at least 5`` is one condition of two ranges."""
    one, two, five = literal(1, "kg"), literal(2, "kg"), literal(5, "kg")
    graph = _graph(within(value_of(WEIGHT), between(one, two), at_least(five)), WEIGHT)
    root = _root(graph)
    assert isinstance(root, exp.AnyOf)
    inside, above = (graph.conditions[part] for part in root.of)
    assert isinstance(inside, exp.AllOf) and above == exp.Compare("ge", "n1", Fraction(5))
    assert [graph.conditions[part] for part in inside.of] == [
        exp.Compare("ge", "n1", Fraction(1)),
        exp.Compare("lt", "n1", Fraction(2)),
    ]


def test_months_between_dates_are_calendar_months() -> None:
    """``time since onset is from 3 to below 12 months`` moves the onset on the calendar; 90 days are counted."""
    graph = _graph(within(SINCE_ONSET, between(literal(3, "months"), literal(12, "months"))), ONSET)
    root = _root(graph)
    assert isinstance(root, exp.AllOf)
    low, high = (graph.conditions[part] for part in root.of)
    assert isinstance(low, exp.Compare) and isinstance(high, exp.Compare)
    assert (low.comparison, high.comparison) == ("le", "gt")
    assert graph.numbers[low.left] == exp.ShiftedDate("n2", 3, "months")
    assert isinstance(low.right, str) and graph.numbers[low.right] == exp.Now(True)
    counted = _graph(within(SINCE_ONSET, at_least(literal(90, "days"))), ONSET)
    compare = _root(counted)
    assert isinstance(compare, exp.Compare) and compare.right == 90
    assert counted.numbers[compare.left] == exp.Arithmetic("-", "n1", "n2")
    assert verify(graph) == [] and verify(counted) == []


def test_a_date_is_compared_with_a_moved_date() -> None:
    """``today is at least 4 weeks after onset`` compares two dates."""
    graph = _graph(DateWithin(Today(), "at least", DateShift(DateInput("onset"), 4, "weeks")), ONSET)
    root = _root(graph)
    assert isinstance(root, exp.Compare) and isinstance(root.right, str)
    assert graph.numbers[root.right] == exp.ShiftedDate("n2", 4, "weeks")
    assert verify(graph) == []


def test_duration_inputs_stay_numbers_in_their_unit() -> None:
    """A duration input in months compared with weeks uses 30.4375 and 7 days."""
    duration = quantity("time since diagnosis", "months", 0, 1200, kind="duration")
    compare = _only(within(value_of(duration), at_least(literal(4, "weeks"))), duration)
    assert compare == exp.Compare("ge", "n1", Fraction(28) / Fraction("30.4375"))


def test_two_published_cutoffs_stay_two() -> None:
    """A dual cut-off keeps both bounds with the units they belong to."""
    glucose = quantity("glucose", "mmol/L", 0, 100)
    dual = DualCutoff(value_of(glucose), "at least", (literal("5.1", "mmol/L"), literal(92, "mg/dL")))
    compare = _only(dual, glucose)
    assert compare == exp.DualCompare("ge", "n1", (("mmol/L", Fraction(51, 10)), ("mg/dL", Fraction(92))))


def test_a_formula_takes_bare_numbers_and_gives_a_unit() -> None:
    """Body surface area: bare numbers multiplied, divided and rooted; the result stands in m2."""
    product = Calculation("*", _bare(HEIGHT, "cm"), _bare(WEIGHT, "kg"))
    area = WithUnit(SquareRoot(Calculation("/", product, literal(3600))), unit("m2"))
    graph = lower(guideline(inputs=[HEIGHT, WEIGHT], definitions=[_calculated("BSA", area, "m2")]))
    kind, number = graph.defined["bsa"]
    assert kind == "number" and graph.number_units[number] == "m2"
    root = graph.numbers[number]
    assert isinstance(root, exp.SquareRoot)
    quotient = graph.numbers[root.of]
    assert isinstance(quotient, exp.Arithmetic) and graph.numbers[quotient.right] == exp.ConstantNumber(Fraction(3600))
    assert verify(graph) == []


def test_products_of_units_reach_the_unit_of_the_result() -> None:
    """0.5 mg/kg times a weight in lb, wanted in mcg, is scaled once and exactly."""
    other = quantity("usual weight", "lb", 1, 900)
    term = Calculation("*", literal("0.5", "mg/kg"), value_of(other), unit("mcg"))
    graph = lower(guideline(inputs=[other], definitions=[_calculated("amount", term, "mcg")]))
    scaled = graph.numbers[graph.defined["amount"][1]]
    assert isinstance(scaled, exp.Arithmetic)
    factor = graph.numbers[scaled.right]
    assert factor == exp.ConstantNumber(Fraction("453.59237"))
    assert verify(graph) == []


def test_scores_sum_points_and_named_numbers() -> None:
    """A line of a score is points with their condition, or another score."""
    first = Definition(Name("first"), Score((ScoreItem(Fraction(2), fact("a")),)))
    item = ScoreItem(Fraction(1), None, DefinedNumber("first", NUMBER, "first"))
    second = Definition(Name("second"), Score((ScoreItem(Fraction(-1), fact("b")), item)))
    graph = lower(guideline(inputs=[yes_no("a"), yes_no("b")], definitions=[second, first]))
    score = graph.numbers[graph.defined["second"][1]]
    assert score == exp.Score(((Fraction(-1), "c2"),), (graph.defined["first"][1],))
    assert verify(graph) == []


def test_numbers_and_labels_can_be_decided_by_forks() -> None:
    """Leaves of a number fork are brought to the definition's unit; nested label forks are labels of their own."""
    grams = replace(literal(500, "kg"), unit=replace(unit("kg"), symbol="g", factor=unit("kg").factor / 1000))
    numbers: NumberTree = Fork("when", "", (Branch("a", fact("a"), literal(1, "kg")), Branch("otherwise", None, grams)))
    nested: LabelTree = Fork("when", "", (Branch("b", fact("b"), "low"), Branch("otherwise", None, "middle")))
    labels: LabelTree = Fork(
        "first that applies", "", (Branch("a", fact("a"), nested), Branch("otherwise", None, "high"))
    )
    graph = lower(
        guideline(
            inputs=[yes_no("a"), yes_no("b")],
            definitions=[
                Definition(Name("mass"), Calculated(numbers, unit("kg"))),
                Definition(Name("band"), Labelled(labels, ("low", "middle", "high"))),
            ],
        )
    )
    mass = graph.numbers[graph.defined["mass"][1]]
    assert isinstance(mass, exp.NumberFork)
    assert [graph.numbers[leaf] for _, leaf in mass.branches] == [
        exp.ConstantNumber(Fraction(1)),
        exp.ConstantNumber(Fraction(1, 2)),
    ]
    band = graph.labels[graph.defined["band"][1]]
    assert isinstance(band, exp.LabelFork) and band.ordered
    assert [(leaf, inner is not None) for _, leaf, inner in band.branches] == [("", True), ("high", False)]
    assert verify(graph) == []


def test_grades_of_time_between_dates_use_the_calendar() -> None:
    """Each row of a grade over the time between dates compares on the calendar; the graded number is in days."""
    rows = (
        GradeRow("newly diagnosed", (below(literal(3, "months")),)),
        GradeRow("chronic", (at_least(literal(3, "months")),)),
    )
    stage = Definition(Name("stage"), Graded(SINCE_ONSET, unit("months"), rows))
    graph = lower(guideline(inputs=[ONSET], definitions=[stage]))
    label = graph.labels[graph.defined["stage"][1]]
    assert isinstance(label, exp.LabelFork) and label.graded is not None
    assert graph.number_units[label.graded] == "days"
    assert {type(graph.conditions[condition]) for condition, _, _ in label.branches} == {exp.Compare}
    assert any(isinstance(number, exp.ShiftedDate) for number in graph.numbers.values())


def test_series_terms_stand_in_the_declared_unit() -> None:
    """The latest value of a series has its unit, the number of values has none; bounds of a run are converted."""
    platelets = replace(quantity("platelets", "x10^9/L", 0, 3000), type=Series(_number("x10^9/L")))
    latest = SeriesTerm("latest", "platelets", unit("x10^9/L"), Fraction(28))
    count = SeriesTerm("number", "platelets", NUMBER)
    run = Sustained("platelets", below(literal(30000, "/uL")), literal(2, "weeks"))
    graph = lower(
        guideline(
            inputs=[platelets],
            definitions=[
                means("low", within(latest, below(literal("20", "x10^9/L")))),
                means("few", within(count, below(literal(3)))),
                means("sustained", run),
            ],
        )
    )
    assert graph.number_units == {"n1": "x10^9/L", "n2": ""}
    assert graph.conditions[graph.defined["sustained"][1]] == exp.Sustained(
        "platelets", None, (Fraction(30), False), Fraction(14)
    )
    assert verify(graph) == []


def test_completed_years_are_whole_calendar_years() -> None:
    """``completed years from birth to today is at least 18 years`` compares a number of years."""
    age = CompletedYears(DateInput("onset"), Today(), unit("years"))
    graph = _graph(within(age, at_least(literal(18, "years"))), ONSET)
    root = _root(graph)
    assert isinstance(root, exp.Compare) and root.right == 18
    assert isinstance(graph.numbers[root.left], exp.CompletedYears)


def _graph(condition: Condition, *inputs: Input) -> DecisionGraph:
    return lower(guideline(inputs=inputs, definitions=[means("it", condition)]))


def _root(graph: DecisionGraph) -> exp.ConditionNode:
    return graph.conditions[graph.defined["it"][1]]


def _only(condition: Condition, given: Input) -> exp.ConditionNode:
    graph = _graph(condition, given)
    assert verify(graph) == []
    return _root(graph)


def _bare(given: Input, symbol: str) -> WithoutUnit:
    return WithoutUnit(value_of(given), unit(symbol))


def _calculated(name: str, term: NumberTerm, symbol: str) -> Definition:
    return Definition(Name(name), Calculated(term, unit(symbol)))


def _number(symbol: str) -> Number:
    return Number("quantity", unit(symbol), Plausible(Fraction(0), Fraction(3000)))
