"""The site around the calculator: the search, the wording, links into what is folded, and text that is hostile."""

from __future__ import annotations

from typing import Any

import pytest

WATCH = """
window.seenAtBody = undefined;
new MutationObserver(() => {
    if (document.body && window.seenAtBody === undefined)
        window.seenAtBody = document.documentElement.getAttribute('data-ct-audience') || 'none yet';
}).observe(document, {childList: true, subtree: true});
"""


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("G-CSF", "post-rituximab-cytopenia"),
        ("romiplostim", "itp-after-ivig"),
        ("adrenaline", "adrenaline-anaphylaxis"),
        ("lupus", "sle-pancytopenia"),
        ("TPO-RA", "itp-after-ivig"),
        ("ANC", "post-rituximab-cytopenia"),
        ("splenectomy", "itp-after-ivig"),
    ],
)
def test_the_search_finds(page: Any, address: str, typed: str, leads_to: str) -> None:
    """What a clinician types, a drug, a condition or an abbreviation, leads to the guideline that tells of it."""
    page.goto(f"{address}/index.html")
    box = page.get_by_role("textbox", name="Search")
    box.click()
    box.type(typed)
    page.locator(f".md-search-result__link[href*='guidelines/{leads_to}/']").first.wait_for(state="attached")


def test_the_wording_is_remembered_without_a_flash(page: Any, address: str) -> None:
    """Chosen on one page, the wording for patients stands on the next before it is drawn; only it is kept."""
    page.add_init_script(WATCH)
    page.goto(f"{address}/guidelines/itp-after-ivig/index.html")
    assert page.evaluate("window.seenAtBody") == "clinicians"
    spoken = page.locator(".ct-card .ct-for-patients").first
    assert not spoken.is_visible()
    page.get_by_role("radio", name="patients").check()
    assert spoken.is_visible()
    page.goto(f"{address}/guidelines/post-rituximab-cytopenia/index.html")
    assert page.evaluate("window.seenAtBody") == "patients"
    assert page.get_by_role("radio", name="patients").is_checked()
    kept = page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]")
    assert set(kept[0]) <= {"caretree-audience", "/.__palette"} and kept[1:] == [[], ""]


def test_both_wordings_are_in_the_page_without_javascript(browser: Any, address: str) -> None:
    """Without scripts nothing hides one of them."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/guidelines/itp-after-ivig/index.html")
    assert page.locator(".ct-card .ct-for-patients").first.is_visible()
    context.close()


def test_a_link_opens_what_is_folded(page: Any, address: str) -> None:
    """A citation leads to its statement in the ledger, though the ledger is folded."""
    page.goto(f"{address}/guidelines/itp-after-ivig/index.html")
    statement = page.locator("[id='statement/C-6.1']")
    assert not statement.is_visible()
    page.locator(".ct-card .ct-cites a[href='#statement/C-6.1']").first.click()
    assert statement.is_visible()
    back = statement.get_by_role("link").first.get_attribute("href")
    assert back and page.locator(f"[id='{back.removeprefix('#')}']").count() == 1


def test_a_command_is_copied_without_what_it_prints(page: Any, address: str) -> None:
    """The button beside commands and their output copies what is typed, and nothing else."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/tutorial.html")
    block = page.locator("pre", has_text="caretree check").first
    assert "2 of 2 files without errors" in block.inner_text()
    block.locator(".md-code__button, .md-clipboard").first.click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
    assert page.evaluate("navigator.clipboard.readText()").strip() == "caretree check"


def test_an_address_that_leads_nowhere_leads_on(page: Any, address: str) -> None:
    """The page of a missing page offers the guidelines, which are there."""
    page.goto(f"{address}/404.html")
    page.locator("article").get_by_role("link", name="All guidelines").click()
    assert page.locator("h1").inner_text().startswith("Guidelines")


def test_phones_get_a_list_of_the_page_s_parts(page: Any, address: str) -> None:
    """Where the theme shows no contents beside the text, the page has its own; each leads to a part."""
    page.goto(f"{address}/guidelines/itp-after-ivig/index.html")
    parts = page.locator(".ct-contents a")
    assert not parts.first.is_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    assert parts.first.is_visible() and parts.count() >= 10
    for each in parts.all():
        assert page.locator(f"[id='{each.get_attribute('href').removeprefix('#')}']").count() == 1


def test_hostile_text_is_only_text(page: Any, address: str, seen: Any) -> None:
    """Markup, scripts, links, templates and Mermaid in every text of a guideline stand on its page as words: nothing
    runs, nothing is asked for, and the policy is not even needed."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(f"{address}/guidelines/small/index.html")
    page.get_by_role("button", name="Enter what is known about a patient").click()
    for each in page.locator(".ct-switch input[value=yes]").all():
        each.check()
    for words in ("<script>alert(1)</script>", "[a](javascript:alert(3))", "{{ config }}", "]] --> n9[j]"):
        assert page.locator(".ct-answer", has_text=words).count() == 1
        assert words in page.locator(".ct-answer-text").inner_text()
    assert page.locator("img[src=x], a[href^='javascript:'], article script:not([src])").count() == 0
    text = page.request.get(f"{address}/guidelines/small/mermaid_text.txt").text()
    assert "]] -->" not in text and "<script>" not in text
    assert asked == [] and all("example.org" not in url for url in seen.requests)
