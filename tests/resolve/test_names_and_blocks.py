"""Names and blocks: every sentence reads one way only, and nothing is silently left out."""

from __future__ import annotations

import pytest
from resolved import names_of, resolve_text, sound
from small_guideline import FILES, guideline


def input_named(*names: str) -> str:
    """The guideline with a yes/no input of each name."""
    return guideline(inputs="".join(f'  {name}:\n    asks "?"\n    is yes or no\n' for name in names))


@pytest.mark.parametrize(
    "name",
    [
        "fever and rash",
        "not well",
        "stage is high",
        "below normal",
        "at least severe",
        "from abroad",
        "today",
        "any",
        "dose of 5 mg",
        "weight in kg",
        "a - b",
        "rash!",
        "2 tablets daily",
        "24-hour urine",
        "class",
        "number of fever",
        "the latest fever",
    ],
)
def test_names_that_could_be_misread_are_refused(name: str) -> None:
    """Words of logic, bounds, units and built-in phrases never stand in a name."""
    assert "bad-name" in names_of(resolve_text(input_named(name), FILES)[1])


@pytest.mark.parametrize("name", ["time since fever began", "HbA1c", "TPO-RA given", "stage 3b", "patient's wish"])
def test_ordinary_clinical_names_are_fine(name: str) -> None:
    """The rules leave the names clinicians use."""
    assert sound(input_named(name), FILES).inputs[1].name.long == name


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (("rash", "Rash"), "confusable-name"),
        (("rash", "rаsh"), "confusable-name"),
        (("type 1", "type I"), "confusable-name"),
        (("rash", "rash"), "duplicate-name"),
        (("night-sweats", "night sweats"), "same-identity"),
        (("Fever", "cold"), "confusable-name"),
        (("fever", "cold"), "duplicate-name"),
    ],
)
def test_names_a_reader_cannot_tell_apart_are_refused(names: tuple[str, str], problem: str) -> None:
    """Case, width and look-alike letters do not make a new name, not even beside a library's."""
    assert names_of(resolve_text(input_named(*names), FILES)[1]) == [problem]


@pytest.mark.parametrize("name", ["both drinks", "one of many", "2 of three"])
def test_actions_do_not_begin_like_a_choice(name: str) -> None:
    """``one of`` opens a choice and ``both`` a pair, so no action begins with them."""
    assert "bad-name" in names_of(resolve_text(guideline(actions=f"  {name}"), FILES)[1])


def test_labels_of_definitions_follow_the_rules() -> None:
    """A grade cannot be called by a word of bounds."""
    more = "definitions:\n  band in years is graded by age:\n    below average: below 5\n    usual: at least 5\n"
    assert names_of(resolve_text(guideline(more=more), FILES)[1]) == ["bad-name"]


def test_labels_follow_the_rules_too() -> None:
    """A choice with two labels that look alike, or one that carries logic, is refused."""
    lines = '  stage:\n    asks "?"\n    is one of:\n      early\n      Early\n      not early\n'
    found = names_of(resolve_text(guideline(inputs=lines), FILES)[1])
    assert sorted(found) == ["bad-name", "confusable-name"]


def test_unknown_blocks_and_lines_are_named_with_the_nearest() -> None:
    """A misspelt block or line is a problem with a proposal, never skipped."""
    text = guideline(header="  statsu draft", inputs='    ask "?"', more="decison x:\n  nothing further [1.1]\n")
    found = {problem.name: problem for problem in resolve_text(text, FILES)[1]}
    assert 'did you mean "decision"?' in found["unknown-block"].fix
    assert {"unknown-block", "unknown-line"} <= found.keys()


def test_blocks_and_lines_stand_once() -> None:
    """A second block or line of a kind that stands once is reported at its place."""
    text = guideline(header="  status approved", more='inputs:\n  x:\n    asks "?"\n    is yes or no\n')
    found = resolve_text(text, FILES)[1]
    assert sorted(names_of(found)) == ["duplicate-block", "duplicate-line"]
    assert all(problem.related for problem in found)


def test_a_file_needs_a_header_with_id_and_version() -> None:
    """Without a guideline block there is no guideline; without id and version it is reported."""
    assert names_of(resolve_text('inputs:\n  x:\n    asks "?"\n    is yes or no\n')[1]) == ["missing-block"]
    found = resolve_text('guideline "X":\n  status draft\n')[1]
    assert names_of(found) == ["missing-line", "missing-line"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("id Ward Fever", "duplicate-line"),
        ("review by 31.12.2026", "bad-date"),
        ("audience doctors", "unknown-audience"),
        ("imperatives are read as avoid", "unknown-strength"),
        ("notation 2", "unknown-notation"),
        ('change 0.2 on 2026-01-01 "x"', "bad-version"),
        ("question What?", "bad-text"),
        ("applies when fevr", "unknown-name"),
    ],
)
def test_wrong_header_lines_are_reported(line: str, name: str) -> None:
    """Each header line takes only what it can mean."""
    found = resolve_text(guideline(header=f"  {line}"), FILES)[1]
    assert names_of([problem for problem in found if problem.severity == "error"]) == [name]


def test_a_full_header_is_read() -> None:
    """Every header line lands in its field."""
    lines = """\
  last updated 2026-01-02
  review by 2027-01-02
  audience patients, clinicians
  author "A. Author"
  reviewer "R. Reviewer"
  question "Which patients?"
  summary "Short."
  disclaimer "Not advice."
  imperatives are read as should use
  applies when fever
  note "Noted."
  change 0.1.0 on 2026-01-01 "First version"
"""
    header = sound(guideline(header=lines), FILES).header
    assert (header.id, header.version, header.status, header.audience) == (
        "ward-fever",
        "0.1.0",
        "draft",
        ("clinicians", "patients"),
    )
    assert header.review_by is not None and header.review_by.isoformat() == "2027-01-02"
    assert (header.authors, header.reviewers, header.imperatives) == (("A. Author",), ("R. Reviewer",), "should use")
    assert header.applies_when is not None and header.changes[0].text == "First version"


def test_header_lines_out_of_order_are_a_warning() -> None:
    """The order of the header never changes its meaning, so it only warns."""
    found = resolve_text(guideline(header='  summary "S"\n  audience clinicians'), FILES)[1]
    assert [(problem.name, problem.severity) for problem in found] == [("line-order", "warning")]
