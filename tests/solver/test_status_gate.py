"""``approved`` is earned: each thing left open refuses it, nothing else does, and every output of less says so."""

from __future__ import annotations

import pytest
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.pictures import dot, mermaid
from caretree.guideline.header import not_approved
from caretree.pipeline import Compiled, compile_file, generate

CLEAN = """\
guideline "A question":
  id question
  version 0.1.0
  notation 1
  status approved
  author "Somebody"
  reviewer "Somebody else"

source A "A made-up article":
  section 1 "All":
    1 "Advice with fever" ref 1
    2 "Nothing is said of a rash, or the opposite"
  reference 1 "A made-up study"

inputs:
  fever:
    is yes or no
    asks "Fever?"
    code LOINC 8310-5
  rash:
    is yes or no
    asks "Rash?"
    when not recorded, assume no, decided by "Somebody else"
      note "Made up."

actions:
  advice

decision all:
  when fever:
    recommend advice [1.1 ref 1]
  otherwise:
    nothing further [1.2]
  also when rash:
    gap what a rash means
  also when rash and fever:
    conflict advice with a rash

safety rules:
  never offer advice unless fever [1.1 ref 1]

gap what a rash means:
  the source "does not say it" [1.2]

conflict advice with a rash:
  one reading "advice" [1.1 ref 1]
  other reading "nothing" [1.2]
  until resolved follow one reading, because "it is made up", decided by "Somebody else"
  then recommend advice [1.1 ref 1]
"""

ODD_INPUT = (
    "  counts:\n    is a series of quantities in x10^9/L, plausible 0 to 60\n"
    '    asks "Counts?"\n    code LOINC 8310-5\n\nactions:'
)
LEFT_OPEN: dict[str, tuple[tuple[str, str], ...]] = {
    "reference 2 of source A is unresolved": (
        ('  reference 1 "A made-up study"\n', '  reference 1 "A made-up study"\n  reference 2 unresolved\n'),
    ),
    "the code LOINC 8310-5 is unverified": (("code LOINC 8310-5", "code LOINC 8310-5 unverified"),),
    "statement A 1.3 is not placed": (('or the opposite"\n', 'or the opposite"\n    3 "Something else"\n'),),
    "nobody signed the assumption on rash": ((', decided by "Somebody else"\n      note', "\n      note"),),
    "nobody decided the conflict advice with a rash": (('made up", decided by "Somebody else"', 'made up"'),),
    "not proved: never offer advice unless fever": (
        ("actions:", ODD_INPUT),
        ("  when fever:\n", "  when fever or the total counts is below the highest counts:\n"),
    ),
}


def compiled(*changes: tuple[str, str]) -> Compiled:
    """The guideline with some of its text exchanged, proofs included."""
    text = CLEAN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return compile_file(
        "spec/question.care", lambda name: text.encode() if name.endswith("question.care") else None, "spec"
    )


def errors(found: Compiled) -> list[str]:
    """What is refused."""
    return [problem.message for problem in found.problems if problem.severity == "error"]


def test_a_guideline_with_nothing_left_open_is_approved() -> None:
    """An open gap may stay."""
    found = compiled()
    assert errors(found) == [] and found.sound
    assert {one.result for one in found.obligations} == {"proved"}


@pytest.mark.parametrize("reason", LEFT_OPEN)
def test_each_thing_left_open_refuses_approval(reason: str) -> None:
    """One error for the one thing that is open; the same guideline as a draft is fine."""
    found = compiled(*LEFT_OPEN[reason])
    assert any(reason in message for message in errors(found)), errors(found)
    assert not found.sound
    assert not any(reason in message for message in errors(compiled(*LEFT_OPEN[reason], DRAFT)))


@pytest.mark.parametrize("status", ["draft", "submitted", "under review", "retired"])
def test_less_than_approved_asks_nothing(status: str) -> None:
    """Everything may be open at once."""
    unproved = "not proved: never offer advice unless fever"
    changes = [change for reason, parts in LEFT_OPEN.items() if reason != unproved for change in parts]
    assert not any("approved" in message for message in errors(compiled(*changes, ("approved", status))))


DRAFT = ("status approved", "status draft")
NOTHING_OF_A_GUIDELINE = (
    "schemas/graph.schema.json",
    "/_",
    "__init__",
    "py.typed",
    "pages/assets/",
    "javascript/engine",
)
"""Files about no guideline in particular."""


def files_of(found: Compiled) -> dict[str, str]:
    """The text of every file a build makes of one guideline."""
    assert found.sound, errors(found)
    files = {file.path: file.text for file in generate([found], "careguides")}
    own = {path: text for path, text in files.items() if "question" in path and "_runtime" not in path}
    return {path: text for path, text in own.items() if not path.endswith(TABLES)}


TABLES = (".csv",)
"""What was placed and covered where: tables of identities, which advise nothing."""


def test_every_file_of_an_unapproved_guideline_says_so() -> None:
    """Library, SQL, JavaScript, graph, vectors, schema, evidence, features, pages; of an approved one none does."""
    draft, approved = files_of(compiled(DRAFT)), files_of(compiled())
    kinds = {path.rsplit(".", 1)[-1] for path in draft}
    assert kinds == {"py", "json", "feature", "md", "js", "sql", "svg", "txt"}
    assert [path for path, text in draft.items() if "Not approved" not in text] == []
    assert [path for path, text in approved.items() if "Not approved" in text] == []


def graph_of(found: Compiled) -> DecisionGraph:
    assert found.graph is not None
    return found.graph


def test_pictures_of_an_unapproved_guideline_say_so() -> None:
    """Mermaid and Graphviz, which are pasted elsewhere, carry it in their title."""
    draft, approved = graph_of(compiled(DRAFT)), graph_of(compiled())
    assert all("Not approved: status is draft." in picture(draft) for picture in (mermaid, dot))
    assert not any("Not approved" in picture(approved) for picture in (mermaid, dot))
    assert not_approved(approved.guideline.header) == ""
