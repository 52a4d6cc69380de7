"""The steps of generated scenarios. The same words whichever engine decides (``--caretree-engine``).

Given the guideline "itp-after-ivig"
And the patient "the patient in the question":
  | finding | value    |
  | age     | 40 years |
Given "age" is 12 years
When the guideline decides
Then it does not offer "romiplostim"
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import given, parsers, then, when
from pytest_bdd.parsers import StepParser

if TYPE_CHECKING:
    from pytest_bdd.parser import Feature, Scenario

    from caretree.acceptance.consultation import Consultation

SCENARIO = pytest.StashKey["Scenario"]()
TOTALS = pytest.StashKey[tuple[int, int]]()
TAG = re.compile(r"[A-Za-z0-9][\w./-]*")


class Expectation(StepParser):
    """A sentence about the answer (see ``sentences.FORMS``)."""

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """The whole sentence."""
        return {"sentence": name}

    def is_matching(self, name: str) -> bool:
        """Whether it has one of the forms."""
        from caretree.acceptance.sentences import is_expectation

        return is_expectation(name)


@pytest.hookimpl(optionalhook=True)
def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
    """Remember the scenario: ``it says nothing else`` reads its other sentences."""
    from caretree.acceptance.compared import totals

    request.node.stash[SCENARIO] = scenario
    request.node.stash[TOTALS] = totals()


@pytest.hookimpl(optionalhook=True)
def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """A scenario of which the engine gives nothing did not pass: it is skipped, and says so."""
    from caretree.acceptance.compared import totals

    before, after = request.node.stash[TOTALS], totals()
    if after[0] == before[0] and after[1] > before[1]:
        pytest.skip("the engine gives nothing of what this scenario states")


@pytest.hookimpl(optionalhook=True)
def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool | None:
    """Tags are marks, declared or not: ``pytest features -m C-6.1`` runs the scenarios of one statement."""
    from pytest_bdd.utils import CONFIG_STACK

    if not TAG.fullmatch(tag):
        return None
    config = CONFIG_STACK[-1]
    if not any(line.split(":")[0] == tag for line in config.getini("markers")):
        config.addinivalue_line("markers", f"{tag}: a tag of a scenario")
    getattr(pytest.mark, tag)(function)
    return True


@given(parsers.re(r'the guideline "(?P<guideline>[^"]+)"'), target_fixture="consultation")
def _the_guideline(request: pytest.FixtureRequest, guideline: str) -> Consultation:
    from caretree.acceptance.consultation import Consultation
    from caretree.acceptance.engine import engine
    from caretree.acceptance.project import project_around

    scenario = request.node.stash[SCENARIO]
    project = project_around(Path(scenario.feature.filename))
    chosen = engine(request.config.getoption("--caretree-engine"), project, guideline)
    return Consultation(chosen, tuple(step.name for step in scenario.steps if step.type == "then"))


@given(parsers.re(r'the patient "[^"]+"(?P<colon>:?)'))
def _the_patient(consultation: Consultation, datatable: list[list[str]] | None = None) -> None:
    for finding, value in (datatable or [])[1:]:
        consultation.find(finding, value)


@given(parsers.re(r'"(?P<finding>[^"]+)" is (?P<value>.+)'))
def _a_finding(consultation: Consultation, finding: str, value: str) -> None:
    consultation.find(finding, value)


@given(
    parsers.re(
        r'in the pathway "(?P<pathway>[^"]+)" the phase is "(?P<phase>[^"]+)"'
        r"(?:, since (?P<since>\d{4}-\d{2}-\d{2}\S*))?"
    )
)
def _a_phase(consultation: Consultation, pathway: str, phase: str, since: str | None) -> None:
    consultation.enter(pathway, phase, since)


@given(parsers.re(r"today is (?P<day>\d{4}-\d{2}-\d{2}\S*)"))
def _today(consultation: Consultation, day: str) -> None:
    consultation.today = day


@when("the guideline decides")
def _decide(consultation: Consultation) -> None:
    consultation.decide()


@then(Expectation("a sentence about the answer"))
def _expect(consultation: Consultation, sentence: str) -> None:
    __tracebackhide__ = True
    consultation.expect(sentence)
