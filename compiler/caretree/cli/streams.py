"""Standard input, colour and progress: what the commands share of the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

Item = TypeVar("Item")

SECONDS_BEFORE_PROGRESS = 1.0
"""Shorter work is over before anybody wonders."""

NARROWEST = 40
"""Columns below which text is not broken any further."""

ERASE_LINE = "\r\x1b[2K"


def read_standard_input(limit: int) -> bytes:
    """What arrives on standard input; one byte more than the limit at most, so that too much is noticed, not kept."""
    if sys.stdin.isatty():
        click.echo("Reading from the terminal; end with Ctrl-D (Ctrl-Z and Enter on Windows).", err=True)
    return sys.stdin.buffer.read(limit + 1)


def colour_wanted(err: bool = False) -> bool:
    """Colour only on a terminal that can show it, and never with NO_COLOR (https://no-color.org)."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress_line() -> Iterator[Callable[[str], None]]:
    """Something to tell a person at a terminal what is being done, heard once it takes longer than a second."""
    start, shown = time.monotonic(), False

    def tell(line: str) -> None:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - start >= SECONDS_BEFORE_PROGRESS:
            click.echo(ERASE_LINE + line[: shutil.get_terminal_size().columns - 1], err=True, nl=False)
            shown = True

    try:
        yield tell
    finally:
        if shown:
            click.echo(ERASE_LINE, err=True, nl=False)


def text_width(usual: int) -> int:
    """How wide to write: as wide as usual, but no wider than the terminal it is read on."""
    return min(usual, max(shutil.get_terminal_size().columns, NARROWEST)) if sys.stdout.isatty() else usual


def with_progress(items: Sequence[Item], doing: str, shown: Callable[[Item], str]) -> Iterator[Item]:
    """The items, telling a person at a terminal how far the work is once it takes longer than a second.

    One line on standard error, replaced as the work goes on and gone at its end.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    start, line = time.monotonic(), ""

    def is_long() -> bool:
        return time.monotonic() - start >= SECONDS_BEFORE_PROGRESS

    def tell() -> None:
        click.echo(ERASE_LINE + line, err=True, nl=False)

    timer = threading.Timer(SECONDS_BEFORE_PROGRESS, tell)
    timer.daemon = True
    timer.start()
    try:
        for number, item in enumerate(items, start=1):
            line = f"{doing} {number} of {len(items)}: {shown(item)}"
            if is_long():
                tell()
            yield item
    finally:
        timer.cancel()
        timer.join()
        if is_long():
            click.echo(ERASE_LINE, err=True, nl=False)


@contextmanager
def saying() -> Iterator[Callable[[str], None]]:
    """A way to tell a person at a terminal what goes on now: one line on standard error, gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        yield lambda line: click.echo(f"{ERASE_LINE}{line} …", err=True, nl=False)
    finally:
        click.echo(ERASE_LINE, err=True, nl=False)
