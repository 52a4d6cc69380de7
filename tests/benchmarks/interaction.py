"""How long a page takes from a changed value to the advice: ``python -m tests.benchmarks.interaction``.

In Debian's Chromium, headless, as fast as this machine is and four times slower, like a phone. For each guideline every
yes/no question is answered, then the last of them is switched thirty times; measured is from the click to the laid-out
answer with its next question and the lit path. The fastest (what it costs when no other work takes the processor) and
the middle, in milliseconds.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build/site"
TARGET = 50.0
"""Milliseconds."""

SWITCH = """() => Array.from({length: 30}, (_, turn) => {
    const fields = [...document.querySelectorAll('.ct-switch')];
    const field = fields[fields.length - 1];
    const radio = field.querySelector(turn % 2 ? 'input[value=yes]' : 'input[value=no]');
    const start = performance.now();
    radio.click();
    document.querySelector('.ct-answer').getBoundingClientRect();
    return performance.now() - start;
}).sort((one, other) => one - other)"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the built site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SITE)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def switched(page: Any, slower: int) -> tuple[float, float]:
    """The fastest and the middle of thirty switches on a page that is open."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    times = page.evaluate(SWITCH)
    return times[0], times[len(times) // 2]


def main() -> None:
    """Print a table. The site is the one that ``mkdocs build -f site/mkdocs.yml`` last made."""
    if not SITE.is_dir():
        sys.exit("no built site: mkdocs build -f site/mkdocs.yml")
    print(f"| guideline | fastest | median | four times slower: fastest | median |\n|---|{'---:|' * 4}")
    worst = 0.0
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        for folder in sorted(path.parent for path in SITE.glob("guidelines/*/index.html")):
            page = browser.new_page(viewport={"width": 360, "height": 800})
            page.goto(f"{address}/guidelines/{folder.name}/index.html")
            page.get_by_role("button", name="Enter what is known about a patient").click()
            for field in page.locator(".ct-switch").all():
                field.locator("input[value=yes]").check()
            fast, slow = switched(page, 1), switched(page, 4)
            worst = max(worst, fast[1])
            print(f"| {folder.name} | {fast[0]:.1f} | {fast[1]:.1f} | {slow[0]:.1f} | {slow[1]:.1f} |", flush=True)
            page.close()
        browser.close()
    print(f"\nslowest median {worst:.1f} ms (target: at most {TARGET:.0f})")


if __name__ == "__main__":
    main()
