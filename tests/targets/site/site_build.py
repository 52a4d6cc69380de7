"""Building a site in a folder of its own, as MkDocs does it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from caretree.decisions.graph import DecisionGraph
from caretree.targets.site.emit import emit
from site_graphs import ROOT

GENERATED = ("guidelines", "checks", "indexes", "problems", "measured.md", "api.md", "caretree*", "__pycache__")


def build(graphs: list[DecisionGraph], folder: Path) -> Path:
    """Build a project with these guidelines and this project's hand-written pages."""
    ignored = shutil.ignore_patterns(
        "guidelines", "checks", "indexes", "problems", "measured.md", "api.md", "__pycache__"
    )
    shutil.copytree(ROOT / "site", folder / "site", ignore=ignored)
    shutil.copytree(ROOT / "tests/language", folder / "tests/language", ignore=shutil.ignore_patterns("*.py", "__py*"))
    for file in emit(graphs):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(folder / "site" / "mkdocs.yml")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    found = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert found.returncode == 0, found.stderr
    return folder / "build" / "site"
