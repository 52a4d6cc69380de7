"""A whole guideline: every form of sections 4.7 to 4.13 of the language reference, resolved from text."""

from pathlib import Path

import pytest
from caretree.guideline.blocks import Extra, Fork, Recommendation
from caretree.guideline.guideline import Guideline
from caretree.problems.problem import Problem
from caretree.resolve.resolve import resolve
from caretree.source.text import SourceText
from caretree.syntax.parse import parse

TEXT = (Path(__file__).parent / "specs" / "everything.care").read_text(encoding="utf-8")


def resolved(text: str) -> tuple[Guideline, list[Problem]]:
    tree, problems = parse(SourceText("spec/everything.care", text))
    assert problems == []
    guideline, found = resolve(tree, lambda path: (None, []), lambda path: (None, []))
    assert guideline is not None
    return guideline, found


def test_everything_is_read_without_a_problem() -> None:
    """Every form of advice, silence, rule and example resolves, and none gets lost."""
    guideline, problems = resolved(TEXT)
    assert [(problem.name, str(problem.span), problem.message) for problem in problems] == []
    counts = {
        "pathways": 1,
        "decisions": 3,
        "options": 1,
        "rules": 8,
        "gaps": 2,
        "conflicts": 1,
        "not_encoded": 1,
        "patients": 1,
        "examples": 5,
    }
    assert {part: len(getattr(guideline, part)) for part in counts} == counts


def test_a_decision_keeps_its_order_and_its_places() -> None:
    """Items stand in the order written and know where they stand."""
    guideline, _ = resolved(TEXT)
    body = guideline.decisions[0].body
    assert [type(item) for item in body.items] == [Recommendation, Fork, Extra, Extra]
    first = body.items[0]
    assert isinstance(first, Recommendation)
    line = TEXT.split("\n").index("  recommend observation [1.1]") + 1
    assert (first.span.line, first.span.column, first.span.end_column) == (line, 3, 24)


@pytest.mark.parametrize(
    ("written", "instead", "name"),
    [
        ("  recommend observation [1.1]", "  recommend observtion [1.1]", "unknown-name"),
        ("      avoid growth factor [1.1]", "      consider growth factor [1.1]", "class-offered"),
        ("    should use blood counts [1.1]", "    should use blood counts, until fever [1.1]", "two-schedules"),
        ("  never offer pegfilgrastim [1.1]", "  never offer pegfilgrastim often [1.1]", "unknown-name"),
        ("    decide monitoring", "    decide monitorin", "unknown-name"),
        ("  fever is yes", "  fever is high", "bad-yes-no"),
        ("  expect go to second", "  expect go to third", "unknown-name"),
        ("  also when fever and ANC is below 1.0 x10^9/L:", "  when fever:", "two-forks"),
    ],
)
def test_one_mistake_is_one_problem_at_its_line(written: str, instead: str, name: str) -> None:
    """One bad sentence never hides the rest and never makes a second problem."""
    assert TEXT.count(f"\n{written}\n") == 1
    _, problems = resolved(TEXT.replace(f"\n{written}\n", f"\n{instead}\n"))
    assert [(problem.name, problem.span.line) for problem in problems] == [(name, TEXT.split("\n").index(written) + 1)]
