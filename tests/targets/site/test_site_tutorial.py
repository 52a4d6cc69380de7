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
    """What a command prints; beside it the command line counts files on standard error."""
    found = subprocess.run([CARETREE, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert found.returncode in (0, 1), found.stderr
    return found.stdout


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
    proofs = said(project, "prove", "small-neutropenia")
    assert " proved, 0 failed, 0 not proved" in proofs
    assert "written" in said(project, "build")
    assert (project / "site/pages/guidelines/small-neutropenia/index.md").is_file()
    assert list((project / "features/small-neutropenia").glob("*.feature"))
