"""Every example on the hand-written pages is tried."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from caretree.targets.python.emit import emit
from site_graphs import ROOT, compile_text, graph_of

PAGES = ROOT / "site" / "pages"
FENCE = re.compile(r"^```(care|\{ \.care \.part \})\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WITH_EXAMPLES = sorted(str(p.relative_to(PAGES)) for p in [PAGES / "tutorial.md", *(PAGES / "language").glob("*.md")])


def head(parts: str) -> str:
    """A head and a ledger for a page's parts: a statement for each citation on the page."""
    cited = sorted(
        set(re.findall(r"\b(\d+)\.(\d+)\b", " ".join(re.findall(r"\[[^\]]*\]|\| \d+\.\d+ +\|$", parts, re.M))))
    )
    lines = ['guideline "Example":', "  id example", "  version 0.1.0", "  notation 1", "  status draft"]
    lines += ["  last updated 2025-09-08", '  question "What is done?"', "", 'source T "For teaching the notation":']
    for section in sorted({section for section, _ in cited}):
        lines.append(f'  section {section} "Section {section}":')
        lines += [f'    {number} "Statement {number}"' for each, number in cited if each == section]
    return "\n".join([*lines, "", ""])


def guidelines_on(page: str) -> list[str]:
    """The whole guidelines of a page, and its parts put together."""
    found = FENCE.findall((PAGES / page).read_text(encoding="utf-8"))
    parts = "\n".join(text for kind, text in found if kind != "care")
    whole = [text for kind, text in found if kind == "care"]
    return whole + ([parts if parts.startswith("guideline") else head(parts) + parts] if parts else [])


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_the_examples_of_a_page_are_a_sound_guideline(page: str) -> None:
    """Whatever the reference and the tutorial show compiles without an error."""
    texts = guidelines_on(page)
    assert texts
    for text in texts:
        compiled = compile_text(text)
        assert compiled.sound or compiled.library, [p.message for p in compiled.problems]


def test_every_construct_stands_in_the_reference(site: Path) -> None:
    """Each row of the table of constructs leads to a page of the site that shows the phrase; nothing is left out."""
    table = (ROOT / "tests/language/constructs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+? \| ([a-z-]+)\.md \| `(.+)` \|$", table, re.MULTILINE)
    assert len(rows) > 200
    folder = site / "language/reference"
    texts = {page.stem: unescape(re.sub(r"<[^>]+>", "", page.read_text("utf-8"))) for page in folder.glob("*.html")}
    assert [(page, phrase) for page, phrase in rows if phrase not in texts[page]] == []
    shown = {path.stem for path in (ROOT / "tests/language").glob("*.md")} - {"README"}
    assert shown <= set(texts) and "index" in texts


def test_the_tutorial_breaks_as_it_says() -> None:
    """Without `may be unknown` the tutorial's second example no longer passes."""
    (text,) = guidelines_on("tutorial.md")
    broken = text.replace('count?"\n    may be unknown', 'count?"')
    assert broken != text
    assert not compile_text(broken).sound


def test_the_code_of_the_library_page_runs(tmp_path: Path) -> None:
    """The Python on the library's page does what the page says, with nothing but the generated package."""
    for file in emit([graph_of("itp-after-ivig")], "careguides"):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    code = "\n".join(re.findall(r"^```python\n(.*?)^```$", (PAGES / "library.md").read_text("utf-8"), re.DOTALL | re.M))
    command = [sys.executable, "-S", "-c", code]
    found = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path / "generated", check=False)
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("Not approved: status is draft.")
    assert "certain offer haematology consultation" in found.stdout and "unknown-key" in found.stdout
