"""One mistake is one message: what a mistake makes unreadable elsewhere is not told as mistakes of its own."""

from __future__ import annotations

import pytest
from caretree.pipeline import compile_file

GUIDELINE = """\
guideline "Sea sickness on a made-up ferry":
  id sea-sickness
  version 0.1.0
  notation 1
  status draft
  last updated 2026-11-01
  audience clinicians
  question "What is done for a sea-sick passenger?"

source A "House rules of a made-up ferry company":
  section 1 "Treatment":
    1 "Ginger tea for all; ferrybind if the sickness is not mild, by weight, at most 2 mg a day"

inputs:
  pregnant:
    is yes or no
    asks "Is the passenger pregnant?"
    may be unknown
  episodes:
    is a whole number, plausible 0 to 100
    asks "How often did the passenger vomit?"
    may be unknown
  weight:
    is a quantity in kg, plausible 2 to 250
    asks "What is the body weight?"
    may be unknown

definitions:
  sickness is graded by episodes:
    mild: at most 2 [1.1]
    severe: above 2 [1.1]
  heavy means weight is above 100 kg [1.1]

actions:
  ginger tea
  ferrybind:
    drug ferrybind
    dose 25 mcg/kg of weight orally twice daily [1.1]
    at most 2 mg per day [1.1]
    not stated: duration

decision treatment:
  should use ginger tea [1.1]
  depending on sickness:
    mild:
      nothing further [1.1]
    severe:
      when pregnant:
        do not use ferrybind [1.1]
      otherwise:
        consider ferrybind [1.1]
  also when heavy:
    nothing further [1.1]

safety rules:
  never offer ferrybind when pregnant [1.1]

patient sailor:
  pregnant is no
  episodes is 4
  weight is 70 kg

example a sailor [1.1]:
  given sailor
  expect sickness is severe
  expect consider ferrybind

example the same sailor [1.1]:
  given sailor
  expect should use ginger tea
"""

MISTAKES = [
    ("    is yes or no\n", "    is yes or noo\n", "unknown-type"),
    ("in kg, plausible 2 to 250", "in kg", "missing-plausible-range"),
    ("plausible 2 to 250", "plausible 250 to 2", "backwards-range"),
    ("definitions:\n", "definition:\n", "unknown-block"),
    ("actions:\n", "action:\n", "unknown-block"),
    ("heavy means weight is above 100 kg", "heavy means weight is abov 100 kg", "not-understood"),
    ('asks "What is the body weight?"', 'asks "What is the body weight?', "unterminated-text"),
    ('asks "What is the body weight?"', "asks “What is the body weight?”", "curly-quotes"),
    ("    mild:\n      nothing", "    mild:\n     nothing", "odd-indent"),
    ("    mild:\n      nothing", "    mild:\n       nothing", "odd-indent"),
    ("    asks \"What is the body weight?\"\n", "\tasks \"What is the body weight?\"\n", "tab-indent"),
    ("    severe:\n      when", "    severe\n      when", "missing-colon"),
    ("    mild:\n      nothing", "    mild\n      nothing", "missing-colon"),
    ("      when pregnant:", "      if pregnant:", "not-understood"),
    ("      otherwise:", "      else:", "not-understood"),
    ("at most 2 mg per day [1.1]\n    not", "at most 2.0 mg per day [1.1]\n    not", "trailing-zero"),
    ("mcg/kg of weight orally", "mcg per kg orally", "not-understood"),
    ("weight is 70 kg", "weight is 700 kg", "example-patient-refused"),
    ("weight is above 100 kg", "weight >= 100 kg", "not-understood"),
]  # fmt: skip


def found(text: str) -> list[tuple[str, int]]:
    """The names and lines of the problems of a guideline's text."""
    compiled = compile_file("ferry.care", lambda path: text.encode() if path == "ferry.care" else None, "")
    return [(problem.name, problem.span.line) for problem in compiled.problems]


def test_without_a_mistake_nothing_is_told() -> None:
    """The guideline itself is fine."""
    assert found(GUIDELINE) == []


@pytest.mark.parametrize(("right", "wrong", "name"), MISTAKES, ids=[wrong.strip() for _, wrong, _ in MISTAKES])
def test_a_mistake_is_told_once_and_on_its_line(right: str, wrong: str, name: str) -> None:
    """One problem, on the line that was changed."""
    text = GUIDELINE.replace(right, wrong, 1)
    changed = [
        number
        for number, (one, other) in enumerate(zip(GUIDELINE.split("\n"), text.split("\n"), strict=True), start=1)
        if one != other
    ]
    assert found(text) == [(name, changed[0])]


TABLE_OF_LABELS = """\
  care level is by table:
    | episodes | care level | from |
    | below 2  | usual      | 1.1  |
    | above 4  | special    | 1.1  |
    | from 2 to 4 | usual   | 1.1  |
"""

TABLES = """
decision company:
  by table:
    | care level | pregnant | do                                              | from |
    | usual      | any      | nothing further                                 | 1.1  |
    | special    | any      | should use ginger tea, because "it is no ferry" | 1.1  |

examples sailors:
  given sailor
  | case  | episodes | expect                |
  | often | 5        | care level is special |
"""

CELLS = [
    ('because "it is no ferry" |', 'because "it is no ferry |'),
    ('because "it is no ferry" |', 'because it is no ferry" |'),
    ("| special    | any", '| "special   | any'),
    ("| special    | any", '| special"   | any'),
    ("| special    | any", '| spe"cial   | any'),
    ("| special    | 1.1", '| "special   | 1.1'),
    ("| usual      | 1.1", '| usual      | "1.1'),
    ("| pregnant | do", '| "pregnant | do'),
    ("| often | 5", '| "often | 5'),
    ("care level is special |", 'care level is "special |'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), CELLS, ids=[wrong.strip() for _, wrong in CELLS])
def test_an_open_text_in_a_cell_is_told_once(right: str, wrong: str) -> None:
    """The missing mark is one problem, on its line; the table keeps its columns and rows, and their names hold."""
    whole = GUIDELINE.replace("\nactions:", f"{TABLE_OF_LABELS}\nactions:") + TABLES
    assert [name for name, _ in found(whole)] == []
    text = whole.replace(right, wrong, 1)
    line = whole[: whole.index(right)].count("\n") + 1
    assert found(text) == [("unterminated-text", line)]


def test_independent_mistakes_are_all_told() -> None:
    """Five mistakes in five places are five problems of one run."""
    text = GUIDELINE
    wrongs = (
        ("    is yes or no\n", "    is yes or noo\n"), ("orally", "oraly"),
        ("should use ginger tea", "should use ginger te"), ("    mild:\n", "    mold:\n"),
        ("given sailor", "given salor"),
    )  # fmt: skip
    for right, wrong in wrongs:
        text = text.replace(right, wrong, 1)
    names = [name for name, _ in found(text)]
    assert sorted(names) == sorted(["unknown-type", "not-understood", "unknown-name", "unknown-label", "unknown-name"])


def test_a_line_continued_by_mistake_is_told_once() -> None:
    """A line that stands too deep is read as part of the one above; its words are not told as unknown names."""
    text = GUIDELINE.replace(
        "      nothing further [1.1]\n", "      should use ginger tea [1.1]\n        do not use ferrybind [1.1]\n", 1
    )
    line = text[: text.index("        do not use")].count("\n")
    assert found(text) == [("misplaced-citation", line)]
    compiled = compile_file("ferry.care", lambda path: text.encode() if path == "ferry.care" else None, "")
    assert f"line {line + 1} is indented deeper" in compiled.problems[0].message


@pytest.mark.parametrize(("wrong", "name"), [("at least 2", "overlapping-branches"), ("above 3", "uncovered-patient")])
def test_a_patient_of_an_example_is_not_blamed_for_a_fork(wrong: str, name: str) -> None:
    """Where two grades or none fit the patient of an example, the proof tells it, and the example does not as well."""
    text = GUIDELINE.replace("severe: above 2", f"severe: {wrong}")
    text = text.replace("episodes is 4", "episodes is 2" if name.startswith("over") else "episodes is 3")
    text = text.replace(
        "  expect sickness is severe\n  expect consider ferrybind\n", "  expect should use ginger tea\n"
    )
    assert [problem for problem, _ in found(text)] == [name]


@pytest.mark.parametrize(
    ("use", "kept"),
    [
        ('use weight from "common/nothing"', []),
        ('use "common/nothing"', []),
        ('use pregnant from "common/nothing"', ["unknown-name"] * 3),
    ],
)  # fmt: skip
def test_what_a_missing_library_was_to_bring_is_not_told(use: str, kept: list[str]) -> None:
    """The library is missing: its names are not told as unknown, others are."""
    start = GUIDELINE.index("  weight:\n")
    text = GUIDELINE.replace(GUIDELINE[start : GUIDELINE.index("\ndefinitions:")], "").replace(
        "inputs:", f"{use}\n\ninputs:"
    )
    assert [name for name, _ in found(text)] == ["missing-library", *kept]


def test_a_unit_without_its_denominator_is_proposed_whole() -> None:
    """``mg`` beside ``g/dL`` was mostly meant as ``mg/dL``."""
    text = GUIDELINE.replace("in kg, plausible", "in g/dL, plausible").replace("above 100 kg", "above 100 mg")
    text = text.replace("mcg/kg of weight", "mcg").replace("weight is 70 kg", "weight is 70 g/dL")
    compiled = compile_file("ferry.care", lambda path: text.encode() if path == "ferry.care" else None, "")
    assert [(one.name, one.fix) for one in compiled.problems] == [("wrong-dimension", "did you mean `100 mg/dL`?")]


@pytest.mark.parametrize("form", ["means weight is above 100 kg [1.1]", "is the sum of:\n    1 if pregnant [1.1]"])
def test_a_name_that_reads_as_a_sentence_is_told_as_a_name(form: str) -> None:
    """``load is heavy means …`` says what it defines, by a name no sentence could hold."""
    text = GUIDELINE.replace("heavy means weight is above 100 kg [1.1]", f"load is heavy {form}")
    text = text.replace("also when heavy", "also when load is heavy")
    assert found(text) == [("bad-name", GUIDELINE[: GUIDELINE.index("heavy means")].count("\n") + 1)]
