"""The tutorial, followed to the letter in a fresh folder: what it shows is what the commands print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from site_graphs import ROOT

TUTORIAL = (ROOT / "site/pages/tutorial.md").read_text(encoding="utf-8")
CARETREE = str(Path(sys.executable).with_name("caretree"))
GUIDELINE = "\n".join(re.findall(r"^```\{ \.care \.part \}\n(.*?)^```$", TUTORIAL, re.DOTALL | re.MULTILINE))
SHOWN = re.findall(r"^\$ caretree check\n(.+?)^```$", TUTORIAL, re.DOTALL | re.MULTILINE)
COMMANDS = re.findall(r"^\$ (.+)$", TUTORIAL, re.MULTILINE)


def said(folder: Path, *command: str) -> str:
    """What stands in the terminal: what a command prints, then what it counts on standard error."""
    found = subprocess.run([CARETREE, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert found.returncode in (0, 1), found.stderr
    return found.stdout + found.stderr


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    """From nothing to a proved guideline with pages: each command runs, each output is the one on the page."""
    words = [line.split()[1] for line in COMMANDS if line.startswith("caretree ")]
    assert words == ["new", "check", "check", "check", "prove", "build", "serve"] and len(SHOWN) == 3
    said(tmp_path, "new", "my-guidelines")
    project = tmp_path / "my-guidelines"
    file = project / "spec/small-neutropenia.care"
    limit = ("moderate: from 0.5 to below 1.0", "moderate: from 0.6 to below 1.0")
    unknown = ('neutrophil count?"\n    may be unknown', 'neutrophil count?"')
    for shown, (written, instead) in zip(SHOWN, [("", ""), limit, unknown], strict=True):
        text = GUIDELINE.replace(written, instead) if written else GUIDELINE
        assert (text != GUIDELINE) == bool(written)
        file.write_text(text, encoding="utf-8")
        assert said(project, "check").strip() == shown.strip()
    file.write_text(GUIDELINE, encoding="utf-8")
    assert said(project, "format", "--check") == ""
    (ends_in,) = re.findall(r"^```text\n(.*?)^```$", TUTORIAL, re.DOTALL | re.MULTILINE)
    assert ends_in in said(project, "prove", "small-neutropenia") and " proved, 0 failed, 0 not proved\n" in ends_in
    assert "written" in said(project, "build")
    assert (project / "site/pages/guidelines/small-neutropenia/index.md").is_file()
    assert list((project / "features/small-neutropenia").glob("*.feature"))


def test_fifteen_minutes_are_enough() -> None:
    """Read at 200 words a minute and typed at 30 words of five characters; a minute is for the machine."""
    typed = sum(len(line.strip()) + 1 for line in [*GUIDELINE.splitlines(), *COMMANDS])
    prose = re.sub(r"^```\{ \.care \.part \}\n.*?^```$", "", TUTORIAL, flags=re.DOTALL | re.MULTILINE)
    minutes = typed / 5 / 30 + len(prose.split()) / 200 + 1
    assert minutes < 15
