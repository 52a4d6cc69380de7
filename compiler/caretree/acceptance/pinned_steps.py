"""The steps of the scenarios the compiler writes itself.

Given "ANC" is 0.49 x10^9/L
And the phase of "lupus care" is second line, since 2024-12-18
When the guideline is asked
Then the decision "neutrophils" says: consider isolation precautions; should use more frequent blood counts
And it asks next: fever

In a table of patients: Then the decision "neutrophils" says for each of them: (lines)
                        And for this one also: <says>
Of thousands at once:   Then for each row the decision "neutrophils" says: (a table of findings; the last column: says)
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import given, parsers, then, when

if TYPE_CHECKING:
    from caretree.acceptance.consultation import Consultation

SINCE = re.compile(r"(?P<phase>.+?)(?:, since (?P<since>\S+))?")
VIEWS = (
    r'the decision "(?P<decision>[^"]+)" says'
    r'|the pathway "(?P<pathway>[^"]+)" says'
    r'|the dose of "(?P<dose>[^"]+)" is'
    r"|of (?P<offers>\"[^\"]+\"(?:, \"[^\"]+\")*) it offers"
    r"|(?P<guideline>the guideline answers)"
)


@given(parsers.re(r'the phase of "(?P<pathway>[^"]+)" is (?P<text>.+)'))
def _the_phase(consultation: Consultation, pathway: str, text: str) -> None:
    found = SINCE.fullmatch(text)
    if text != "not known" and found is not None:
        consultation.enter(pathway, found["phase"], found["since"])


@when("the guideline is asked")
def _asked() -> None:
    """Each expectation asks: some patients are refused, and that is what is expected."""


@then(parsers.re(rf"(?P<view>{VIEWS}): (?P<says>.+)"))
def _says(consultation: Consultation, view: str, says: str) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_text

    expect_text(consultation, view, says)


@then(parsers.re(rf"(?P<view>{VIEWS}):"))
def _says_lines(consultation: Consultation, view: str, datatable: list[list[str]]) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_lines

    expect_lines(consultation, view, tuple(row[0] for row in datatable))


@then(parsers.re(rf"(?P<view>{VIEWS}) for each of them:"))
def _says_of_each(consultation: Consultation, view: str, datatable: list[list[str]]) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_common

    expect_common(consultation, view, tuple(row[0] for row in datatable))


@then(parsers.re(rf"for each row (?P<view>{VIEWS}):"))
def _says_for_each_row(consultation: Consultation, view: str, datatable: list[list[str]]) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_rows

    expect_rows(consultation, view, datatable)


@then(parsers.re(r"for this one also: (?P<says>.+)"))
def _says_also(consultation: Consultation, says: str) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_besides

    expect_besides(consultation, says)


@then(parsers.re(r'the action "(?P<action>[^"]+)" reads:'))
def _reads(request: pytest.FixtureRequest, action: str, datatable: list[list[str]]) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_card

    expect_card(_exported(request), action, [row[0] for row in datatable])


@then("the safety rules are:")
def _promises(request: pytest.FixtureRequest, datatable: list[list[str]]) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_promises

    expect_promises(_exported(request), [row[0] for row in datatable])


def _exported(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The exported graph of the guideline the scenario names: what anybody reads who writes another interpreter."""
    from caretree.acceptance.pinned import exported_graph
    from caretree.acceptance.steps import SCENARIO

    scenario = request.node.stash[SCENARIO]
    named = (re.fullmatch(r'the guideline "([^"]+)"', step.name) for step in scenario.steps)
    return exported_graph(Path(scenario.feature.filename), next(found[1] for found in named if found))


@then(parsers.re(r"it asks next: (?P<question>.+)"))
def _asks(consultation: Consultation, question: str) -> None:
    __tracebackhide__ = True
    from caretree.acceptance.pinned import expect_question

    expect_question(consultation, question)
