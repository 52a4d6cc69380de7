"""Libraries and sources: what a guideline reads from other files, and what it takes from them."""

from __future__ import annotations

import pytest
from resolved import names_of, resolve_text, sound
from small_guideline import FILES, LIBRARY, guideline

USE = 'use "common/shared"'


def test_only_what_a_guideline_reaches_belongs_to_it() -> None:
    """A library's unread inputs, definitions and actions are dropped, and impossible facts about unread inputs too."""
    result = sound(guideline(), FILES)
    assert [item.name.id for item in result.inputs] == ["cough", "shared/fever"]
    assert [action.name.id for action in result.actions] == ["cold-drinks", "shared/paracetamol"]
    assert (result.definitions, result.impossible) == ((), ())
    assert result.files == ("spec/guideline.care", "spec/common/shared.care")


def test_a_dose_reaches_what_its_area_is_calculated_from() -> None:
    """A named area brings in its formula and the inputs the formula reads."""
    result = sound(guideline(actions="  medicine:\n    dose 3 mg/m2 of BSA once\n"), FILES)
    assert [item.name.shown for item in result.inputs] == ["cough", "weight", "height", "fever"]
    assert [item.name.shown for item in result.definitions] == ["BSA"]


def test_an_impossible_fact_counts_once_all_its_inputs_are_reached() -> None:
    """``ANC is above WBC`` matters only to a guideline that reads both."""
    one = sound(guideline(header="  applies when ANC is below 1 x10^9/L"), FILES)
    both = sound(guideline(header="  applies when ANC is below 1 x10^9/L or WBC is below 2 x10^9/L"), FILES)
    assert (len(one.impossible), len(both.impossible)) == (0, 1)


def test_names_can_be_picked_and_renamed() -> None:
    """``use A and B from`` brings those two; a renamed input keeps its identity."""
    picked = guideline().replace(USE, 'use fever and paracetamol from "common/shared"')
    assert sound(picked, FILES).inputs[1].name.id == "shared/fever"
    assert "unknown-name" in names_of(resolve_text(picked.replace("fever and ", ""), FILES)[1])
    renamed = guideline(header="  applies when neutrophils is below 1 x10^9/L").replace(
        USE, f"{USE} but call ANC neutrophils"
    )
    name = sound(renamed, FILES).inputs[1].name
    assert (name.long, name.short, name.id) == ("neutrophils", "", "shared/neutrophil-count")
    assert "unknown-name" in names_of(resolve_text(renamed.replace("when neutrophils", "when ANC"), FILES)[1])


def test_a_clash_of_names_is_solved_by_renaming() -> None:
    """The guideline's own name and a library's clash until one is called something else."""
    own = '  fever:\n    asks "Fever at home?"\n    is yes or no\n'
    assert names_of(resolve_text(guideline(inputs=own), FILES)[1]) == ["duplicate-name"]
    sound(guideline(inputs=own).replace(USE, f"{USE}\n  but call fever ward temperature"), FILES)


def test_one_library_reached_on_two_ways_is_one() -> None:
    """A library used directly and through another is read once, and its names mean one thing."""
    other = 'library "Other":\n  id other\n  version 0.1.0\n\nuse "common/shared"\n\ninputs:\n  rash:\n'
    other += '    asks "Rash?"\n    is yes or no\n'
    text = guideline(header="  applies when rash").replace(USE, f'{USE}\n\nuse "common/other"')
    result = sound(text, {**FILES, "common/other": other})
    assert [item.name.id for item in result.inputs] == ["cough", "other/rash", "shared/fever"] or [
        item.name.id for item in result.inputs
    ] == ["cough", "shared/fever", "other/rash"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/etc/passwd", "bad-path"),
        ("../secret", "bad-path"),
        ("common/../../secret", "bad-path"),
        ("C:/x", "bad-path"),
        ("common/shared.care", "bad-path"),
        ("common//shared", "bad-path"),
        ("common/absent", "missing-library"),
        ("other-guideline", "not-a-library"),
    ],
)
def test_paths_stay_inside_the_spec_folder(path: str, name: str) -> None:
    """A library is found inside the spec folder or not at all."""
    files = {**FILES, "other-guideline": 'guideline "X":\n  id x\n  version 0.1.0\n'}
    assert names_of(resolve_text(guideline().replace("common/shared", path), files)[1])[0] == name


def test_circles_and_depth_are_limited() -> None:
    """Libraries that use each other, or more than sixteen deep, are refused."""

    def library(number: int, uses: str) -> str:
        return f'library "L{number}":\n  id l{number}\n  version 0.1.0\n\nuse "{uses}"\n'

    circle = {"l1": library(1, "l2"), "l2": library(2, "l1")}
    assert "circular-use" in names_of(resolve_text(library(0, "l1"), circle)[1])
    chain = {f"l{number}": library(number, f"l{number + 1}") for number in range(1, 40)}
    assert "too-deep-use" in names_of(resolve_text(library(0, "l1"), chain)[1])


def test_a_library_holds_no_advice() -> None:
    """Decisions and `applies when` in a library are refused; what it may hold is kept whole."""
    assert len(sound(LIBRARY).inputs) == 6
    advice = LIBRARY.replace("  version 0.1.0", "  version 0.1.0\n  applies when fever")
    assert names_of(resolve_text(f"{advice}\ndecision x:\n  recommend paracetamol\n")[1]) == [
        "not-in-a-library",
        "not-in-a-library",
    ]


def test_a_class_of_a_library_is_a_class_in_its_guidelines() -> None:
    """A class is never offered itself, wherever it was declared."""
    library = LIBRARY.replace("  rest in bed\n", "  rest in bed\n  comfort covers rest in bed\n")
    text = guideline().replace("recommend cold drinks", "recommend comfort")
    assert resolve_text(text, {"common/shared": library})[1]
    assert not resolve_text(text.replace("recommend comfort", "recommend rest in bed"), {"common/shared": library})[1]


def test_facts_about_what_is_not_read_are_a_warning() -> None:
    """A patient may mention an unread library input; it warns and stays out of the signature."""
    more = "\npatient P:\n  fever is yes\n  cough is no\n  height is 170 cm\n"
    guideline_, found = resolve_text(guideline(more=more), FILES)
    assert [(problem.name, problem.severity) for problem in found] == [("unused-fact", "warning")]
    assert guideline_ is not None
    assert [fact.input for fact in guideline_.patients[0].facts] == ["shared/fever", "cough"]


SOURCE = """\
source "An article":
  section 1 "All of it", lines 1 to 9:
    1 "Treat fever"
  references 1 to 3 unresolved
"""


def test_a_ledger_is_read_whole() -> None:
    """Sections, statements with references, lines without clinical content and references keep their numbers."""
    ledger = f"""\
source A "An article":
  publisher "A publisher"
  file "article.txt"
  sha256 {"0" * 64}
  url "https://example.org/article"
  last updated 2025-09-08
  reviewed "not by a person"
  section 1 "All of it", lines 1 to 9:
    1 "Treat fever" ref 1, 2
    2 "Wait"
  section 12 "Closing", line 20
  lines 10 to 19 not clinical
  reference 1 "A trial"
  reference 2 "A letter" unresolved
  references 3 to 4 unresolved
"""
    source = sound(guideline().replace(SOURCE, ledger), FILES).sources[0]
    assert (source.letter, source.publisher, source.file) == ("A", "A publisher", "article.txt")
    assert [(one.number, one.first_line, one.last_line) for one in source.sections] == [("1", 1, 9), ("12", 20, 20)]
    assert [(one.number, one.references) for one in source.sections[0].statements] == [("1.1", ("1", "2")), ("1.2", ())]
    assert source.not_clinical == ((10, 19),)
    assert [(one.number, one.text, one.resolved) for one in source.references] == [
        ("1", "A trial", True),
        ("2", "A letter", False),
        ("3", "", False),
        ("4", "", False),
    ]


def test_a_ledger_may_live_in_its_own_file() -> None:
    """``source "sources/…"`` reads the block of that file, and the file counts as read."""
    text = guideline().replace(SOURCE, 'source "sources/article"\n')
    result = sound(text, {**FILES, "sources/article": SOURCE})
    assert result.sources[0].letter == "A" and result.sources[0].span.file == "spec/sources/article.care"
    assert "spec/sources/article.care" in result.files
    assert names_of(resolve_text(text, FILES)[1])[0] == "missing-ledger"


def test_a_ledger_file_can_be_checked_alone() -> None:
    """A file of sources is no guideline, and what is wrong in it is found all the same."""
    assert resolve_text(SOURCE) == (None, [])
    assert names_of(resolve_text(SOURCE.replace("references 1", "references one"))[1]) == ["not-understood"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("section six", "not-understood"),
        ('section 1 "Again", line 9', "duplicate-in-ledger"),
        ('section 2 "Back", lines 9 to 1', "backwards-range"),
        ("reference 2 unresolved", "duplicate-in-ledger"),
        ("sha256 abc", "not-understood"),
        ("url javascript:alert", "not-understood"),
        ('publisherr "X"', "unknown-line"),
    ],
)
def test_wrong_ledger_lines_are_reported(line: str, name: str) -> None:
    """A ledger line that cannot be read is a problem at its place."""
    text = guideline().replace("  references 1 to 3", f"  {line}\n  references 1 to 3")
    assert names_of(resolve_text(text, FILES)[1])[0] == name


def test_several_sources_need_letters() -> None:
    """With two sources each has a letter of its own."""
    two = SOURCE + "\n" + SOURCE.replace("source ", "source B ")
    assert names_of(resolve_text(guideline().replace(SOURCE, two), FILES)[1])[0] == "missing-source-letter"
