"""``caretree serve`` in the browser: an open page follows what is saved, and says what is wrong."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CARETREE = str(Path(sys.executable).with_name("caretree"))
PATIENCE = 90.0
"""Seconds after which what does not come is taken for missing; nothing is measured."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project."""
    folder = tmp_path / "ward"
    subprocess.run([CARETREE, "new", str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture
def served(project: Path) -> Iterator[str]:
    """The address at which the project is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen([CARETREE, "serve", "--address", address], cwd=project, stderr=subprocess.PIPE)
    try:
        _wait_for(f"http://{address}/", server)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server does not answer")


def test_an_open_page_follows_what_is_saved(project: Path, served: str, browser: Any) -> None:
    """Saving changes the page that is open; a mistake is shown on it, above the last good page; mended, it goes."""
    file = project / "spec/visit-by-video.care"
    text = file.read_text(encoding="utf-8")
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"{served}/guidelines/visit-by-video/index.html")
    assert page.locator(".ct-problems").count() == 0
    file.write_text(text.replace("when the way is long", "when it is far"), encoding="utf-8")
    page.locator(".ct-answer-text", has_text="when it is far").wait_for()
    file.write_text(text.replace("status draft", "status <b>drafty"), encoding="utf-8")
    page.locator(".ct-problems").wait_for()
    said = page.locator(".ct-problems").inner_text()
    assert "Not built" in said and "spec/visit-by-video.care:" in said and "<b>drafty" in said
    assert page.locator(".ct-problems b").count() == 0
    assert page.locator(".ct-answer-text", has_text="when it is far").is_visible()
    file.write_text(text, encoding="utf-8")
    page.locator(".ct-answer-text", has_text="when the way is long").wait_for()
    page.locator(".ct-problems").wait_for(state="detached")  # the page may be shown once before the message is cleared
    page.close()


def test_a_new_project_s_site_is_styled_and_strict(project: Path, page: Any, seen: Any, serve: Any) -> None:
    """What `caretree new` makes builds with MkDocs alone into pages with their style, their form and their policy."""
    subprocess.run([CARETREE, "build", "--quiet"], cwd=project, check=True, capture_output=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", "site/mkdocs.yml"]
    subprocess.run(command, cwd=project, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    with serve(project / "build/site") as address:
        seen.address = address
        page.goto(f"{address}/guidelines/visit-by-video/index.html")
        assert "Content-Security-Policy" in page.content()
        page.get_by_role("button", name="Enter what is known about a patient").click()
        assert page.locator(".ct-field").count() > 0
        assert page.locator(".ct-banner").evaluate("each => getComputedStyle(each).borderTopWidth") == "2px"
        page.goto("about:blank")
