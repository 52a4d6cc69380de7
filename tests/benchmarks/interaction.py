"""How much a page weighs, and how long it takes from a changed value to the advice.

    mkdocs build -f site/mkdocs.yml
    python -m tests.benchmarks.interaction [--record]

In Debian's Chromium, headless, as fast as this machine is and four times slower, like a phone. For each guideline every
yes/no question is answered, then the last of them is switched thirty times; measured is from the click to the laid-out
answer with its next question and the lit path. The fastest (what it costs when no other work takes the processor) and
the middle, in milliseconds. ``--record`` keeps both for the page.
"""

from __future__ import annotations

import gzip
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from platform import python_version
from shutil import which
from threading import Thread
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.benchmarks.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build/site"
TARGET = 50.0
"""Milliseconds."""
LARGEST = 250.0
"""Thousands of bytes of a guideline's own page with its pictures and its script, uncompressed."""

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


def weights(record: Record, pages: list[Path]) -> None:
    """Bytes of each page, of its script, and of both together compressed."""
    rows, largest = [], 0
    for page in pages:
        parts = [(page / name).read_bytes() for name in ("index.html", "decide.js")]
        together = sum(len(gzip.compress(part, mtime=0)) for part in parts)
        largest = max(largest, sum(map(len, parts)))
        rows.append((page.name, *(f"{size:,}" for size in (*map(len, parts), together))))
    record.table("weights", ("guideline", "page", "script", "together, compressed"), rows)
    record.bar("the largest guideline's page with its script", largest / 1000, "kB", LARGEST)


def switches(record: Record, pages: list[Path]) -> None:
    """A value switched on each page."""
    rows, slowest = [], 0.0
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        record.software["Chromium"] = f"Chromium {browser.version}"
        for folder in pages:
            page = browser.new_page(viewport={"width": 360, "height": 800})
            page.goto(f"{address}/guidelines/{folder.name}/index.html")
            page.get_by_role("button", name="Enter what is known about a patient").click()
            for field in page.locator(".ct-switch").all():
                field.locator("input[value=yes]").check()
            times = (*switched(page, 1), *switched(page, 4))
            slowest = max(slowest, times[1])
            rows.append((folder.name, *(f"{time:.1f}" for time in times)))
            page.close()
        browser.close()
    head = ("guideline", "fastest", "median", "four times slower: fastest", "median")
    record.table("switches", head, rows)
    record.bar("from a changed value to the advice on the page: the slowest median", slowest, "ms", TARGET)


def main() -> None:
    """Print both tables, or keep them. The site is the one that ``mkdocs build -f site/mkdocs.yml`` last made."""
    if not SITE.is_dir():
        sys.exit("no built site: mkdocs build -f site/mkdocs.yml")
    pages = sorted(path.parent for path in SITE.glob("guidelines/*/index.html"))
    command = "python -m tests.benchmarks.interaction"
    record = Record("interaction", command, {"Python": f"CPython {python_version()}"})
    weights(record, pages)
    switches(record, pages)
    record.stamp()
    print(record.told())
    if "--record" in sys.argv[1:]:
        record.write()


if __name__ == "__main__":
    main()
