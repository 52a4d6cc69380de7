"""Did you mean …?"""

from __future__ import annotations

import pytest
from caretree.problems.suggestions import did_you_mean, suggestion

NAMES = ["platelet count", "ANC", "haemoglobin", "white cell count", "red cell count"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("platlet count", "platelet count"),
        ("anc", "ANC"),
        ("hemoglobin", "haemoglobin"),
        ("Platelet Count", "platelet count"),
        ("sodium", None),
        ("", None),
        ("ANC", None),
    ],
)
def test_only_a_near_name_is_suggested(word: str, near: str | None) -> None:
    """A slip of the pen finds its name, whatever the case; one unlike any name finds none, a known one needs none."""
    assert did_you_mean(word, NAMES) == near


def test_the_order_of_the_names_does_not_matter() -> None:
    """Of equally near names the first in the alphabet is taken, in whatever order (or set) they come."""
    assert did_you_mean("cell count a", ["cell count c", "cell count b"]) == "cell count b"
    assert did_you_mean("cell count a", {"cell count b", "cell count c"}) == "cell count b"


def test_the_words_of_a_suggestion() -> None:
    """A question for the fix of a problem, or what to say when nothing is near."""
    assert suggestion("ANV", NAMES) == ""
    assert suggestion("platelets count", NAMES) == 'did you mean "platelet count"?'
    assert suggestion("sodium", NAMES, otherwise="declare it.") == "declare it."
