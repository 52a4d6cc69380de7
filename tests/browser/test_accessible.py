"""axe-core finds nothing to object to: the calculator in use, at both widths, light and dark."""

from __future__ import annotations

from typing import Any

import pytest

WAYS = [(1280, "light"), (360, "light"), (1280, "dark"), (360, "dark")]
GUIDELINES = ["itp-after-ivig", "sle-pancytopenia", "hypertension"]


def violations(page: Any, axe: str, inside: str) -> list[str]:
    """What axe-core objects to inside an element, each with the first place where it stands."""
    page.evaluate(axe)
    found = page.evaluate("inside => axe.run(inside)", inside)["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]} {each['nodes'][0]['failureSummary']}" for each in found]


@pytest.mark.usefixtures("without_search")
@pytest.mark.parametrize("page", WAYS, indirect=True, ids=lambda way: f"{way[0]}-{way[1]}")
@pytest.mark.parametrize("guideline", GUIDELINES)
def test_the_calculator_in_use(page: Any, address: str, axe: str, guideline: str) -> None:
    """Closed, open with nothing entered, with an answer, and with a value that cannot be read."""
    page.goto(f"{address}/guidelines/{guideline}/index.html")
    assert violations(page, axe, ".ct-calculator") == []
    page.get_by_role("button", name="Enter what is known about a patient").click()
    assert violations(page, axe, ".ct-calculator") == []
    for each in page.locator(".ct-switch input[value=yes]").all():
        each.check()
    page.get_by_role("button", name="Add a value").first.click() if guideline == "hypertension" else None
    assert violations(page, axe, ".ct-calculator") == []
    assert page.locator(".ct-result, .ct-refused").count() > 0
    page.locator(".ct-number").first.fill("much")
    assert page.locator(".ct-field-problem:not(:empty)").count() > 0
    assert violations(page, axe, ".ct-calculator") == []


@pytest.mark.usefixtures("without_search")
@pytest.mark.parametrize("page", WAYS, indirect=True, ids=lambda way: f"{way[0]}-{way[1]}")
def test_nothing_is_wider_than_the_screen(page: Any, address: str) -> None:
    """No sideways scrolling: the form, the answer and the summary fit a phone."""
    page.goto(f"{address}/guidelines/hypertension/index.html")
    page.get_by_role("button", name="Enter what is known about a patient").click()
    page.get_by_role("button", name="Add a value").first.click()
    for each in page.locator(".ct-switch input[value=yes]").all():
        each.check()
    wide = """() => [...document.querySelectorAll('.ct-calculator *')]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
        .map((each) => each.outerHTML.slice(0, 120))"""
    assert page.evaluate(wide) == []
