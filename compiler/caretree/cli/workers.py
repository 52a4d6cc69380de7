"""Work on many guidelines, spread over the processors of this machine.

    worked(compile, places, "Checking", name)      what was found, in the order of the places

Workers are forks of this process: what they work on need not be sent to them, and what they send back is the same as if
everything had been done here, one after another. That is done where a process cannot be forked safely: on other systems
than Linux, and while another thread runs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pickle import PicklingError
from typing import Any, TypeVar

from caretree.cli.streams import with_progress

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_WORKERS = 8
"""Each holds a solver and what it makes: about 150 MB."""

FEWEST_ITEMS = 4
"""Fewer are done sooner here than workers are started."""

_work: Callable[[int], Any]
"""What the workers of this process do; they are its forks, so that they find it here."""


def worked(
    work: Callable[[Item], Result], items: Sequence[Item], doing: str, shown: Callable[[Item], str]
) -> list[Result]:
    """The work done on every item, telling a person at a terminal how far it is."""
    results = spread(work, items)  # before anything is shown: that takes a thread
    return [result for _, result in zip(with_progress(items, doing, shown), results, strict=True)]


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """The work done on every item; the results come in the order of the items. Workers start now."""
    workers = min(_processors(), MOST_WORKERS, len(items))
    if workers < 2 or len(items) < FEWEST_ITEMS or threading.active_count() > 1:
        return map(work, items)
    global _work
    _work = lambda at: work(items[at])  # noqa: E731 - found by the forks under this name
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), initializer=_begin)
    return _results(pool, work, items, [pool.submit(_do, at) for at in range(len(items))])


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _begin() -> None:
    """Whoever stops the command stops its workers, without a word of theirs."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _do(at: int) -> Any:
    return _work(at)


def _results(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], items: Sequence[Item], futures: Sequence[Future[Result]]
) -> Iterator[Result]:
    try:
        for item, future in zip(items, futures, strict=True):
            try:
                yield future.result()
            except (PicklingError, RecursionError, BrokenProcessPool):
                # Nested too deeply to be sent; or a worker was ended, for example because memory ran out.
                yield work(item)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
