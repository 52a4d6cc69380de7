"""Definitions: lists, grades, scores, formulas, tables and labels; what pass 1 declares of them; circles."""

from fractions import Fraction

import pytest
from caretree.guideline.blocks import Fork
from caretree.guideline.conditions import AllOf, AnyOf, CountOf, DualCutoff, LabelIs, Not, Within
from caretree.guideline.definitions import Calculated, Graded, Labelled, MeansCondition, Score
from caretree.guideline.inputs import Assumption
from caretree.guideline.terms import Literal, WithUnit
from caretree.resolve.definitions import read_impossible
from clinic_names import clinic_reading, definitions, sound, unit
from lupus_names import sentence_of


def test_lists_of_conditions_keep_each_lines_citations() -> None:
    """``any of:`` holds its lines; lines without a citation inherit the block's; a list may stand in a list."""
    read = sound("""
possible infection means any of:
  fever [1.1]
  infection found
  at least 2 of [1.3]:
    fever
    adult
    fever at night [1.4]
  see gap stage terms
  note "the editor's reading"
  [1.2]
""")
    definition = read["possible infection"]
    assert isinstance(definition.meaning, MeansCondition)
    assert isinstance(definition.meaning.condition, AnyOf)
    count = definition.meaning.condition.of[2]
    assert isinstance(count, CountOf)
    assert (count.count, count.exactly, len(count.of)) == (2, False, 3)
    cited = [[cite.statement for cite in line] for line in definition.meaning.line_cites]
    assert cited == [["1.1"], ["1.2"], ["1.3", "1.2", "1.4"]]
    assert [caveat.id for caveat in definition.see] == ["stage-terms"]
    assert definition.notes == ("the editor's reading",)


def test_a_condition_on_one_line() -> None:
    """``X means C`` with what attaches to it."""
    read = sound("""
grown means age is at least 18 years [1.1]
  note "an age nobody states"
  when not recorded, assume no, unless fever, decided by A. Reviewer
exactly one means exactly 1 of:
  fever
  adult
""")
    grown = read["grown"]
    assert isinstance(grown.meaning, MeansCondition)
    assert isinstance(grown.meaning.condition, Within)
    assert [cite.statement for cite in grown.cites] == ["1.1"]
    assert isinstance(grown.assume, Assumption)
    assert (grown.assume.value, grown.assume.decided_by) == (False, "A. Reviewer")
    assert grown.assume.unless is not None
    exactly = read["exactly one"].meaning
    assert isinstance(exactly, MeansCondition)
    assert isinstance(exactly.condition, CountOf)
    assert exactly.condition.exactly


def test_grades_read_their_ranges_in_the_unit_of_the_heading() -> None:
    """Bare numbers wear the heading's unit; each line keeps its citation and note."""
    read, declared, problems = definitions("""
low count in x10^9/L is graded by ANC:
  severe: below 0.5 [6.6]
    note "very low"
  moderate: from 0.5 to below 1.0 or 1.5
  mild: at least 1.0
""")
    assert problems == []
    assert declared["low count"].labels == ("severe", "moderate", "mild")
    grade = read["low count"].meaning
    assert isinstance(grade, Graded)
    assert [row.label for row in grade.rows] == ["severe", "moderate", "mild"]
    assert grade.rows[0].notes == ("very low",)
    assert read["low count"].notes == ()
    moderate = grade.rows[1].ranges
    assert [one.text for one in moderate] == ["from 0.5 to below 1.0", "1.5"]
    low = moderate[0].low
    assert low is not None
    assert isinstance(low.value, Literal)
    assert low.value.unit == unit("x10^9/L")


def test_a_grade_of_a_duration_wears_units_line_by_line() -> None:
    """``below 3 months`` and ``from 3 to below 12 months`` need no unit in the heading."""
    grade = sound("""
phase of illness is graded, in rising order, by time since diagnosis date:
  new: below 3 months
  old: from 3 to below 12 months
  very old: at least 1 year
""")["phase of illness"].meaning
    assert isinstance(grade, Graded)
    assert grade.ordered
    high = grade.rows[1].ranges[0].high
    assert high is not None
    assert high.value.unit.symbol == "months"


def test_a_grade_in_two_units_gives_a_cut_off_for_each() -> None:
    """``in mmol/L or mg/dL`` makes every bound a published pair."""
    read, declared, problems = definitions("""
glucose band in mmol/L or mg/dL is graded by glucose:
  low: below 5.1 or 92 [1.1]
  high: at least 5.1 or 92
""")
    assert problems == []
    assert declared["glucose band"].labels == ("low", "high")
    band = read["glucose band"].meaning
    assert isinstance(band, Labelled)
    assert isinstance(band.tree, Fork)
    first = band.tree.branches[0].condition
    assert isinstance(first, DualCutoff)
    assert [(cutoff.value, cutoff.unit.symbol) for cutoff in first.cutoffs] == [
        (Fraction(51, 10), "mmol/L"),
        (Fraction(92), "mg/dL"),
    ]


def test_scores_add_points_and_named_numbers() -> None:
    """A line is points under a condition, or a number to add; points may be negative."""
    score = sound("""
danger score is the sum of:
  1 if fever [1.1]
  -2 if ANC is below 1 x10^9/L
  0.5 if fever or adult
  risk score
""")["danger score"].meaning
    assert isinstance(score, Score)
    assert [item.points for item in score.items] == [1, -2, Fraction(1, 2), 0]
    assert score.items[3].number is not None
    assert score.items[0].cites[0].statement == "1.1"


def test_a_formula_can_stand_in_a_fork() -> None:
    """Leaves are formulas in the unit of the heading; a leaf's citation stays with its branch."""
    read, declared, problems = definitions("""
dosing weight (DW) in kg is calculated as:
  when weight is above 100 kg:
    100 kg [2.1]
  otherwise:
    note "as weighed"
    weight in kg
""")
    assert problems == []
    assert declared["dosing weight"].unit == unit("kg")
    meaning = read["dosing weight"].meaning
    assert isinstance(meaning, Calculated)
    assert isinstance(meaning.tree, Fork)
    first, second = meaning.tree.branches
    assert [cite.statement for cite in first.cites] == ["2.1"]
    assert second.condition is None
    assert isinstance(second.then, WithUnit)
    assert read["dosing weight"].notes == ("as weighed",)


def test_labels_can_be_decided_by_nested_forks() -> None:
    """Every kind of fork may decide a label; labels stand in order of first appearance."""
    read, declared, problems = definitions("""
follow-up is decided by:
  depending on neutropenia:
    severe or moderate:
      soon
    mild:
      the first that applies:
        when fever:
          soon
        when not adult:
          later
        otherwise:
          never
""")
    assert problems == []
    assert declared["follow-up"].labels == ("soon", "later", "never")
    meaning = read["follow-up"].meaning
    assert isinstance(meaning, Labelled)
    assert isinstance(meaning.tree, Fork)
    first, second = meaning.tree.branches
    assert (first.label, first.then) == ("severe or moderate", "soon")
    assert isinstance(first.condition, LabelIs)
    assert first.condition.labels == ("severe", "moderate")
    assert isinstance(second.then, Fork)
    assert [branch.then for branch in second.then.branches] == ["soon", "later", "never"]


TABLE = """
clinic band is by table:
  | visit SBP in mmHg     | fever | stage                 | clinic band | from      |
  | below 140             | yes   | any                   | normal      | 2.2 ref 1 |
  | from 140 to below 180 | no    | persistent or chronic | raised      |           |
  | at least 180          | any   | any                   | severe      | 2.1       |
"""


def test_a_table_is_a_fork_of_its_rows() -> None:
    """Cells are joined by and, ``any`` adds nothing, the last column cites."""
    read, declared, problems = definitions(TABLE)
    assert problems == []
    assert declared["clinic band"].labels == ("normal", "raised", "severe")
    meaning = read["clinic band"].meaning
    assert isinstance(meaning, Labelled)
    fork = meaning.tree
    assert isinstance(fork, Fork)
    assert (fork.kind, fork.subject) == ("table", "visit SBP in mmHg · fever · stage")
    first, second, third = fork.branches
    assert first.label == "below 140 · yes · any"
    assert isinstance(first.condition, AllOf)
    assert first.condition.text == "visit SBP is below 140 mmHg and fever"
    assert (first.cites[0].statement, first.cites[0].references) == ("2.2", ("1",))
    assert isinstance(second.condition, AllOf)
    assert isinstance(second.condition.of[1], Not)
    assert isinstance(third.condition, Within)


def test_a_table_can_give_numbers() -> None:
    """Bare numbers in the result column make the definition a number."""
    read, declared, problems = definitions("""
factor is by table:
  | fever | factor |
  | yes   | 2      |
  | no    | 1.5    |
""")
    assert problems == []
    assert declared["factor"].kind == "number"
    assert isinstance(read["factor"].meaning, Calculated)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("odd thing", ["not-understood"]),
        ("odd thing is graded by ANC", ["not-understood"]),
        ("odd thing means fevr", ["unknown-name"]),
        ("odd thing means any of:\n  fever\n  fevr\n  adlt", ["unknown-name", "unknown-name"]),
        ("odd thing means some of:\n  fever", ["not-understood"]),
        ("odd thing means at least 3 of:\n  fever\n  adult", ["bad-count"]),
        ("odd thing in kg is graded by ANC:\n  low: below 3", ["wrong-dimension"]),
        ("odd thing is graded by ANC:\n  low: below 3", ["missing-unit"]),
        ("odd thing in x10^9/L is graded by ANC:\n  low: below 3\n  low: above 3", ["duplicate-label"]),
        ("odd thing in m2 is calculated as:\n  weight", ["wrong-dimension"]),
        ("odd thing in m3x is calculated as:\n  3", ["unknown-unit"]),
        ("odd thing in kg or g is calculated as:\n  weight", ["two-units"]),
        ("odd thing is decided by:\n  soon", ["not-understood"]),
        ("odd thing is decided by:\n  when fever:\n    soon\n    late\n  otherwise:\n    late", ["not-understood"]),
        ("odd thing is by table:\n  | fever | odd thing |\n  | maybe | soon |\n  | no | late |", ["unknown-label"]),
        ("odd thing is by table:\n  | fever | result |\n  | yes | soon |", ["bad-table"]),
        ("odd thing is by table:\n  | fever | odd thing |\n  |  | soon |\n  | no | late |", ["empty-cell"]),
        ("odd thing is decided by:\n  otherwise:\n    late", ["misplaced-otherwise"]),
        ("odd thing means fever\n  see gap nobody", ["unknown-name"]),
        ("odd thing means fever\n  when not recorded, assume maybe [1.1]", ["unknown-label"]),
        ("odd thing means fever\n  when not recorded, assume no", ["uncited-assumption"]),
        ("odd score is the sum of:\n  1 if fever\n    when not recorded, assume no", ["not-understood"]),
    ],
)
def test_each_mistake_in_a_definition_is_named(lines: str, names: list[str]) -> None:
    """A definition that cannot be read is reported, line by line, and left out."""
    _, _, problems = definitions(lines)
    assert [one.name for one in problems] == names


def test_circles_are_reported_once_with_their_path() -> None:
    """Definitions that need themselves are named in the order they are read; others are not blamed."""
    _, _, problems = definitions("""
one means two or fever
two means not three
three means all of:
  one
  adult
fine means one
alone means alone
""")
    assert [one.name for one in problems] == ["circular-definition", "circular-definition"]
    assert problems[0].message.endswith('"one" → "two" → "three" → "one"')
    assert problems[1].message.endswith('"alone" → "alone"')
    assert [words for words, _ in problems[0].related] == ['"two" stands here', '"three" stands here']


def test_impossible_facts_are_conditions_with_citations() -> None:
    """Each line of ``impossible:`` is one condition; a bad line does not hide the next."""
    reading = clinic_reading()
    block = sentence_of("impossible:\n  home SBP is above weight\n  home SBP is above visit SBP [1.1]\n")
    facts = read_impossible(block, reading)
    assert [(fact.text, [cite.statement for cite in fact.cites]) for fact in facts] == [
        ("home SBP is above visit SBP", ["1.1"])
    ]
    assert [one.name for one in reading.problems] == ["wrong-dimension"]
