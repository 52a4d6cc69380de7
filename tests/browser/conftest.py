"""The built site in Debian's Chromium: served from this machine, every request and every console message recorded.

Without Chromium or Playwright these tests are skipped, and say so; continuous integration installs both and refuses a
skipped test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "agreement"), str(Path(__file__).parents[1] / "targets/site")]

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, with the words that say how to get one."""
    missing = _missing()
    if missing:
        for item in items:
            if Path(item.path).parent == Path(__file__).parent:
                item.add_marker(pytest.mark.skip(reason=missing))


def _missing() -> str:
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
        import pypdf  # noqa: F401
    except ImportError:
        return "no Playwright or pypdf: pip install -e '.[browser]'"
    return "" if CHROMIUM else "no Chromium: apt-get install chromium"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class Seen:
    """What a page did: requests, console messages and errors. A page that broke nothing leaves ``wrong`` empty."""

    address: str
    requests: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def request(self, request: Any) -> None:
        """Note a request; one that leaves this machine is wrong."""
        self.requests.append(request.url)
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"left this machine: {request.url}")

    def message(self, message: Any) -> None:
        """Note a console message."""
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the build and MkDocs make it, from this checkout's guidelines and a hostile one."""
    from caretree.targets.javascript import emit as javascript
    from caretree.targets.site import emit as site
    from hostile import HOSTILE, small
    from site_graphs import compile_text
    from specs import graph_of, guideline_specs

    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "site", root / "site")
    shutil.copytree(ROOT / "tests/language", root / "tests/language", ignore=shutil.ignore_patterns("*.py", "__py*"))
    hostile = compile_text(small(HOSTILE))
    assert hostile.graph is not None, hostile.problems
    graphs = [*(graph_of(spec) for spec in guideline_specs()), hostile.graph]
    for file in [*site.emit(graphs), *javascript.emit(graphs, "careguides")]:
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(root / "site" / "mkdocs.yml")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return root / "build" / "site"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a folder is served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """Where the site is served on this machine."""
    with serving(built_site) as where:
        yield where


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[str]]:
    """Serve another folder for a while."""
    return serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless, forbidden to reach any other machine."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, from its package."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def seen(address: str) -> Iterator[Seen]:
    """What the test's pages did; at its end nothing may have gone wrong."""
    found = Seen(address)
    yield found
    assert found.wrong == []


@pytest.fixture
def page(browser: Any, seen: Seen, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of its own, 1280 pixels wide and light unless a test asks otherwise by ``(width, scheme)``."""
    width, scheme = getattr(request, "param", (1280, "light"))
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    made = context.new_page()
    made.set_default_timeout(8_000)
    made.on("request", seen.request)
    made.on("console", seen.message)
    made.on("pageerror", lambda error: seen.wrong.append(str(error)))
    yield made
    context.close()


@pytest.fixture
def without_search(page: Any) -> None:
    """The test's pages with nothing to search in: every page reads the words of the whole site, which takes as long as
    looking at it. What the search finds has tests of its own."""
    nothing = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": []}
    page.route("**/search_index.json", lambda route: route.fulfill(json=nothing))
