"""A clinician enters a case on a guideline's page: the advice, what it waits for, and everything around it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from javascript import by_reference
from patients import Patients
from specs import graph_of

PHONE, DESK = (360, "light"), (1280, "light")
ITP = "itp-after-ivig"


def opened(page: Any, address: str, guideline: str = ITP) -> Any:
    """The guideline's page with its form open."""
    page.goto(f"{address}/guidelines/{guideline}/index.html")
    page.get_by_role("button", name="Enter what is known about a patient").click()
    return page


def entered(page: Any) -> None:
    """A patient the ITP guideline is about, some of whom is known."""
    page.locator("#case-itp-yes").check()
    page.locator("#case-ivig-failed-yes").check()
    field(page, "Platelet count").get_by_role("textbox").fill("18")


def field(page: Any, name: str) -> Any:
    """The field with this name."""
    return page.locator(".ct-field").filter(has=page.locator(".ct-field-name", has_text=re.compile(f"^{name}")))


def part(page: Any, title: str) -> Any:
    """A part of the answer by its heading."""
    return page.locator(".ct-answer-part").filter(has=page.get_by_role("heading", name=title, exact=True))


def nodes(page: Any, selector: str) -> list[str]:
    """The graph's nodes that these shapes of the flowcharts draw."""
    found: list[str] = page.locator(selector).evaluate_all("all => all.map(each => each.dataset.node)")
    return found


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True)
def test_advice_follows_what_is_entered(page: Any, address: str) -> None:
    """Certain advice, undecided advice with what it waits for, and the notice stand there as soon as values do."""
    entered(opened(page, address))
    assert "Not approved" in page.locator(".ct-answer .ct-case-notice").inner_text()
    assert part(page, "Advice").get_by_text("haematology consultation").is_visible()
    rescue = part(page, "Not decided yet").locator(".ct-result").filter(has_text="combination rescue")
    assert "Waits for: rapid rise needed" in rescue.inner_text()
    assert "certain" in page.locator(".ct-bar [role=status]").inner_text()
    field(page, "Rapid rise needed").get_by_role("radio", name="Yes").check()
    assert part(page, "Advice").get_by_text("combination rescue").is_visible()
    assert part(page, "Where the source says two things").get_by_text("IVIG again after IVIG failed").is_visible()


def test_the_next_question_leads_to_its_field(page: Any, address: str) -> None:
    """First what the guideline must know; the button leads there, and the field says that it is asked."""
    opened(page, address)
    assert "immune thrombocytopenia?" in page.locator(".ct-next").inner_text()
    page.locator(".ct-next").get_by_role("button").click()
    assert page.evaluate("document.activeElement.id") == "case-itp-unknown"
    assert field(page, "ITP").locator(".ct-badge").inner_text() == "asked next"
    entered(page)
    name = page.locator(".ct-field-asked .ct-field-name").inner_text().removesuffix(" asked next").lower()
    assert page.locator(".ct-bar [role=status]").inner_text().endswith(f"Next: {name}.")


def test_a_dose_is_computed(page: Any, address: str) -> None:
    """A dose by weight says what it needs, and is computed in the unit of dispensing once it is known."""
    entered(opened(page, address))
    for name, value in {"Age": "40", "Time since ITP diagnosis": "6"}.items():
        field(page, name).get_by_role("textbox").fill(value)
    for name in ("Rituximab course", "TPO-RA course"):
        field(page, name).get_by_role("combobox").first.select_option("not tried")
    romiplostim = part(page, "Advice").locator(".ct-option").filter(has_text="Romiplostim")
    assert "To compute the dose: weight" in romiplostim.inner_text()
    field(page, "Weight").get_by_role("textbox").fill("70")
    assert "Dose: 70 mcg subcutaneously once weekly" in romiplostim.inner_text()
    field(page, "Weight").get_by_role("combobox").select_option("lb")
    assert "Dose: 31.75 mcg" in romiplostim.inner_text()


@pytest.mark.parametrize(("value", "words"), [("99999", "plausible range"), ("1,74", "plain number"), ("<10", "plain")])
def test_what_cannot_be_read_is_said_at_its_field(page: Any, address: str, value: str, words: str) -> None:
    """A wrong value is never used or guessed: no advice is given until it is corrected, and its field says why."""
    entered(opened(page, address))
    box = field(page, "Platelet count").get_by_role("textbox")
    box.fill(value)
    assert words in field(page, "Platelet count").locator(".ct-field-problem").inner_text()
    assert box.get_attribute("aria-invalid") == "true"
    assert page.get_by_text("No advice is given for these values.").is_visible()
    assert "Not approved" in page.locator(".ct-answer .ct-case-notice").inner_text()
    assert page.locator(".ct-result").count() == 0
    box.fill("18")
    assert page.locator(".ct-result").count() > 0


def test_the_path_is_lit(page: Any, address: str) -> None:
    """On the flowcharts what is the patient's, still open and closed differ; an empty case lights nothing."""
    opened(page, address)
    assert page.locator(".ct-path-taken, .ct-path-open, .ct-path-closed").count() == 0
    entered(page)
    states = {state: set(nodes(page, f".ct-decision .ct-box.ct-path-{state}")) for state in ("taken", "open", "closed")}
    assert "immediate-management" in states["taken"]
    assert "immediate-management/also-rapid-rise-needed/then" in states["open"]
    assert "immediate-management/also-platelet-band-is-very-high-bleeding-risk/then" in states["closed"]
    page.get_by_role("button", name="Start again").click()
    assert page.locator(".ct-path-taken").count() == 0


def test_a_link_carries_the_case_in_its_fragment(page: Any, address: str, seen: Any) -> None:
    """The case is in no query, in no request and in no store; the link brings it back, whole."""
    entered(opened(page, address))
    page.get_by_role("button", name="Copy a link to this case").click()
    link = page.evaluate("document.querySelector('.ct-copy') ? document.querySelector('.ct-copy').value : ''") or None
    if link is None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        link = page.evaluate("navigator.clipboard.readText()")
    assert "#case=" in link and "?" not in link
    before = page.locator(".ct-answer").inner_text()
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_function("document.querySelector('.ct-panel') && !document.querySelector('.ct-panel').hidden")
    assert page.locator(".ct-answer").inner_text() == before
    assert all("case" not in url.rsplit("/", 1)[-1] for url in seen.requests)
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "itp" not in stored and "platelet" not in stored
    page.get_by_role("button", name="Start again").click()
    assert "#" not in page.url


@pytest.mark.parametrize("carried", ["", "%%%", "bnVsbA", "eyJwYXRpZW50IjpbXX0", "A" * 40_000], ids=len)
def test_a_broken_link_opens_the_page(page: Any, address: str, carried: str) -> None:
    """A link that carries no case is only a link to the page."""
    page.goto(f"{address}/guidelines/{ITP}/index.html#case={carried}")
    assert page.get_by_role("button", name="Enter what is known about a patient").is_visible()
    assert page.locator(".ct-panel").is_hidden()


def test_nothing_is_fetched_while_deciding(page: Any, address: str, seen: Any) -> None:
    """Once the page is there, entering a case asks no server for anything."""
    opened(page, address)
    page.wait_for_load_state("networkidle")
    before = len(seen.requests)
    entered(page)
    page.get_by_role("button", name="Copy the summary").click()
    page.wait_for_load_state("networkidle")
    assert seen.requests[before:] == []


def test_the_keyboard_is_enough(page: Any, address: str) -> None:
    """Open the form, answer and go to the answer without a mouse; what has the focus can be seen."""
    page.goto(f"{address}/guidelines/{ITP}/index.html")
    page.get_by_role("button", name="Enter what is known about a patient").focus()
    for key in ("Enter", "Tab", "ArrowRight", "Tab", "ArrowRight", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("18")
    assert page.locator("#case-itp-yes").is_checked() and page.locator("#case-ivig-failed-yes").is_checked()
    assert part(page, "Advice").get_by_text("haematology consultation").is_visible()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "See the answer":
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "case-answer"


def test_a_series_is_entered_row_by_row(page: Any, address: str) -> None:
    """Dated measurements: rows come and go; an empty list is known to be empty only where somebody says so."""
    opened(page, address, "hypertension")
    series = page.locator(".ct-field").filter(has_text="none was taken").first
    series.get_by_role("button", name="Add a value").click()
    series.locator("input[type=text]").fill("150")
    assert series.locator(".ct-field-problem").inner_text() == ""
    series.locator("input[type=date]").fill("")
    assert "is not a date" in series.locator(".ct-field-problem").inner_text()
    series.locator("input[type=date]").fill("2025-09-01")
    assert series.locator(".ct-field-problem").inner_text() == ""
    series.locator("input[type=date]").fill("2999-01-01")
    assert "lies after the evaluation" in series.locator(".ct-field-problem").inner_text()
    series.get_by_role("button", name="Remove").click()
    assert series.locator(".ct-field-problem").inner_text() == ""


def test_a_pathway_asks_for_its_phase(page: Any, address: str) -> None:
    """Where the patient is on a pathway decides what is advised, and the picture of the pathway shows it."""
    opened(page, address, "sle-pancytopenia")
    phase = page.locator("#case-phase-pancytopenia-care")
    phase.select_option("second line")
    assert set(nodes(page, ".ct-phase.ct-path-taken")) == {"pathways/pancytopenia-care/second-line"}


def test_the_summary_is_copied_and_printed(page: Any, address: str) -> None:
    """The summary says what was entered, what is advised and from where, and the notice; only it is printed."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    entered(opened(page, address))
    page.get_by_role("button", name="Copy the summary").click()
    page.get_by_text("Summary copied.").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    expected = ("Not approved", "Platelet count: 18 x10^9/L", "should use haematology consultation", "[C 6.1 ref 1]")
    assert [words for words in (*expected, "Not decided yet", "Disclaimer") if words not in text] == []
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print the summary").click()
    page.emulate_media(media="print")
    shown = page.locator("body > *:visible")
    assert shown.count() == 1 and "ct-case-sheet" in shown.get_attribute("class")
    assert "haematology consultation" in shown.inner_text() and shown.inner_text().count("Not approved") == 2
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".ct-case-sheet").count() == 0


@pytest.mark.parametrize("spec", ["itp-after-ivig", "sle-pancytopenia", "gallery/hypertension"])
def test_the_browser_s_engine_agrees(page: Any, address: str, spec: str) -> None:
    """The page's own script, in the browser's own engine, says what the interpreter says, to the byte."""
    graph = graph_of(spec)
    source = Patients(graph, 12)
    patients = [source.draw() for _ in range(300)]
    opened(page, address, graph.guideline.header.id)
    said = page.evaluate(
        """text => {
            const graph = caretree.prepare([...caretree.guidelines.values()][0]);
            return JSON.parse(text).map((patient) => caretree.decide(graph, patient, {question: true}))
                .map((said) => said.answer ? JSON.stringify(said.answer)
                                           : 'refused: ' + said.problems.map((each) => each.name).join(' '));
        }""",
        json.dumps(patients),
    )
    expected = [by_reference(graph, patient, question=True) for patient in patients]
    assert [each for each in zip(patients, expected, said, strict=True) if each[1] != each[2]] == []


def test_without_javascript_the_page_is_complete(browser: Any, address: str) -> None:
    """No script: the form says what it needs, and everything it could say stands on the page."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/guidelines/{ITP}/index.html")
    assert page.evaluate("document.documentElement.scrollWidth") == 360, "nothing is wider than a phone"
    assert page.get_by_text("needs JavaScript").is_visible()
    assert page.locator(".ct-card").get_by_text("haematology consultation").first.is_visible()
    context.close()
