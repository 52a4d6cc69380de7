"""What a page may load and run is said on the page itself, before anything is loaded or run."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from caretree.targets.site.assets import assets
from caretree.targets.site.policy import policy

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def scripts(page: str) -> list[str]:
    """The texts of the scripts that stand in a page and are run."""
    return re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)


def test_every_page_obeys_its_policy(site: Path) -> None:
    """Every page has the policy before its first script; each script in it is a known one of the theme; no styles and
    no event handlers stand in a page."""
    for file in site.rglob("*.html"):
        page = file.read_text(encoding="utf-8")
        said = META.search(page)
        assert said and said[1] == policy() and said.start() < page.index("<script"), file
        for script in scripts(page):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in said[1], f"{file}: not in policy.py: sha256-{digest} {script[:60]}"
        assert not re.search(r"<style|<[a-z][^<>]*\s(?:style|on[a-z]+)=", page), file


def test_the_policy_lets_nothing_else_through() -> None:
    """Nothing is allowed that a strict policy forbids: no wildcard, no address, no script from text."""
    assert policy().startswith("default-src 'none'; script-src 'self' 'sha256-")
    assert not re.search(r"\*|https?:|unsafe|blob:", policy())


def test_the_frame_leaves_nothing_open() -> None:
    """The frame that the build writes holds the policy and the script that runs first."""
    frame = assets()[0].text
    assert policy() in frame and "[[" not in frame and "caretree-start.js" in frame
